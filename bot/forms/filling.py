"""What told values do to a form: which are taken, which wait for a word, which cannot stand. Pure.

Held here: one amount fills one slot; an invalid value never replaces a good one; a name that
stands is not overwritten in passing; a list grows unless it is said to be replaced.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.forms.events import Change, Effect, Outcome, Told
from bot.forms.state import EMPTY, MOST_DOUBTS, MOST_UNDO, Form, Pending, Reading, remembered
from bot.understanding.evidence_dates import joined_evidence, kind_of
from bot.understanding.types import Doubt, Found, Invalid
from registry.filing.slots import Slot, SlotStatus, is_filled

_REFUSALS = frozenset({"不需要市级财政支持"})  # never beside what is wanted

_CALLED, _BY_POST = 3, "总工董某"  # 黄总, 黄副总: somebody called by a post
LISTS = frozenset({"intent_evidence", "support_requested", "policy_terms"})
MONEY = frozenset({"total_investment", "fixed_investment", "annual_output", "annual_tax"})
_THEIRS = frozenset({"investor_contact", "investor_phone"})
FLAGS = frozenset({"is_new_project", "cross_region", "leader_assigned"})
# Names are not overwritten in passing: a later answer that reads like one is asked about.
NAMES = frozenset({"project_name", "investor_name", "investor_contact", "unit_contact"})


@dataclass(slots=True)
class _Taking:
    """What is gathered while the values of one message are gone through."""

    changes: dict[str, Slot] = field(default_factory=dict)
    refused: list[Invalid] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)


def told(form: Form, event: Told) -> tuple[Form, Outcome]:
    """The form after a message, and what came of it."""
    taking = _take(form, event)
    _take_other_side(form, taking)
    form, changes = apply(form, taking.changes)
    form = _settle_doubts(form, event, taking)
    ask = _to_ask_again(form, event, taking)
    notes = tuple(dict.fromkeys(f.note for f in event.understood.found if f.note))
    understood = bool(taking.touched or taking.doubts or event.understood.named)
    form = _count_failures(form, taking, understood=understood)
    form = replace(form, notes=replace(form.notes, unread=event.unread))
    effect = Effect.GO_ON
    if ask:
        effect = Effect.REASK
    elif not understood and not taking.refused:
        effect = Effect.NOT_UNDERSTOOD
    elif not changes and not taking.doubts and not taking.refused:
        effect = Effect.SAME
    return form, Outcome(
        effect,
        changes,
        tuple(taking.refused),
        ask,
        guessed=event.guessed and bool(changes),
        notes=notes,
        unread=event.unread,
    )


def apply(form: Form, new: Mapping[str, Slot]) -> tuple[Form, tuple[Change, ...]]:
    """Change slots and remember how they were; a slot already like that is left alone."""
    changes = tuple(
        Change(name, form.slot(name), slot)
        for name, slot in new.items()
        if not _says_same(form.slot(name), slot)
    )
    if not changes:
        return form, ()
    notes = form.notes
    before = {change.name: remembered(change.before) for change in changes}
    notes = replace(
        notes,
        undo=(*notes.undo, before)[-MOST_UNDO:],
        last=tuple(change.name for change in changes),
        skipped=tuple(name for name in notes.skipped if name not in before),
        card=0,
    )
    changed = replace(form, notes=notes).changed({c.name: c.after for c in changes})
    return changed, changes


def _says_same(old: Slot, new: Slot) -> bool:
    if old.status is SlotStatus.INVALID or new.status is SlotStatus.INVALID:
        return (old.status, old.raw) == (new.status, new.raw)
    is_surer = old.status is SlotStatus.PROPOSED and new.status is SlotStatus.CONFIRMED
    return old.value == new.value and not is_surer


def _take(form: Form, event: Told) -> _Taking:
    taking = _Taking()
    if event.removes:
        _remove(form, event, taking)
        return taking
    for found in _used_once(event.understood.found):
        _take_value(form, event, found, taking)
    for invalid in event.understood.invalid:
        _take_invalid(form, event, invalid, taking)
    taking.doubts.extend(event.understood.doubts)
    return taking


def _used_once(found: Iterable[Found]) -> Iterable[Found]:
    """The values, an amount only for the first slot that claims its words."""
    spent: set[tuple[int, int]] = set()
    for one in found:
        span = (one.start, one.end)
        if one.slot in MONEY and span in spent:
            continue
        if one.slot in MONEY:
            spent.add(span)
        yield one


def _take_value(form: Form, event: Told, found: Found, taking: _Taking) -> None:
    name = found.slot
    old = taking.changes.get(name, form.slot(name))
    taking.touched.add(name)
    if name in LISTS:
        replaces = event.edits and not event.adds and name not in taking.changes
        value = _listed(old, found, event, replaces=replaces)
        found = replace(found, value=value, raw=_joined(old, found, value))
    elif _is_in_passing(form, event, name, old, found):
        keep = Found(name, old.value, old.raw, found.start, found.end, old.unit)
        taking.doubts.append(Doubt(found.raw, (found, keep)))
        return
    direct = name in form.notes.asking and not event.guessed
    status = SlotStatus.CONFIRMED if direct else SlotStatus.PROPOSED
    taking.changes[name] = Slot(found.value, found.raw, found.unit, event.message_id, status)


def _is_in_passing(form: Form, event: Told, name: str, old: Slot, found: Found) -> bool:
    if name not in NAMES or not is_filled(old) or old.value == found.value:
        return False
    if name == "unit_contact" and "经办" in found.raw:
        return False  # 我来经办 says whose it is
    if name == "investor_contact" and completes_contact(str(old.value), str(found.value)):
        return False
    return not (event.edits or name in event.mentioned or name in form.notes.asking)


def completes_contact(old: str, new: str) -> bool:
    """Whether a contact is the one that stands, told in full or with others: 黄总, 黄志强."""
    by_post = (len(old) <= _CALLED and old[-1:] in _BY_POST) or old[1:2] == "（"
    is_fuller = by_post and old[:1] == new[:1] and old not in new and len(new) > 1
    return bool(old) and (new.startswith(f"{old}；") or is_fuller)


def _listed(old: Slot, found: Found, event: Told, *, replaces: bool) -> list[Any]:
    value = found.value
    given = list(value) if isinstance(value, (list, tuple)) else [value]
    has_list = is_filled(old) and isinstance(old.value, list)
    if found.slot == "intent_evidence" and has_list and (not replaces or _is_dated(old, given)):
        return joined_evidence(old.value, given, found.raw, edits=event.edits)
    refuses = not _REFUSALS.isdisjoint(
        (*given, *(old.value if isinstance(old.value, list) else ()))
    )
    if replaces or refuses or not is_filled(old) or not isinstance(old.value, list):
        return list(dict.fromkeys(given))
    return list(dict.fromkeys((*old.value, *given)))


def _is_dated(old: Slot, given: list[Any]) -> bool:
    """Whether the given evidence, with its dates, is of kinds that are there."""
    kinds = {kind_of(item) for item in old.value}
    return all("（" in item and kind_of(item) in kinds for item in given)


def _joined(old: Slot, found: Found, value: list[Any]) -> str:
    """The words of a list: those of before and of now where both are in it."""
    grew = is_filled(old) and isinstance(old.value, list) and set(old.value) <= set(value)
    if not grew or found.raw in old.raw:
        return old.raw if grew and len(value) == len(old.value) else found.raw
    return f"{old.raw}；{found.raw}"


def _take_invalid(form: Form, event: Told, invalid: Invalid, taking: _Taking) -> None:
    """Say why; keep the words only where nothing better stands."""
    if invalid.slot in taking.changes:
        return
    taking.refused.append(invalid)
    if not is_filled(form.slot(invalid.slot)):
        slot = Slot(None, invalid.raw, "", event.message_id, SlotStatus.INVALID)
        taking.changes[invalid.slot] = slot


def _remove(form: Form, event: Told, taking: _Taking) -> None:
    names = {*event.understood.named, *(found.slot for found in event.understood.found)}
    for found in event.understood.found:
        old = form.slot(found.slot)
        if found.slot in LISTS and is_filled(old):
            gone = {kind_of(item) for item in found.value}
            left = [item for item in old.value if kind_of(item) not in gone]
            if left and left != old.value:
                names.discard(found.slot)
                taking.touched.add(found.slot)
                taking.changes[found.slot] = replace(old, value=left, message_id=event.message_id)
    for name in sorted(names):
        if form.slot(name).status is not SlotStatus.EMPTY:
            taking.touched.add(name)
            taking.changes[name] = replace(EMPTY, raw=event.raw, message_id=event.message_id)


def _settle_doubts(form: Form, event: Told, taking: _Taking) -> Form:
    """Forget doubts the message settled, add the ones it raised."""
    notes = form.notes
    settled = {(n, repr(s.value)) for n, s in taking.changes.items() if s.value is not None}
    withdrawn = form.put_doubt if event.corrects else None
    kept = [
        doubt
        for doubt in notes.doubts
        if doubt is not withdrawn
        and not any((reading.slot, repr(reading.value)) in settled for reading in doubt.readings)
        and {reading.slot for reading in doubt.readings} not in [{slot} for slot, _ in settled]
    ]
    number = notes.doubts_made
    for doubt in taking.doubts:
        readings = tuple(Reading(f.slot, f.value, f.raw, f.unit) for f in doubt.readings)
        is_settled = any((r.slot, repr(r.value)) in settled for r in readings)
        waits = any(_means_same(readings, pending) for pending in kept)
        if len(readings) < 2 or is_settled or waits:
            continue
        number += 1
        kept.append(Pending(number, doubt.raw, readings, event.message_id))
    last = () if number > notes.doubts_made and not taking.changes else notes.last
    notes = replace(notes, doubts=tuple(kept[:MOST_DOUBTS]), doubts_made=number, last=last)
    return replace(form, notes=notes)


def _take_other_side(form: Form, taking: _Taking) -> None:
    """Once the unit's own contact is told, the name or number that waits is the investor's."""
    if "unit_contact" not in taking.changes:
        return
    for doubt in form.notes.doubts:
        others = [one for one in doubt.readings if one.slot != "unit_contact"]
        if len(others) != 1 or len(doubt.readings) != 2 or others[0].slot not in _THEIRS:
            continue
        name = others[0].slot
        if name not in taking.changes and not form.has(name):
            slot = replace(others[0].as_slot(doubt.message_id), status=SlotStatus.PROPOSED)
            taking.changes[name] = slot


def _means_same(readings: tuple[Reading, ...], pending: Pending) -> bool:
    """Whether a doubt is one that waits already, in other words perhaps."""
    said = {(reading.slot, repr(reading.value)) for reading in readings}
    return said <= {(reading.slot, repr(reading.value)) for reading in pending.readings}


def _to_ask_again(form: Form, event: Told, taking: _Taking) -> tuple[str, ...]:
    """Slots named without a value are asked again, whatever they hold."""
    if event.removes:
        return ()
    doubtful = {reading.slot for doubt in taking.doubts for reading in doubt.readings}
    invalid = tuple(problem.slot for problem in taking.refused)
    named = () if event.guessed else event.understood.named
    wanted = [name for name in named if name not in taking.touched and name not in doubtful]
    if invalid and not event.guessed:
        wanted = [*invalid, *wanted]
    return tuple(dict.fromkeys(wanted))[:1] if not form.notes.doubts or wanted else ()


def _count_failures(form: Form, taking: _Taking, *, understood: bool) -> Form:
    notes = form.notes
    failed = {problem.slot for problem in taking.refused}
    if not understood and not taking.refused:
        failed = set(notes.asking[:1])
    kept = failed if understood else {*notes.failures} - (taking.touched - failed)
    failures = {n: c for n, c in notes.failures.items() if n in kept}
    for name in failed:
        failures[name] = failures.get(name, 0) + 1
    return replace(form, notes=replace(notes, failures=failures, ending=False))
