"""A sentence is bound to the words of its clause, at their exact place."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answers.citations import cite, evidence_text, quote_is_exact, whole
from retrieval.types import AuthorityTier, Clause, Origin
from tests.retrieval.samples import make_meta
from tests.retrieval.small_library import clause_of, make_knowledge

META = make_meta(published=date(2019, 12, 31), status="试行", tier=AuthorityTier.OFFICIAL)
CLAUSE = replace(clause_of("hz-2019-40#4.1"), origin=Origin.ORIGINAL, place="")
LONG = (
    "一、总体要求\n各单位要在每季度末把节水情况报市水务局备案。"
    "超计划用水的部分，按每立方米35元加价收取水费，收入全部用于管网改造。"
    "对连续三年节水达标的用户，可以按当年水费的百分之五给予奖励，奖励资金由财政安排。"
    "违反本办法的，责令限期改正；逾期不改的，予以通报。"
)


def clause_with(text: str) -> Clause:
    return replace(CLAUSE, text=text, start=0, end=len(text))


CLAIMS = [
    ("the sentence with the same words", "超计划用水要加价收费。", (), "超计划用水的部分"),
    ("the sentence that holds the value", "可以得到奖励。", ("百分之五",), "对连续三年节水达标"),
    ("a heading is never the quote", "总体要求：每季度报备。", (), "各单位要在每季度末"),
]


@pytest.mark.parametrize(
    ("claim", "values", "opening"), [case[1:] for case in CLAIMS], ids=[case[0] for case in CLAIMS]
)
def test_the_quote_is_what_bears_the_claim_out(
    claim: str, values: tuple[str, ...], opening: str
) -> None:
    citation = cite(claim, clause_with(LONG), META, values=values)

    assert citation.quote.startswith(opening)
    assert len(citation.quote) < len(LONG)


def test_a_short_clause_is_quoted_whole() -> None:
    assert cite("报备", CLAUSE, META).quote == CLAUSE.text


def test_a_clause_of_headings_only_is_still_quoted() -> None:
    headings = "\n".join(f"（{number}）奖励办法" for number in "一二三四五六七八九十") * 2

    assert cite("奖励", clause_with(headings), META).quote.startswith("（")


def test_the_whole_clause_can_be_cited() -> None:
    citation = whole(clause_with(LONG), META)

    assert (citation.start, citation.end, citation.quote) == (0, len(LONG), LONG)


def test_the_citation_carries_the_documents_data() -> None:
    citation = cite("报备", CLAUSE, META)

    assert (citation.doc_id, citation.clause, citation.edition) == ("hz-2019-40", "4.1", "2020")
    assert (citation.title, citation.number) == (META.title, META.number)
    assert (citation.status, citation.tier) == ("试行", AuthorityTier.OFFICIAL)
    assert (citation.origin, citation.place) == (Origin.ORIGINAL, "甲市")
    assert (citation.clause_label, citation.clause_title) == (CLAUSE.label, CLAUSE.title)
    assert citation.effective_from == date(2020, 1, 1)
    assert citation.effective_to is None


def test_the_clauses_place_comes_before_the_documents() -> None:
    assert cite("报备", replace(CLAUSE, place="乙县"), META).place == "乙县"


@settings(deadline=None)
@given(
    st.text("报备奖励水费35元。！？\n“” （一）、", max_size=240),
    st.text("报备奖励水费35元。", max_size=30),
    st.tuples(st.text("奖励35", max_size=4)),
)
def test_the_quote_always_stands_at_its_offsets(
    text: str, claim: str, values: tuple[str, ...]
) -> None:
    clause = clause_with(text or "。")

    citation = cite(claim, clause, META, values=values)

    assert clause.text[citation.start : citation.end] == citation.quote
    assert quote_is_exact(citation, clause)


def test_a_quote_from_changed_words_is_no_longer_exact() -> None:
    citation = cite("报备", CLAUSE, META)

    assert not quote_is_exact(citation, clause_with("乙" + CLAUSE.text))


def test_evidence_is_the_clause_with_its_headings_and_the_documents_data() -> None:
    clause = replace(CLAUSE, parents=("四、机制建设",), place="乙县")

    evidence = evidence_text(clause, META)

    for held in (clause.text, "首报首谈", "机制建设", META.title, META.number, "试行", "乙县"):
        assert held in evidence
    assert "2019年12月31日" in evidence
    assert "2020年1月1日" in evidence


def test_evidence_can_be_told_in_canonical_terms() -> None:
    lexicon = make_knowledge().lexicon

    assert "市投资促进局" in evidence_text(clause_with("报投促局"), META, lexicon)
