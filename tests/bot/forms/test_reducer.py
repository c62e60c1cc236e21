"""The form decides alone what an event does: cases, and what holds for any sequence of events."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.events import Act, Asked, Effect, Event, Shown
from bot.forms.reducer import reduce
from bot.forms.state import EMPTY, Form, FormNotes, is_same, parse_notes
from registry.filing.slots import REQUIRED_SLOTS, Slot, SlotStatus, is_filled
from tests.bot.forms.building import act, doubt, invalid, told, values_of, walk, wan

NEW = told(total_investment=wan(120000), project_name="甲项目")
BOTH = doubt("5000万", ("total_investment", wan(5000)), ("fixed_investment", wan(5000)))
FULL = told(
    **{name: "某" for name in REQUIRED_SLOTS if name not in ("is_new_project", "total_investment")},
    is_new_project=True,
    total_investment=wan(1),
)


def test_a_value_nobody_asked_for_is_proposed_and_an_answer_is_confirmed() -> None:
    form, _ = walk([Shown(("total_investment",)), NEW])

    assert form.slot("total_investment").status is SlotStatus.CONFIRMED
    assert form.slot("project_name").status is SlotStatus.PROPOSED


def test_what_a_file_says_is_never_an_answer() -> None:
    event = told(total_investment=wan(1), guessed=True)
    form, outcome = walk([Shown(("total_investment",)), event])

    assert form.slot("total_investment").status is SlotStatus.PROPOSED
    assert outcome.guessed


def test_undo_puts_a_slot_back_exactly() -> None:
    before, _ = walk([NEW])
    after, outcome = walk([told(total_investment=wan(2), message_id="m2"), act("undo")], before)

    assert outcome.undone
    assert is_same(after.slot("total_investment"), before.slot("total_investment"))


def test_undo_of_the_first_value_empties_the_slot() -> None:
    form, _ = walk([NEW, act("undo")])

    assert values_of(form) == {}


def test_undo_with_nothing_to_undo_says_so() -> None:
    _, outcome = walk([act("undo")])

    assert outcome.effect is Effect.NO_UNDO


def test_wrong_asks_again_for_the_only_slot_changed_last() -> None:
    _, outcome = walk([NEW, told(total_investment=wan(2)), act("wrong")])

    assert (outcome.effect, outcome.ask) == (Effect.REASK, ("total_investment",))


def test_wrong_after_several_changes_asks_which() -> None:
    _, outcome = walk([NEW, act("wrong")])

    assert outcome.effect is Effect.WHICH
    assert set(outcome.ask) == {"total_investment", "project_name"}


def test_change_offers_everything_filled() -> None:
    _, outcome = walk([NEW, told(chain="集成电路"), act("change")])

    assert (outcome.effect, len(outcome.ask)) == (Effect.WHICH, 3)


def test_skipping_leaves_what_is_asked_for_later() -> None:
    form, outcome = walk([Shown(("chain",)), act("skip")])

    assert form.notes.skipped == ("chain",)
    assert outcome.skipped == ("chain",)


def test_a_skipped_slot_that_is_filled_is_skipped_no_more() -> None:
    form, _ = walk([Shown(("chain",)), act("skip"), told(chain="集成电路")])

    assert form.notes.skipped == ()


def test_back_asks_the_question_before_again() -> None:
    form, outcome = walk([Shown(("chain",)), Shown(("total_investment",)), act("back")])

    assert (outcome.effect, outcome.ask) == (Effect.REASK, ("chain",))
    assert walk([act("back")], form)[1].effect is Effect.NO_BACK


def test_a_doubt_is_settled_by_choosing_one_reading_for_one_slot() -> None:
    form, outcome = walk([told(doubts=[BOTH]), act("pick", choice=1)])

    assert values_of(form) == {"fixed_investment": wan(5000)}
    assert form.slot("fixed_investment").status is SlotStatus.CONFIRMED
    assert form.notes.doubts == ()
    assert len(outcome.changes) == 1


@pytest.mark.parametrize("more", [{"choice": 7}, {"doubt": 9}, {"choice": -1}])
def test_a_button_of_no_doubt_that_stands_changes_nothing(more: dict[str, int]) -> None:
    form, outcome = walk([told(doubts=[BOTH]), act("pick", **more)])

    assert outcome.effect is Effect.STALE_DOUBT
    assert values_of(form) == {}


def test_choosing_what_already_stands_keeps_its_own_words() -> None:
    renaming = doubt("乙", ("project_name", "乙"), ("project_name", "甲"))
    form, _ = walk([told(project_name="甲"), told(doubts=[renaming])])
    kept, _ = walk([act("pick", choice=1)], form)

    assert kept.slot("project_name").raw == "project_name 甲"
    assert kept.slot("project_name").status is SlotStatus.CONFIRMED


def test_skip_drops_the_doubt_that_stands_and_nothing_else() -> None:
    form, _ = walk([Shown(("chain",)), told(doubts=[BOTH]), act("skip")])

    assert form.notes.doubts == ()
    assert form.notes.skipped == ()


def test_dropping_without_a_doubt_is_stale() -> None:
    assert walk([act("drop")])[1].effect is Effect.STALE_DOUBT


def test_submit_with_something_missing_says_what() -> None:
    _, outcome = walk([NEW, act("submit")])

    assert outcome.effect is Effect.INCOMPLETE
    assert "investor_name" in outcome.ask


def test_submit_counts_only_right_after_the_card_of_this_version() -> None:
    card = Shown(is_card=True)
    form, first = walk([FULL, act("submit")])
    shown, second = walk([card, act("submit")], form)
    changed, third = walk([told(chain="视觉智能", edits=True), act("submit")], shown)

    assert (first.effect, second.effect, third.effect) == (Effect.CARD, Effect.FILE, Effect.CARD)
    assert walk([card, Shown(("appeal",)), act("submit")], changed)[1].effect is Effect.CARD


def test_yes_confirms_what_was_read_back_when_no_card_stands() -> None:
    form, outcome = walk([NEW, act("confirm")])

    assert {slot.status for slot in form.slots.values()} == {SlotStatus.CONFIRMED}
    assert outcome.effect is Effect.GO_ON


def test_yes_to_the_card_files() -> None:
    assert walk([FULL, Shown(is_card=True), act("confirm")])[1].effect is Effect.FILE


def test_giving_up_is_asked_once_and_no_keeps_everything() -> None:
    asked, first = walk([NEW, act("discard")])
    kept, _ = walk([act("keep")], asked)

    assert first.effect is Effect.ASK_DISCARD
    assert walk([act("discard")], asked)[1].effect is Effect.DISCARD
    assert walk([act("confirm")], asked)[1].effect is Effect.DISCARD
    assert walk([act("deny")], asked)[1].effect is Effect.GO_ON
    assert walk([act("discard")], kept)[1].effect is Effect.ASK_DISCARD
    assert values_of(kept) == values_of(asked)


def test_notes_of_another_version_take_nothing_back_and_confirm_nothing() -> None:
    form, _ = walk([FULL, Shown(is_card=True)])
    later = form.notes.at(form.notes.version + 1)

    assert (later.undo, later.last, later.card) == ((), (), 0)
    assert form.notes.at(form.notes.version) == form.notes


VALUES = st.sampled_from(
    [
        ("total_investment", wan(120000)),
        ("total_investment", wan(20000)),
        ("fixed_investment", wan(80000)),
        ("project_name", "甲项目"),
        ("project_name", "乙项目"),
        ("investor_name", "示例有限公司"),
        ("is_new_project", True),
        ("is_new_project", False),
        ("intent_evidence", ["会谈纪要"]),
        ("intent_evidence", ["意向书", "考察"]),
        ("chain", "集成电路"),
    ]
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Anything that may happen to a form."""
    kind = draw(st.sampled_from(["told", "invalid", "doubt", "asked", "shown"]))
    if kind == "told":
        given_values = dict(draw(st.lists(VALUES, max_size=3)))
        flags = {name: draw(st.booleans()) for name in ("edits", "adds", "guessed", "corrects")}
        return told(draw(st.sampled_from(["m1", "m2", "m3"])), **given_values, **flags)
    if kind == "invalid":
        slot = draw(st.sampled_from(["total_investment", "project_name", "chain"]))
        return told(invalid=[invalid(slot)])
    if kind == "doubt":
        return told(doubts=[BOTH])
    if kind == "shown":
        asking = draw(st.sampled_from([(), ("chain",), ("total_investment", "fixed_investment")]))
        return Shown(asking, draw(st.integers(0, 3)), is_card=not asking)
    return Asked(
        draw(st.sampled_from(list(Act))),
        draw(st.sampled_from([(), ("chain",)])),
        draw(st.integers(-1, 3)),
        draw(st.integers(0, 3)),
    )


