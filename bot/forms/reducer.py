"""The form as a pure reducer: reduce(form, event) -> (form, outcome).

Peers call the events commands: the reading of words, by rules or a model, only ever makes these;
what they do to the form is decided here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.forms.events import Act, Asked, Change, Effect, Event, Outcome, Shown, Told
from bot.forms.filling import apply, told
from bot.forms.state import MOST_PATH, Form, Pending, is_same, restored
from registry.filing.slots import Slot, SlotStatus

_PLAIN = {
    Act.LIST: Effect.LIST,
    Act.SAVE: Effect.SAVE,
    Act.LEAVE: Effect.LEAVE,
    Act.RESUME: Effect.RESUME,
    Act.NEW: Effect.NEW,
    Act.RESTORE: Effect.RESTORE,
    Act.WHY: Effect.WHY,
    Act.EXAMPLE: Effect.EXAMPLE,
    Act.OPTIONAL: Effect.OPTIONAL,
    Act.ORDER: Effect.ORDER,
    Act.MYSELF: Effect.MYSELF,
}


def reduce(form: Form, event: Event) -> tuple[Form, Outcome]:
    """The form after an event, and what came of it."""
    match event:
        case Told():
            form = replace(form, notes=replace(form.notes, wordy=event.wordy))
            return told(form, event)
        case Asked():
            return _asked(form, event)
        case Shown():
            return _shown(form, event), Outcome()


def _asked(form: Form, event: Asked) -> tuple[Form, Outcome]:
    if event.act in _PLAIN:
        return _unended(form), Outcome(_PLAIN[event.act], ask=event.slots)
    return _HANDLERS[event.act](form, event)


def _unended(form: Form) -> Form:
    return replace(form, notes=replace(form.notes, ending=False))


def _skip(form: Form, event: Asked) -> tuple[Form, Outcome]:
    """Leave what is named, or asked, open for now; a doubt that stands is left undecided."""
    notes = form.notes
    if notes.doubts and not event.slots:
        return _drop(form, event)
    left = tuple(name for name in event.slots or notes.asking if not form.has(name))
    skipped = tuple(dict.fromkeys((*notes.skipped, *left)))
    failures = {name: n for name, n in notes.failures.items() if name not in (*notes.asking, *left)}
    path = (*notes.path, notes.asking)[-MOST_PATH:] if notes.asking else notes.path
    doubts = tuple(d for d in notes.doubts if not {r.slot for r in d.readings} <= {*event.slots})
    notes = replace(notes, doubts=doubts)
    notes = replace(notes, skipped=skipped, failures=failures, asking=(), ending=False, path=path)
    return replace(form, notes=notes), Outcome(skipped=left)


def _back(form: Form, _: Asked) -> tuple[Form, Outcome]:
    notes = form.notes
    if not notes.path:
        return form, Outcome(Effect.NO_BACK)
    asking = notes.path[-1]
    skipped = tuple(name for name in notes.skipped if name not in asking)
    notes = replace(notes, path=notes.path[:-1], skipped=skipped, asking=(), ending=False)
    return replace(form, notes=notes), Outcome(Effect.REASK, ask=asking)


def _undo(form: Form, _: Asked) -> tuple[Form, Outcome]:
    """Put the slots of the last change back exactly as they were."""
    notes = form.notes
    if not notes.undo:
        return form, Outcome(Effect.NO_UNDO)
    before = {name: restored(slot) for name, slot in notes.undo[-1].items()}
    changes = tuple(
        Change(name, form.slot(name), slot)
        for name, slot in before.items()
        if not is_same(form.slot(name), slot)
    )
    notes = replace(notes, undo=notes.undo[:-1], last=tuple(before), card=0, ending=False)
    form = replace(form, notes=notes).changed({c.name: c.after for c in changes})
    return form, Outcome(changes=changes, undone=True)


def _pick(form: Form, event: Asked) -> tuple[Form, Outcome]:
    doubt = _doubt(form, event.doubt)
    if doubt is None or not 0 <= event.choice < len(doubt.readings):
        return form, Outcome(Effect.STALE_DOUBT)
    reading = doubt.readings[event.choice]
    old = form.slot(reading.slot)
    slot = reading.as_slot(doubt.message_id)
    if old.value == reading.value and old.status is not SlotStatus.INVALID:
        slot = replace(old, status=SlotStatus.CONFIRMED, previous=None)  # the words it has stay
    form = _without(form, doubt)
    form, changes = apply(form, {reading.slot: slot})
    return _unended(form), Outcome(Effect.GO_ON if changes else Effect.SAME, changes)


def _doubt(form: Form, number: int) -> Pending | None:
    waiting = form.notes.doubts
    return next((d for d in waiting if number in (0, d.number)), None)


def _drop(form: Form, _: Asked) -> tuple[Form, Outcome]:
    doubt = _doubt(form, 0)
    if doubt is None:
        return form, Outcome(Effect.STALE_DOUBT)
    return _unended(_without(form, doubt)), Outcome()


def _without(form: Form, doubt: Pending) -> Form:
    kept = tuple(d for d in form.notes.doubts if d.number != doubt.number)
    return replace(form, notes=replace(form.notes, doubts=kept))


def _submit(form: Form, _: Asked) -> tuple[Form, Outcome]:
    """Only the card of exactly this version, shown last of all, is confirmed by a typed word."""
    form = _unended(form)
    if form.missing:
        return form, Outcome(Effect.INCOMPLETE, ask=form.missing)
    confirmed = form.notes.card != 0 and form.notes.card == form.notes.version
    return form, Outcome(Effect.FILE if confirmed else Effect.CARD)


def _confirm(form: Form, event: Asked) -> tuple[Form, Outcome]:
    """Yes: to giving up, to the card, or to what was read back."""
    notes = form.notes
    if notes.ending:
        return _unended(form), Outcome(Effect.DISCARD)
    if notes.card and notes.card == notes.version:
        return _submit(form, event)
    new: dict[str, Slot] = {
        name: replace(slot, status=SlotStatus.CONFIRMED, previous=None)
        for name, slot in form.slots.items()
        if slot.status is SlotStatus.PROPOSED
    }
    form, changes = apply(form, new)
    form = replace(form, notes=replace(form.notes, last=notes.last))
    return form, Outcome(Effect.GO_ON, changes)


def _discard(form: Form, _: Asked) -> tuple[Form, Outcome]:
    """Asked once; said again it is done."""
    if form.notes.ending:
        return _unended(form), Outcome(Effect.DISCARD)
    return replace(form, notes=replace(form.notes, ending=True)), Outcome(Effect.ASK_DISCARD)


def _keep(form: Form, _: Asked) -> tuple[Form, Outcome]:
    return _unended(form), Outcome()


def _wrong(form: Form, event: Asked) -> tuple[Form, Outcome]:
    """Ask again for what is named, else for what changed last, else which one is meant."""
    notes = form.notes
    if event.act is Act.DENY and notes.ending:
        return _unended(form), Outcome()
    form = _unended(form)
    form = replace(form, notes=replace(form.notes, card=0))
    if event.slots:
        return form, Outcome(Effect.REASK, ask=event.slots)
    if event.act is not Act.CHANGE and len(notes.last) == 1:
        return form, Outcome(Effect.REASK, ask=notes.last)
    candidates = form.filled if event.act is Act.CHANGE else (notes.last or form.filled)
    return form, Outcome(Effect.WHICH, ask=tuple(candidates))


def _shown(form: Form, event: Shown) -> Form:
    notes = form.notes.saying(event.said)
    path = notes.path
    if event.asking and notes.asking and notes.asking != event.asking:
        path = (*path, notes.asking)[-MOST_PATH:]
    card = notes.version if event.is_card else 0
    doubts = tuple(
        replace(d, asked=d.asked + 1) if d.number == event.doubt else d for d in notes.doubts
    )
    notes = replace(notes, asking=event.asking, path=path, card=card, doubts=doubts)
    return replace(form, notes=notes)


_HANDLERS: dict[Act, Callable[[Form, Asked], tuple[Form, Outcome]]] = {
    Act.SKIP: _skip,
    Act.BACK: _back,
    Act.UNDO: _undo,
    Act.PICK: _pick,
    Act.DROP: _drop,
    Act.SUBMIT: _submit,
    Act.CONFIRM: _confirm,
    Act.DISCARD: _discard,
    Act.KEEP: _keep,
    Act.WRONG: _wrong,
    Act.CHANGE: _wrong,
    Act.DENY: _wrong,
}
assert {*_PLAIN, *_HANDLERS} == set(Act)
