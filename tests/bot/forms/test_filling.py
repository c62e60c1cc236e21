"""Values of a message: which are taken, which wait for a word, which cannot stand."""

from typing import Any

import pytest

from bot.forms.events import Effect, Shown, Told
from bot.forms.filling import told as take
from bot.forms.state import Form
from bot.understanding.types import Found, Understood
from registry.filing.slots import SlotStatus
from tests.bot.forms.building import doubt, invalid, told, values_of, walk, wan

OLD = told(total_investment=wan(120000), project_name="甲项目", intent_evidence=["会谈纪要"])


def test_one_amount_fills_one_slot() -> None:
    span = (3, 9)
    found = tuple(
        Found(name, wan(5000), "5000万", *span) for name in ("total_investment", "annual_tax")
    )
    form, _ = take(Form(), Told(Understood(found), "m1"))

    assert set(values_of(form)) == {"total_investment"}


def test_an_invalid_value_leaves_the_old_one_and_says_why() -> None:
    form, outcome = walk([OLD, told(invalid=[invalid("total_investment")])])

    assert form.slot("total_investment").value == wan(120000)
    assert [problem.slot for problem in outcome.refused] == ["total_investment"]
    assert outcome.ask == ("total_investment",)
    assert outcome.changes == ()


def test_an_invalid_value_of_an_empty_slot_is_kept_as_said() -> None:
    form, _ = walk([told(invalid=[invalid("total_investment", "零元")])])

    slot = form.slot("total_investment")
    assert (slot.status, slot.raw, slot.value) == (SlotStatus.INVALID, "零元", None)
    assert "total_investment" in form.missing


def test_a_valid_value_wins_over_an_invalid_one_of_the_same_message() -> None:
    event = told(total_investment=wan(1), invalid=[invalid("total_investment")])
    form, outcome = walk([event])

    assert form.slot("total_investment").value == wan(1)
    assert outcome.refused == ()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["会谈纪要", "意向书"]),
        ({"adds": True}, ["会谈纪要", "意向书"]),
        ({"edits": True, "adds": True}, ["会谈纪要", "意向书"]),
        ({"edits": True}, ["意向书"]),
    ],
)
def test_a_list_grows_unless_it_is_replaced(options: dict[str, Any], expected: list[str]) -> None:
    form, _ = walk([OLD, told(intent_evidence=["意向书"], **options)])

    assert form.slot("intent_evidence").value == expected


def test_two_items_of_one_message_both_stay() -> None:
    found = (
        Found("intent_evidence", ["会谈纪要"], "会谈纪要", 0, 4),
        Found("intent_evidence", ["意向书"], "意向书", 5, 8),
    )
    form, _ = take(Form(), Told(Understood(found), "m1", edits=True))

    assert form.slot("intent_evidence").value == ["会谈纪要", "意向书"]
    assert form.slot("intent_evidence").raw == "会谈纪要；意向书"


def test_a_name_is_not_overwritten_in_passing() -> None:
    form, outcome = walk([OLD, told(project_name="乙项目")])

    assert form.slot("project_name").value == "甲项目"
    assert [reading.value for reading in form.notes.doubts[0].readings] == ["乙项目", "甲项目"]
    assert outcome.changes == ()


@pytest.mark.parametrize(
    "event",
    [
        told(project_name="乙项目", edits=True),
        told(project_name="乙项目", mentioned=frozenset({"project_name"})),
    ],
)
def test_a_name_is_replaced_when_that_is_said(event: Told) -> None:
    form, _ = walk([OLD, event])

    assert form.slot("project_name").value == "乙项目"


def test_a_name_that_is_asked_for_is_replaced() -> None:
    form, _ = walk([OLD, Shown(("project_name",)), told(project_name="乙项目")])

    assert form.slot("project_name").value == "乙项目"


def test_the_slot_remembers_what_it_held() -> None:
    form, outcome = walk([OLD, told(total_investment=wan(2))])

    previous = form.slot("total_investment").previous
    assert previous is not None
    assert previous["value"] == wan(120000)
    assert outcome.changes[0].before.value == wan(120000)


def test_the_same_value_again_is_no_change() -> None:
    _, outcome = walk([OLD, told(total_investment=wan(120000))])

    assert outcome.effect is Effect.SAME


def test_a_slot_named_without_a_value_is_asked_again() -> None:
    _, outcome = walk([OLD, told(named=["total_investment"])])

    assert (outcome.effect, outcome.ask) == (Effect.REASK, ("total_investment",))


def test_what_is_taken_out_is_empty_and_can_be_undone() -> None:
    form, outcome = walk([OLD, told(named=["total_investment"], removes=True, raw="去掉总投资")])

    assert "total_investment" not in values_of(form)
    assert outcome.changes[0].before.value == wan(120000)


def test_a_doubt_is_forgotten_when_its_slot_is_given_that_value() -> None:
    both = doubt("5000万", ("total_investment", wan(5000)), ("fixed_investment", wan(5000)))
    form, _ = walk([told(doubts=[both]), told(fixed_investment=wan(5000))])

    assert form.notes.doubts == ()


def test_the_same_doubt_in_other_words_waits_once() -> None:
    readings = (("total_investment", wan(5000)), ("fixed_investment", wan(5000)))
    form, _ = walk([told(doubts=[doubt("5千万", *readings)])])
    form, _ = walk([told(doubts=[doubt("5000w", *readings)])], form)

    assert len(form.notes.doubts) == 1


def test_a_correction_withdraws_the_doubt_that_was_put() -> None:
    both = doubt("王五", ("investor_contact", "王五"), ("unit_contact", "王五"))
    form, _ = walk([told(doubts=[both]), Shown(doubt=1)])
    form, _ = walk([told(investor_contact="王六", corrects=True, edits=True)], form)

    assert form.notes.doubts == ()
    assert values_of(form) == {"investor_contact": "王六"}


def test_doubt_without_a_choice_is_none() -> None:
    form, _ = walk([told(doubts=[doubt("张三", ("investor_contact", "张三"))])])

    assert form.notes.doubts == ()


def test_failures_are_counted_at_the_slot_and_end_with_a_value() -> None:
    form, outcome = walk([Shown(("chain",)), told(), Shown(("chain",)), told()])
    done, _ = walk([told(chain="集成电路")], form)

    assert outcome.effect is Effect.NOT_UNDERSTOOD
    assert form.notes.failures == {"chain": 2}
    assert done.notes.failures == {}
