"""A case from one message to the next."""

import json

import pytest

from bot.conversations.check.case import (
    Case,
    answer_fact,
    begin_case,
    extend_case,
    is_new_case,
    parse_case,
)
from bot.understanding.case_facts.types import Said
from tests.bot.conversations.checking import read

FIRST = "余杭想招一个总投资12亿的生物医药项目，滨江之前报过，还能谈吗？"


def _case() -> Case:
    return begin_case(read(FIRST, "余杭区"), 1)


def test_a_case_survives_storage() -> None:
    for text in (FIRST, "滨江在谈，我们能谈吗", "江干能谈吗", "我们没报就引进了，什么后果"):
        case = begin_case(read(text, "余杭区"), 3)
        assert parse_case(json.loads(json.dumps(case.as_notes()))) == case


def test_no_notes_are_no_case() -> None:
    assert parse_case({}) is None


@pytest.mark.parametrize(
    ("text", "is_new"),
    [
        ("那如果没报过呢", False),
        ("换成临平呢", False),
        ("是新项目", False),
        ("属于什么档", False),
        ("余杭这个生物医药项目能首报吗", False),
        ("集成电路项目放在淳安符合导引吗", True),
        ("总投资3亿的项目属于什么档", True),
        ("那总投资3亿属于什么档", False),
    ],
)
def test_another_chain_place_or_sum_is_another_case(text: str, is_new: bool) -> None:
    assert is_new_case(_case(), read(text, "余杭区")) is is_new


def test_a_follow_up_keeps_the_other_facts_and_says_what_changed() -> None:
    case = extend_case(_case(), read("换成临平呢", "余杭区"), answered=False)

    assert case.changed == ("locality",)
    assert case.values()["locality"] == "临平区"
    assert case.values()["chain"] == "生物医药"
    assert case.topics == ("can_talk",)


def test_what_is_said_goes_before_what_was_assumed() -> None:
    case = begin_case(read("滨江没拿到首谈资格，我们能谈吗", "余杭区"), 1)

    later = answer_fact(case, "active_holder", Said("滨江区", "滨江拿到了"))

    assert case.values()["active_holder"] == "无"
    assert later.values()["active_holder"] == "滨江区"
    assert "active_holder" not in later.assumed


def test_a_denied_report_takes_the_holder_back() -> None:
    held = answer_fact(_case(), "active_holder", Said("滨江区", "是"))

    case = extend_case(held, read("那如果滨江没报过呢", "余杭区"), answered=False)

    assert case.values()["active_holder"] == "无"
    assert case.values()["rival_report"] == "none"
