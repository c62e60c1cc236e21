"""Steps that change who holds a right, on channels that prove who somebody is and on others."""

from dataclasses import replace

import pytest

from bot.conversations.proving import STEPS, needs_proof, step_to_prove
from bot.dialogue.messages import Incoming, Intent
from bot.dialogue.talk import Step
from bot.identity.service import STEPS_TO_CONFIRM
from tests.bot.conversations.status_talking import Person, officer, reviewer
from tests.registry.building import World
from tests.registry.walking import filed_in, prepare

WITHDRAW, SURE = "撤回，因为投资方改变计划", "确认撤回"


def heard(person: Person, text: str, intent: Intent, *, channel: str, proved: bool = False) -> Step:
    """What somebody is told on a channel."""
    turn = person.turn(text, intent, "", ())
    turn = replace(turn, message=replace(turn.message, channel=channel, is_proved=proved))
    person.step = person.desk.handle(turn)
    person.talk = person.step.talk
    return person.step


def state(world: World, number: str) -> str:
    return world.registry.reports.view(world.reviewer, number).state


def test_the_steps_are_those_of_the_identity_layer() -> None:
    assert STEPS == STEPS_TO_CONFIRM


@pytest.mark.parametrize(("channel", "word"), [("telegram", "Telegram"), ("api", "这里不办理")])
def test_a_weak_channel_is_told_to_use_the_web_before_anything_is_asked(
    world: World, channel: str, word: str
) -> None:
    number = filed_in(world, "SUBMITTED").report_no
    person = officer(world, world.district())

    step = heard(person, WITHDRAW, Intent.STATUS, channel=channel)

    assert word in step.replies[0].text
    assert step.replies[0].choices == ()
    assert state(world, number) == "SUBMITTED"


def test_a_step_put_elsewhere_is_not_confirmed_on_a_weak_channel(world: World) -> None:
    number = filed_in(world, "SUBMITTED").report_no
    person = officer(world, world.district())
    heard(person, WITHDRAW, Intent.STATUS, channel="cli")

    step = heard(person, SURE, Intent.CONFIRM, channel="telegram")

    assert "网页" in step.replies[0].text
    assert state(world, number) == "SUBMITTED"


def test_the_web_asks_for_proof_keeps_the_step_and_takes_it_afterwards(world: World) -> None:
    number = filed_in(world, "SUBMITTED").report_no
    person = officer(world, world.district())
    heard(person, WITHDRAW, Intent.STATUS, channel="web")

    asked = heard(person, SURE, Intent.CONFIRM, channel="web")
    before = state(world, number)
    heard(person, SURE, Intent.CONFIRM, channel="web", proved=True)

    assert "密码" in asked.replies[0].text
    assert asked.replies[0].choices[0].data.startswith("status.do:withdraw:")
    assert (before, state(world, number)) == ("SUBMITTED", "WITHDRAWN")


@pytest.mark.parametrize("channel", ["telegram", "web"])
def test_a_right_is_not_granted_without_proof(world: World, channel: str) -> None:
    number = filed_in(world, "CONSULTING").report_no
    prepare(world, number, "grant")
    person = reviewer(world, world.city_lead)
    heard(person, f"打开 {number}", Intent.REVIEW, channel=channel)
    heard(person, "授予首谈资格", Intent.REVIEW, channel=channel)

    heard(person, "确认授予", Intent.CONFIRM, channel=channel)

    assert state(world, number) == "CONSULTING"


def test_other_steps_are_open_on_every_channel(world: World) -> None:
    number = filed_in(world, "SUBMITTED").report_no
    person = reviewer(world, world.reviewer)
    heard(person, f"打开 {number}", Intent.REVIEW, channel="telegram")

    heard(person, "开始审查", Intent.REVIEW, channel="telegram")
    heard(person, "确认", Intent.CONFIRM, channel="telegram")

    assert state(world, number) == "UNDER_REVIEW"


@pytest.mark.parametrize(
    ("data", "proved", "needed"),
    [
        ("review.do:grant:首报-2026-000001:0123456789", False, True),
        ("review.do:grant:首报-2026-000001:0123456789", True, False),
        ("status.do:withdraw:首报-2026-000001:0123456789", False, True),
        ("review.do:start_review:首报-2026-000001:0123456789", False, False),
        ("review.act:grant:首报-2026-000001", False, False),
        ("", False, False),
    ],
)
def test_a_page_can_tell_which_buttons_need_a_proof(data: str, proved: bool, needed: bool) -> None:
    message = Incoming("web:1", "S1", "web", "m1", "", data, is_proved=proved)

    assert needs_proof(message) is needed


def test_a_page_can_tell_which_step_a_reply_asks_proof_for(world: World) -> None:
    number = filed_in(world, "SUBMITTED").report_no
    person = officer(world, world.district())
    put = heard(person, WITHDRAW, Intent.STATUS, channel="web")

    asked = heard(person, SURE, Intent.CONFIRM, channel="web")

    assert step_to_prove(put.replies[0]) == ""
    assert step_to_prove(asked.replies[0]).startswith(f"status.do:withdraw:{number}:")
