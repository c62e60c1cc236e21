"""Facts and passages become bound sentences, replies become one answer."""

from dataclasses import replace

import pytest

from retrieval.answers.citations import cite
from retrieval.answers.composing import (
    Bound,
    Reply,
    bears_on_incentives,
    bind_fact,
    bind_passage,
    fact_citations,
    join_replies,
)
from retrieval.answers.evidence import Passage
from retrieval.language.sentences import sentences
from retrieval.types import AnswerStatus, Citation, Origin
from rules.clauses import ClauseRef
from tests.retrieval.fact_hits import KNOWLEDGE, fact_of
from tests.retrieval.small_library import clause_of, make_knowledge

SCHEME = KNOWLEDGE.metas["hz-2019-40"]
REPORTING = clause_of("hz-2019-40#4.1")
ENERGY = ClauseRef("hz-2019-40", "annex.10")


def citation_of(reference: str, claim: str = "报备") -> Citation:
    clause = clause_of(reference)
    return cite(claim, clause, KNOWLEDGE.metas[clause.ref.doc_id])


def reply_of(text: str, *citations: Citation, **changes: object) -> Reply:
    reply = Reply(AnswerStatus.ANSWERED, (Bound(text, citations),))
    return replace(reply, **changes)  # type: ignore[arg-type]


def test_every_sentence_of_a_fact_is_cited_to_its_clause() -> None:
    bound = bind_fact(fact_of("penalty"), KNOWLEDGE)

    assert [b.text for b in bound] == [s.text for s in sentences(fact_of("penalty").text)]
    assert all([c.clause for c in b.citations] == ["4.1"] for b in bound)


def test_a_sentence_its_clause_does_not_bear_out_is_left_out() -> None:
    fact = fact_of("penalty", text="不得享受市级政策支持。另罚款30万元。由市发改委收缴。")

    assert [b.text for b in bind_fact(fact, KNOWLEDGE)] == ["不得享受市级政策支持。"]


def test_an_open_point_is_said_though_its_clause_is_silent() -> None:
    fact = fact_of("validity", text="文件未规定资格满12个月后怎么办。")

    assert [b.text for b in bind_fact(fact, KNOWLEDGE)] == [fact.text]


FURTHER = [
    ("a clause that bears out what the first does not", "2019年7月底前完成报备。", True),
    ("a clause that is named", "附10也有规定。", True),
    ("a clause the first makes needless", "首报向市投资促进局报备。", False),
]


@pytest.mark.parametrize(
    ("text", "is_cited"), [case[1:] for case in FURTHER], ids=[case[0] for case in FURTHER]
)
def test_a_further_clause_is_cited_where_it_adds(text: str, is_cited: bool) -> None:
    (bound,) = bind_fact(fact_of("report", text=text, also=(ENERGY,)), KNOWLEDGE)

    assert [c.clause for c in bound.citations] == ["4.1", *(["annex.10"] if is_cited else [])]


def test_a_clause_of_another_document_is_cited_beside_the_first() -> None:
    also = (ClauseRef("huzhou-report", "1"),)

    (bound,) = bind_fact(fact_of("report", also=also), KNOWLEDGE)

    assert [c.doc_id for c in bound.citations] == ["hz-2019-40", "huzhou-report"]


def test_a_clause_that_does_not_exist_is_not_cited() -> None:
    also = (ClauseRef("hz-2019-40", "9.9"),)

    assert bind_fact(fact_of("report", also=also), KNOWLEDGE) == bind_fact(
        fact_of("report"), KNOWLEDGE
    )
    assert fact_citations(fact_of("report", also=also), KNOWLEDGE) == fact_citations(
        fact_of("report"), KNOWLEDGE
    )


def test_a_fact_whose_clause_was_taken_out_says_nothing() -> None:
    gone = fact_of("report", ref=ClauseRef("hz-2019-40", "9.9"))

    assert bind_fact(gone, KNOWLEDGE) == ()
    assert fact_citations(gone, KNOWLEDGE) == ()


ORIGINAL = replace(
    REPORTING,
    text="首报。凡有意向的项目，应当向市投资促进局报备。" + "本款其余从略。" * 12,
    origin=Origin.ORIGINAL,
)


