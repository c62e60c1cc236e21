"""Words about reports on hand, whatever they were routed as."""

from dataclasses import replace

import pytest

from bot.conversations.status.claims import claims
from bot.dialogue.messages import Intent
from bot.dialogue.talk import Talk
from tests.bot.conversations.reports_on_hand import file_two
from tests.bot.conversations.status_talking import officer
from tests.registry.building import World


def claimed(world: World, text: str, intent: Intent, talk: Talk | None = None) -> Intent | None:
    person = officer(world, world.district())
    turn = person.turn(text, intent, "", ())
    return claims(world.registry, replace(turn, talk=talk or turn.talk))


def after(spoke: str, last: str = "", shown: tuple[str, ...] = ()) -> Talk:
    talk = Talk().noting("dispatcher", {"spoke": spoke})
    return talk.noting("projects", {"last": last, "shown": list(shown)})


ONE, TWO = "首报-2026-000001", "首报-2026-000002"
CLAIMED = (
    ("2026年第99号首报到哪了", Intent.ASK, Talk(), Intent.STATUS),
    ("那第2号呢", Intent.ASK, after("status"), Intent.STATUS),
    ("我手上都有什么", Intent.ASK, Talk(), Intent.STATUS),
    ("它什么时候到期", Intent.ASK, after("status", ONE), Intent.STATUS),
    ("那个是谁在跟", Intent.ASK, after("status", ONE), Intent.STATUS),
    ("另一个呢", Intent.ASK, after("status", ONE, (ONE, TWO)), Intent.STATUS),
    ("滨江报了几个", Intent.ASK, Talk(), Intent.STATS),
    ("生物医药有几个", Intent.ASK, after("stats"), Intent.STATS),
)


@pytest.mark.parametrize(("text", "intent", "talk", "wanted"), CLAIMED)
def test_what_is_on_hand_settles_what_short_words_are_about(
    world: World, text: str, intent: Intent, talk: Talk, wanted: Intent
) -> None:
    file_two(world)

    assert claimed(world, text, intent, talk) is wanted


LEFT = (
    ("首谈资格多久有效", Intent.ASK, after("status", ONE)),
    ("文件规定什么时候到期", Intent.ASK, after("status", ONE)),
    ("那第2号文件呢", Intent.ASK, after("ask")),
    ("2024年全市报了几个项目", Intent.ASK, Talk()),
    ("它什么时候到期", Intent.ASK, after("ask", ONE)),
    ("总投资改成8亿", Intent.CORRECT, after("check")),
)


@pytest.mark.parametrize(("text", "intent", "talk"), LEFT)
def test_what_is_about_the_scheme_or_a_case_is_left(
    world: World, text: str, intent: Intent, talk: Talk
) -> None:
    file_two(world)

    assert claimed(world, text, intent, talk) is None


def test_a_guest_has_nothing_on_hand(world: World) -> None:
    turn = officer(world, world.district()).turn("第99号首报到哪了", Intent.ASK, "", ())

    assert claims(world.registry, replace(turn, member=None)) is None
