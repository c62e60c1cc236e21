"""Sums against a local minimum, yuan and foreign."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from rules.currency import parse_rates
from rules.measures import Currency, Money
from rules.parameters import ParameterValue
from rules.registry import Context
from rules.thresholds import meets_minimum
from rules.verdict import Findings, Verdict

RATES = """
[[rate]]
currency = "USD"
yuan_per_unit = "7"
from = 2024-03-01
to = 2024-03-02
source = "某公布"
sample = true

[[rate]]
currency = "EUR"
yuan_per_unit = "8"
from = 2024-03-01
to = 2024-03-02
source = "某公布"
"""


@pytest.fixture
def minimum(context: Context) -> ParameterValue:
    """7000万元."""
    changed = context.parameters.with_local({"admission_min_investment_wan": 7000})
    found = changed.resolve("admission_min_investment_wan", context.as_of)
    assert isinstance(found, ParameterValue)
    return found


@pytest.mark.parametrize(
    ("money", "verdict"),
    [
        (Money(Decimal(70_000_000)), Verdict.YES),
        (Money(Decimal("69999999.99")), Verdict.NO),
        (Money(Decimal(10_000_000), Currency.USD), Verdict.YES),
        (Money(Decimal(9_999_999), Currency.USD), Verdict.NO),
        (Money(Decimal(10**9), Currency.JPY), Verdict.UNDETERMINED),
    ],
)
def test_the_minimum_is_met_from_its_very_sum(money, verdict, minimum, context: Context) -> None:
    context = dataclasses.replace(context, rates=parse_rates(RATES))

    assert meets_minimum(money, minimum, context, Findings("x", context.as_of)) is verdict


@pytest.mark.parametrize(("currency", "is_sample"), [("USD", True), ("EUR", False)])
def test_the_rate_of_a_conversion_is_noted_with_its_source(
    currency: str, is_sample: bool, minimum, context: Context
) -> None:
    context = dataclasses.replace(context, rates=parse_rates(RATES))
    findings = Findings("x", context.as_of)

    meets_minimum(Money(Decimal(1), Currency(currency)), minimum, context, findings)

    (note,) = findings.notes
    assert "某公布" in note
    assert ("示例汇率" in note) is is_sample


def test_without_a_rate_for_the_day_there_is_no_answer(minimum, context: Context) -> None:
    later = dataclasses.replace(context, rates=parse_rates(RATES), as_of=date(2024, 3, 2))
    money = Money(Decimal(10**9), Currency.USD)

    found = meets_minimum(money, minimum, later, Findings("x", later.as_of))

    assert found is Verdict.UNDETERMINED
