"""Folding keeps every place of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routing.folding import fold
from bot.routing.tables import load_splitting


@given(st.text())
def test_folded_text_is_as_long_as_the_message(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="首手报抱谈項目项木ＡＢ１２，。", max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("５０００万", "5000万"),
        ("手报首谈", "首报首谈"),
        ("項目報備", "项目报备"),
        ("ＯＫ", "ok"),
        ("改成２亿，", "改成2亿,"),
    ],
)
def test_width_case_script_and_slips_are_mended(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_slip_and_what_is_meant_are_equally_long() -> None:
    assert all(len(slip) == len(meant) for slip, meant in load_splitting().slips)
