"""Facts told as items between blanks and behind numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.items import itemized


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("首报 示例甲公司 2亿 备忘录", "首报,示例甲公司,2亿,备忘录"),
        ("首报 总投资 2亿 用地 30亩", "首报,总投资 2亿,用地 30亩"),
        ("首报 Sample Robotics GmbH 2亿 备忘录", "首报,Sample Robotics GmbH 2亿,备忘录"),
        ("电话是 0571 — 8822 3344", "电话是 0571 — 8822 3344"),
        ("投资方 某公司", "投资方 某公司"),
        ("情况：\n3、新项目\n4、3.5亿", "情况：\n;;新项目\n;;3.5亿"),
    ],
)
def test_blanks_and_numbers_become_marks_of_their_length(text: str, read: str) -> None:
    assert itemized(text) == read


@given(st.text(alphabet="首报 项目甲乙2亿3.、()\nAb", max_size=60))
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(itemized(text)) == len(text)
