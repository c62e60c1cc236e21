"""What a pressed button means."""

from bot.conversations.check.answers import as_topic, press
from bot.conversations.check.case import Case
from bot.understanding.case_facts.types import Aside, CaseDoubt


def test_an_answer_sets_its_fact() -> None:
    pressed = press("check.set:1:is_major:1", Case())

    assert isinstance(pressed, Case)
    assert pressed.values() == {"is_major": False}


def test_the_other_unit_is_the_one_that_was_named() -> None:
    pressed = press("check.set:1:active_holder:0", Case(rival="滨江区"))

    assert isinstance(pressed, Case)
    assert pressed.values() == {"active_holder": "滨江区"}


def test_a_divided_place_is_chosen() -> None:
    doubt = CaseDoubt("divided_place", "江干", "江干区", ("上城区", "钱塘区"))

    pressed = press("check.doubt:1:divided_place:1", Case(doubts=(doubt,)))

    assert isinstance(pressed, Case)
    assert pressed.values() == {"locality": "钱塘区"}
    assert not pressed.doubts


def test_ways_past_belong_to_the_case_they_came_with() -> None:
    assert press("check.conclude:1", Case()) is Aside.CONCLUDE
    assert press("check.conclude:2", Case()) is None
    assert press("check.anew", None) is Aside.ANEW


def test_a_topic_begins_a_case_or_is_asked_of_the_one_at_hand() -> None:
    begun = press("check.topic:1:can_talk", None)
    asked = press("check.topic:1:report", as_topic(Case(rival="滨江区"), "can_talk"))

    assert isinstance(begun, Case)
    assert begun.values() == {"negotiated": True, "landed": False}
    assert isinstance(asked, Case)
    assert (asked.topics, asked.rival, asked.values()) == (("report",), "滨江区", {})
