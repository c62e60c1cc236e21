"""What goes into a conversation and what comes out of it, the same for every channel.

Does not: know a channel, render for one, or judge anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from registry.filing.drafts import Draft
from retrieval.types import Answer, Citation

MOST_TEXT = 20_000  # characters of one message that are read; the rest is said to be left out
MOST_CHOICE_BYTES = 64  # of a button's data, the least any of our channels carries


class Intent(StrEnum):
    """What a message, or a part of one, is for."""

    ASK = "ask"  # a policy question
    CHECK = "check"  # a case to be judged
    FILE = "file"  # starting or filling a first report
    CORRECT = "correct"  # changing what a draft already says
    STATUS = "status"  # how one's reports stand
    PROGRESS = "progress"  # something happened in a project
    REVIEW = "review"  # the bureau's work on a report
    LEARN = "learn"  # the guided path for new hires
    SMALLTALK = "smalltalk"
    HELP = "help"
    CANCEL = "cancel"  # leave, stop, discard
    CONFIRM = "confirm"  # yes to what was just put to the person
    STATS = "stats"  # counts of the register


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message, as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person.

    conversation: `cli:ACCOUNT`, `web:ID`, `telegram:CHAT`; account: as the registry names the
    person, None for somebody not signed in; message_id: the channel's own id, the same again when
    a message is repeated; data: what a pressed button carries, with text then empty, or what was
    typed into the field that `file.put:` names. as_of: the day policy questions are answered for,
    None for today. is_proved: whether the person has lately proved who they are.
    """

    conversation: str
    account: str | None
    channel: str
    message_id: str
    text: str = ""
    data: str = ""
    attachments: tuple[Attachment, ...] = ()
    as_of: date | None = None
    is_proved: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and what it sends, MOST_CHOICE_BYTES at most."""

    label: str
    data: str

    def __post_init__(self) -> None:
        assert len(self.data.encode()) <= MOST_CHOICE_BYTES, self.data


class CardKind(StrEnum):
    """What a card shows."""

    ASSESSMENT = "assessment"
    DRAFT = "draft"
    CONFIRMATION = "confirmation"
    RECEIPT = "receipt"
    REPORT = "report"
    LIST = "list"
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a card. note: its source words, status, or clause."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be looked at as a whole: rows, and lines under them."""

    kind: CardKind
    title: str
    rows: tuple[Row, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file for the person."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing said. text says everything a person must read; card repeats it as a table.

    answer: set when text is the answer to a policy question, for channels that stream it.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    citations: tuple[Citation, ...] = ()
    card: Card | None = None
    file: OutgoingFile | None = None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """What a message came to. draft: the draft it worked on, as it now stands."""

    replies: tuple[Reply, ...]
    intent: Intent
    draft: Draft | None = None
    report_no: str | None = None
    trace: Mapping[str, Any] = field(default_factory=dict)


class Conversation(Protocol):
    """What a channel talks to (bot.dialogue.dispatcher.Dispatcher)."""

    def handle(self, message: Incoming) -> Handled:
        """Handle one message; never raises for what a person sent or what a part refused."""
        ...
