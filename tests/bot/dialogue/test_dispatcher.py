"""One message in, everything to say about it out."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.dispatcher import MOST_AT_ONCE, Desks, Dispatcher
from bot.dialogue.messages import Attachment, Choice, Handled, Incoming, Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.routing.types import Part, Routed, Standing
from registry.errors import NotFound, StaleVersion
from tests.registry.building import World, open_world


@dataclass
class FakeDesk:
    """Says what it was told; takes the floor when it hears 接手."""

    name: str
    turns: list[Turn] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    def handle(self, turn: Turn) -> Step:
        self.turns.append(turn)
        if self.fails:
            raise self.fails.pop(0)
        said = turn.message.data or turn.text or "文件"
        choice = Choice("好的按钮", f"{self.name}.do:1")
        talk = turn.talk.asking(self.name, "chain") if "接手" in turn.text else turn.talk
        talk = talk.noting(self.name, {"said": said})
        return Step(talk, (Reply(f"{self.name}：{said}", (choice,)),))

    def remind(self, turn: Turn) -> Reply | None:
        return Reply(f"{self.name}接着来") if turn.talk.floor == self.name else None

    def current(self, turn: Turn) -> None:
        """No draft."""


@dataclass
class Stage:
    """A dispatcher on a real registry with desks that say what they hear."""

    world: World
    desks: dict[str, FakeDesk]
    routed: dict[str, Routed]
    standings: list[Standing]
    dispatcher: Dispatcher
    count: int = 0

    def say(self, text: str = "", **more: Any) -> Handled:
        self.count += 1
        account = self.world.district().account
        message = Incoming("cli:a", account, "cli", f"m{self.count}", text)
        return self.dispatcher.handle(replace(message, **more))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    world = open_world(f"sqlite:///{tmp_path / 'r.sqlite'}", tmp_path)
    names = ("file", "ask", "check", "status", "review", "learn", "help")
    desks = {name: FakeDesk(name) for name in names}
    routed: dict[str, Routed] = {}
    standings: list[Standing] = []

    def router(text: str, standing: Standing) -> Routed:
        standings.append(standing)
        return routed.get(text, Routed((Part(Intent.ASK, text),)))

    others = tuple(desk for name, desk in desks.items() if name != "file")
    dispatcher = Dispatcher(
        world.registry,
        Desks(desks["file"], others),  # type: ignore[arg-type]
        router,
        world.clock,
    )
    yield Stage(world, desks, routed, standings, dispatcher)
    world.registry.close()


def said(handled: Handled) -> list[str]:
    return [reply.text for reply in handled.replies]


def test_a_message_of_two_purposes_goes_to_two_desks_in_order(stage: Stage) -> None:
    parts = (Part(Intent.CORRECT, "改成2亿"), Part(Intent.ASK, "谁牵头"))
    stage.routed["改成2亿，谁牵头"] = Routed(parts)

    handled = stage.say("改成2亿，谁牵头")

    assert said(handled) == ["file：改成2亿", "ask：谁牵头"]
    assert handled.intent is Intent.CORRECT
    assert [desk.turns[0].key for desk in (stage.desks["file"],)] != [
        stage.desks["ask"].turns[0].key
    ]


def test_a_digression_is_answered_and_the_floor_taken_up_once(stage: Stage) -> None:
    stage.routed["接手"] = Routed((Part(Intent.FILE, "接手"),))
    stage.say("接手")

    handled = stage.say("谁牵头")

    assert said(handled) == ["ask：谁牵头", "file接着来"]
    assert stage.standings[-1].floor == "file"
    assert stage.standings[-1].awaits == "chain"


@pytest.mark.parametrize("intent", [Intent.CANCEL, Intent.CONFIRM, Intent.CORRECT])
def test_yes_no_and_corrections_belong_to_whoever_asked_last(stage: Stage, intent: Intent) -> None:
    stage.routed["接手"] = Routed((Part(Intent.CHECK, "接手"),))
    stage.routed["嗯"] = Routed((Part(intent, "嗯"),))
    stage.say("接手")

    assert said(stage.say("嗯")) == ["check：嗯"]


def test_what_is_unclear_is_asked_with_buttons_and_goes_where_the_person_says(
    stage: Stage,
) -> None:
    unsure = (Intent.FILE, Intent.CHECK)
    stage.routed["5000万"] = Routed((Part(Intent.FILE, "5000万"),), unsure)

    asked = stage.say("5000万")
    chosen = stage.say(data="as.check")

    assert [choice.data for choice in asked.replies[0].choices] == ["as.file", "as.check"]
    assert said(chosen) == ["check：5000万"]


def test_a_typed_label_is_the_button_and_a_button_goes_to_the_desk_it_names(stage: Stage) -> None:
    stage.say("谁牵头")

    typed = stage.say("好的按钮")

    assert said(typed) == ["ask：ask.do:1"]
    assert typed.intent is Intent.CONFIRM


@pytest.mark.parametrize("data", ["nobody.do:1", "file", "", "..", "as.file", "as.nothing"])
def test_a_button_that_names_nothing_does_nothing_and_says_so(stage: Stage, data: str) -> None:
    handled = stage.say(data=data)

    assert handled.replies
    assert all(text.strip() for text in said(handled))


def test_a_repeated_message_gets_the_same_words_and_is_not_handled_again(stage: Stage) -> None:
    first = stage.say("谁牵头", message_id="same")
    again = stage.say("谁牵头", message_id="same")

    assert said(again) == said(first)
    assert len(stage.desks["ask"].turns) == 1


def test_what_one_desk_cannot_do_is_said_and_the_rest_is_done(stage: Stage) -> None:
    stage.routed["两件事"] = Routed((Part(Intent.STATUS, "一"), Part(Intent.ASK, "二")))
    stage.desks["status"].fails = [NotFound("gone", code="no_report", value="R9")]

    handled = stage.say("两件事")

    assert "没有这份首报" in said(handled)[0]
    assert said(handled)[1] == "ask：二"


def test_a_fault_of_ours_is_one_chinese_line_and_the_talk_stands(stage: Stage) -> None:
    stage.desks["ask"].fails = [RuntimeError("boom")]

    broken = stage.say("谁牵头")

    assert "boom" not in said(broken)[0]
    assert said(stage.say("谁配合")) == ["ask：谁配合"]


def test_a_talk_that_another_worker_changed_is_taken_up_anew(stage: Stage) -> None:
    stage.desks["ask"].fails = [StaleVersion("changed", expected=1)]

    assert said(stage.say("谁牵头")) == ["ask：谁牵头"]
    assert len(stage.desks["ask"].turns) == 2


def test_files_go_to_the_desk_that_works_on_something_else_to_filing(stage: Stage) -> None:
    files = (Attachment("a.txt", b"x"),)

    assert said(stage.say(attachments=files)) == ["file：文件"]


def test_somebody_unknown_or_revoked_is_a_guest(stage: Stage) -> None:
    stage.say("谁牵头", account="S99999", conversation="cli:x")

    assert stage.desks["ask"].turns[-1].member is None


def test_so_many_turns_are_taken_at_once_and_the_others_wait(stage: Stage) -> None:
    inside, most = 0, 0
    full, lock = threading.Event(), threading.Lock()
    ask = stage.desks["ask"].handle

    def slow(turn: Turn) -> Step:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
            if inside == MOST_AT_ONCE:
                full.set()
        assert full.wait(20)
        with lock:
            inside -= 1
        return ask(turn)

    stage.desks["ask"].handle = slow  # type: ignore[method-assign]
    guests = [Incoming(f"cli:{n}", None, "cli", "m", "问") for n in range(3 * MOST_AT_ONCE)]

    with ThreadPoolExecutor(len(guests)) as pool:
        handled = list(pool.map(stage.dispatcher.handle, guests))

    assert most == MOST_AT_ONCE
    assert {h.replies[0].text for h in handled} == {"ask：问"}
