"""What the model learns from: wordings with their facts, and how they are varied."""

import random

import pytest

from retrieval.fitting.wordings import SAME_QUESTION, Varier, Wordings, confusions, forms_of
from retrieval.types import Term
from tests.retrieval.fitting.made_up import CORPUS

SLIPS = [Term("首报首谈", slips=("手报首谈", "首报", "收保手坛")), Term("水价", variants=("水费",))]


def test_every_form_knows_its_fact_and_every_fact_its_clause() -> None:
    wordings = Wordings.of(CORPUS)
    facts = [fact for document in CORPUS.documents for fact in document.facts]

    assert len(wordings.forms) == len(wordings.owners) == sum(len(forms_of(f)) for f in facts)
    for form, owner in zip(wordings.forms, wordings.owners, strict=True):
        assert form in forms_of(facts[owner])
    for fact, clause in zip(facts, wordings.clauses, strict=True):
        assert CORPUS.documents[0].meta.title in wordings.clause_texts[clause]
        assert fact.text[:4] in wordings.clause_texts[clause]


def test_characters_are_confused_both_ways_and_only_by_near_slips() -> None:
    assert confusions(SLIPS) == {"手": ("首",), "首": ("手",)}


@pytest.mark.parametrize("seed", range(5))
def test_variants_begin_with_the_folded_wording_and_differ(seed: int) -> None:
    varier = Varier(CORPUS, random.Random(seed))

    first, *others = varier.variants("水费多久调一次", 12)

    assert first == "水价多久调一次"
    assert len(set(others)) > 3
    assert all(other and " " not in other for other in others)


def test_the_same_seed_gives_the_same_variants() -> None:
    twice = [Varier(CORPUS, random.Random(3)).variants("水价由谁牵头定", 8) for _ in range(2)]

    assert twice[0] == twice[1]


def test_a_way_of_asking_is_put_for_another_of_its_group() -> None:
    varier = Varier(CORPUS, random.Random(1))

    said = "".join(varier.variants("多久", 60))

    assert any(way in said for way in SAME_QUESTION[0] if way != "多久")
