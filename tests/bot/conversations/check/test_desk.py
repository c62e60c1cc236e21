"""The desk for case checks, in talks on a real registry."""

import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks.rule_context import RuleData
from bot.conversations.check.desk import CheckDesk
from bot.dialogue.messages import MOST_CHOICE_BYTES, Choice, Incoming, Intent, Reply
from bot.dialogue.talk import Step, Talk, Turn, parse_talk
from registry.transactions.members import Member
from tests.bot.conversations.checking import shipped_data
from tests.registry.building import World, open_world

TALKS = tomllib.loads((Path(__file__).parents[1] / "check_talks.toml").read_text("utf-8"))["talk"]
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("registry")
    world = open_world(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    world.file("滨江区")  # what a rival has filed is never told by a check
    yield world
    world.registry.close()


@pytest.fixture(scope="module")
def rule_data() -> RuleData:
    return shipped_data()


class Person:
    """Somebody who talks to the desk; the talk is stored as JSON between any two messages."""

    def __init__(self, world: World, data: RuleData, unit: str | None) -> None:
        self.desk = CheckDesk(world.registry, data)
        self.member = _member(world, unit)
        self.talk = Talk()
        self.last: tuple[Choice, ...] = ()
        self.kept: tuple[Choice, ...] = ()

    def say(self, text: str = "", data: str = "") -> Step:
        incoming = Incoming("c", None, "cli", "m", text, data)
        turn = Turn(text, Intent.CHECK, incoming, self.talk, self.member, date(2026, 11, 22), NOW)
        step = self.desk.handle(turn)
        self.talk = parse_talk(json.loads(json.dumps(step.talk.as_mapping())))
        self.last = step.replies[-1].choices
        return step

    def remind(self) -> Reply | None:
        incoming = Incoming("c", None, "cli", "m", "")
        turn = Turn("", Intent.ASK, incoming, self.talk, self.member, date(2026, 11, 22), NOW)
        return self.desk.remind(turn)


def _member(world: World, unit: str | None) -> Member | None:
    if unit is None:
        return None
    return world.registry.staff.find(world.district(unit).account)


def _take(person: Person, turn: dict[str, Any]) -> Step:
    if "say" in turn:
        return person.say(turn["say"])
    pool = person.kept if "press_kept" in turn else person.last
    label = turn.get("press") or turn["press_kept"]
    (data,) = [choice.data for choice in pool if choice.label == label]
    return person.say(data=data)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk["name"])
def test_talks_go_as_written(talk: dict[str, Any], world: World, rule_data: RuleData) -> None:
    person = Person(world, rule_data, talk.get("unit"))
    for turn in talk["turn"]:
        step = _take(person, turn)
        if turn.get("keep"):
            person.kept = person.last
        text = "\n".join(reply.text for reply in step.replies)
        for words in turn.get("says", ()):
            assert words in text, f"{words!r} is not in:\n{text}"
        for words in turn.get("never", ()):
            assert words not in text, f"{words!r} is in:\n{text}"
        if "awaits" in turn:
            assert person.talk.awaits == turn["awaits"], text


def test_a_digression_is_followed_by_the_open_question_once_asked(
    world: World, rule_data: RuleData
) -> None:
    person = Person(world, rule_data, "余杭区")
    person.say("滨江之前报过，我们还能谈吗")

    reminder = person.remind()

    assert reminder is not None
    assert reminder.text == "刚才的情形还差一项：滨江区现在是否持有这个项目的首谈资格？"


def test_nothing_is_reminded_of_when_nothing_was_asked(world: World, rule_data: RuleData) -> None:
    person = Person(world, rule_data, "余杭区")

    assert person.remind() is None


def test_the_export_is_a_file_for_each_rule_on_the_card(world: World, rule_data: RuleData) -> None:
    person = Person(world, rule_data, "余杭区")
    person.say("余杭想招一个生物医药项目，滨江已经拿到首谈资格，还能谈吗？")

    step = person.say("导出")

    files = [reply.file for reply in step.replies if reply.file]
    assert [file.name for file in files] == ["violation.toml", "layout_conformity.toml"]


def test_a_check_tells_nothing_of_what_others_have_filed(world: World, rule_data: RuleData) -> None:
    person = Person(world, rule_data, "余杭区")

    step = person.say("功率器件生产基地这个项目，集成电路，我们能谈吗")

    assert "滨江" not in step.replies[0].text
    assert person.talk.awaits == "active_holder"


def test_a_text_of_any_length_is_dealt_with(world: World, rule_data: RuleData) -> None:
    person = Person(world, rule_data, "余杭区")

    step = person.say("滨江已经拿到首谈资格，我们能谈吗。" + "啊" * 20_000)

    assert "只看了前2000个字" in step.replies[0].text
    assert "不能谈" in step.replies[0].text


@pytest.mark.parametrize(
    "data",
    [
        "check.set:1:active_holder:0", "check.set:9:x:y", "check.set:1:nothing:0", "check.",
        "check.doubt:1:rival_talking:7", "check.doubt:1:nothing:0", "check.topic:1:nothing",
        "check.topic:x:can_talk", "check.set:1:active_holder:99", "check.more:7", "check.set:1",
        "check.unknown:3", "check.other:1:a:0",
    ],
)  # fmt: skip
def test_a_button_of_no_case_is_refused_in_words(
    data: str, world: World, rule_data: RuleData
) -> None:
    person = Person(world, rule_data, None)

    step = person.say(data=data)

    assert step.replies[0].text.startswith("这个按钮已经过时")


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["滨江之前报过，还能谈吗", "换成临平呢", "要是情节严重呢", "不知道", "是", "没有",
                 "先看结论", "展开", "导出", "重新来", "这个补贴能给吗", "12亿算重大项目吗",
                 "江干的项目能谈吗", "投资额改成3亿", "", "？？", "press"]
            ),
            st.text(max_size=30),
        ),
        max_size=7,
    )
)  # fmt: skip
def test_whatever_is_said_there_is_a_reply_and_a_state_that_can_be_stored(
    shared: tuple[World, RuleData], said: list[str]
) -> None:
    person = Person(*shared, "余杭区")
    for text in said:
        step = person.say(data=person.last[0].data) if text == "press" and person.last else None
        step = step or person.say(text)
        assert all(reply.text for reply in step.replies)
        for reply in step.replies:
            assert all(len(c.data.encode()) <= MOST_CHOICE_BYTES for c in reply.choices)
            assert all(c.data.startswith("check.") for c in reply.choices)


@pytest.fixture(scope="module")
def shared(world: World, rule_data: RuleData) -> tuple[World, RuleData]:
    """For properties, which may not take a fixture made anew for each test."""
    return world, rule_data


def test_the_bureau_speaks_of_any_place_and_is_assumed_to_be_none(
    world: World, rule_data: RuleData
) -> None:
    person = Person(world, rule_data, None)
    person.member = world.registry.staff.find(world.reviewer.account)

    step = person.say("前沿材料项目符合导引吗")

    assert "您所在的" not in step.replies[0].text
    assert person.talk.awaits == "locality"
