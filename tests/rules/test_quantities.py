"""What people type as quantities comes out exactly, or with its doubt named; nothing crashes."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.measures import Area, Currency, Money
from rules.quantities import (
    Ambiguous,
    Doubt,
    Qualifier,
    Quantity,
    Reading,
    find_quantities,
    format_area,
    format_money,
    format_plain,
    format_quantity,
    money_mapping,
    parse_area,
    parse_money,
    parse_quantity,
)
from rules.units import CURRENCY_UNITS, KILOWATT_HOUR, MU, NO_UNIT, PERCENT, YUAN

CASES = tomllib.loads((Path(__file__).parent / "quantities.toml").read_text(encoding="utf-8"))[
    "case"
]


def written(reading: Reading | None) -> str:
    if reading is None:
        return ""
    if isinstance(reading, Quantity):
        return format_quantity(reading)
    candidates = " ".join(format_quantity(candidate) for candidate in reading.candidates)
    return f"? {reading.doubt}: {candidates}".removesuffix(": ")


def bare(quantity: Quantity) -> Quantity:
    return replace(quantity, raw="", start=0, end=0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_text_reads_as_the_table_says(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = {
        "find": [written(reading) for reading in find_quantities(text)],
        "money": written(parse_money(text)),
        "area": written(parse_area(text)),
    }

    assert len(case) > 1
    assert {key: found[key] for key in case if key != "text"} == {
        key: value for key, value in case.items() if key != "text"
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_every_reading_and_candidate_says_where_its_words_stand(case: dict[str, object]) -> None:
    text = f"项目甲：{case['text']}"
    parsed = (parse(text) for parse in (parse_money, parse_area, parse_quantity))

    for reading in (*find_quantities(text), *filter(None, parsed)):
        candidates = reading.candidates if isinstance(reading, Ambiguous) else ()
        for part in (reading, *candidates):
            assert 0 <= part.start < part.end
            assert part.raw == text[part.start : part.end]


def test_texts_of_the_table_are_unique() -> None:
    texts = [case["text"] for case in CASES]

    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200亩", "200亩"),
        ("1.2亿", "12000万"),
        ("5000", "? no_unit"),
        ("3亿元，200亩", "? several: 30000万元 200亩"),
        ("没有", ""),
    ],
)
def test_parse_quantity_takes_any_dimension(text: str, expected: str) -> None:
    assert written(parse_quantity(text)) == expected


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("5亩", 5, 5),
        ("3-5亩", 3, 5),
        ("5亩以上", 5, None),
        ("超5亩", 5, None),
        ("不超过5亩", None, 5),
        ("不足5亩", None, 5),
        ("近5亩", None, 5),
        ("约5亩", None, None),
        ("约3-5亩", None, None),
    ],
)
def test_bounds_are_what_the_words_allow(words: str, low: int | None, high: int | None) -> None:
    (found,) = find_quantities(words)

    assert isinstance(found, Quantity)
    assert found.bounds() == (low, high)
    assert found.is_exact == (low is not None and low == high)


def test_offsets_point_at_the_words_in_the_original() -> None:
    text = "投资１．２亿元，用地 200 亩。"

    found = find_quantities(text)

    assert [reading.raw for reading in found] == ["１．２亿元", "200 亩"]
    assert [text[r.start : r.end] for r in found] == [r.raw for r in found]


def test_quantities_become_money_or_area_only_of_their_kind() -> None:
    money, area, per_mu = (find_quantities(text)[0] for text in ("3万美元", "2公顷", "3万元/亩"))

    assert money.as_money() == Money(Decimal(30000), Currency.USD)
    assert money.currency is Currency.USD
    assert money.as_area() is None
    assert area.as_area() == Area(Decimal(30))
    assert area.as_money() is None
    assert area.currency is None
    assert per_mu.as_money() is None
    assert replace(area, per=MU).as_area() is None


def test_ten_thousand_square_metres_are_fifteen_mu_exactly() -> None:
    found = parse_area("1万平方米")

    assert isinstance(found, Quantity)
    assert found.as_area() == Area(Decimal(15))


def test_a_doubt_says_in_chinese_what_is_unclear() -> None:
    found = parse_money("5000")

    assert isinstance(found, Ambiguous)
    assert found.why == "“5000”没有写明单位"


@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_has_words(doubt: Doubt) -> None:
    assert len(Ambiguous(doubt, "x").why) > len("“x”")


def test_money_and_area_are_written_as_slots_show_them() -> None:
    assert format_money(Money(Decimal(1_200_000_000))) == "120000万元"
    assert format_money(Money(Decimal(30_000_000), Currency.USD)) == "3000万美元"
    assert format_area(Area(Decimal("200.50"))) == "200.5亩"
    assert money_mapping(Money(Decimal(30_000_000), Currency.USD)) == {
        "amount": "3000",
        "unit": "万美元",
        "currency": "USD",
    }


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.00", "0"), ("1E+3", "1000"), ("10", "10"), ("0.350", "0.35"), ("-1.0", "-1")],
)
def test_plain_numbers_have_no_exponent_and_no_idle_zeros(number: str, text: str) -> None:
    assert format_plain(Decimal(number)) == text


AMOUNTS = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(10) ** 13, places=4)
UNITS = st.sampled_from([*CURRENCY_UNITS.values(), MU, KILOWATT_HOUR, PERCENT, NO_UNIT])
QUALIFIERS = st.sampled_from([q for q in Qualifier if q is not Qualifier.BETWEEN])


@given(AMOUNTS, UNITS, QUALIFIERS, st.sampled_from([None, MU]))
def test_a_quantity_survives_being_written_and_read(amount, unit, qualifier, per) -> None:
    per = per if unit is YUAN else None
    quantity = Quantity(amount, unit, qualifier, per=per)

    (read,) = find_quantities(format_quantity(quantity))

    assert isinstance(read, Quantity)
    assert bare(read) == quantity


@given(AMOUNTS, AMOUNTS, UNITS, st.sampled_from([Qualifier.BETWEEN, Qualifier.ABOUT]))
def test_a_range_survives_being_written_and_read(one, other, unit, qualifier) -> None:
    low, high = sorted((one, other))
    quantity = Quantity(low, unit, qualifier, upper=high + 1)

    (read,) = find_quantities(format_quantity(quantity))

    assert isinstance(read, Quantity)
    assert bare(read) == quantity


PIECES = st.sampled_from(
    [
        *"0123456789.,，-—~至到约近超不低于以上左右多余个半点几数来零〇一二三五两十百千万亿元美",
        *"$亩平度倍%/每 w负",
        *("小目标", "百分之", "million", "亩均", "平方米", "万元", "\u200b", "１", "㎡", "½"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
@settings(deadline=None)
@example("9" * 5000 + "亿元")
@example("一" * 500)
@example("1," * 300)
def test_no_input_raises_and_offsets_stay_inside(text: str) -> None:
    for reading in find_quantities(text):
        assert 0 <= reading.start < reading.end <= len(text)
        assert text[reading.start : reading.end] == reading.raw
    for parse in (parse_money, parse_area, parse_quantity):
        reading = parse(text)
        assert reading is None or isinstance(reading, Quantity | Ambiguous)


@given(st.lists(PIECES).map("".join))
def test_what_is_read_as_money_is_money(text: str) -> None:
    reading = parse_money(text)

    if isinstance(reading, Quantity):
        assert reading.as_money() is not None
