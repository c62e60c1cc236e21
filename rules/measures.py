"""Money and area as exact values with their unit, and the strict form a case file gives them in.

Does not read free talk (`一亿两千万左右`): that is the work of rules.quantities.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MU_PER_HECTARE = Decimal(15)
SQUARE_METRES_PER_HECTARE = Decimal(10000)


class Currency(StrEnum):
    """Currencies a report may name."""

    CNY = "CNY"
    USD = "USD"
    EUR = "EUR"
    HKD = "HKD"
    JPY = "JPY"
    GBP = "GBP"


CURRENCY_WORDS = {
    "元": Currency.CNY,
    "人民币": Currency.CNY,
    "美元": Currency.USD,
    "欧元": Currency.EUR,
    "港元": Currency.HKD,
    "港币": Currency.HKD,
    "日元": Currency.JPY,
    "英镑": Currency.GBP,
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole currency units (yuan, dollar), never in 万."""

    amount: Decimal
    currency: Currency = Currency.CNY


@dataclass(frozen=True, slots=True)
class Area:
    """A land area in mu (亩, 1/15 hectare)."""

    mu: Decimal


_SCALES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
_MONEY = re.compile(
    r"(?P<number>-?\d+(?:\.\d+)?)(?P<scale>万亿|亿|万|)(?P<word>元|人民币|美元|欧元|港元|港币|日元|英镑)\Z"
)
_AREA = re.compile(r"(?P<number>-?\d+(?:\.\d+)?)(?P<unit>亩|公顷|平方米|平米|万平方米|平方公里)\Z")
_MU_PER_UNIT = {
    "亩": Decimal(1),
    "公顷": MU_PER_HECTARE,
    "平方米": MU_PER_HECTARE / SQUARE_METRES_PER_HECTARE,
    "平米": MU_PER_HECTARE / SQUARE_METRES_PER_HECTARE,
    "万平方米": MU_PER_HECTARE,
    "平方公里": MU_PER_HECTARE * 100,
}


def parse_exact_money(text: str) -> Money | None:
    """Read `1.2亿元`, `3000万美元`; None when the text is not of that strict form."""
    match = _MONEY.match(text.strip().replace(",", ""))
    if match is None:
        return None
    amount = Decimal(match["number"]) * _SCALES[match["scale"]]
    return Money(amount, CURRENCY_WORDS[match["word"]])


def parse_exact_area(text: str) -> Area | None:
    """Read `200亩`, `3公顷`, `1.5万平方米`; None when the text is not of that strict form."""
    match = _AREA.match(text.strip().replace(",", ""))
    if match is None:
        return None
    return Area(Decimal(match["number"]) * _MU_PER_UNIT[match["unit"]])