def _given(event: Event) -> list[object]:
    understood = getattr(event, "understood", None)
    if understood is None:
        return []
    readings = [reading for one in understood.doubts for reading in one.readings]
    return [found.value for found in (*understood.found, *readings)]


@given(st.lists(events(), max_size=25))
@settings(max_examples=300, deadline=None)
def test_any_events_keep_the_forms_promises(sequence: list[Event]) -> None:
    form, said = Form(), []
    for event in sequence:
        before = form
        said += _given(event)
        form, outcome = walk([event], form)

        _nothing_is_invented(form, said)
        _only_reported_slots_differ(before, form, outcome.slots)
        if not outcome.undone:
            _an_invalid_value_replaces_nothing(before, form, outcome.slots)
        assert parse_notes(json.loads(json.dumps(form.notes.as_mapping()))) == form.notes
        if outcome.effect is Effect.FILE:
            assert not form.missing
            assert before.notes.card == before.notes.version != 0


def _nothing_is_invented(form: Form, said: list[object]) -> None:
    items = [item for value in said for item in (value if isinstance(value, list) else [value])]
    for name in form.filled:
        value = form.slot(name).value
        for item in value if isinstance(value, list) else [value]:
            assert item in items, name


def _only_reported_slots_differ(before: Form, after: Form, changes: dict[str, Slot]) -> None:
    for name in {*before.slots, *after.slots} - set(changes):
        assert is_same(before.slot(name), after.slot(name)), name


