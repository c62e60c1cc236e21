"""One thing of one's own report."""

import pytest

from bot.conversations.status.reading import asked_field
from tests.bot.conversations.status_talking import officer
from tests.registry.building import World
from tests.registry.walking import walk

ASKED = (
    ("它投资额是多少", "总投资：120000万元"),
    ("联系人是谁", "投资方联系人：示例联系人"),
    ("企业电话多少来着", "投资方电话：057100000000"),
    ("什么时候报的", "2026-11-22 09:00 受理"),
    ("谁在跟", "本单位经办人：示例经办人"),
    ("是哪条产业链", "产业链：集成电路"),
    ("用地多少亩", "用地：没填"),
    ("什么时候到期", "没有首谈资格"),
    ("编号发我", "首报-2026-000001"),
)


@pytest.mark.parametrize(("text", "words"), ASKED)
def test_one_thing_asked_is_answered_alone(world: World, text: str, words: str) -> None:
    world.file()

    said = officer(world, world.district()).says(text)

    assert words in said
    assert "接下来" not in said


def test_a_right_without_an_end_is_said_to_have_none(world: World) -> None:
    filed = world.file()
    walk(world, filed.report_no, "EXCLUSIVE", "余杭区")

    assert "没有设到期日" in officer(world, world.district()).says("它什么时候到期")


@pytest.mark.parametrize("text", ["到哪了", "经过说一下", "昨天去考察了"])
def test_other_words_ask_for_no_field(text: str) -> None:
    assert asked_field(text) is None
