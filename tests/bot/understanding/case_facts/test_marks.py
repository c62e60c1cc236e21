"""Marking places without losing where they stood."""

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.case_facts.marks import OWN, PLACE, mark
from tests.bot.conversations.checking import shipped_data

PLACES = shipped_data().localities


def test_a_place_is_one_character_and_keeps_its_name() -> None:
    marked = mark("我们区和杭州市余杭区", PLACES)

    assert marked.text == f"{OWN}和{PLACE}"
    assert marked.places == {2: "余杭区"}
    assert marked.raw(2, 3) == "杭州市余杭区"


def test_a_line_break_ends_a_sentence() -> None:
    assert mark("滨江\n报过", PLACES).text == f"{PLACE}。报过"


def test_marks_in_a_text_are_no_places() -> None:
    assert mark(f"a{PLACE}{OWN}", PLACES).text == "a"


@given(st.text(max_size=60), st.sampled_from(["", "滨江", "我们", "　１２亿"]))
def test_every_stretch_stands_in_the_original(text: str, word: str) -> None:
    marked = mark(text + word + text, PLACES)

    for at in range(len(marked.text)):
        assert marked.raw(at, at + 1) in marked.original
        assert marked.offsets(at, at + 1) == marked.spans[at]