def _an_invalid_value_replaces_nothing(before: Form, after: Form, changes: dict[str, Slot]) -> None:
    for name, slot in changes.items():
        if slot.status is SlotStatus.INVALID and is_filled(before.slot(name)):
            raise AssertionError(name)
        assert is_same(after.slot(name), slot)


@given(st.lists(events(), max_size=15), events())
@settings(max_examples=300, deadline=None)
def test_undo_after_any_change_is_exact(sequence: list[Event], last: Event) -> None:
    before, _ = walk(sequence)
    after, outcome = walk([last], before)
    if not outcome.changes or outcome.undone:
        return
    back, _ = walk([act("undo")], after)

    for name in {*before.slots, *back.slots}:
        assert is_same(back.slot(name), before.slot(name)), name


@given(st.lists(events(), max_size=10), events())
@settings(max_examples=200, deadline=None)
def test_a_message_that_comes_twice_changes_nothing_more(
    sequence: list[Event], event: Event
) -> None:
    if isinstance(event, Asked | Shown):
        return
    once, _ = walk([*sequence, event])
    twice, _ = walk([event], once)

    assert values_of(twice) == values_of(once)


@given(st.lists(events(), max_size=20))
@settings(max_examples=100, deadline=None)
def test_a_card_confirmed_is_filed_once_for_its_version(sequence: list[Event]) -> None:
    form, _ = walk([FULL, *sequence])
    shown = replace(form, notes=replace(form.notes, ending=False))
    if shown.missing:
        return
    shown, _ = walk([Shown(is_card=True)], shown)
    if not shown.notes.version:
        return
    filed, first = reduce(shown, act("submit"))
    changed, _ = walk([told(appeal="新诉求"), act("submit")], filed)

    assert first.effect is Effect.FILE
    assert walk([act("submit")], changed)[1].effect is Effect.CARD


def test_an_empty_form_has_empty_notes() -> None:
    assert parse_notes({}) == FormNotes()
    assert Form().slot("chain") is EMPTY
