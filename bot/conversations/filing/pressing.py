"""Buttons of the filing: each names its draft, and does nothing to any other.

A button of another version, another draft or another person changes nothing and says so.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.conversations.filing.arriving import Arrival, meet, restore, resume
from bot.conversations.filing.sitting import Sitting
from bot.conversations.filing.typed import told_values, typed
from bot.conversations.filing.working import conclude, discard, file
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Step
from bot.forms.events import Act, Asked, Shown
from bot.forms.suggesting import suggested_chain
from bot.wording import say
from registry.errors import InvalidInput
from registry.filing.drafts import Draft, DraftState
from registry.filing.slots import SLOT_NAMES

_PLAIN = {
    "skip": Act.SKIP,
    "save": Act.SAVE,
    "leave": Act.LEAVE,
    "change": Act.CHANGE,
    "keep": Act.KEEP,
}


def press(arrival: Arrival) -> Step:
    """Do what a button says, if it is still this person's to press."""
    action, *arguments = arrival.turn.message.data.partition(".")[2].split(":")
    if action in _PLAIN or action == "me":
        return _plain(arrival, action)
    if action == "new":
        sitting = arrival.sitting()
        return conclude(sitting, sitting.take(Asked(Act.NEW))) if sitting else _new(arrival)
    handler = _HANDLERS.get(action)
    if handler is None or not arguments:
        return refuse(arrival)
    return handler(arrival, arguments)


def refuse(arrival: Arrival) -> Step:
    """Nothing was done, and how to go on; the talk stays where it was."""
    sitting = arrival.sitting()
    hint = say("file.hint_continue") if sitting else ""
    draft = sitting.draft if sitting else None
    return Step(arrival.turn.talk, (Reply(say("file.not_yours", hint=hint)),), draft)


def _plain(arrival: Arrival, action: str) -> Step:
    sitting = arrival.sitting()
    if sitting is None:
        return Step(arrival.turn.talk, (Reply(say("common.stale_button", hint="")),))
    if action != "me":
        return conclude(sitting, sitting.take(Asked(_PLAIN[action])))
    if arrival.turn.member is None or "unit_contact" not in sitting.form.notes.asking:
        return refuse(arrival)
    words = arrival.turn.text or say("file.choice_myself", name=arrival.ears.me)
    values: dict[str, object] = {"unit_contact": arrival.ears.me}
    told = told_values(values, words, arrival.ears.message_id)
    return conclude(sitting, sitting.take(told))


def _new(arrival: Arrival) -> Step:
    return meet(arrival, (Act.NEW,))


def _here(arrival: Arrival, short: str) -> Sitting | None:
    """The draft in hand, if a button is about it."""
    sitting = arrival.sitting()
    is_it = sitting is not None and len(short) >= 8 and sitting.draft.id.startswith(short)
    return sitting if is_it else None


def _submit(arrival: Arrival, arguments: list[str]) -> Step:
    """File the version the button names; an older one is refused with the present card."""
    draft_id, version = arguments[0], arguments[-1]
    if arrival.turn.member is None:
        sitting = _here(arrival, draft_id)
        return file(sitting) if sitting else refuse(arrival)
    draft = arrival.tools.book.find(arrival.turn, draft_id)
    if draft is None:
        return refuse(arrival)
    if draft.state is not DraftState.OPEN:
        return _closed(arrival, draft)
    sitting = arrival.on(draft)
    if str(draft.version) != version:
        sitting.lines.append(say("file.card_stale"))
        sitting.show_card()
        return sitting.step()
    if draft.missing:
        return conclude(sitting, sitting.take(Asked(Act.SUBMIT)))
    return file(sitting)


def _closed(arrival: Arrival, draft: Draft) -> Step:
    """A draft already filed gives its receipt again; one given up gives nothing."""
    turn, filed = arrival.turn, arrival.desktop.filed
    if filed[0] == draft.id:
        reply = arrival.tools.companions.receipt(turn, filed[1])
        return Step(turn.talk, (reply,), draft, filed[1])
    try:
        again, replies = arrival.tools.companions.file(turn, draft.id, draft.version)
    except InvalidInput:
        return Step(turn.talk, (Reply(say("file.closed")),))
    return Step(turn.talk, replies, draft, again.report_no)


def _of_draft(arrival: Arrival, draft_id: str) -> Draft | None:
    """An open draft of this person."""
    if arrival.turn.member is None:
        sitting = _here(arrival, draft_id)
        return sitting.draft if sitting else None
    draft = arrival.tools.book.find(arrival.turn, draft_id)
    return draft if draft is not None and draft.state is DraftState.OPEN else None


def _resume(arrival: Arrival, arguments: list[str]) -> Step:
    draft = _of_draft(arrival, arguments[0])
    return resume(arrival, draft) if draft else refuse(arrival)


