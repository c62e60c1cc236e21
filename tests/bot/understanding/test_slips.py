"""Slips of the pen."""

import pytest

from bot.understanding.slips import mend_slips


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("想搞个手报", "想搞个首报"),
        ("俺自己", "我自己"),
        ("新滴", "新的"),
        ("点滴医疗", "点滴医疗"),
    ],
)
def test_a_slip_is_mended_at_its_place(typed: str, meant: str) -> None:
    assert mend_slips(typed) == meant
