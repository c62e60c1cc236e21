"""Letters that look alike share a skeleton; scripts that do not belong together are seen."""

import pytest

from rules.confusables import mixes_scripts, scripts_of, skeleton


@pytest.mark.parametrize(
    ("odd", "plain"), [("асе", "ace"), ("νορ", "vop"), ("ıɡ", "ig"), ("中а", "中a"), ("abc", "abc")]
)
def test_look_alikes_become_equal(odd: str, plain: str) -> None:
    assert skeleton(odd) == plain


@pytest.mark.parametrize(
    ("text", "mixes"),
    [
        ("示例abc", False),
        ("示例", False),
        ("abc", False),
        ("123", False),
        ("аbc", True),
        ("示例а", True),
        ("示例αβ", True),
        ("カメラ示例", False),
        ("カメラ한국", True),
        ("ქართული", True),
        ("عربي", True),
    ],
)
def test_scripts_that_do_not_belong_together_are_seen(text: str, mixes: bool) -> None:
    assert mixes_scripts(text) is mixes


def test_digits_and_marks_have_no_script() -> None:
    assert scripts_of("1(·)") == frozenset()
