"""Words that belong to the case at hand."""

import pytest

from bot.conversations.check.claims import (
    asks_conclusion,
    asks_of_others,
    opens,
    tells_of_others,
)


@pytest.mark.parametrize("text", ["帮我看个事", "麻烦帮我判断一个情况", "请帮我分析下案子"])
def test_who_has_a_case_to_tell_is_heard(text: str) -> None:
    assert opens(text)


@pytest.mark.parametrize("text", ["帮我看看储能电芯到哪了", "有个情况要报", "看一下回执"])
def test_what_asks_for_something_of_its_own_opens_no_case(text: str) -> None:
    assert not opens(text)


@pytest.mark.parametrize("text", ["现在结论是什么", "那结论呢", "所以到底能不能谈", "还有戏没"])
def test_the_conclusion_is_asked_for_again(text: str) -> None:
    assert asks_conclusion(text)


def test_another_question_is_no_question_of_the_conclusion() -> None:
    assert not asks_conclusion("会议纪要的结论有约束力吗")


@pytest.mark.parametrize("text", ["谁在谈？", "那滨江拿到首谈了没有？", "他们报过没有"])
def test_who_else_is_at_a_project_is_asked(text: str) -> None:
    assert asks_of_others(text)


@pytest.mark.parametrize("text", ["谁牵头", "萧山先报的", "我们报过了"])
def test_what_tells_or_asks_of_oneself_is_not_asked_of_others(text: str) -> None:
    assert not asks_of_others(text)


def test_what_is_told_of_another_unit_is_told_and_not_asked() -> None:
    assert tells_of_others("刚搞清楚，其实是萧山已经拿到首谈权了")
    assert not tells_of_others("萧山拿到首谈了吗")
