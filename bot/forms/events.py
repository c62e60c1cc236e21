"""What may happen to a form, and what came of it. Plain values, decided elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.understanding.types import Invalid, Understood
from registry.filing.slots import Slot


class Act(StrEnum):
    """What a person may ask for besides giving values."""

    SKIP = "skip"
    BACK = "back"
    UNDO = "undo"
    LIST = "list"
    SAVE = "save"
    LEAVE = "leave"
    RESUME = "resume"
    NEW = "new"  # another draft beside this one
    DISCARD = "discard"
    KEEP = "keep"  # no to discarding
    RESTORE = "restore"  # take a discarded draft back
    SUBMIT = "submit"
    CONFIRM = "confirm"
    DENY = "deny"
    WRONG = "wrong"  # what was changed last is not right
    CHANGE = "change"  # something is to be changed, perhaps named
    WHY = "why"
    EXAMPLE = "example"
    OPTIONAL = "optional"  # what else may be given
    MYSELF = "myself"  # the person is the unit's contact
    PICK = "pick"  # a reading of a doubt
    DROP = "drop"  # none of its readings
    ORDER = "order"  # words that order the program about; nothing is done


@dataclass(frozen=True, slots=True)
class Told:
    """Values the person gave, or a file of theirs.

    edits: the words say that something is changed; adds: that something comes on top.
    removes: that what is named is taken out; corrects: the message begins with 不对 or the like,
    so what was just doubtful is withdrawn. guessed: read from a file or a pasted brief, so
    nothing of it is a direct answer. mentioned: slots whose name stands in the text. unread: its
    clauses that state something nobody took.
    """

    understood: Understood
    message_id: str
    edits: bool = False
    adds: bool = False
    removes: bool = False
    corrects: bool = False
    guessed: bool = False
    wordy: bool = False
    raw: str = ""
    mentioned: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A command. slots: what it concerns, empty for what stands; choice: of a doubt, from 0.

    doubt: the number of the doubt a button belongs to, 0 for whichever stands.
    """

    act: Act
    slots: tuple[str, ...] = ()
    choice: int = 0
    doubt: int = 0
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was put to the person after all: a question, a doubt by its number, or the card."""

    asking: tuple[str, ...] = ()
    doubt: int = 0
    is_card: bool = False
    said: tuple[str, ...] = ()


Event = Told | Asked | Shown


class Effect(StrEnum):
    """What is to be done or said besides reading back what changed."""

    GO_ON = "go_on"  # the next question, or the card
    REASK = "reask"  # Outcome.ask, whatever it holds
    NOT_UNDERSTOOD = "not_understood"
    SAME = "same"  # what was said stands there already
    CARD = "card"
    FILE = "file"
    INCOMPLETE = "incomplete"  # to be filed, but required slots are missing
    LIST = "list"
    SAVE = "save"
    LEAVE = "leave"
    RESUME = "resume"
    NEW = "new"
    ASK_DISCARD = "ask_discard"
    DISCARD = "discard"
    RESTORE = "restore"
    WHY = "why"
    EXAMPLE = "example"
    OPTIONAL = "optional"
    WHICH = "which"  # which slot is meant: Outcome.ask are the candidates, empty for all
    NO_UNDO = "no_undo"
    NO_BACK = "no_back"
    STALE_DOUBT = "stale_doubt"
    ORDER = "order"
    MYSELF = "myself"


@dataclass(frozen=True, slots=True)
class Change:
    """A slot that changed."""

    name: str
    before: Slot
    after: Slot


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event came to. changes: what is to be stored; undone: they take something back.
    guessed: they were read from a file or a pasted brief. notes: of how words were read, keys of
    wording `slots`. unread: clauses nobody took.
    """

    effect: Effect = Effect.GO_ON
    changes: tuple[Change, ...] = ()
    refused: tuple[Invalid, ...] = ()
    ask: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    undone: bool = False
    guessed: bool = False
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def slots(self) -> Mapping[str, Slot]:
        """The changed slots by name."""
        return {change.name: change.after for change in self.changes}
