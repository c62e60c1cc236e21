"""Questions put and answered in one breath."""

import pytest

from bot.understanding.self_asked import declared


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("跨区吗？不跨。领导交办？没有。", "跨区：不跨。领导交办：没有。"),
        ("新项目吗？是的，从没来过", "新项目：是的，从没来过"),
        ("需要市级支持吗？不需要。", "不需要。"),
        ("跨区吗，不跨区的", "不跨区的"),
        ("首报要几天？不知道", "首报要几天？不知道"),
        ("那首谈资格有什么用？", "那首谈资格有什么用？"),
        ("能不能报？", "能不能报？"),
    ],
)
def test_a_short_answer_makes_a_statement_of_its_question(text: str, stated: str) -> None:
    assert declared(text) == stated
