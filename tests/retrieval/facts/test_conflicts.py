"""Where a fact is not of the place, the year or the period asked for, that is named."""

import pytest

from retrieval.facts.conflicts import find_conflicts
from tests.retrieval.fact_hits import KNOWLEDGE, analyse, fact_of

CONFLICTS = [
    ("nothing named", "能耗谁牵头", "energy-lead", ()),
    ("the home city", "杭州能耗谁牵头", "energy-lead", ()),
    ("a district of the home city", "余杭区能耗谁牵头", "energy-lead", ()),
    ("a stranger", "深圳能耗谁牵头", "energy-lead", ("place:深圳",)),
    ("the home city of another's practice", "杭州345标准", "standard", ("place:杭州",)),
    ("the place itself", "湖州345标准", "standard", ()),
    ("a year the fact speaks of", "2019年能耗", "energy-deadline", ()),
    ("the year of the document", "2019年违反首报首谈", "penalty", ()),
    ("another year", "2025年能耗", "energy-deadline", ("year:2025",)),
    ("another year of an open point", "2020年首谈资格有效期", "validity", ()),
    ("the home city of an open point", "杭州首谈资格有效期", "validity", ()),
]


@pytest.mark.parametrize(
    ("text", "name", "conflicts"),
    [case[1:] for case in CONFLICTS],
    ids=[case[0] for case in CONFLICTS],
)
def test_what_contradicts_place_or_year_is_named(
    text: str, name: str, conflicts: tuple[str, ...]
) -> None:
    fact = fact_of(name)
    number = [held.id for held in KNOWLEDGE.facts].index(fact.id)
    body = KNOWLEDGE.index.bodies[number]

    assert find_conflicts(analyse(text), fact, body, KNOWLEDGE, this_year=2026) == conflicts


PERIODS = [
    ("the same half of the year", "2019年上半年", "湖州2019年上半年固投强度是多少", ()),
    ("the other half", "2019年下半年", "湖州2019年上半年固投强度是多少", ("period:2019年上半年",)),
    ("a half where the year is known", "2019年", "湖州2019年上半年固投", ("period:2019年上半年",)),
    ("the whole of a bare year", "2019年", "湖州2019年全年固投强度是多少", ()),
    ("this year", "2019年", "湖州今年固投强度是多少", ("period:2026年",)),
    ("no period stated", "", "湖州今年固投强度是多少", ()),
    ("no single year stated", "近三年", "湖州上半年固投强度是多少", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "text", "conflicts"), [case[1:] for case in PERIODS], ids=[c[0] for c in PERIODS]
)
def test_a_figure_of_another_period_is_named(
    period: str, text: str, conflicts: tuple[str, ...]
) -> None:
    fact = fact_of("intensity", period=period, text="湖州亩均固投由388万元提高到455.5万元。")

    found = find_conflicts(analyse(text), fact, "湖州2019年亩均固投", KNOWLEDGE, this_year=2026)

    assert found == conflicts


def test_a_figure_without_a_period_is_of_the_year_it_says() -> None:
    fact = fact_of("intensity", period="", text="湖州2019年亩均固投提高到455.5万元。")

    found = find_conflicts(analyse("湖州今年固投强度"), fact, "湖州", KNOWLEDGE, this_year=2026)

    assert found == ("period:2026年",)


def test_of_two_strange_places_one_is_enough() -> None:
    fact = fact_of("standard", place="浙江湖州")
    question = analyse("泰州和湖州的标准比一比")

    assert find_conflicts(question, fact, "湖州泰州", KNOWLEDGE, this_year=2026) == ()


def test_a_report_on_two_places_speaks_of_each_apart() -> None:
    fact = fact_of("standard", place="浙江湖州")
    question = analyse("泰州的标准是多少")

    found = find_conflicts(question, fact, "湖州泰州考察", KNOWLEDGE, this_year=2026)

    assert found == ("place:泰州",)


def test_only_a_figure_is_judged_by_its_period() -> None:
    fact = fact_of("standard", period="2019年")

    found = find_conflicts(analyse("今年的345标准"), fact, "湖州", KNOWLEDGE, this_year=2026)

    assert found == ()
