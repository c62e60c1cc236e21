"""Signals of a text and of where the conversation stands."""

import tomllib
from pathlib import Path

import pytest

from bot.routing.noticing import notice, notice_standing
from bot.routing.tables import pattern_of
from bot.routing.types import Standing

LOCALITIES = Path(__file__).parents[3] / "rules/data/localities.toml"


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("我们区有个项目", "own_unit"),
        ("总投资12亿", "money"),
        ("能谈吗", "polar"),
        ("能谈吗", "question"),
        ("今天去考察", "day"),
        ("用地80亩", "measure"),
        ("能谈?", "question_mark"),
        ("跳过", "form_command"),
        ("跳过", "@short"),
    ],
)
def test_a_signal_is_noticed(text: str, signal: str) -> None:
    assert signal in notice(text)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("是什么", "polar"),
        ("协议已经寄过去了", "changes"),
        ("一平台一主业", "measure"),
        ("考察学习", "learning"),
    ],
)
def test_what_only_looks_like_a_signal_is_not(text: str, signal: str) -> None:
    assert signal not in notice(text)


def test_every_place_of_the_city_is_known() -> None:
    places = tomllib.loads(LOCALITIES.read_text("utf-8"))["place"]

    assert all(pattern_of("district").search(place["name"]) for place in places)


def test_the_standing_is_told_in_signals() -> None:
    standing = Standing("file", "confirm", has_draft=True, is_bureau=True, has_asked=True)

    expected = {"@floor:file", "@awaits", "@confirm", "@draft", "@bureau", "@asked"}
    assert notice_standing(standing) == expected
    assert notice_standing(Standing()) == {"@free"}
    assert "@told" in notice_standing(Standing("file", "appeal"))
