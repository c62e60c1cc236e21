"""Names of chains, platforms, duties and departments."""

import pytest

from bot.understanding.case_facts.marks import mark
from bot.understanding.case_facts.names import find_names
from tests.bot.conversations.checking import shipped_data


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("生物医药项目", "chain", "生物医药"),
        ("智能机器人的项目", "chain", "智能机器人"),
        ("芯片项目", "chain", "芯片"),
        ("深海产业链", "chain", "深海"),
        ("放到示例平台乙", "platform", "示例平台乙"),
        ("国资委牵头的事项", "department", "国资委"),
        ("平台评价那一项的时限", "duty_item", "平台评价"),
    ],
)
def test_names_are_found(text: str, name: str, value: str) -> None:
    marked = mark(text, shipped_data().localities)

    assert find_names(marked, shipped_data(), ("deadlines",))[name].value == value


@pytest.mark.parametrize("text", ["重点产业链项目", "这条产业链", "一家企业"])
def test_words_that_name_no_chain(text: str) -> None:
    marked = mark(text, shipped_data().localities)

    assert "chain" not in find_names(marked, shipped_data(), ())
