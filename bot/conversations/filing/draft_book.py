"""Where the draft of a conversation is: in the registry, or, of a guest, in the talk's notes.

Reads and writes: registry.drafts. A guest's draft moves into the registry once the same
conversation is spoken in by somebody who is signed in. Does not: decide what is in a draft.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.dialogue.talk import Talk, Turn
from bot.forms.state import EMPTY, Form, FormNotes, parse_notes
from registry.errors import NotFound, RegistryError
from registry.filing.drafts import Draft, DraftState
from registry.filing.slots import Slot, is_filled, parse_slot
from registry.service import Registry

DESK = "file"
_NOT_SPEAKING = (DESK, "dispatcher")
MOST_OPEN = 5  # drafts that are offered to choose from


@dataclass(frozen=True, slots=True)
class Desktop:
    """The desk's notes of one conversation, beyond the form itself.

    draft: id of the draft in hand; account: whose; guest: slots of somebody not signed in.
    paused: left or saved, so that it is offered before it is gone on with. stash: words that
    wait until the person has said which draft they are for. filed: draft and report number of
    the last filing; discarded: the draft given up last. around: what others had said by then.
    """

    draft: str = ""
    account: str = ""
    guest: Mapping[str, Any] | None = None
    guest_version: int = 0
    paused: bool = False
    stash: str = ""
    filed: tuple[str, str] = ("", "")
    discarded: str = ""
    notes: FormNotes = field(default_factory=FormNotes)
    around: str = ""

    def as_mapping(self) -> dict[str, Any]:
        """The notes as JSON."""
        return {
            "draft": self.draft,
            "account": self.account,
            "guest": None if self.guest is None else dict(self.guest),
            "guest_version": self.guest_version,
            "paused": self.paused,
            "stash": self.stash,
            "filed": list(self.filed),
            "discarded": self.discarded,
            "notes": self.notes.as_mapping(),
            "around": self.around,
        }

    def holding(self, draft: Draft, notes: FormNotes | None = None) -> "Desktop":
        """The notes with a draft in hand; with another draft the talk about it begins anew."""
        if notes is None:
            notes = self.notes if draft.id == self.draft else FormNotes()
        guest = None if draft.account else {n: s.as_mapping() for n, s in draft.slots.items()}
        return replace(
            self,
            draft=draft.id,
            account=draft.account,
            guest=guest,
            guest_version=0 if draft.account else draft.version,
            paused=False,
            notes=notes.at(draft.version),
        )

    def without(self) -> "Desktop":
        """The notes with no draft in hand; what was filed and given up is still known."""
        return Desktop(filed=self.filed, discarded=self.discarded, account=self.account)


def parse_desktop(stored: Mapping[str, Any]) -> Desktop:
    """Read stored notes."""
    if not stored:
        return Desktop()
    return Desktop(
        draft=stored["draft"],
        account=stored["account"],
        guest=stored["guest"],
        guest_version=stored["guest_version"],
        paused=stored["paused"],
        stash=stored["stash"],
        filed=(stored["filed"][0], stored["filed"][1]),
        discarded=stored["discarded"],
        notes=parse_notes(stored["notes"]),
        around=stored["around"],
    )


class DraftBook:
    """Find, start and change drafts for a turn."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def opened(self, turn: Turn) -> Desktop:
        """The notes of this conversation, cut to the person who speaks in it now."""
        desktop = parse_desktop(turn.talk.of(DESK))
        account = "" if turn.member is None else turn.member.account
        if desktop.account == account:
            return desktop
        if desktop.guest is not None and turn.member is not None:
            return self._moved(turn, desktop)
        return Desktop(account=account)  # somebody else, or signed out: nothing of theirs is shown

    def _moved(self, turn: Turn, desktop: Desktop) -> Desktop:
        """A guest's draft, now of the person who signed in."""
        assert desktop.guest is not None
        slots = {name: parse_slot(raw) for name, raw in desktop.guest.items()}
        draft = self._registry.drafts.open(turn.caller, slots)
        return replace(desktop.holding(draft, desktop.notes), paused=desktop.paused)

    def current(self, turn: Turn, desktop: Desktop) -> Draft | None:
        """The draft in hand as it now stands; None when there is none or it was closed."""
        if not desktop.draft:
            return None
        if desktop.guest is not None:
            return _guests(turn, desktop)
        draft = self.find(turn, desktop.draft)
        return draft if draft is not None and draft.state is DraftState.OPEN else None

    def at_hand(self, turn: Turn) -> Draft | None:
        """The draft in hand, for showing it: nothing is moved, nobody else's is read."""
        desktop = parse_desktop(turn.talk.of(DESK))
        account = "" if turn.member is None else turn.member.account
        return self.current(turn, desktop) if desktop.account == account else None

    def find(self, turn: Turn, draft_id: str) -> Draft | None:
        """A draft of the person in any state; None for one that is not theirs."""
        try:
            return self._registry.drafts.get(turn.caller, draft_id)
        except NotFound:
            return None

    def waiting(self, turn: Turn, desktop: Desktop) -> tuple[Draft, ...]:
        """Drafts with something in them that could be gone on with, the last changed first."""
        if turn.member is None:
            held = self.current(turn, desktop)
            return (held,) if held is not None and _has_anything(held) else ()
        drafts = self._registry.drafts.list_open(turn.caller, limit=MOST_OPEN * 2)
        return tuple(draft for draft in drafts if _has_anything(draft))[:MOST_OPEN]

    def start(self, turn: Turn) -> Draft:
        """A draft with nothing in it: an empty one left over, else a new one."""
        if turn.member is None:
            seed = f"{turn.message.conversation}\n{turn.message.message_id}"
            made = sha256(seed.encode()).hexdigest()[:16]
            return Draft(made, "", "", 1, DraftState.OPEN, {}, turn.now)
        for draft in self._registry.drafts.list_open(turn.caller, limit=MOST_OPEN * 2):
            if not _has_anything(draft):
                return draft
        return self._registry.drafts.open(turn.caller)

    def change(self, turn: Turn, draft: Draft, changes: Mapping[str, Slot]) -> Draft:
        """The draft with slots replaced, at its next version. Raises StaleVersion, InvalidInput."""
        if not changes:
            return draft
        if draft.account:
            return self._registry.drafts.change(turn.caller, draft.id, draft.version, changes)
        slots = dict(draft.slots)
        for name, slot in changes.items():
            slots[name] = slots.get(name, EMPTY).replaced_by(slot)
        return replace(draft, slots=slots, version=draft.version + 1)

    def discard(self, turn: Turn, draft: Draft) -> None:
        """Give a draft up. Raises StaleVersion."""
        if draft.account:
            self._registry.drafts.discard(turn.caller, draft.id, draft.version)

    def close_older(self, turn: Turn, than: datetime) -> tuple[Draft, ...]:
        """Close what is in the person's drafts unchanged since then; those closed, newest first.

        One that cannot be closed now, or was just changed elsewhere, is left for another time.
        """
        closed = []
        for draft in self.waiting(turn, Desktop()):
            if draft.updated_at > than:
                continue
            try:
                self.discard(turn, draft)
            except RegistryError:
                continue
            closed.append(draft)
        return tuple(closed)

    def restore(self, turn: Turn, draft_id: str) -> Draft | None:
        """A given-up draft again, with its files, under a new id; None when it is not one."""
        old = self.find(turn, draft_id) if turn.member is not None else None
        if old is None or old.state is not DraftState.DISCARDED:
            return None
        draft = self._registry.drafts.open(turn.caller, old.slots)
        self._registry.draft_files.move(turn.caller, old.id, draft.id)
        return draft


def form_of(draft: Draft, notes: FormNotes) -> Form:
    """The draft as the reducer takes it."""
    return Form(draft.slots, notes.at(draft.version))


def said_around(talk: Talk) -> str:
    """A digest of what other desks have said; another one once any of them spoke again."""
    others = {name: notes for name, notes in talk.notes.items() if name not in _NOT_SPEAKING}
    told = json.dumps([talk.questions, others], sort_keys=True, ensure_ascii=False, default=list)
    return sha256(told.encode()).hexdigest()[:16]


def _guests(turn: Turn, desktop: Desktop) -> Draft:
    assert desktop.guest is not None
    slots = {name: parse_slot(raw) for name, raw in desktop.guest.items()}
    at: datetime = turn.now
    return Draft(desktop.draft, "", "", desktop.guest_version, DraftState.OPEN, slots, at)


def _has_anything(draft: Draft) -> bool:
    return any(is_filled(slot) or slot.raw for slot in draft.slots.values())
