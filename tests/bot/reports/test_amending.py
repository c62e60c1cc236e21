"""A filed report is changed field by field, in the words a form takes, and nothing else moves."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.checks.rule_context import load_rule_data
from bot.rendering.drafts import display_of
from bot.reports.amending import AMENDABLE_SLOTS, read_changes
from registry.errors import InvalidInput
from registry.filing.slots import IDENTITY_SLOTS, Slot
from rules.registry import Context

CONTENT: dict[str, Any] = {
    "project_name": "示例项目",
    "is_new_project": True,
    "total_investment": {"amount": "120000", "unit": "万元", "currency": "CNY"},
    "investor_phone": "057100000000",
    "platform": "示例园区",
    "intent_evidence": ["会谈纪要"],
}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    home = tmp_path_factory.mktemp("home")
    return load_rule_data(Path("corpus"), home).context(date(2026, 11, 22))


def changed(context: Context, **given: str) -> dict[str, Slot]:
    return read_changes(given, CONTENT, context, me="经办甲")


def test_a_form_left_as_it_was_changes_nothing(context: Context) -> None:
    given = {name: display_of(name, CONTENT.get(name)) for name in AMENDABLE_SLOTS}

    assert changed(context, **given) == {}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("total_investment", "8亿元", {"amount": "80000", "unit": "万元", "currency": "CNY"}),
        ("is_new_project", "否", False),
        ("platform", "未来科技城", "未来科技城"),
        ("platform", "", None),
        ("intent_evidence", "会谈纪要、备忘录", ["会谈纪要", "备忘录"]),
    ],
)
def test_a_changed_field_is_read_as_in_the_draft(
    context: Context, name: str, text: str, value: object
) -> None:
    changes = changed(context, **{name: text, "investor_phone": "057100000000"})

    assert {slot: change.value for slot, change in changes.items()} == {name: value}
    assert changes[name].raw == text


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("total_investment", "挺多的", "bad_value"),
        ("total_investment", " ", "empty"),
        ("is_new_project", "也许", "bad_value"),
    ],
)
def test_what_cannot_be_a_value_is_refused_by_its_field(
    context: Context, name: str, text: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        changed(context, **{name: text})

    assert (refused.value.code, refused.value.fields["field"]) == (code, name)


def test_what_identifies_the_project_is_no_field(context: Context) -> None:
    assert set(IDENTITY_SLOTS).isdisjoint(AMENDABLE_SLOTS)
    assert changed(context, project_name="另一个项目") == {}
