"""The types a fact may have, and how each is read from a plain value (TOML, JSON, a sheet cell).

Does not guess: a bare number where money is expected is refused, because 万 or 元 is not said.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from rules.measures import Area, Currency, Money, parse_exact_area, parse_exact_money
from rules.quantities import Ambiguous, Doubt, Reading, format_quantity, parse_area, parse_money

FIRST_DAY = date(1980, 1, 1)
LAST_DAY = date(2100, 12, 31)
MAX_TEXT = 2000  # characters
MAX_AMOUNT = Decimal(10) ** 16  # of any currency; more is a slip of the keyboard
_DAY = re.compile(r"(\d{4})(?:-|年|/|\.)(\d{1,2})(?:-|月|/|\.)(\d{1,2})日?\Z")
_LIST_MARKS = re.compile(r"[、，,;；\n]+")
_DOUBT_CODES = {Doubt.NO_UNIT: "unit_missing", Doubt.WRONG_UNIT: "wrong_type"}
_YES_NO = {"是": True, "否": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a raw value cannot be read: the code of a FactError and the nearest choice, if any."""

    code: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class FactType:
    """A named type: its Chinese expectation, its reader and its JSON schema."""

    name: str
    expected: str
    read: Callable[[object], object]  # the typed value, or Unreadable
    schema: Mapping[str, object]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or an empty string."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def _read_flag(raw: object) -> object:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().lower() in _YES_NO:
        return _YES_NO[raw.strip().lower()]
    return Unreadable("wrong_type")


def _read_text(raw: object) -> object:
    if not isinstance(raw, str) or not raw.strip():
        return Unreadable("wrong_type")
    return raw.strip() if len(raw) <= MAX_TEXT else Unreadable("out_of_range")


def _as_decimal(raw: object) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        return None
    try:
        value = Decimal(str(raw).strip().replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= MAX_AMOUNT else None


def _read_number(raw: object) -> object:
    value = _as_decimal(raw)
    if value is None:
        return Unreadable("wrong_type")
    return Unreadable("negative") if value < 0 else value


def _read_positive(raw: object) -> object:
    value = _read_number(raw)
    return Unreadable("zero") if value == 0 else value


def _read_whole(raw: object) -> object:
    value = _read_number(raw)
    if isinstance(value, Unreadable):
        return value
    assert isinstance(value, Decimal)
    return int(value) if value == value.to_integral_value() else Unreadable("wrong_type")


def _money_from_mapping(raw: Mapping[object, object]) -> object:
    """`{amount, unit, currency}`; the unit may name the currency, and must then name the same."""
    amount, unit, currency = _as_decimal(raw.get("amount")), raw.get("unit"), raw.get("currency")
    if amount is None or not isinstance(unit, str):
        return Unreadable("wrong_type" if amount is None else "unit_missing")
    if currency is not None and currency not in tuple(Currency):
        return Unreadable("not_a_choice")
    money = parse_exact_money(f"{amount:f}{unit}") or parse_exact_money(f"{amount:f}{unit}元")
    if money is None:
        return Unreadable("wrong_type")
    if currency is None or currency == money.currency:
        return money
    if money.currency is not Currency.CNY:
        return Unreadable("ambiguous")
    return Money(money.amount, Currency(str(currency)))


def _worded(reading: Reading | None, raw: str) -> object:
    """A quantity in words, where the words name exactly one: 十二亿 yes, 约十二亿 no."""
    if reading is None:
        return Unreadable("wrong_type")
    if raw.strip().startswith(("-", "－", "负")):
        return Unreadable("negative")
    if isinstance(reading, Ambiguous):
        meant = format_quantity(reading.candidates[0]) if reading.candidates else ""
        return Unreadable(_DOUBT_CODES.get(reading.doubt, "ambiguous"), meant)
    if not reading.is_exact:
        return Unreadable("not_exact")
    return reading.as_money() or reading.as_area() or Unreadable("wrong_type")


def _read_money(raw: object) -> object:
    if isinstance(raw, Money):
        money: object = raw
    elif isinstance(raw, Mapping):
        money = _money_from_mapping(raw)
    elif isinstance(raw, str):
        money = parse_exact_money(raw) or _worded(parse_money(raw), raw)
    else:
        money = Unreadable("wrong_type" if _as_decimal(raw) is None else "unit_missing")
    if isinstance(money, Money) and not 0 <= money.amount <= MAX_AMOUNT:
        return Unreadable("negative" if money.amount < 0 else "out_of_range")
    return money


def _read_area(raw: object) -> object:
    if isinstance(raw, Area):
        area: object = raw
    elif isinstance(raw, str):
        area = parse_exact_area(raw) or _worded(parse_area(raw), raw)
    else:
        area = Unreadable("wrong_type" if _as_decimal(raw) is None else "unit_missing")
    if isinstance(area, Area) and area.mu <= 0:
        return Unreadable("negative" if area.mu < 0 else "zero")
    return area


def _read_day(raw: object) -> object:
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, str) and (match := _DAY.match(raw.strip())):
        try:
            raw = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return Unreadable("wrong_type")
    if not isinstance(raw, date):
        return Unreadable("wrong_type")
    return raw if FIRST_DAY <= raw <= LAST_DAY else Unreadable("out_of_range")


def one_of(choices: Mapping[str, str]) -> FactType:
    """A closed set: machine code -> Chinese word; either form is accepted, the code is kept."""
    codes = {word: code for code, word in choices.items()} | {code: code for code in choices}
    expected = "、".join(choices.values())

    def read(raw: object) -> object:
        if not isinstance(raw, str):
            return Unreadable("wrong_type")
        code = codes.get(raw.strip())
        return code or Unreadable("not_a_choice", nearest(raw.strip(), codes))

    return FactType("enum", f"{expected}之一", read, {"enum": list(codes)})


def list_of(item: FactType) -> FactType:
    """Several values of one type; a string is cut at 、，；. The typed value is a tuple."""

    def read(raw: object) -> object:
        if isinstance(raw, str):
            raw = [part for part in _LIST_MARKS.split(raw) if part.strip()]
        if not isinstance(raw, list | tuple):
            return Unreadable("wrong_type")
        values = tuple(item.read(part) for part in raw)
        faulty = next((value for value in values if isinstance(value, Unreadable)), None)
        return faulty or values

    schema = {"oneOf": [{"type": "array", "items": item.schema}, {"type": "string"}]}
    return FactType("list", f"列表，每项为{item.expected}", read, schema)


FLAG = FactType("bool", "true 或 false（是或否）", _read_flag, {"type": ["boolean", "string"]})
TEXT = FactType("str", "文字", _read_text, {"type": "string", "minLength": 1})
WHOLE = FactType("int", "不小于0的整数", _read_whole, {"type": ["integer", "string"]})
NUMBER = FactType("number", "不小于0的数", _read_number, {"type": ["number", "string"]})
POSITIVE = FactType("number", "大于0的数", _read_positive, {"type": ["number", "string"]})
MONEY = FactType(
    "money", "不小于0的金额，写明单位和币种", _read_money, {"type": ["string", "object"]}
)
AREA = FactType("area", "大于0的面积，写明单位", _read_area, {"type": "string"})
DAY = FactType("date", "1980年至2100年之间的日期", _read_day, {"type": "string", "format": "date"})
TEXTS = list_of(TEXT)