def test_a_digest_linked_to_an_original_quotes_the_originals_characters() -> None:
    knowledge = make_knowledge(originals={"hz-2019-40#4.1": ORIGINAL})

    (bound,) = bind_fact(fact_of("report"), knowledge)
    (citation,) = bound.citations

    assert citation.origin is Origin.ORIGINAL
    assert "应当向市投资促进局报备" in citation.quote
    assert citation.quote == ORIGINAL.text[citation.start : citation.end]
    assert fact_citations(fact_of("report"), knowledge)[0].origin is Origin.ORIGINAL


def test_a_passage_is_quoted_sentence_by_sentence_at_its_place() -> None:
    spans = sentences(ORIGINAL.text)[:2]

    first, second = bind_passage(Passage(ORIGINAL, SCHEME, spans, 1.0))

    assert first.text == f"《杭州试行制度》四（一）建立项目首报首谈制度：{spans[0].text}"
    assert second.text == spans[1].text
    for bound, span in ((first, spans[0]), (second, spans[1])):
        (citation,) = bound.citations
        assert (citation.quote, citation.start, citation.end) == (span.text, span.start, span.end)


def test_equal_sentences_are_said_once_and_equal_citations_listed_once() -> None:
    citation = citation_of("hz-2019-40#4.1")

    answer = join_replies(
        "q", [reply_of("甲。", citation), reply_of("甲。", citation), reply_of("乙。", citation)]
    )

    assert [(s.text, s.citations) for s in answer.sentences] == [("甲。", (0,)), ("乙。", (0,))]
    assert answer.citations == (citation,)


def test_a_narrower_quote_of_the_same_clause_is_no_new_citation() -> None:
    wide = citation_of("hz-2019-40#4.1")
    narrow = replace(wide, quote=wide.quote[3:9], start=3, end=9)

    answer = join_replies("q", [reply_of("甲。", wide), reply_of("乙。", narrow)])

    assert answer.citations == (wide,)


@pytest.mark.parametrize("change", [{"edition": "2024"}, {"clause": "4.2"}, {"origin": "original"}])
def test_another_text_is_another_citation(change: dict[str, str]) -> None:
    citation = citation_of("hz-2019-40#4.1")
    other = replace(citation, **change)  # type: ignore[arg-type]

    answer = join_replies("q", [reply_of("甲。", citation), reply_of("乙。", other)])

    assert answer.citations == (citation, other)
    assert answer.sentences[1].citations == (1,)


STATUSES = [
    ("all answered", ["answered", "answered"], "answered"),
    ("all refused", ["refused", "refused"], "refused"),
    ("some of each", ["answered", "refused"], "partly"),
]


@pytest.mark.parametrize(
    ("parts", "whole"), [case[1:] for case in STATUSES], ids=[case[0] for case in STATUSES]
)
def test_the_status_of_the_whole(parts: list[str], whole: str) -> None:
    replies = [
        reply_of(str(number), status=AnswerStatus(part)) for number, part in enumerate(parts)
    ]

    assert join_replies("q", replies).status == whole


def test_what_the_parts_carry_is_gathered_once() -> None:
    near, rule = citation_of("hz-2019-40#4.1"), {"verdict": "YES"}
    first = reply_of("甲。", nearest=(near,), missing=("期限",), notes=("注",))
    second = replace(first, bound=(Bound("乙。"),), rule=rule)

    answer = join_replies("q", [first, second])

    assert (answer.nearest, answer.missing, answer.notes) == ((near,), ("期限",), ("注",))
    assert answer.rule == rule


INCENTIVES = [
    ("support under the clause on it", "不得享受市级政策支持", "hz-2019-40#4.1", True),
    ("the same clause on something else", "先向市投资促进局报备", "hz-2019-40#4.1", False),
    ("a quota of land", "给予新增建设用地指标奖励", "hz-2019-40#4.1", False),
    ("the name of a duty", "第6项加强产业投资促进优惠政策管理", "hz-2019-40#4.1", False),
    ("support under another clause", "享受市级政策支持", "hz-2019-40#annex.10", False),
    ("support in another document", "享受市级政策支持", "huzhou-report#1", False),
]


@pytest.mark.parametrize(
    ("said", "reference", "expected"),
    [case[1:] for case in INCENTIVES],
    ids=[case[0] for case in INCENTIVES],
)
def test_support_under_the_scheme_is_told(said: str, reference: str, expected: bool) -> None:
    assert bears_on_incentives(said, [citation_of(reference)]) is expected
