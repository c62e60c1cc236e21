"""Matching on the small library, on a fresh index and on a stored one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.facts.fact_store import FactStore
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactIndex, FormVectors, kind_affinity
from retrieval.types import FactKind
from tests.retrieval.answers.test_answering import ANSWERED, REFUSED
from tests.retrieval.facts.test_fact_table import TABLE, make_table
from tests.retrieval.samples import HashedEmbedder
from tests.retrieval.small_library import make_knowledge

KNOWLEDGE = make_knowledge()
QUESTIONS = [case[1] for case in (*ANSWERED, *REFUSED)]


def best_fact(index: FactIndex, question: str, knowledge: Knowledge = KNOWLEDGE) -> str:
    similarities = index.similarities(knowledge.analyst.analyse(question))
    return index.facts[int(similarities.argmax())].id.rpartition("/")[2]


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("首报向谁报", "report"),
        ("能耗指标哪个部门牵头", "energy-lead"),
        ("345标准是多少", "standard"),
        ("首谈资格几个月到期", "validity"),
    ],
)
def test_the_fact_that_is_asked_for_is_the_likest(question: str, fact: str) -> None:
    assert best_fact(KNOWLEDGE.index, question) == fact


def test_a_stored_index_matches_as_a_fresh_one(tmp_path: Path) -> None:
    FactStore(tmp_path).table("0" * 24, make_table)
    stored = FactStore(tmp_path).table("0" * 24, make_table)
    fresh, read = (FactIndex(KNOWLEDGE.facts, t, KNOWLEDGE.light_words) for t in (TABLE, stored))

    for text in QUESTIONS:
        question = KNOWLEDGE.analyst.analyse(text)
        assert fresh.similarities(question).tolist() == read.similarities(question).tolist()
        numbers = range(len(KNOWLEDGE.facts))
        assert [fresh.coverage(question, n) for n in numbers] == [
            read.coverage(question, n) for n in numbers
        ]


def test_coverage_is_the_share_of_words_the_fact_speaks_of() -> None:
    index = KNOWLEDGE.index
    report = [fact.id for fact in index.facts].index("hz-2019-40/report")
    known = KNOWLEDGE.analyst.analyse("首报")
    unknown = KNOWLEDGE.analyst.analyse("首报要公证书")

    assert index.coverage(known, report) == (1.0, ())
    share, spans = index.coverage(unknown, report)
    assert 0 < share < 1
    assert "公证书" in "".join(spans)


def test_a_question_without_content_covers_nothing() -> None:
    question = replace(KNOWLEDGE.analyst.analyse("什么"), content="", claimless="", bare="")

    assert KNOWLEDGE.index.coverage(question, 0) == (0.0, ())


def test_vectors_find_what_is_worded_otherwise() -> None:
    model = HashedEmbedder()
    index = KNOWLEDGE.index
    question = KNOWLEDGE.analyst.analyse("报备")

    with_vectors = index.with_vectors(FormVectors(model.embed, model.embed(index.forms)))

    assert with_vectors.similarities(question).tolist() != index.similarities(question).tolist()
    assert index.with_vectors(None).similarities(question).tolist() == (
        index.similarities(question).tolist()
    )


def test_a_fact_is_as_near_as_its_nearest_wording_and_the_mean_of_all() -> None:
    index = KNOWLEDGE.index
    report = [fact.id for fact in index.facts].index("hz-2019-40/report")
    ends = np.searchsorted(TABLE.owners, [report, report + 1])

    def likeness(near: int) -> float:
        """How alike the fact is when so many of its forms point where the question points."""
        forms = np.tile(np.array([0, 1], np.float32), (len(index.forms), 1))
        forms[ends[0] : ends[0] + near] = (1, 0)
        vectors = FormVectors(lambda texts: np.array([[1, 0]] * len(texts), np.float32), forms)
        found = index.with_vectors(vectors).similarities(KNOWLEDGE.analyst.analyse("首报"))
        return float(found[report])

    assert likeness(0) < likeness(1) < likeness(2) <= likeness(int(ends[1] - ends[0]))


def test_vectors_unlike_the_question_never_make_a_fact_worse_than_nothing() -> None:
    def opposite(texts: Sequence[str]) -> np.ndarray:
        return np.full((len(texts), 1), -1.0, np.float32)

    forms = np.ones((len(KNOWLEDGE.index.forms), 1), np.float32)
    index = KNOWLEDGE.index.with_vectors(FormVectors(opposite, forms))

    assert (index.similarities(KNOWLEDGE.analyst.analyse("首报")) >= 0).all()


def test_a_library_without_facts_has_no_similarities() -> None:
    empty = make_knowledge(facts=[])

    assert len(empty.index.similarities(empty.analyst.analyse("首报"))) == 0


def test_a_pair_of_a_function_word_is_no_word() -> None:
    assert KNOWLEDGE.index.is_word("首报")
    assert KNOWLEDGE.index.is_word("公证")
    assert not KNOWLEDGE.index.is_word("率是")


@pytest.mark.parametrize(
    ("asked", "kind", "affinity"),
    [
        ({FactKind.LEAD}, FactKind.LEAD, 1.0),
        (set(), FactKind.LEAD, 0.5),
        ({FactKind.LEAD}, FactKind.DECIDER, 0.5),
        ({FactKind.LEAD}, FactKind.OPEN_POINT, 0.6),
        ({FactKind.LEAD}, FactKind.EXAMPLE, 0.0),
    ],
)
def test_kinds_are_the_same_akin_or_strange(
    asked: set[FactKind], kind: FactKind, affinity: float
) -> None:
    assert kind_affinity(frozenset(asked), kind) == affinity
