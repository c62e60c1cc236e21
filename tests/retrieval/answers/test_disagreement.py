"""An original of the same edition that says other than the digest is quoted in the facts' stead."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers import wording
from retrieval.answers.answering import Answerer
from retrieval.answers.disagreement import find_disagreements
from retrieval.types import Answer, Clause, Origin
from rules.clauses import ClauseRef
from tests.retrieval.test_golden import KNOWLEDGE as SHIPPED

TODAY = date(2026, 11, 22)
ENERGY, FUNDS = "hz-2019-40#annex.10", "hz-2019-40#5.3"


def original(reference: str, old: str, new: str) -> Clause:
    digest = SHIPPED.clauses[reference]
    text = digest.text.replace(old, new)
    assert text != digest.text or old == new
    return replace(digest, text=text, origin=Origin.ORIGINAL, start=0, end=len(text))


def ask(question: str, *clauses: Clause) -> Answer:
    originals = {str(clause.ref): clause for clause in clauses}
    knowledge = replace(SHIPPED, originals=originals, prepared=SHIPPED.index)
    return Answerer(knowledge).answer(question, as_of=TODAY)


def said(answer: Answer) -> str:
    return "".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("question", "reference", "old", "new"),
    [
        ("能耗统筹完成时限", ENERGY, "2019年7月", "2019年9月"),
        ("基金统筹由谁牵头", FUNDS, "市国资委", "市财政局"),
    ],
)
def test_another_date_or_body_in_the_original_is_quoted(
    question: str, reference: str, old: str, new: str
) -> None:
    answer = ask(question, original(reference, old, new))

    assert new in said(answer)
    assert wording.ORIGINAL_DIFFERS in said(answer)
    assert old not in said(answer)


def test_an_original_that_says_the_same_changes_nothing() -> None:
    same = original(ENERGY, "市发改委", "市发改委")

    answer = ask("能耗统筹完成时限", same)

    assert "7月底前" in said(answer)
    assert wording.ORIGINAL_DIFFERS not in said(answer)


def test_only_the_facts_of_the_clause_that_differs_are_found() -> None:
    changed = original(ENERGY, "2019年7月", "2019年9月")

    def pair_of(ref: ClauseRef) -> tuple[Clause, Clause] | None:
        clause = SHIPPED.clauses[str(ref)]
        return (clause, changed if str(ref) == ENERGY else clause)

    found = find_disagreements(SHIPPED.facts, pair_of, SHIPPED.lexicon)

    assert {str(one.fact.ref) for one in found} == {ENERGY}
