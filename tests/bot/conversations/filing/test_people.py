"""People as they were told."""

import pytest

from bot.conversations.filing.people import own_contact, with_post, without_label
from bot.understanding.types import Found


def person(value: str, slot: str = "investor_contact") -> Found:
    return Found(slot, value, value, 0, len(value))


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("COO叫韩卓", "韩卓"),
        ("他们副总韩磊", "副总韩磊"),
        ("对接人是姚远", "姚远"),
        ("黎建国经办", "黎建国"),
    ],
)
def test_the_words_around_a_name_are_left_out(told: str, name: str) -> None:
    assert without_label(person(told)).value == name


@pytest.mark.parametrize(
    ("text", "whole"), [("CEO 贺东，电话18917770099", "CEO 贺东"), ("CEO，来过两次", "CEO")]
)
def test_a_post_in_letters_keeps_whose_it_is(text: str, whole: str) -> None:
    assert with_post(Found("investor_contact", "CEO", "CEO", 0, 3), text).value == whole


def test_all_of_a_line_that_begins_with_our_contact_is_our_contact() -> None:
    found = own_contact("我方经办 县投促中心 汪敏 0571-64811000")

    assert found is not None
    assert found.value == "县投促中心 汪敏 0571-64811000"
    assert own_contact("我方经办是我自己 13800000000") is None
