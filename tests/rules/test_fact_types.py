"""How raw values of a case become typed facts."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.fact_types import (
    AREA,
    DAY,
    FLAG,
    MONEY,
    NUMBER,
    POSITIVE,
    TEXT,
    TEXTS,
    WHOLE,
    FactType,
    Unreadable,
    list_of,
    nearest,
    one_of,
)
from rules.measures import Area, Currency, Money
from rules.policy_terms import TERM, TERMS

COLOURS = one_of({"red": "红", "green": "绿"})
PLOT_RATIO = POSITIVE
TERM_ROW = {"name": "补助", "unit": "%", "offered": 8, "ceiling": 9, "better": "高"}


def name_of(value: object) -> str:
    """The id of one parameter: a type by its name, for its functions have no stable text."""
    return value.name if isinstance(value, FactType) else repr(value)


def yuan(amount: str) -> Money:
    return Money(Decimal(amount))


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FLAG, True, True),
        (FLAG, "否", False),
        (FLAG, " 是 ", True),
        (FLAG, "False", False),
        (TEXT, " 余杭区 ", "余杭区"),
        (TEXT, "长" * 2000, "长" * 2000),
        (NUMBER, 10**16, Decimal(10**16)),
        (WHOLE, 3, 3),
        (WHOLE, "1,200", 1200),
        (WHOLE, 3.0, 3),
        (NUMBER, 0, Decimal(0)),
        (NUMBER, "1.50", Decimal("1.50")),
        (PLOT_RATIO, 1.5, Decimal("1.5")),
        (MONEY, "1.2亿元", yuan("120000000")),
        (MONEY, "十二亿", yuan("1200000000")),
        (MONEY, "3000万美元", Money(Decimal(30000000), Currency.USD)),
        (MONEY, "0万元", yuan("0")),
        (MONEY, yuan("5"), yuan("5")),
        (MONEY, "10000000000000000元", yuan("10000000000000000")),
        (MONEY, {"amount": 120000, "unit": "万元"}, yuan("1200000000")),
        (MONEY, {"amount": 3, "unit": "万"}, yuan("30000")),
        (
            MONEY,
            {"amount": 3000, "unit": "万元", "currency": "USD"},
            Money(Decimal(30000000), Currency.USD),
        ),
        (
            MONEY,
            {"amount": 3000, "unit": "万美元", "currency": "USD"},
            Money(Decimal(30000000), Currency.USD),
        ),
        (AREA, "200亩", Area(Decimal(200))),
        (AREA, "两百亩", Area(Decimal(200))),
        (AREA, "2公顷", Area(Decimal(30))),
        (AREA, Area(Decimal(1)), Area(Decimal(1))),
        (DAY, date(2019, 6, 6), date(2019, 6, 6)),
        (DAY, datetime(2019, 6, 6, 23, 59), date(2019, 6, 6)),  # noqa: DTZ001 - as TOML gives it
        (DAY, "2019-06-06", date(2019, 6, 6)),
        (DAY, "2019年6月6日", date(2019, 6, 6)),
        (DAY, "1980-01-01", date(1980, 1, 1)),
        (DAY, "2100-12-31", date(2100, 12, 31)),
        (COLOURS, "红", "red"),
        (COLOURS, " green ", "green"),
        (TEXTS, "考察、会谈纪要；意向书", ("考察", "会谈纪要", "意向书")),
        (TEXTS, ["考察"], ("考察",)),
        (TEXTS, [], ()),
        (list_of(COLOURS), "红、绿", ("red", "green")),
    ],
    ids=name_of,
)
def test_a_value_of_the_right_form_is_read(kind, raw, value) -> None:
    assert kind.read(raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (FLAG, "maybe", "wrong_type"),
        (FLAG, 1, "wrong_type"),
        (TEXT, 3, "wrong_type"),
        (TEXT, "  ", "wrong_type"),
        (TEXT, "长" * 2001, "out_of_range"),
        (WHOLE, 1.5, "wrong_type"),
        (WHOLE, -1, "negative"),
        (WHOLE, True, "wrong_type"),
        (NUMBER, "many", "wrong_type"),
        (NUMBER, "inf", "wrong_type"),
        (NUMBER, float("nan"), "wrong_type"),
        (NUMBER, 10**17, "wrong_type"),
        (NUMBER, -0.01, "negative"),
        (PLOT_RATIO, 0, "zero"),
        (PLOT_RATIO, "0.00", "zero"),
        (PLOT_RATIO, -1, "negative"),
        (MONEY, 5000, "unit_missing"),
        (MONEY, "5000", "unit_missing"),
        (MONEY, True, "wrong_type"),
        (MONEY, "没有", "wrong_type"),
        (MONEY, "-5万元", "negative"),
        (MONEY, "负五亿元", "negative"),
        (MONEY, "-几千万", "negative"),
        (MONEY, "－几千万", "negative"),
        (MONEY, "负几千万", "negative"),
        (MONEY, "约5亿元", "not_exact"),
        (MONEY, "几千万", "ambiguous"),
        (MONEY, "35万元/亩", "wrong_type"),
        (MONEY, "200亩", "wrong_type"),
        (MONEY, "10000000000000001元", "out_of_range"),
        (MONEY, {"amount": "x", "unit": "万元"}, "wrong_type"),
        (MONEY, {"amount": 5}, "unit_missing"),
        (MONEY, {"amount": 5, "unit": "亩"}, "wrong_type"),
        (MONEY, {"amount": 5, "unit": "万元", "currency": "BTC"}, "not_a_choice"),
        (MONEY, {"amount": 5, "unit": "万美元", "currency": "EUR"}, "ambiguous"),
        (MONEY, {"amount": -5, "unit": "万元"}, "negative"),
        (AREA, 200, "unit_missing"),
        (AREA, "200", "unit_missing"),
        (AREA, "很大", "wrong_type"),
        (AREA, None, "wrong_type"),
        (AREA, "0亩", "zero"),
        (AREA, "-3亩", "negative"),
        (DAY, date(1979, 12, 31), "out_of_range"),
        (DAY, "1900-01-01", "out_of_range"),
        (DAY, "2101-01-01", "out_of_range"),
        (DAY, "2019-02-30", "wrong_type"),
        (DAY, "昨天", "wrong_type"),
        (DAY, 20190606, "wrong_type"),
        (COLOURS, "蓝", "not_a_choice"),
        (COLOURS, 1, "wrong_type"),
        (TEXTS, 3, "wrong_type"),
        (TEXTS, ["考察", 3], "wrong_type"),
        (TERM, "补助", "wrong_type"),
        (TERM, TERM_ROW | {"ratio": 1}, "wrong_type"),
        (TERM, TERM_ROW | {"name": ""}, "wrong_type"),
        (TERM, TERM_ROW | {"unit": 3}, "wrong_type"),
        (TERM, TERM_ROW | {"better": "更好"}, "not_a_choice"),
        (TERM, TERM_ROW | {"better": None}, "not_a_choice"),
        (TERM, TERM_ROW | {"offered": -1}, "negative"),
        (TERM, TERM_ROW | {"ceiling": "?"}, "wrong_type"),
        (TERMS, [TERM_ROW, {}], "wrong_type"),
    ],
    ids=name_of,
)
def test_a_value_of_another_form_is_refused_with_its_code(kind, raw, code) -> None:
    found = kind.read(raw)

    assert isinstance(found, Unreadable)
    assert found.code == code


def test_a_near_miss_of_a_choice_gets_a_suggestion() -> None:
    assert COLOURS.read("gren") == Unreadable("not_a_choice", "green")


def test_an_ambiguous_sum_gets_what_it_may_mean() -> None:
    assert MONEY.read("1亿2") == Unreadable("ambiguous", "12000万元")
    assert MONEY.read("200亩") == Unreadable("wrong_type", "")


def test_nothing_near_is_an_empty_suggestion() -> None:
    assert nearest("zzz", ["chain"]) == ""


ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@pytest.mark.parametrize(
    "kind", [FLAG, TEXT, WHOLE, NUMBER, POSITIVE, MONEY, AREA, DAY, COLOURS, TEXTS, TERMS]
)
@settings(max_examples=40, deadline=None)
@given(raw=ANY_VALUE)
def test_no_value_makes_a_reader_raise(kind, raw) -> None:
    kind.read(raw)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**12), st.sampled_from(["元", "万元", "亿元", "万美元", "欧元"]))
def test_exact_sums_survive_reading(number: int, unit: str) -> None:
    money = MONEY.read(f"{number}{unit}")

    if isinstance(money, Unreadable):
        assert money.code == "out_of_range"
    else:
        scale = {"万": 10**4, "亿": 10**8}.get(unit[0], 1)
        assert money.amount == number * scale
