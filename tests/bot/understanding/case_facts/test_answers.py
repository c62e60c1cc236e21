"""Short answers: what they are when nothing fits is told in test_case_facts."""

import pytest

from bot.understanding.case_facts.answers import read_aside
from bot.understanding.case_facts.types import Aside


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("先看结论", Aside.CONCLUDE),
        ("别问了", Aside.CONCLUDE),
        ("跳过", Aside.CONCLUDE),
        ("重新来。", Aside.ANEW),
        ("换一个", Aside.ANEW),
        ("展开", Aside.MORE),
        ("详细说说", Aside.MORE),
        ("下载", Aside.EXPORT),
        ("不知道", None),
        ("换一个区谈这个投资12亿的项目", None),
    ],
)
def test_only_short_words_are_about_the_talk_itself(text: str, aside: Aside | None) -> None:
    assert read_aside(text) is aside
