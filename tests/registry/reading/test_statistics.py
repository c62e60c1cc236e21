"""Counts of a period, by unit, chain, state and size; every division adds up."""

from datetime import timedelta
from decimal import Decimal

import pytest

from registry.errors import Forbidden
from registry.reading.statistics import YI, Bracket, bracket_of
from registry.transactions.permissions import Role
from rules.calculators import assess_investment_bracket
from rules.facts import Facts
from rules.measures import Money
from tests.registry.building import NOW, World
from tests.registry.walking import filed_in

TODAY = NOW.date()


def test_counts_add_up_on_both_databases(world: World) -> None:
    filed_in(world, "UNDER_REVIEW")
    world.file("萧山区", chain="生物医药", investor_name="二号有限公司")
    small = {"amount": "5000", "unit": "万元", "currency": "CNY"}
    world.file("萧山区", investor_name="三号有限公司", total_investment=small)
    world.clock.advance(timedelta(days=1))
    world.file("滨江区", investor_name="四号有限公司")

    found = world.registry.statistics.counts(world.reviewer, TODAY, TODAY)
    own = world.registry.statistics.counts(world.district("萧山区"), TODAY, TODAY)

    assert (found.total, found.yuan) == (3, 24 * YI + YI // 2)
    assert found.by_unit == {"萧山区": 2, "余杭区": 1}
    assert found.by_state == {"SUBMITTED": 2, "UNDER_REVIEW": 1}
    assert found.by_bracket == {Bracket.BELOW_1: 1, Bracket.FROM_10: 2}
    assert sum(found.by_chain.values()) == 3
    assert own.by_unit == {"萧山区": 2}


def test_a_conflict_reads_as_under_review_to_a_district(sqlite_world: World) -> None:
    filed_in(sqlite_world, "CONFLICT")

    own = sqlite_world.registry.statistics.counts(sqlite_world.district(), TODAY, TODAY)

    assert own.by_state == {"UNDER_REVIEW": 1}


def test_staff_and_auditors_get_no_figures(sqlite_world: World) -> None:
    for unit, role in (("余杭区", Role.DISTRICT_STAFF), ("市投资促进局", Role.AUDITOR)):
        with pytest.raises(Forbidden):
            sqlite_world.registry.statistics.counts(sqlite_world.person(unit, role), TODAY, TODAY)


@pytest.mark.parametrize(
    ("yi", "bracket"),
    [("0.99", Bracket.BELOW_1), ("1", Bracket.FROM_1), ("9.99", Bracket.FROM_1),
     ("10", Bracket.FROM_10), ("49.9", Bracket.FROM_10), ("50", Bracket.FROM_50)],
)  # fmt: skip
def test_brackets_are_those_of_the_rule(sqlite_world: World, yi: str, bracket: Bracket) -> None:
    yuan = int(Decimal(yi) * YI)
    context = sqlite_world.registry.rules.context_on(TODAY)
    rule = assess_investment_bracket(Facts({"total_investment": Money(Decimal(yuan))}), context)

    assert bracket_of(yuan) is bracket
    assert rule.outcome.code == bracket.value.upper()


def test_an_amount_not_stated_has_no_bracket() -> None:
    assert bracket_of(None) is Bracket.UNKNOWN
