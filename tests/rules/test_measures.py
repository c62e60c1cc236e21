"""The strict form of money and area in a case file."""

from decimal import Decimal

import pytest

from rules.measures import Area, Currency, Money, parse_exact_area, parse_exact_money


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1.2亿元", Money(Decimal(120000000))),
        ("1,200万元", Money(Decimal(12000000))),
        ("3000万美元", Money(Decimal(30000000), Currency.USD)),
        ("5万港币", Money(Decimal(50000), Currency.HKD)),
        ("-5元", Money(Decimal(-5))),
        ("0.5万亿元", Money(Decimal(500000000000))),
        ("1.2亿", None),
        ("约1亿元", None),
    ],
)
def test_money_is_read_only_in_its_strict_form(text: str, money: Money | None) -> None:
    assert parse_exact_money(text) == money


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("200亩", Area(Decimal(200))),
        ("1,200亩", Area(Decimal(1200))),
        ("2公顷", Area(Decimal(30))),
        ("1.5万平方米", Area(Decimal("22.5"))),
        ("2000平方米", Area(Decimal(3))),
        ("1平方公里", Area(Decimal(1500))),
        ("200", None),
    ],
)
def test_area_is_read_only_in_its_strict_form(text: str, area: Area | None) -> None:
    assert parse_exact_area(text) == area
