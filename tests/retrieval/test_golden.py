"""The shipped corpus keeps answering a fixed sample of the golden questions, without any search."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from retrieval.answers.answering import Answerer
from retrieval.answers.composing import bind_fact
from retrieval.evaluation.golden import GoldenCase, judge, load_cases
from retrieval.facts.knowledge import Knowledge
from retrieval.index.digest import load_corpus
from retrieval.language.sentences import sentences
from retrieval.types import Fact
from tests.retrieval.small_library import make_knowledge

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
SAMPLE = tomllib.loads(Path(__file__).with_name("golden_sample.toml").read_text("utf-8"))
CASES = {case.id: case for case in load_cases(sorted((ROOT / "bench/golden").glob("*.toml")))}
CHOSEN = [case_id for group in SAMPLE.values() for case_id in group["ids"]]


def shipped_knowledge() -> Knowledge:
    """The shipped corpus as answering sees it, without search and without vectors."""
    corpus = load_corpus(ROOT / "corpus")
    return make_knowledge(
        metas={document.meta.doc_id: document.meta for document in corpus.documents},
        clauses={str(c.ref): c for document in corpus.documents for c in document.clauses},
        facts=[fact for document in corpus.documents for fact in document.facts],
        terms=corpus.terms,
    )


KNOWLEDGE = shipped_knowledge()
ANSWERER = Answerer(KNOWLEDGE)


@pytest.mark.parametrize("case", [CASES[name] for name in CHOSEN], ids=lambda case: case.id)
def test_a_golden_question_is_answered_as_it_should_be(case: GoldenCase) -> None:
    answer = ANSWERER.answer(
        case.question,
        as_of=case.as_of or TODAY,
        place=case.place or None,
        history=case.history,
    )

    assert judge(case, answer).problems == ()
    for citation in (*answer.citations, *answer.nearest):
        text = KNOWLEDGE.clauses[f"{citation.doc_id}#{citation.clause}"].text
        assert text[citation.start : citation.end] == citation.quote


def test_the_sample_holds_every_kind_with_its_reason() -> None:
    assert {case.kind for case in CASES.values()} == set(SAMPLE)
    assert all(group["reason"] and group["ids"] for group in SAMPLE.values())
    assert all(CASES[name].kind == kind for kind, group in SAMPLE.items() for name in group["ids"])
    assert len(set(CHOSEN)) == len(CHOSEN) >= 60


def test_the_library_holds_facts_of_every_document() -> None:
    assert {fact.ref.doc_id for fact in KNOWLEDGE.facts} == set(KNOWLEDGE.metas)


@pytest.mark.parametrize("document", sorted(KNOWLEDGE.metas))
def test_every_sentence_of_every_fact_is_borne_out_by_its_clause(document: str) -> None:
    facts = [fact for fact in KNOWLEDGE.facts if fact.ref.doc_id == document]

    assert [lost for fact in facts for lost in _lost_sentences(fact)] == []


def _lost_sentences(fact: Fact) -> list[tuple[str, str]]:
    kept = {bound.text for bound in bind_fact(fact, KNOWLEDGE)}
    return [(fact.id, span.text) for span in sentences(fact.text) if span.text not in kept]
