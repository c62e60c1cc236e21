"""Sentences of found clauses answer where they suffice; an original's are quoted as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from retrieval.answers.answering import Answerer
from retrieval.answers.evidence import content_weights, select_passage
from retrieval.facts.knowledge import Knowledge
from retrieval.types import AnswerStatus, Clause, DocumentMeta, Origin
from tests.retrieval.fact_hits import TODAY
from tests.retrieval.samples import make_document
from tests.retrieval.small_library import make_knowledge

LAW = make_document(
    clauses={
        "1": ("第一条", "目的", "为了节约用水，保护水源，制定本办法。"),
        "2": (
            "第二条",
            "节水管理",
            "取水单位应当安装计量设施。计量设施损坏的，应当在十日内修复。"
            "本条所称取水单位，是指直接从江河取水的单位。取水单位每季度报送取水量。",
        ),
    },
    origin=Origin.ORIGINAL,
)


@dataclass(frozen=True)
class Found:
    """A clause as search returns it."""

    clause: Clause
    meta: DocumentMeta
    original: Clause | None = None


def law_clause(number: int, **changes: object) -> Clause:
    return replace(LAW.clauses[number], **changes)  # type: ignore[arg-type]


def knowledge_finding(*hits: Found) -> Knowledge:
    def search(query: str, day: date) -> Sequence[Found]:
        return hits

    small = make_knowledge()
    return make_knowledge(
        search=search,
        metas={**small.metas, LAW.meta.doc_id: LAW.meta},
        clauses={**small.clauses, **{str(clause.ref): clause for clause in LAW.clauses}},
    )


QUESTION = "取水单位的计量设施损坏了要在几日内修复"
FOUND = Found(law_clause(1), LAW.meta)


OTHER_MATTERS = "".join(f"农业用水第{number}类按亩均用量核定水价。" for number in range(40))
LONG = Found(law_clause(1, text=law_clause(1).text + OTHER_MATTERS), LAW.meta)
LISTED = Found(
    law_clause(
        1, text=f"{OTHER_MATTERS}计量设施损坏的，取水单位应当修复：\n（一）报修；\n（二）封存。\n"
    ),
    LAW.meta,
)


def passage_for(text: str, *hits: Found) -> list[str] | None:
    knowledge = knowledge_finding(*hits)
    passage = select_passage(knowledge.analyst.analyse(text), hits, knowledge)
    return passage and [span.text for span in passage.spans]


def test_of_a_long_clause_the_sentences_that_answer_are_chosen_in_order() -> None:
    assert passage_for(QUESTION, LONG) == [
        "取水单位应当安装计量设施。",
        "计量设施损坏的，应当在十日内修复。",
    ]


def test_a_short_clause_is_read_whole() -> None:
    assert "".join(passage_for(QUESTION, FOUND) or ()) == FOUND.clause.text


def test_a_list_comes_along_with_its_colon() -> None:
    chosen = passage_for("取水单位的计量设施损坏了怎么修复", LISTED)

    assert chosen == ["计量设施损坏的，取水单位应当修复：", "（一）报修；", "（二）封存。"]


def test_of_two_that_cover_as_much_the_one_of_the_kind_asked_for_wins() -> None:
    words = "取水单位计量设施损坏"
    plain = Found(law_clause(0, text=f"{words}的情形见目录。"), LAW.meta)
    fine = Found(law_clause(0, text=f"{words}的，罚款。"), LAW.meta)

    for hits in ((plain, fine), (fine, plain)):
        assert passage_for(f"{words}有什么后果", *hits) == [f"{words}的，罚款。"]


def test_the_clause_that_covers_most_is_chosen() -> None:
    other = Found(law_clause(0), LAW.meta)

    assert passage_for(QUESTION, other, FOUND) == passage_for(QUESTION, FOUND)


INSUFFICIENT = [
    ("nothing was found", QUESTION, ()),
    ("the clause is about something else", QUESTION, (Found(law_clause(0), LAW.meta),)),
    ("another place was asked about", f"深圳{QUESTION}", (FOUND,)),
    ("another year was asked about", f"2031年{QUESTION}", (FOUND,)),
    (
        "the heading fits and no sentence does",
        "节水管理的第一百个问题",
        (Found(law_clause(1, text="略。" * 40), LAW.meta),),
    ),
    ("a bare heading", "节水管理", (Found(law_clause(1, text=""), LAW.meta),)),
    (
        "a sentence that hardly touches the question",
        f"{QUESTION}并通知乡镇",
        (Found(law_clause(1, text="取水。单位。计量。设施。损坏。修复。"), LAW.meta),),
    ),
]


@pytest.mark.parametrize(
    ("text", "hits"), [case[1:] for case in INSUFFICIENT], ids=[case[0] for case in INSUFFICIENT]
)
def test_what_does_not_suffice_is_not_used(text: str, hits: tuple[Found, ...]) -> None:
    assert passage_for(text, *hits) is None


def test_the_place_and_the_year_of_the_document_do_not_stand_against_it() -> None:
    assert passage_for(f"2020年{QUESTION}", FOUND) == passage_for(QUESTION, FOUND)
    assert passage_for(f"杭州{QUESTION}", FOUND) == passage_for(QUESTION, FOUND)


def test_a_digests_prose_must_fit_better_than_an_originals() -> None:
    question = "取水单位的计量设施损坏了要在几日内修复公示原因"
    digest = Found(law_clause(1, origin=Origin.DIGEST), LAW.meta)

    assert passage_for(question, FOUND) is not None
    assert passage_for(question, digest) is None


def test_an_original_is_quoted_in_place_of_its_digest() -> None:
    digest = law_clause(1, origin=Origin.DIGEST, text="计量设施坏了十日内修好。")

    chosen = passage_for(QUESTION, Found(digest, LAW.meta, original=law_clause(1)))

    assert chosen == passage_for(QUESTION, FOUND)


def test_words_that_fit_any_document_weigh_little() -> None:
    knowledge = make_knowledge()

    weights = content_weights(knowledge.analyst.analyse("市级政策"), knowledge)

    assert weights["政策"] < 0.5 * weights["市级"]


@pytest.mark.parametrize("found", [FOUND, LONG], ids=["a short clause", "a long clause"])
def test_an_ingested_original_answers_in_its_own_characters_at_their_offsets(found: Found) -> None:
    answer = Answerer(knowledge_finding(found)).answer(QUESTION, as_of=TODAY)

    assert answer.status is AnswerStatus.ANSWERED
    assert any("应当在十日内修复" in sentence.text for sentence in answer.sentences)
    for sentence in answer.sentences:
        (citation,) = (answer.citations[number] for number in sentence.citations)
        assert citation.origin is Origin.ORIGINAL
        assert citation.quote == found.clause.text[citation.start : citation.end]
        assert sentence.text.rpartition("节水管理：")[2] in citation.quote


def test_what_search_finds_in_vain_is_shown_as_nearest_to_a_refusal() -> None:
    found = Found(law_clause(0), LAW.meta)

    answer = Answerer(knowledge_finding(found)).answer("首报要不要公证书原件", as_of=TODAY)

    assert answer.status is AnswerStatus.REFUSED
    assert [c.doc_id for c in answer.nearest] == ["hz-2019-40", LAW.meta.doc_id]


def test_days_asked_for_are_found_where_days_are_told() -> None:
    days = Found(law_clause(0, text="取水申请的评审应当在受理后十个工作日内完成。"), LAW.meta)
    months = Found(law_clause(1, text="取水申请的评审未通过的，六个月内不得申请。"), LAW.meta)
    knowledge = knowledge_finding(months, days)
    question = knowledge.analyst.analyse("取水申请的评审要多少天")

    passage = select_passage(question, [months, days], knowledge)

    assert passage is not None
    assert passage.clause is days.clause
