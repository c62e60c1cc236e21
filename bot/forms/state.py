"""A first report being filled by talk: its slots, and what the talk remembers about them.

Everything is plain JSON underneath, so that any process can take a form up again.
Does not: store itself, read words, or say anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.filing.slots import Slot, SlotStatus, is_filled, missing_slots, parse_slot

MOST_UNDO = 20  # changes that can be taken back
MOST_PATH = 12  # questions one can go back to
MOST_DOUBTS = 6
EMPTY = Slot()


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that doubtful words may mean."""

    slot: str
    value: Any
    raw: str
    unit: str = ""

    def as_slot(self, message_id: str) -> Slot:
        """The slot it becomes once the person has chosen it."""
        return Slot(self.value, self.raw, self.unit, message_id, SlotStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Pending:
    """Words the person has yet to explain.

    number: of the doubt, never used again in a form; asked: how often it was put to the person.
    """

    number: int
    raw: str
    readings: tuple[Reading, ...]
    message_id: str
    asked: int = 0

    def as_mapping(self) -> dict[str, Any]:
        """The doubt as JSON."""
        readings = [[r.slot, r.value, r.raw, r.unit] for r in self.readings]
        return {
            "number": self.number,
            "raw": self.raw,
            "readings": readings,
            "message_id": self.message_id,
            "asked": self.asked,
        }


def parse_pending(stored: Mapping[str, Any]) -> Pending:
    """Read a stored doubt."""
    readings = tuple(Reading(*reading) for reading in stored["readings"])
    number, raw, message_id = stored["number"], stored["raw"], stored["message_id"]
    return Pending(number, raw, readings, message_id, stored["asked"])


@dataclass(frozen=True, slots=True)
class FormNotes:
    """What a conversation remembers about the form it fills.

    version: of the draft these notes speak of; another worker or channel may have moved on.
    asking: slots of the question that stands; path: questions before it, oldest first.
    undo: slots as they were before each change, the oldest first; last: slots changed last.
    said: keys of remarks made already, each is made once; doubts_made: how many there were.
    card: version of the confirmation card that was shown last of all, 0 when none was.
    wordy: the person writes in full sentences; ending: whether to give the draft up was asked.
    unread: clauses of the last message that nobody took, which may go into the summary.
    """

    version: int = 0
    asking: tuple[str, ...] = ()
    path: tuple[tuple[str, ...], ...] = ()
    failures: Mapping[str, int] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    undo: tuple[Mapping[str, Mapping[str, Any]], ...] = ()
    last: tuple[str, ...] = ()
    doubts: tuple[Pending, ...] = ()
    doubts_made: int = 0
    said: tuple[str, ...] = ()
    card: int = 0
    wordy: bool = False
    ending: bool = False
    unread: tuple[str, ...] = ()

    def as_mapping(self) -> dict[str, Any]:
        """The notes as JSON."""
        return {
            "version": self.version,
            "asking": list(self.asking),
            "path": [list(slots) for slots in self.path],
            "failures": dict(self.failures),
            "skipped": list(self.skipped),
            "undo": [{name: dict(slot) for name, slot in step.items()} for step in self.undo],
            "last": list(self.last),
            "doubts": [doubt.as_mapping() for doubt in self.doubts],
            "doubts_made": self.doubts_made,
            "said": list(self.said),
            "card": self.card,
            "wordy": self.wordy,
            "ending": self.ending,
            "unread": list(self.unread),
        }

    def saying(self, keys: Iterable[str]) -> "FormNotes":
        """The notes with more remarks made."""
        return replace(self, said=tuple(dict.fromkeys((*self.said, *keys))))

    def at(self, version: int) -> "FormNotes":
        """The notes on a draft of that version.

        Where somebody else changed it meanwhile, nothing of before is taken back or confirmed.
        """
        if version == self.version:
            return self
        return replace(self, version=version, undo=(), last=(), card=0)


def parse_notes(stored: Mapping[str, Any]) -> FormNotes:
    """Read stored notes."""
    if not stored:
        return FormNotes()
    return FormNotes(
        version=stored["version"],
        asking=tuple(stored["asking"]),
        path=tuple(tuple(slots) for slots in stored["path"]),
        failures=dict(stored["failures"]),
        skipped=tuple(stored["skipped"]),
        undo=tuple(stored["undo"]),
        last=tuple(stored["last"]),
        doubts=tuple(parse_pending(doubt) for doubt in stored["doubts"]),
        doubts_made=stored["doubts_made"],
        said=tuple(stored["said"]),
        card=stored["card"],
        wordy=stored["wordy"],
        ending=stored["ending"],
        unread=tuple(stored.get("unread", ())),
    )


@dataclass(frozen=True, slots=True)
class Form:
    """The slots of a draft at a version, with the notes about them."""

    slots: Mapping[str, Slot] = field(default_factory=dict)
    notes: FormNotes = field(default_factory=FormNotes)

    def slot(self, name: str) -> Slot:
        """A slot, empty when nothing was ever put in it."""
        return self.slots.get(name, EMPTY)

    def has(self, name: str) -> bool:
        """Whether a slot holds a value that can be filed."""
        return is_filled(self.slot(name))

    @property
    def filled(self) -> tuple[str, ...]:
        """Names of the slots that hold a value."""
        return tuple(name for name, slot in self.slots.items() if is_filled(slot))

    @property
    def put_doubt(self) -> Pending | None:
        """The doubt that was put to the person and still stands."""
        return next((doubt for doubt in self.notes.doubts if doubt.asked), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required slots without a value."""
        return missing_slots(self.slots)

    def changed(self, changes: Mapping[str, Slot]) -> "Form":
        """The form with slots replaced, each remembering what it replaced."""
        slots = dict(self.slots)
        for name, slot in changes.items():
            slots[name] = self.slot(name).replaced_by(slot)
        return replace(self, slots=slots)


def remembered(slot: Slot) -> dict[str, Any]:
    """A slot as undo keeps it: without what was before it."""
    return {**slot.as_mapping(), "previous": None}


def restored(stored: Mapping[str, Any]) -> Slot:
    """A slot as it was when undo remembered it."""
    return parse_slot(stored)


def is_same(one: Slot, other: Slot) -> bool:
    """Whether two slots say the same in the same words, whatever was before them."""
    return remembered(one) == remembered(other)
