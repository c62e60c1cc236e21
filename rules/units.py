"""The units people write behind a number, each with its dimension and its exact size.

Does not read numbers: that is `rules.numerals`; a range or a bound is `rules.quantities`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.measures import Currency


class Dimension(StrEnum):
    """What kind of thing a unit measures."""

    MONEY = "money"
    AREA = "area"
    ELECTRICITY = "electricity"
    ENERGY = "energy"  # standard coal
    RATIO = "ratio"
    SCALED = "scaled"  # only 万 or 亿 was said: 1.2亿


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    label: how we write it; size: how many base units it holds (yuan, mu, kWh, tce, one).
    currency: of money only.
    """

    label: str
    dimension: Dimension
    size: Decimal = Decimal(1)
    currency: Currency | None = None


def _money(label: str, currency: Currency) -> Unit:
    return Unit(label, Dimension.MONEY, currency=currency)


YUAN = _money("元", Currency.CNY)
US_DOLLAR = _money("美元", Currency.USD)
EURO = _money("欧元", Currency.EUR)
HK_DOLLAR = _money("港元", Currency.HKD)
YEN = _money("日元", Currency.JPY)
POUND = _money("英镑", Currency.GBP)
MU = Unit("亩", Dimension.AREA)
HECTARE = Unit("公顷", Dimension.AREA, Decimal(15))
SQUARE_METRE = Unit("平方米", Dimension.AREA, Decimal("0.0015"))
SQUARE_KILOMETRE = Unit("平方公里", Dimension.AREA, Decimal(1500))
KILOWATT_HOUR = Unit("千瓦时", Dimension.ELECTRICITY)
STANDARD_COAL = Unit("吨标煤", Dimension.ENERGY)
PERCENT = Unit("%", Dimension.RATIO, Decimal("0.01"))
TIMES = Unit("倍", Dimension.RATIO)
NO_UNIT = Unit("", Dimension.SCALED)

CURRENCY_UNITS = {
    unit.currency: unit for unit in (YUAN, US_DOLLAR, EURO, HK_DOLLAR, YEN, POUND) if unit.currency
}

# Folded spellings (half width, lower case) behind a number.
UNIT_WORDS: dict[str, Unit] = {
    **dict.fromkeys(("元", "块钱", "块", "元人民币", "人民币元", "人民币", "rmb", "cny"), YUAN),
    **dict.fromkeys(("美元", "美金", "usd", "us$", "$", "刀"), US_DOLLAR),
    **dict.fromkeys(("欧元", "eur", "€"), EURO),
    **dict.fromkeys(("港元", "港币", "港纸", "hkd", "hk$"), HK_DOLLAR),
    **dict.fromkeys(("日元", "日圆", "jpy"), YEN),
    **dict.fromkeys(("英镑", "gbp", "£"), POUND),
    **dict.fromkeys(("亩地", "亩"), MU),
    **dict.fromkeys(("公顷", "ha"), HECTARE),
    **dict.fromkeys(("平方米", "平米", "平方", "㎡", "m2", "平"), SQUARE_METRE),
    **dict.fromkeys(("平方公里", "平方千米", "km2"), SQUARE_KILOMETRE),
    **dict.fromkeys(("千瓦时", "千瓦小时", "度电", "kwh", "度"), KILOWATT_HOUR),
    **dict.fromkeys(("吨标准煤", "吨标煤", "tce"), STANDARD_COAL),
    **dict.fromkeys(("%", "百分点", "个百分点"), PERCENT),
    **dict.fromkeys(("倍",), TIMES),
}

# Before a number: 人民币1.2亿, USD 3000万, $3000万.
PREFIX_WORDS: dict[str, Unit] = {
    **dict.fromkeys(("人民币", "rmb", "cny", "¥"), YUAN),
    **dict.fromkeys(("美元", "美金", "usd", "us$", "$"), US_DOLLAR),
    **dict.fromkeys(("欧元", "eur", "€"), EURO),
    **dict.fromkeys(("港元", "港币", "hkd", "hk$"), HK_DOLLAR),
    **dict.fromkeys(("日元", "jpy"), YEN),
    **dict.fromkeys(("英镑", "gbp", "£"), POUND),
}

# Behind 万 or 亿 these count things, so that the number is neither money nor land.
COUNTED = (
    "家个人名户台套辆条件项次批吨米公里斤只头颗株幢栋层间座位张份本字年月天日小时分秒届期处片种类款"
)
