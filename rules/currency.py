"""Convert foreign money to yuan by a dated, sourced table of rates.

Reads: the text of a TOML file, handed in:

    [[rate]]
    currency = "USD"
    yuan_per_unit = "7.1234"      # text, so that it stays exact
    from = 2026-01-05             # half-open: from <= day < to
    to = 2026-01-06
    source = "…"                  # who published it, and where
    sample = false                # true marks a rate that is not an official one

Does not guess: without a rate for the day there is no conversion.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from rules.errors import ParameterError
from rules.measures import Currency, Money

_KEYS = {"currency", "yuan_per_unit", "from", "to", "source", "sample"}


@dataclass(frozen=True, slots=True)
class Rate:
    """Yuan for one unit of a currency, valid on valid_from <= day < valid_to."""

    currency: Currency
    yuan_per_unit: Decimal
    valid_from: date
    valid_to: date
    source: str
    is_sample: bool = False

    def covers(self, day: date) -> bool:
        """Whether the rate is valid on day."""
        return self.valid_from <= day < self.valid_to


@dataclass(frozen=True, slots=True)
class Conversion:
    """Money in yuan; rate is None when it was yuan from the start."""

    yuan: Decimal
    rate: Rate | None = None


class ExchangeRates:
    """All rates, looked up by currency and day."""

    __slots__ = ("_rates",)

    def __init__(self, rates: tuple[Rate, ...] = ()) -> None:
        self._rates = rates

    def find(self, currency: Currency, day: date) -> Rate | None:
        """The rate of a currency on a day, None when the table has none."""
        matches = (r for r in self._rates if r.currency is currency and r.covers(day))
        return next(matches, None)

    def to_yuan(self, money: Money, day: date) -> Conversion | None:
        """Money in yuan on a day; None when it is foreign and no rate covers the day."""
        if money.currency is Currency.CNY:
            return Conversion(money.amount)
        rate = self.find(money.currency, day)
        return None if rate is None else Conversion(money.amount * rate.yuan_per_unit, rate)


NO_RATES = ExchangeRates()


def parse_rates(text: str) -> ExchangeRates:
    """Read a table of rates. Raises ParameterError naming the row and what is wrong with it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"not TOML: {error}", code="not_toml", value=str(error)) from error
    rows = tables.get("rate", [])
    if set(tables) - {"rate"} or not isinstance(rows, list):
        raise _bad(0, "not_a_rate_table", sorted(tables))
    rates = tuple(_parse_rate(number, row) for number, row in enumerate(rows, start=1))
    for number, rate in enumerate(rates, start=1):
        earlier = (r for r in rates[: number - 1] if r.currency is rate.currency)
        if any(r.valid_from < rate.valid_to and rate.valid_from < r.valid_to for r in earlier):
            raise _bad(number, "overlap", rate.valid_from)
    return ExchangeRates(rates)


def _parse_rate(number: int, row: object) -> Rate:
    if not isinstance(row, Mapping) or set(row) - _KEYS:
        raise _bad(number, "bad_row", row)
    currency = row.get("currency")
    if currency not in tuple(Currency) or currency == Currency.CNY:
        raise _bad(number, "bad_currency", currency)
    start, end = _day(number, row, "from"), _day(number, row, "to")
    if end <= start:
        raise _bad(number, "empty_period", end)
    source, sample = row.get("source"), row.get("sample", False)
    if not isinstance(source, str) or not source.strip():
        raise _bad(number, "missing_source", source)
    if not isinstance(sample, bool):
        raise _bad(number, "bad_sample", sample)
    return Rate(Currency(str(currency)), _positive(number, row), start, end, source, sample)


def _day(number: int, row: Mapping[str, object], key: str) -> date:
    value = row.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _bad(number, "bad_date", value)
    return value


def _positive(number: int, row: Mapping[str, object]) -> Decimal:
    raw = row.get("yuan_per_unit")
    try:
        value = Decimal(raw) if isinstance(raw, str) else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value <= 0:
        raise _bad(number, "bad_rate", raw)
    return value


def _bad(number: int, code: str, value: object) -> ParameterError:
    message = f"exchange rate {number}: {code} ({value!r})"
    return ParameterError(message, code=code, name=f"rate {number}", value=value)
