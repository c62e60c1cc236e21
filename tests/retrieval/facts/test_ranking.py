"""Facts are ranked by fit, and lose by what contradicts the question."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.facts.ranking import Before, is_available, is_in_pool, rank_facts
from retrieval.types import AuthorityTier, DocumentMeta, FactKind
from tests.retrieval.fact_hits import KNOWLEDGE, TODAY, analyse, fact_of
from tests.retrieval.small_library import make_knowledge

SCHEME = KNOWLEDGE.metas["hz-2019-40"]


def ranked(text: str, **options: object) -> list[str]:
    options.setdefault("as_of", TODAY)
    hits = rank_facts(analyse(text), KNOWLEDGE, **options)  # type: ignore[arg-type]
    return [hit.fact.id.partition("/")[2] for hit in hits]


BEST = [
    ("who leads", "能耗谁牵头", "energy-lead"),
    ("who assists", "能耗谁配合", "energy-cooperate"),
    ("until when", "能耗什么时候出台", "energy-deadline"),
    ("what follows", "违反首报首谈怎么处罚", "penalty"),
    ("what is left open", "首谈资格几个月到期", "validity"),
    ("another place", "湖州固投强度是多少", "intensity"),
]


@pytest.mark.parametrize(
    ("text", "name"), [case[1:] for case in BEST], ids=[case[0] for case in BEST]
)
def test_the_fact_that_was_asked_for_comes_first(text: str, name: str) -> None:
    assert ranked(text)[0] == name


def test_hits_come_best_first() -> None:
    hits = rank_facts(analyse("能耗谁牵头"), KNOWLEDGE, as_of=TODAY)

    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.similarity <= 1.01 and 0 <= hit.coverage <= 1 for hit in hits)


def test_a_question_with_no_word_in_common_finds_nothing() -> None:
    assert ranked("zzz") == []


def test_facts_not_in_force_are_left_out_unless_any_day_will_do() -> None:
    before = date(2019, 6, 5)

    assert "energy-lead" not in ranked("能耗谁牵头", as_of=before)
    assert ranked("能耗谁牵头", as_of=before, any_day=True)[0] == "energy-lead"


def test_what_was_just_spoken_of_weighs_a_little_more() -> None:
    def score(context: frozenset[str]) -> float:
        hits = rank_facts(analyse("谁牵头"), KNOWLEDGE, as_of=TODAY, before=Before(context))
        return next(hit.score for hit in hits if hit.fact.id.endswith("/energy-lead"))

    assert score(frozenset({"hz-2019-40#annex.10"})) > score(frozenset())


def score_of(question: str, name: str, **changes: object) -> float:
    """The score of one fact of the small library with some fields changed."""
    facts = [
        replace(fact, **changes) if fact.id.endswith(f"/{name}") else fact  # type: ignore[arg-type]
        for fact in KNOWLEDGE.facts
    ]
    knowledge = make_knowledge(facts=facts)
    hits = rank_facts(analyse(question), knowledge, as_of=TODAY)
    return next(hit.score for hit in hits if hit.fact.id.endswith(f"/{name}"))


def test_a_fact_that_names_no_department_loses_where_one_is_asked_for() -> None:
    with_department = score_of("能耗谁牵头", "energy-lead")
    without = score_of("能耗谁牵头", "energy-lead", text="能耗由它牵头。", value=())

    assert without < with_department - 0.05


def test_a_fact_with_one_value_loses_where_all_are_asked_for() -> None:
    several = score_of("能耗的配合单位有哪些", "energy-cooperate")
    single = score_of("能耗的配合单位有哪些", "energy-cooperate", value=("市经信局",))

    assert single < several - 0.05


def test_an_open_point_is_never_incomplete() -> None:
    changes = {"kind": FactKind.OPEN_POINT, "value": ()}

    assert score_of("能耗的配合单位有哪些", "energy-cooperate", **changes) > 0.4


def test_an_article_that_retells_loses_unless_it_was_asked_for() -> None:
    retold = make_knowledge(
        metas={**KNOWLEDGE.metas, SCHEME.doc_id: replace(SCHEME, tier=AuthorityTier.EXPLAINER)}
    )

    def score(text: str, knowledge: object) -> float:
        return rank_facts(analyse(text), knowledge, as_of=TODAY)[0].score  # type: ignore[arg-type]

    assert score("能耗谁牵头", retold) < score("能耗谁牵头", KNOWLEDGE)
    assert score("报道里能耗谁牵头", retold) == score("报道里能耗谁牵头", KNOWLEDGE)


PUBLISHED = DocumentMeta("x", edition="2020", title="x", published=date(2020, 8, 8))
IN_FORCE = DocumentMeta(
    "x",
    edition="2019",
    title="x",
    effective_from=date(2019, 6, 6),
    effective_to=date(2024, 1, 1),
)
UNDATED = DocumentMeta("x", edition="2023", title="x")
UNLABELLED = DocumentMeta("x", edition="first", title="x")

DAYS = [
    ("the day before it takes effect", IN_FORCE, date(2019, 6, 5), False),
    ("the day it takes effect", IN_FORCE, date(2019, 6, 6), True),
    ("its last day", IN_FORCE, date(2023, 12, 31), True),
    ("the day it ends", IN_FORCE, date(2024, 1, 1), False),
    ("the day before it was published", PUBLISHED, date(2020, 8, 7), False),
    ("the day it was published", PUBLISHED, date(2020, 8, 8), True),
    ("undated, the year before its edition", UNDATED, date(2022, 12, 31), False),
    ("undated, the year of its edition", UNDATED, date(2023, 1, 1), True),
    ("undated and its edition is no year", UNLABELLED, date(1999, 1, 1), True),
]


@pytest.mark.parametrize(
    ("meta", "day", "expected"), [case[1:] for case in DAYS], ids=[case[0] for case in DAYS]
)
def test_a_document_is_available_on_a_day(meta: DocumentMeta, day: date, expected: bool) -> None:
    assert is_available(meta, day) is expected


def test_a_fact_is_in_the_pool_with_its_document() -> None:
    assert is_in_pool(fact_of("penalty"), KNOWLEDGE.metas, TODAY)
    assert not is_in_pool(fact_of("penalty"), KNOWLEDGE.metas, date(2019, 6, 5))