def _show(arrival: Arrival, arguments: list[str]) -> Step:
    draft = _of_draft(arrival, arguments[0])
    if draft is None:
        return refuse(arrival)
    sitting = arrival.on(draft)
    return conclude(sitting, sitting.take(Asked(Act.LIST)))


def _card(arrival: Arrival, arguments: list[str]) -> Step:
    draft = _of_draft(arrival, arguments[0])
    if draft is None:
        return refuse(arrival)
    sitting = arrival.on(draft)
    sitting.take(Shown())  # whatever card stood before, this one is to be read
    return conclude(sitting, sitting.take(Asked(Act.SUBMIT)))


def _discard(arrival: Arrival, arguments: list[str]) -> Step:
    draft = _of_draft(arrival, arguments[0])
    if draft is None:
        return refuse(arrival)
    sitting = arrival.on(draft)
    sitting.take(Asked(Act.KEEP))  # asked afresh, whatever was asked before
    return conclude(sitting, sitting.take(Asked(Act.DISCARD)))


def _gone(arrival: Arrival, arguments: list[str]) -> Step:
    sitting = _here(arrival, arguments[0])
    if sitting is None or not sitting.form.notes.ending:
        return refuse(arrival)
    return discard(sitting)


def _restore(arrival: Arrival, arguments: list[str]) -> Step:
    return restore(arrival, arguments[0])


def _pick(arrival: Arrival, arguments: list[str]) -> Step:
    sitting = _here(arrival, arguments[0])
    number, _, choice = arguments[-1].partition("-")
    if sitting is None or not (number.isdecimal() and choice.isdecimal()):
        return refuse(arrival)
    asked = Asked(Act.PICK, choice=int(choice), doubt=int(number))
    return conclude(sitting, sitting.take(asked))


def _drop(arrival: Arrival, arguments: list[str]) -> Step:
    sitting = _here(arrival, arguments[0])
    if sitting is None or not arguments[-1].isdecimal():
        return refuse(arrival)
    return conclude(sitting, sitting.take(Asked(Act.DROP, doubt=int(arguments[-1]))))


def _set(arrival: Arrival, arguments: list[str]) -> Step:
    """An answer given by button: a yes or no for slots that were asked."""
    sitting = _here(arrival, arguments[0])
    names = arguments[1].split(",") if len(arguments) == 3 else []
    if sitting is None or not names or not set(names) <= set(sitting.form.notes.asking):
        return refuse(arrival)
    is_yes = arguments[2] == "1"
    words = arrival.turn.text or _words(names, is_yes=is_yes)
    values: dict[str, object] = dict.fromkeys(names, is_yes)
    told = told_values(values, words, arrival.ears.message_id)
    return conclude(sitting, sitting.take(told))


def _chain(arrival: Arrival, arguments: list[str]) -> Step:
    """The chain that was asked about."""
    sitting = _here(arrival, arguments[0])
    hint = suggested_chain(sitting.form) if sitting is not None else None
    if sitting is None or hint is None or "chain" not in sitting.form.notes.asking:
        return refuse(arrival)
    told = told_values({"chain": hint.chain}, hint.chain, arrival.ears.message_id)
    return conclude(sitting, sitting.take(told))


def _words(names: list[str], *, is_yes: bool) -> str:
    """What the pressed button said."""
    if names == ["is_new_project"]:
        return say("file.choice_new_project" if is_yes else "file.choice_existing")
    if len(names) > 1:
        return say("file.choice_neither")
    return say("file.choice_yes" if is_yes else "file.choice_no")


def _fix(arrival: Arrival, arguments: list[str]) -> Step:
    sitting = _here(arrival, arguments[0])
    if sitting is None or arguments[-1] not in SLOT_NAMES:
        return refuse(arrival)
    return conclude(sitting, sitting.take(Asked(Act.CHANGE, (arguments[-1],))))


def _put(arrival: Arrival, arguments: list[str]) -> Step:
    """What was typed into a field of the form beside the talk, as the message's text."""
    sitting, name = _here(arrival, arguments[0]), arguments[-1]
    if sitting is None or name not in SLOT_NAMES:
        return refuse(arrival)
    form = sitting.form
    sitting.form = replace(form, notes=replace(form.notes, asking=(name,)))
    return conclude(sitting, sitting.take(typed(name, arrival.turn.text, form, arrival.ears)))


_HANDLERS: dict[str, Callable[[Arrival, list[str]], Step]] = {
    "submit": _submit,
    "card": _card,
    "resume": _resume,
    "show": _show,
    "discard": _discard,
    "gone": _gone,
    "restore": _restore,
    "pick": _pick,
    "drop": _drop,
    "set": _set,
    "chain": _chain,
    "fix": _fix,
    "put": _put,
}
