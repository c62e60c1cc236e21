"""Where a conversation stands: plain JSON that any process can take up again.

Does not: store itself; registry.sessions keeps it, bot.dialogue.dispatcher reads and writes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from bot.dialogue.messages import Incoming, Intent, Reply
from registry.filing.drafts import Draft
from registry.transactions.members import Caller, Member

MOST_QUESTIONS = 6
FORM = 1  # of the stored JSON; a state of another form is begun anew

Notes = Mapping[str, Any]  # what one desk remembers: JSON values only


@dataclass(frozen=True, slots=True)
class Talk:
    """The state of a conversation.

    floor: the desk that asked something last and is owed an answer, empty when none is.
    awaits: what it asked for, in its own words: a slot name, a fact name, `confirm` ...
    questions: earlier policy questions, oldest first, for follow-ups.
    notes: what each desk remembers, by its name.
    """

    floor: str = ""
    awaits: str = ""
    questions: tuple[str, ...] = ()
    notes: Mapping[str, Notes] = field(default_factory=dict)

    def of(self, desk: str) -> Notes:
        """What a desk remembers; empty when it has not been spoken to."""
        return self.notes.get(desk, {})

    def noting(self, desk: str, notes: Notes) -> "Talk":
        """The talk with a desk's notes replaced; empty notes are forgotten."""
        others = {name: kept for name, kept in self.notes.items() if name != desk}
        return replace(self, notes={**others, desk: dict(notes)} if notes else others)

    def asking(self, floor: str, awaits: str = "") -> "Talk":
        """The talk with the floor given to a desk that awaits something; "" frees it."""
        return replace(self, floor=floor, awaits=awaits if floor else "")

    def having_asked(self, question: str) -> "Talk":
        """The talk with one more policy question."""
        return replace(self, questions=(*self.questions, question)[-MOST_QUESTIONS:])

    def as_mapping(self) -> dict[str, Any]:
        """The talk as JSON."""
        return {
            "form": FORM,
            "floor": self.floor,
            "awaits": self.awaits,
            "questions": list(self.questions),
            "notes": {name: dict(notes) for name, notes in self.notes.items()},
        }


def parse_talk(stored: Mapping[str, Any]) -> Talk:
    """Read a stored talk; one of another form begins anew."""
    if stored.get("form") != FORM:
        return Talk()
    return Talk(
        stored["floor"], stored["awaits"], tuple(stored["questions"]), dict(stored["notes"])
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """A part of a message, handed to the desk that deals with it.

    text: this part's words, cleaned; intent: what it was taken for; talk: the state before it.
    member: None for somebody who is not signed in. part: its place in the message, from 0.
    """

    text: str
    intent: Intent
    message: Incoming
    talk: Talk
    member: Member | None
    today: date
    now: datetime
    part: int = 0

    @property
    def caller(self) -> Caller:
        """The caller for the registry, with a key that a repeated message repeats.

        Raises AssertionError for somebody not signed in: desks ask `member` first.
        """
        assert self.member is not None
        return Caller(self.member.account, self.message.channel, key=self.key)

    @property
    def key(self) -> str:
        """The idempotency key of this part of this message."""
        from hashlib import sha256

        named = f"{self.message.conversation}\n{self.message.message_id}\n{self.part}"
        return f"talk:{sha256(named.encode()).hexdigest()[:40]}"


@dataclass(frozen=True, slots=True)
class Step:
    """What a desk did with a turn: the state after it and what to say.

    declined: nothing was done, since the words ask what another desk may know.
    """

    talk: Talk
    replies: tuple[Reply, ...]
    draft: Draft | None = None
    report_no: str | None = None
    declined: bool = False


class Desk(Protocol):
    """Deals with turns of some intents.

    A button's data begins with the desk's name and a dot: `file.submit:DRAFT:VERSION`. A desk may
    be handed any turn while it has the floor, and buttons of any age; it refuses in words, and
    raises only what bot.rendering.errors.complain can word.
    """

    name: str

    def handle(self, turn: Turn) -> Step:
        """Deal with one turn."""
        ...

    def remind(self, turn: Turn) -> Reply | None:
        """One line that takes up again what this desk was owed, after a digression; or nothing."""
        ...


@runtime_checkable
class ClaimingDesk(Protocol):
    """A desk that knows, by what it keeps, that words are for it though nothing in them says so."""

    def claims(self, turn: Turn) -> Intent | None:
        """What a turn that was routed elsewhere is for; None where it knows nothing better."""
        ...
