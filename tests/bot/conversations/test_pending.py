"""A step of the review that waits: what is a yes to it, and which buttons have died."""

from datetime import timedelta

import pytest

from bot.dialogue.messages import Intent
from bot.dialogue.talk import Talk
from tests.bot.conversations.reviewing import NUMBER, agree, ready, state_of, tells
from tests.bot.conversations.status_talking import reviewer
from tests.registry.building import World
from tests.registry.walking import filed_in, take


@pytest.mark.parametrize(
    "answer", ["好的", "行", "是", "可以", "ok", "确认", "确认授予", "好的，确认授予首谈资格"]
)
def test_a_yes_right_after_the_question_grants(world: World, answer: str) -> None:
    person = ready(world)

    person.says(answer, Intent.CONFIRM)

    assert state_of(world) == "EXCLUSIVE"


@pytest.mark.parametrize("answer", ["好的", "行", "是", "可以", "嗯嗯", "ok"])
def test_a_stray_yes_after_a_digression_grants_nothing(world: World, answer: str) -> None:
    person = ready(world)
    person.talk = person.talk.having_asked("违反首报首谈怎么处理")

    reminded = person.reminded()
    said = person.says(answer, Intent.CONFIRM)

    assert reminded is not None
    assert "授予余杭区对" in reminded.text
    assert "还没有办" in said
    assert state_of(world) == "CONSULTING"
    person.says("确认授予", Intent.CONFIRM)
    assert state_of(world) == "EXCLUSIVE"


def test_another_desks_question_takes_the_yes_away(world: World) -> None:
    person = ready(world)
    person.talk = person.talk.asking("file", "investor_name")

    person.says("确认", Intent.CONFIRM)

    assert state_of(world) == "CONSULTING"


@pytest.mark.parametrize(
    "answer",
    [
        "不确认",
        "先不授予",
        "算了",
        "取消",
        "等等",
        "不",
        "确认一下第二个的状态",
        "确认退回",
        "谢谢",
    ],
)
def test_what_is_no_yes_grants_nothing(world: World, answer: str) -> None:
    person = ready(world)

    tells(person, answer)

    assert state_of(world) == "CONSULTING"


def test_a_look_in_between_keeps_the_question_but_not_a_bare_yes(world: World) -> None:
    person = ready(world)
    tells(person, "查相似")

    vague = person.says("好的", Intent.CONFIRM)
    before = state_of(world)
    person.says("确认授予", Intent.CONFIRM)

    assert "还没有办" in vague
    assert before == "CONSULTING"
    assert state_of(world) == "EXCLUSIVE"


def test_a_button_is_stale_once_a_finding_was_added(world: World) -> None:
    person = ready(world)
    other = reviewer(world, world.reviewer)
    tells(other, f"打开{NUMBER}")
    agree(other, "投资者反对，今天来电话说的")

    said = person.presses("确认授予首谈资格")

    assert "情况已经变了" in said
    assert state_of(world) == "CONSULTING"


def test_a_button_of_a_step_given_up_does_nothing(world: World) -> None:
    person = ready(world)
    button = person.button("确认授予首谈资格")
    tells(person, "算了")

    assert "已经过时" in person.sends(button)
    assert state_of(world) == "CONSULTING"


def test_a_button_in_another_conversation_does_nothing(world: World) -> None:
    person = ready(world)
    other = reviewer(world, world.city_lead)

    assert "已经过时" in other.sends(person.button("确认授予首谈资格"))
    assert state_of(world) == "CONSULTING"


def test_a_second_press_does_nothing_more(world: World) -> None:
    person = ready(world)
    button = person.button("确认授予首谈资格")
    person.sends(button)

    assert "已经过时" in person.sends(button)


@pytest.mark.parametrize(
    "data",
    [
        "review.do:grant:首报-2026-000001:ffffffffff",
        "review.do:terminate:首报-2026-000001:0",
        "review.set:opinion:positive:首报-2026-000009",
        "review.set:nothing",
        "review.act:nonsense:首报-2026-000001",
        "review.act:grant",
        "review.leave:",
        "review.",
        "review.do",
    ],
)
def test_a_button_nobody_was_given_does_nothing(world: World, data: str) -> None:
    person = ready(world)

    assert "已经过时" in person.sends(data)
    assert state_of(world) == "CONSULTING"


def test_an_approval_ends_when_the_report_was_returned_meanwhile(world: World) -> None:
    filed_in(world, "UNDER_REVIEW")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")
    tells(person, "符合导引")
    take(world, NUMBER, "return")

    assert "情况已经变了" in person.says("确认", Intent.CONFIRM)


def test_a_field_that_waits_is_asked_again_after_a_digression(world: World) -> None:
    world.file()
    person = reviewer(world, world.city_lead)
    tells(person, f"退回{NUMBER}")

    reminded = person.reminded()

    assert reminded is not None
    assert "还没办完" in reminded.text
    assert "理由是什么" in reminded.text


def test_nothing_waits_where_nothing_was_begun(world: World) -> None:
    assert reviewer(world, world.reviewer).reminded() is None


def test_a_talk_that_was_left_overnight_still_knows_its_question(world: World) -> None:
    person = ready(world)
    world.clock.advance(timedelta(hours=15))
    person.talk = Talk(**{name: getattr(person.talk, name) for name in Talk.__slots__})

    person.says("确认授予", Intent.CONFIRM)

    assert state_of(world) == "EXCLUSIVE"
