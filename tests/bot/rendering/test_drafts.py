"""Drafts in words: values with their units, source words, and what is only proposed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.rendering.drafts import (
    cut,
    display_of,
    draft_json,
    draft_rows,
    label_of,
    labels_text,
    read_back,
    rows_text,
    short,
)
from registry.filing.drafts import Draft, DraftState
from registry.filing.slots import Slot, SlotStatus


def money(amount: str, unit: str) -> dict[str, str]:
    return {"amount": amount, "unit": unit, "currency": "CNY"}


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("total_investment", money("120000", "万元"), "120000万元"),
        ("total_investment", money("12", "亿元"), "120000万元"),
        ("total_investment", money("1.25", "亿元"), "12500万元"),
        ("total_investment", money("5000", "元"), "0.5万元"),
        ("total_investment", money("3000", "万美元"), "3000万美元"),
        ("annual_tax", "说不准", "说不准"),
        ("land_area_mu", "120", "120亩"),
        ("land_area_mu", "120亩", "120亩"),
        ("is_new_project", True, "是"),
        ("cross_region", False, "否"),
        ("intent_evidence", ["会谈纪要", "意向书"], "会谈纪要、意向书"),
        ("chain", None, ""),
        ("land_area_mu", None, ""),
    ],
)
def test_a_value_is_shown_with_its_unit(name: str, value: Any, shown: str) -> None:
    assert display_of(name, value) == shown


@pytest.mark.parametrize(
    ("name", "slot", "words"),
    [
        (
            "total_investment",
            Slot(money("120000", "万元"), "12亿元"),
            "总投资：12亿元 → 120000万元",
        ),
        ("total_investment", Slot(money("120000", "万元"), "120000 万元"), "总投资：120000万元"),
        ("land_area_mu", Slot("120", "一百二十亩"), "用地：一百二十亩 → 120亩"),
        ("chain", Slot("集成电路", "芯片"), "产业链：集成电路"),
    ],
)
def test_a_value_is_read_back(name: str, slot: Slot, words: str) -> None:
    assert read_back(name, slot) == words


def test_a_draft_as_json_has_every_slot_but_empty_ones() -> None:
    slots = {
        "chain": Slot("集成电路", "芯片", status=SlotStatus.PROPOSED),
        "total_investment": Slot(None, "零元", status=SlotStatus.INVALID),
        "energy": Slot(),
    }
    draft = Draft("d", "a", "余杭区", 3, DraftState.OPEN, slots, datetime(2026, 1, 1, tzinfo=UTC))
    shown = draft_json(draft)

    assert shown["version"] == 3
    assert shown["slots"] == {
        "chain": {"value": "集成电路", "display": "集成电路", "status": "proposed", "raw": "芯片"},
        "total_investment": {"value": None, "display": "", "status": "invalid", "raw": "零元"},
    }
    assert "total_investment" in shown["missing"]


def test_rows_name_source_words_and_what_is_only_proposed() -> None:
    slots = {
        "total_investment": Slot(None, "零元", status=SlotStatus.INVALID),
        "chain": Slot("集成电路", "芯片", status=SlotStatus.PROPOSED),
        "project_name": Slot("甲项目", "甲项目", status=SlotStatus.CONFIRMED),
        "energy": Slot(),
    }
    rows = list(draft_rows(slots))

    assert rows_text(rows).splitlines() == [
        "项目名称：甲项目",
        "产业链：集成电路（待确认，原话“芯片”）",
        "总投资：（看不懂，未采用，原话“零元”）",
    ]


def test_long_words_are_cut() -> None:
    assert short("一\n二  三") == "一 二 三"
    assert short("长" * 60) == "长" * 40 + "…"
    assert cut("长" * 30) == "长" * 18 + "…"
    assert cut("短") == "短"


def test_labels_go_without_the_unit_of_a_form() -> None:
    assert label_of("land_area_mu") == "用地"
    assert labels_text(["chain", "total_investment"]) == "产业链、总投资"
