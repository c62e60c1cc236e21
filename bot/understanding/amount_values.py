"""An amount that was read as the value of a slot, or what is wrong with it."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bot.understanding.candidates import SURE, Candidate, Candidates, Reading
from rules.numerals import Doubt
from rules.quantities import (
    Ambiguous,
    Qualifier,
    Quantity,
    format_area,
    money_mapping,
    parse_money,
)
from rules.quantities import Reading as Amount
from rules.units import MU, NO_UNIT, YUAN, Dimension

MONEY_SLOTS = ("total_investment", "fixed_investment", "annual_output", "annual_tax")
LAND = "land_area_mu"
MOST_MONEY = Decimal(10) ** 13
MOST_MU = Decimal(100_000)
_WORDS = {
    Qualifier.ABOUT: "约",
    Qualifier.NEARLY: "近",
    Qualifier.AT_LEAST: "不低于",
    Qualifier.MORE_THAN: "超过",
    Qualifier.AT_MOST: "不超过",
    Qualifier.LESS_THAN: "低于",
}


def options_of(amount: Amount) -> tuple[Quantity, ...]:
    """What an amount may be: one quantity, or those it is ambiguous between."""
    return amount.candidates if isinstance(amount, Ambiguous) else (amount,)


def read_amount(reading: Reading, amount: Amount, slot: str, *, rank: int = SURE) -> Candidates:
    """An amount as a value of a slot; slot empty: a choice between the slots for money."""
    slots = (slot,) if slot else MONEY_SLOTS
    amount = _about(amount)
    span = amount.start, amount.end
    problem = _problem(amount, slots[0])
    if problem:
        blank = reading.found(slots[0], None, span)
        if slot:
            yield Candidate((blank,), rank, problem)
        return
    options = [
        reading.found(name, value, span, unit=unit)
        for name in slots
        for value, unit in _values(amount, name)
    ]
    if options:
        yield Candidate(tuple(options), rank)


def _about(amount: Amount) -> Amount:
    """五十来亩: about fifty; 百来亩 and 几十亩 stay vague."""
    is_vague = isinstance(amount, Ambiguous) and amount.doubt is Doubt.VAGUE
    if not is_vague or "来" not in amount.raw or len(options_of(amount)) != 1:
        return amount
    option = options_of(amount)[0]
    return replace(option, qualifier=Qualifier.ABOUT, start=amount.start, end=amount.end)


def _problem(amount: Amount, slot: str) -> str:
    if isinstance(amount, Ambiguous):
        is_open = bool(amount.candidates) and amount.doubt is not Doubt.VAGUE
        return "" if is_open else f"amount_{amount.doubt.value}"
    low = amount.amount
    if low < 0:
        return "amount_negative"
    if low == 0:
        return "amount_zero"
    if amount.unit.dimension is Dimension.AREA:
        area = amount.as_area()
        return "area_too_large" if area is not None and area.mu > MOST_MU else ""
    return "amount_too_large" if low > MOST_MONEY and slot in MONEY_SLOTS else ""


def _values(amount: Amount, slot: str) -> Iterable[tuple[object, str]]:
    for option in _options(amount):
        word = _WORDS.get(option.qualifier, "")
        area = option.as_area()
        if area is not None and slot == LAND:
            yield format_area(area), f"{word}{MU.label}"
        money = option.as_money()
        if money is not None and slot in MONEY_SLOTS:
            stored = money_mapping(money)
            yield stored, f"{word}{stored['unit']}"


def _options(amount: Amount) -> list[Quantity]:
    """One quantity, or each it may be: both ends of a range, both currencies of 外币."""
    listed = list(amount.candidates) if isinstance(amount, Ambiguous) else [amount]
    options = []
    for option in listed:
        ends = [option.amount] if option.upper is None else [option.amount, option.upper]
        for end in ends:
            bound = Qualifier.EXACT if option.upper is not None else option.qualifier
            options.append(replace(option, amount=end, upper=None, qualifier=bound))
    return [_in_yuan(option) for option in options]


def _in_yuan(option: Quantity) -> Quantity:
    return replace(option, unit=YUAN) if option.unit is NO_UNIT else option


def read_bare_money(reading: Reading, slot: str, span: tuple[int, int], unit: str) -> Candidates:
    """A sum where one was asked for: with a unit, with the unit of its label, or bare: a choice."""
    start, end = span
    words = reading.page.original[start:end]
    amount = parse_money(f"{words.strip()}{unit}") if unit else parse_money(words)
    if amount is None:
        return
    if isinstance(amount, Ambiguous) and amount.doubt is Doubt.NO_UNIT:
        amount = replace(amount, candidates=amount.candidates[:2])  # 万元, 亿元
    whole = reading.page.trimmed(start, end)
    if unit:
        amount = replace(amount, start=whole[0], end=whole[1])
    else:
        amount = replace(amount, start=start + amount.start, end=start + amount.end)
    if isinstance(amount, Quantity) and amount.currency is None:
        amount = replace(amount, unit=YUAN)
    yield from read_amount(reading, amount, slot)
