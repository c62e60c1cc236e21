"""What is stated, what is denied and what is only asked."""

import pytest

from bot.understanding.case_facts.marks import mark
from bot.understanding.case_facts.matching import find_choices, find_flags, find_lists
from tests.bot.conversations.checking import shipped_data


def _flags(text: str) -> dict[str, object]:
    marked = mark(text, shipped_data().localities)
    return {name: said.value for name, (said, _) in find_flags(marked)}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("这是新项目", "is_new_project", True),
        ("不是新项目", "is_new_project", False),
        ("没有认定重大项目", "is_major", False),
        ("尽调还没做", "due_diligence_done", False),
        ("意向不明确", "clear_intention", False),
        ("投资者意见征求过了", "investor_consulted", True),
        ("先没引进，后来引进了", "landed", True),
        ("如果是重大项目吗", "is_major", True),
    ],
)
def test_flags(text: str, name: str, value: bool) -> None:
    assert _flags(text)[name] is value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("是重大项目吗", "is_major"),
        ("算不算重大项目", "is_major"),
        ("是不是新项目", "is_new_project"),
        ("供地完成了没有", "supply_completed"),
    ],
)
def test_what_is_asked_is_not_stated(text: str, name: str) -> None:
    assert name not in _flags(text)


def test_choices_and_lists() -> None:
    marked = mark("盘活存量土地，要产业基金和绩效奖励", shipped_data().localities)

    assert dict(find_choices(marked))["land_mode"].value == "stock"
    assert dict(find_lists(marked))["support_forms"].value == ["fund", "performance_award"]
