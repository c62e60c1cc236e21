"""Whose word a correction is."""

import pytest

from bot.conversations.filing.mending import mended, of_filled
from bot.forms.state import Form, FormNotes
from bot.understanding.types import Doubt, Found, Understood
from registry.filing.slots import Slot, SlotStatus

_FILLED = {"investor_contact": "孙总", "investor_phone": "13611112222", "project_name": "甲项目"}


def form(*last: str) -> Form:
    slots = {n: Slot(v, v, "", "m", SlotStatus.CONFIRMED) for n, v in _FILLED.items()}
    return Form(slots, FormNotes(last=last))


def read(words: str, slot: str | None) -> Understood:
    assert slot is not None
    return Understood((Found(slot, words, words, 0, len(words)),))


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("联系人也不是孙总，是孙经理", "investor_contact", "孙经理"),
        ("是孙经理，不是孙总", "investor_contact", "孙经理"),
        ("电话写错了，应该是13611113333", "investor_phone", "13611113333"),
        ("项目名称改成乙项目", "project_name", "乙项目"),
    ],
)
def test_a_correction_is_of_what_it_names_or_denies(text: str, slot: str, value: str) -> None:
    understood = mended(text, form(), read)

    assert understood is not None
    assert [(f.slot, f.value) for f in understood.found] == [(slot, value)]
    assert text[understood.found[0].start : understood.found[0].end] == value


@pytest.mark.parametrize("text", ["不是这个意思", "总投资改成2亿", "改一下", "长" * 70])
def test_what_names_nothing_that_is_filled_is_left_to_be_read(text: str) -> None:
    assert mended(text, form(), read) is None


def test_a_doubtful_correction_is_of_the_filled_slot() -> None:
    both = tuple(Found(slot, "1", "1", 0, 1) for slot in ("investor_phone", "unit_contact"))

    settled = of_filled(Understood(doubts=(Doubt("1", both),)), form())

    assert [found.slot for found in settled.found] == ["investor_phone"]
    assert settled.doubts == ()


def test_of_two_filled_slots_the_one_changed_last_is_meant() -> None:
    slots = ("investor_phone", "investor_contact")
    both = tuple(Found(slot, "1", "1", 0, 1) for slot in slots)
    doubtful = Understood(doubts=(Doubt("1", both),))

    assert [f.slot for f in of_filled(doubtful, form("investor_contact")).found] == [
        "investor_contact"
    ]
    assert of_filled(doubtful, form()).doubts[0].readings == both
