"""Foreign money becomes yuan only by a dated, sourced rate."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.currency import NO_RATES, parse_rates
from rules.errors import ParameterError
from rules.measures import Currency, Money

ROW = """[[rate]]
currency = 'USD'
yuan_per_unit = '7.5'
from = 2026-01-05
to = 2026-01-07
source = '测试'
"""
SHIPPED = Path(__file__).parents[2] / "rules/data/exchange_rates.toml"


@pytest.mark.parametrize(
    ("day", "yuan"),
    [
        (date(2026, 1, 4), None),
        (date(2026, 1, 5), Decimal("75.0")),
        (date(2026, 1, 6), Decimal("75.0")),
        (date(2026, 1, 7), None),
    ],
)
def test_a_rate_holds_from_its_first_day_and_not_on_its_end(day: date, yuan) -> None:
    found = parse_rates(ROW).to_yuan(Money(Decimal(10), Currency.USD), day)

    assert (found and found.yuan) == yuan


def test_yuan_need_no_rate() -> None:
    found = NO_RATES.to_yuan(Money(Decimal(10)), date(2026, 1, 5))

    assert found is not None
    assert (found.yuan, found.rate) == (10, None)


def test_a_conversion_names_its_rate() -> None:
    found = parse_rates(ROW + "sample = true").to_yuan(
        Money(Decimal(10), Currency.USD), date(2026, 1, 5)
    )

    assert found is not None
    assert found.rate is not None
    assert (found.rate.source, found.rate.is_sample) == ("测试", True)


def test_a_unit_may_be_worth_less_than_a_yuan() -> None:
    rates = parse_rates(ROW.replace("USD", "JPY").replace("7.5", "0.05"))

    assert rates.find(Currency.JPY, date(2026, 1, 5)).yuan_per_unit == Decimal("0.05")


def test_an_error_names_the_row_and_the_value() -> None:
    with pytest.raises(ParameterError, match=r"rate 1: bad_rate \('x'\)") as caught:
        parse_rates(ROW.replace("7.5", "x"))

    assert caught.value.fields == {"name": "rate 1", "value": "x"}


def test_no_rate_is_shipped() -> None:
    rates = parse_rates(SHIPPED.read_text(encoding="utf-8"))

    for currency in set(Currency) - {Currency.CNY}:
        assert rates.find(currency, date(2026, 1, 5)) is None


def test_periods_of_one_currency_may_follow_each_other() -> None:
    later = ROW.replace("2026-01-07", "2026-01-09").replace("2026-01-05", "2026-01-07")
    euro = ROW.replace("USD", "EUR")

    rates = parse_rates(ROW + later.replace("7.5", "8") + euro)
    backwards = parse_rates(later.replace("7.5", "8") + ROW)

    assert backwards.find(Currency.USD, date(2026, 1, 6)).yuan_per_unit == Decimal("7.5")
    assert not backwards.find(Currency.USD, date(2026, 1, 6)).is_sample
    assert rates.find(Currency.USD, date(2026, 1, 7)).yuan_per_unit == 8
    assert rates.find(Currency.EUR, date(2026, 1, 6)).yuan_per_unit == Decimal("7.5")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "not_toml"),
        ("rate = 1", "not_a_rate_table"),
        ("other = 1", "not_a_rate_table"),
        ("rate = [1]", "bad_row"),
        (ROW + "more = 1", "bad_row"),
        (ROW.replace("USD", "XXX"), "bad_currency"),
        (ROW.replace("USD", "CNY"), "bad_currency"),
        (ROW.replace("from = 2026-01-05", "from = '2026-01-05'"), "bad_date"),
        (ROW.replace("to = 2026-01-07", "to = 2026-01-07T00:00:00"), "bad_date"),
        (ROW.replace("to = 2026-01-07", "to = 2026-01-05"), "empty_period"),
        (ROW.replace("'测试'", "' '"), "missing_source"),
        (ROW.replace("source = '测试'\n", ""), "missing_source"),
        (ROW + "sample = 1", "bad_sample"),
        (ROW.replace("'7.5'", "7.5"), "bad_rate"),
        (ROW.replace("'7.5'", "'x'"), "bad_rate"),
        (ROW.replace("'7.5'", "'0'"), "bad_rate"),
        (ROW.replace("'7.5'", "'-7'"), "bad_rate"),
        (ROW.replace("'7.5'", "'Infinity'"), "bad_rate"),
        (ROW + ROW, "overlap"),
        (
            ROW + ROW.replace("2026-01-05", "2026-01-06").replace("2026-01-07", "2026-02-01"),
            "overlap",
        ),
    ],
)
def test_a_faulty_table_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_rates(text)

    assert caught.value.code == code
    assert "None:" not in str(caught.value)
    assert "name" in caught.value.fields or code == "not_toml"
