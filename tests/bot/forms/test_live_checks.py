"""What the rules say about a draft while it is being filled."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.checks.rule_context import load_rule_data
from bot.forms.live_checks import conditional_slots, reasons_of, remarks
from rules.registry import Context
from tests.bot.forms.building import wan

CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The shipped data with the sample guide."""
    return load_rule_data(CORPUS, tmp_path_factory.mktemp("home")).context(date(2026, 11, 22))


CASES: list[tuple[dict[str, Any], str, list[str]]] = [
    ({}, "余杭区", []),
    ({"chain": "视觉智能"}, "余杭区", ["layout:CONFORM"]),
    ({"chain": "视觉智能"}, "", []),
    ({"chain": "集成电路"}, "淳安县", ["layout:NONCONFORM"]),
    ({"chain": "合成生物"}, "余杭区", ["layout:NO_ENTRY"]),
    ({"chain": "合成生物"}, "拱墅区", []),
    ({"chain": "合成生物", "platform": "示例平台乙"}, "拱墅区", ["layout:NONCONFORM"]),
    ({"is_new_project": True}, "余杭区", []),
    ({"is_new_project": False}, "余杭区", ["transfer:FACTS_MISSING"]),
    ({"cross_region": True}, "余杭区", ["city_led:MAJOR_OPEN"]),
    ({"leader_assigned": True}, "余杭区", ["city_led:ROUTE_CITY_LED"]),
    ({"leader_assigned": False, "cross_region": False}, "余杭区", []),
    ({"fixed_investment": wan(2), "total_investment": wan(1)}, "", ["fixed_over_total:"]),
    ({"fixed_investment": wan(1), "total_investment": wan(1)}, "", []),
    ({"annual_tax": wan(2), "annual_output": wan(1)}, "", ["tax_over_output:"]),
    ({"land_mode": "不用地", "land_area_mu": "20"}, "", ["area_without_land:"]),
    ({"is_new_project": True, "existing_district": "临平区"}, "", ["new_with_district:"]),
    ({"investor_contact": "张三", "unit_contact": "张三"}, "", ["same_person:"]),
]


@pytest.mark.parametrize(("content", "unit", "expected"), CASES)
def test_remarks_of_a_draft(
    content: dict[str, Any], unit: str, expected: list[str], context: Context
) -> None:
    keys = [remark.key for remark in remarks(content, unit, context)]

    assert len(keys) == len(expected)
    assert all(key.startswith(begin) for key, begin in zip(keys, expected, strict=True))


def test_sums_of_different_currencies_are_not_compared(context: Context) -> None:
    dollars = {"amount": "9", "unit": "万美元", "currency": "USD"}

    assert not remarks({"fixed_investment": dollars, "total_investment": wan(1)}, "", context)


def test_a_sample_guide_is_called_one(context: Context) -> None:
    (remark,) = remarks({"chain": "视觉智能"}, "余杭区", context)

    assert remark.assessment is not None
    assert "示例" in reasons_of(remark.assessment)[0]


@pytest.mark.parametrize(
    ("content", "slot", "wanted"),
    [
        ({"is_new_project": False}, "existing_district", True),
        ({"is_new_project": True}, "existing_district", False),
        ({"project_name": "功率器件封测产线"}, "fixed_investment", True),
        ({"project_name": "软件研发总部"}, "fixed_investment", False),
        ({"chain": "合成生物"}, "platform", True),
        ({"chain": "视觉智能"}, "platform", False),
    ],
)
def test_slots_that_matter_in_a_case(
    content: dict[str, Any], slot: str, wanted: bool, context: Context
) -> None:
    assert (slot in conditional_slots(content, "拱墅区", context)) is wanted
