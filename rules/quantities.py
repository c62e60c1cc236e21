"""Read the quantities people type: 1.2亿, 3000万美元, 两百亩, 35万元/亩, 3-5亿, 不低于5000万元.

An unclear wording is said to be unclear, with what it may mean; nothing is guessed and no input
raises. Does not convert currencies: that is `rules.currency`.
"""

from collections.abc import Callable
from dataclasses import replace

from rules.numerals import Doubt
from rules.quantity_scanning import scan
from rules.quantity_values import (
    Ambiguous,
    Qualifier,
    Quantity,
    Reading,
    format_area,
    format_money,
    format_plain,
    format_quantity,
    money_mapping,
)
from rules.units import HECTARE, MU, NO_UNIT, SQUARE_METRE, YUAN, Dimension, Unit

__all__ = [
    "Ambiguous",
    "Doubt",
    "Qualifier",
    "Quantity",
    "Reading",
    "find_quantities",
    "format_area",
    "format_money",
    "format_plain",
    "format_quantity",
    "money_mapping",
    "parse_area",
    "parse_money",
    "parse_quantity",
]


def find_quantities(text: str) -> tuple[Reading, ...]:
    """Find every quantity in free text, in its order; bare numbers, dates and counts are left out.

    A number with only 万 or 亿 has the dimension SCALED; `parse_money` takes it for yuan.
    """
    return tuple(reading for reading in scan(text) if not _is_bare(reading))


def parse_quantity(text: str) -> Reading | None:
    """Read the one quantity a text holds; None when it holds no number."""
    return _single(text, lambda _: True, (NO_UNIT,))


def parse_money(text: str) -> Reading | None:
    """Read the one total sum of money a text holds; None when it holds no number.

    万 and 亿 without a currency are yuan; a number without either is ambiguous, and so is a sum
    per mu where a total is asked for.

    >>> parse_money("12亿").as_money()
    Money(amount=Decimal('1200000000'), currency=<Currency.CNY: 'CNY'>)
    """
    reading = _single(text, _may_be_money, (YUAN,))
    return None if reading is None else _with_unit(reading, YUAN)


def parse_area(text: str) -> Reading | None:
    """Read the one area a text holds; None when it holds no number. 万 alone is ambiguous."""
    reading = _single(
        text, lambda r: _dimensions(r) <= {Dimension.AREA}, (MU, HECTARE, SQUARE_METRE)
    )
    if reading is None or isinstance(reading, Ambiguous):
        return reading
    return reading if reading.per is None else _doubt(Doubt.WRONG_UNIT, reading)


def _single(
    text: str, fits: Callable[[Reading], bool], bare_units: tuple[Unit, ...]
) -> Reading | None:
    """The one reading that fits; otherwise why there is not one."""
    readings = scan(text)
    named = _distinct([reading for reading in readings if not _is_bare(reading)])
    fitting = [reading for reading in named if fits(reading)]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        quantities = tuple(r for r in fitting if isinstance(r, Quantity))
        return Ambiguous(Doubt.SEVERAL, text, quantities, 0, len(text))
    if named:
        return _wrong_dimension(named[0], bare_units)
    return _bare(text, readings, bare_units)


def _wrong_dimension(reading: Reading, units: tuple[Unit, ...]) -> Ambiguous:
    """A quantity of another kind was named; 万 and 亿 alone may still mean one of the units."""
    if isinstance(reading, Ambiguous):
        return reading
    if reading.unit is not NO_UNIT:
        return _doubt(Doubt.WRONG_UNIT, reading)
    candidates = tuple(replace(reading, unit=unit) for unit in units)
    return Ambiguous(Doubt.NO_UNIT, reading.raw, candidates, reading.start, reading.end)


def _bare(text: str, readings: tuple[Reading, ...], units: tuple[Unit, ...]) -> Ambiguous | None:
    """A number without 万, 亿 or unit: say so, with the sizes it may have."""
    if not readings:
        return None
    if len(readings) > 1:
        return Ambiguous(Doubt.SEVERAL, text, (), 0, len(text))
    (bare,) = readings
    assert isinstance(bare, Ambiguous)
    scales = (10_000, 100_000_000, 1) if YUAN in units else (1,)
    candidates = tuple(
        replace(number, amount=number.amount * scale, unit=unit)
        for number in bare.candidates
        for unit in units
        for scale in scales
    )
    return replace(bare, candidates=() if NO_UNIT in units else candidates)


def _with_unit(reading: Reading, unit: Unit) -> Reading:
    """Give the unit to what only had 万 or 亿; a sum per mu is no total."""
    if isinstance(reading, Ambiguous):
        candidates = tuple(_scaled_as(candidate, unit) for candidate in reading.candidates)
        return replace(reading, candidates=candidates)
    if reading.per is not None:
        return _doubt(Doubt.WRONG_UNIT, reading)
    return _scaled_as(reading, unit)


def _scaled_as(quantity: Quantity, unit: Unit) -> Quantity:
    return replace(quantity, unit=unit) if quantity.unit is NO_UNIT else quantity


def _doubt(doubt: Doubt, quantity: Quantity) -> Ambiguous:
    return Ambiguous(doubt, quantity.raw, (), quantity.start, quantity.end)


def _is_bare(reading: Reading) -> bool:
    return isinstance(reading, Ambiguous) and reading.doubt is Doubt.NO_UNIT


def _may_be_money(reading: Reading) -> bool:
    return _dimensions(reading) <= {Dimension.MONEY, Dimension.SCALED}


def _dimensions(reading: Reading) -> set[Dimension]:
    """The dimensions a reading has or may have; none is known of a doubt without candidates."""
    quantities = reading.candidates if isinstance(reading, Ambiguous) else (reading,)
    return {quantity.unit.dimension for quantity in quantities}


def _distinct(readings: list[Reading]) -> list[Reading]:
    """Without repetitions of one quantity in other words: 3亿元（三亿元）."""
    kept: list[Reading] = []
    for reading in readings:
        if not any(_means_same(reading, other) for other in kept):
            kept.append(reading)
    return kept


def _means_same(left: Reading, right: Reading) -> bool:
    if isinstance(left, Ambiguous) or isinstance(right, Ambiguous):
        return False
    return replace(left, raw="", start=0, end=0) == replace(right, raw="", start=0, end=0)
