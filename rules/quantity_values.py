"""Quantities as values: an exact Decimal with unit, currency, bound and the words it was read from.

Does not read text (`rules.quantities`) and does not convert currencies (`rules.currency`).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.measures import Area, Currency, Money
from rules.numerals import EXACT, Doubt
from rules.units import CURRENCY_UNITS, MU, Dimension, Unit

TEN_THOUSAND = Decimal(10_000)


class Qualifier(StrEnum):
    """How the words bound the amount; 以上 and 以下 include it, 超过 and 不足 do not."""

    EXACT = "exact"
    ABOUT = "about"  # 约, 左右
    NEARLY = "nearly"  # 近, 将近
    AT_LEAST = "at_least"  # 不低于, 以上
    MORE_THAN = "more_than"  # 超过, 多, 余
    AT_MOST = "at_most"  # 不超过, 以内, 以下
    LESS_THAN = "less_than"  # 不足, 低于
    BETWEEN = "between"  # 3-5亿, both ends included


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity.

    amount: number of `unit`s, 万 and 亿 multiplied out (1.2亿元 is 120000000 of 元).
    upper: the other end of a range (BETWEEN), else None.
    per: the unit it is counted by (亩 in 35万元/亩), else None.
    raw: the words; start, end: their offsets in the text that was read.
    """

    amount: Decimal
    unit: Unit
    qualifier: Qualifier = Qualifier.EXACT
    upper: Decimal | None = None
    per: Unit | None = None
    raw: str = ""
    start: int = 0
    end: int = 0

    @property
    def currency(self) -> Currency | None:
        """The currency of money, None for anything else."""
        return self.unit.currency

    @property
    def is_exact(self) -> bool:
        """Whether the words name one value, not a bound, a range or an approximation."""
        return self.qualifier is Qualifier.EXACT

    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Smallest and largest amount the words allow, in `unit`; None is open or unknown."""
        match self.qualifier:
            case Qualifier.EXACT:
                return self.amount, self.amount
            case Qualifier.BETWEEN:
                return self.amount, self.upper
            case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
                return self.amount, None
            case Qualifier.AT_MOST | Qualifier.LESS_THAN | Qualifier.NEARLY:
                return None, self.amount
            case _:  # ABOUT
                return None, None

    def as_money(self) -> Money | None:
        """The amount in whole currency units; None for other dimensions and for per-unit sums."""
        if self.unit.currency is None or self.per is not None:
            return None
        return Money(self.amount, self.unit.currency)

    def as_area(self) -> Area | None:
        """The amount in mu; None for other dimensions."""
        if self.unit.dimension is not Dimension.AREA or self.per is not None:
            return None
        return Area(EXACT.multiply(self.amount, self.unit.size))


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Words that hold a number but do not name one quantity.

    doubt: why; candidates: what they may mean, the likeliest first, possibly none.
    """

    doubt: Doubt
    raw: str
    candidates: tuple[Quantity, ...] = ()
    start: int = 0
    end: int = 0

    @property
    def why(self) -> str:
        """The doubt in Chinese, with the words it is about."""
        return f"“{self.raw}”{DOUBT_TEXTS[self.doubt]}"


Reading = Quantity | Ambiguous

DOUBT_TEXTS = {
    Doubt.NO_UNIT: "没有写明单位",
    Doubt.WRONG_UNIT: "不是这里要填的单位",
    Doubt.VAGUE: "只说了大致数量级，没有具体数",
    Doubt.SLANG: "是口头说法，无法确定具体数",
    Doubt.TRAILING: "末尾的数字省略了单位，有两种读法",
    Doubt.DIGIT_STRING: "连写的汉字数字有不同读法",
    Doubt.SEPARATOR: "中的分隔号既可能是千位分隔，也可能隔开两个数",
    Doubt.RANGE: "作为区间，两端的大小或单位对不上",
    Doubt.SEVERAL: "包含不止一个数量",
    Doubt.TOO_LONG: "数字过长",
    Doubt.UNREADABLE: "数位顺序读不通",
}


def format_quantity(quantity: Quantity) -> str:
    """Write a quantity in the one form we show: `120000万元`, `3000万美元`, `约35万元/亩`."""
    low = _number(quantity.amount, quantity.unit)
    body = low if quantity.upper is None else f"{low}-{_number(quantity.upper, quantity.unit)}"
    money = quantity.unit.dimension in (Dimension.MONEY, Dimension.SCALED)
    label = f"万{quantity.unit.label}" if money else quantity.unit.label
    per = f"/{quantity.per.label}" if quantity.per else ""
    return f"{_PREFIXES.get(quantity.qualifier, '')}{body}{label}{per}"


_PREFIXES = {
    Qualifier.ABOUT: "约",
    Qualifier.NEARLY: "近",
    Qualifier.AT_LEAST: "不低于",
    Qualifier.MORE_THAN: "超过",
    Qualifier.AT_MOST: "不超过",
    Qualifier.LESS_THAN: "低于",
}


def _number(amount: Decimal, unit: Unit) -> str:
    if unit.dimension in (Dimension.MONEY, Dimension.SCALED):
        amount = EXACT.divide(amount, TEN_THOUSAND)
    return format_plain(amount)


def format_plain(number: Decimal) -> str:
    """A number without exponent and without trailing zeros: `0.35`, `120000`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def format_money(money: Money) -> str:
    """Write money in ten thousands of its currency: `120000万元`, `3000万美元`."""
    return format_quantity(Quantity(money.amount, CURRENCY_UNITS[money.currency]))


def format_area(area: Area) -> str:
    """Write a land area in mu: `200亩`."""
    return format_quantity(Quantity(area.mu, MU))


def money_mapping(money: Money) -> dict[str, str]:
    """Money as the plain value of a slot: amount in ten thousands, its unit, its currency."""
    amount = EXACT.divide(money.amount, TEN_THOUSAND)
    unit = f"万{CURRENCY_UNITS[money.currency].label}"
    return {"amount": format_plain(amount), "unit": unit, "currency": money.currency.value}
