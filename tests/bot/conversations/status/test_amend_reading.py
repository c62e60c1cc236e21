"""What somebody wants changed in a filed report, out of their words."""

import pytest

from bot.conversations.status.amend_reading import (
    changes_something,
    hear_changes,
    part_naming,
    part_reason,
)
from bot.rendering.drafts import display_of
from registry.filing.slots import parse_slot
from tests.registry.building import CONTENT, NOW, rulebook

TODAY = NOW.date()
SAID = (
    ("总投资改成8亿", {"total_investment": "80000万元"}),
    ("投资额改成８个亿，用地改到50亩", {"total_investment": "80000万元", "land_area_mu": "50亩"}),
    ("联系人换成王芳", {"investor_contact": "王芳"}),
    ("电话写错了，应该是13900001111", {"investor_phone": "13900001111"}),
    ("总投资：6亿元", {"total_investment": "60000万元"}),
)


def heard(text: str, **waiting: str):  # type: ignore[no-untyped-def]  # of the module under test
    return hear_changes(text, CONTENT, {}, rulebook().context_on(TODAY), me="示例经办人", **waiting)


@pytest.mark.parametrize(("text", "changes"), SAID)
def test_each_field_is_read_with_its_unit(text: str, changes: dict[str, str]) -> None:
    wanted = heard(text).changes

    assert {name: display_of(name, slot.value) for name, slot in wanted.items()} == changes


def test_what_the_report_says_already_is_no_change() -> None:
    assert heard("总投资改成12亿").changes == {}


@pytest.mark.parametrize("text", ["项目名称改成示例二期基地", "产业链改成生物医药"])
def test_what_identifies_the_project_is_named_and_left(text: str) -> None:
    wanted = heard(text)

    assert wanted.fixed
    assert wanted.changes == {}


def test_a_required_field_is_not_taken_out() -> None:
    wanted = heard("把投资方电话去掉")

    assert wanted.needed == ("investor_phone",)
    assert wanted.changes == {}


def test_changes_that_wait_are_kept_and_added_to() -> None:
    context = rulebook().context_on(TODAY)
    first = heard("总投资改成8亿").changes
    stored = {name: parse_slot(slot.as_mapping()) for name, slot in first.items()}

    second = hear_changes("用地改成50亩", CONTENT, stored, context, me="")

    assert set(second.changes) == {"total_investment", "land_area_mu"}
    assert second.adds_to(stored)
    assert not hear_changes("总投资改成8亿", CONTENT, stored, context, me="").adds_to(stored)


def test_a_change_taken_back_to_what_is_filed_is_dropped() -> None:
    first = heard("总投资改成8亿").changes

    back = hear_changes("总投资改成12亿", CONTENT, first, rulebook().context_on(TODAY), me="")

    assert back.changes == {}


@pytest.mark.parametrize(
    ("text", "rest", "reason"),
    [
        ("总投资改成8亿，因为企业重新测算", "总投资改成8亿", "企业重新测算"),
        ("总投资改成8亿，原因是增资", "总投资改成8亿", "增资"),
        ("按退回意见改，总投资改成8亿", "，总投资改成8亿", "按退回意见改"),
        ("总投资改成8亿", "总投资改成8亿", ""),
    ],
)
def test_why_is_parted_from_what(text: str, rest: str, reason: str) -> None:
    assert part_reason(text) == (rest, reason)


@pytest.mark.parametrize(
    ("text", "head", "rest"),
    [
        ("余杭那个退回的，投资额改成8亿", "余杭那个退回的", "投资额改成8亿"),
        ("退回的那个投资额改成8亿", "退回的那个", "投资额改成8亿"),
        ("示例储能那个总投资改成20亿", "示例储能那个", "总投资改成20亿"),
        ("首报-2026-000001 总投资改成20亿", "首报-2026-000001", "总投资改成20亿"),
        ("总投资改成20亿", "", "总投资改成20亿"),
        ("改一下总投资，20亿", "", "改一下总投资，20亿"),
    ],
)
def test_which_report_is_parted_from_what_is_changed(text: str, head: str, rest: str) -> None:
    assert tuple(part.strip() for part in part_naming(text)) == (head, rest)


@pytest.mark.parametrize(
    ("text", "is_change"),
    [
        ("投资额改成8亿", True),
        ("联系人换成王芳", True),
        ("佐证补上意向书", True),
        ("投资额是多少", False),
        ("昨天去企业考察了", False),
        ("因为总投资改了", False),
        ("最多跑一次改革", False),
    ],
)
def test_a_change_takes_a_field_and_a_word_for_changing(text: str, is_change: bool) -> None:
    assert changes_something(text) is is_change
