"""Contradictions between values of a form."""

from typing import Any

import pytest

from bot.understanding.checks import cross_check


def money(amount: str, unit: str = "万元", currency: str = "CNY") -> dict[str, str]:
    return {"amount": amount, "unit": unit, "currency": currency}


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({}, []),
        ({"fixed_investment": money("9"), "total_investment": money("8")}, ["fixed_over_total"]),
        ({"fixed_investment": money("8"), "total_investment": money("8")}, []),
        ({"fixed_investment": money("9"), "total_investment": None}, []),
        ({"fixed_investment": money("9"), "total_investment": money("8", "万美元", "USD")}, []),
        ({"annual_tax": money("9"), "annual_output": money("8")}, ["tax_over_output"]),
        ({"land_mode": "不用地", "land_area_mu": "20亩"}, ["area_without_land"]),
        ({"land_mode": "租购厂房", "land_area_mu": "20亩"}, []),
        ({"is_new_project": True, "existing_district": "滨江区"}, ["new_with_district"]),
        ({"is_new_project": False, "existing_district": "滨江区"}, []),
    ],
)
def test_contradictions_are_named(values: dict[str, Any], problems: list[str]) -> None:
    assert [invalid.problem for invalid in cross_check(values)] == problems


def test_a_contradiction_shows_both_sums() -> None:
    (invalid,) = cross_check({"fixed_investment": money("9"), "total_investment": money("8")})

    assert (invalid.slot, invalid.raw, invalid.detail) == (
        "fixed_investment",
        "9万元",
        {"limit": "8万元"},
    )
