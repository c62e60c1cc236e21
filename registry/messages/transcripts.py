"""Transcripts: what was said in a conversation and what was replied, to be shown again.

Channels that can reopen a conversation write here; the state of the talk is messages.sessions'.
Does not: know what a reply looks like; it is JSON of the channel's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from registry.database import tables
from registry.database.engine import reading, writing
from registry.errors import InvalidInput, NotFound
from registry.transactions.unit_of_work import Store

RETENTION = timedelta(days=180)
MOST_SHOWN = 20  # turns of one conversation at once
MOST_LISTED = 50  # conversations of one person, the latest
MOST_TITLE = 60  # characters
_BOX = tables.spoken.c
_LABEL = tables.conversation_label.c

Said = Sequence[Mapping[str, Any]]  # JSON of the replies


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn. person: account, or the conversation's id where nobody was signed in."""

    conversation: str
    message_id: str
    person: str
    said: str
    replies: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in a list. title: the person's own name for it, else what was said first."""

    conversation: str
    title: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Making:
    """That a turn was made: where, of which message, and whose (as Spoken.person)."""

    conversation: str
    message_id: str
    person: str


@dataclass(frozen=True, slots=True)
class Since:
    """Turns made since another look. last: where the next look begins."""

    last: int
    turns: tuple[Making, ...]


class TranscriptStore:
    """Write turns, read them again. Takes no caller: channels ask for their own people's only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, conversation: str, message_id: str, *, person: str, said: str, replies: Said
    ) -> None:
        """Append a turn; one with the same message id is kept as it was written first."""
        values = {
            "conversation": conversation,
            "message_id": message_id,
            "person": person,
            "said": said,
            "replies": [dict(reply) for reply in replies],
            "at": self._store.clock.now(),
        }
        with writing(self._store.engine) as connection:
            try:
                with connection.begin_nested():
                    connection.execute(insert(tables.spoken).values(values))
            except IntegrityError:
                return  # a repeated message, written by another worker

    def find(self, conversation: str, message_id: str) -> Spoken | None:
        """The turn a message made; None when it is new."""
        query = select(tables.spoken).where(
            _BOX.conversation == conversation, _BOX.message_id == message_id
        )
        with reading(self._store.engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _spoken(row)

    def of(
        self, conversation: str, *, before: str = "", limit: int = MOST_SHOWN
    ) -> tuple[Spoken, ...]:
        """The latest turns of a conversation, oldest first; before: those ahead of a message's."""
        query = select(tables.spoken).where(_BOX.conversation == conversation)
        if before:
            query = query.where(_BOX.id < _place_of(conversation, before))
        query = query.order_by(_BOX.id.desc()).limit(limit)
        with reading(self._store.engine) as connection:
            rows = connection.execute(query).all()
        return tuple(_spoken(row) for row in reversed(rows))

    def since(self, last: int | None, *, limit: int = 500) -> Since:
        """Turns of all conversations that were made after `last`, oldest first; None: from now on.

        Nothing is passed over: turns are written one at a time, each with a higher number.
        """
        if last is None:
            newest = select(func.coalesce(func.max(_BOX.id), 0))
            with reading(self._store.engine) as connection:
                return Since(int(connection.execute(newest).scalar_one()), ())
        query = select(_BOX.id, _BOX.conversation, _BOX.message_id, _BOX.person)
        query = query.where(_BOX.id > last).order_by(_BOX.id).limit(limit)
        with reading(self._store.engine) as connection:
            rows = connection.execute(query).all()
        found = tuple(Making(row.conversation, row.message_id, row.person) for row in rows)
        return Since(rows[-1].id if rows else last, found)

    def list(
        self, person: str, *, channel: str, words: str = "", limit: int = MOST_LISTED
    ) -> tuple[Heading, ...]:
        """Conversations of a person on a channel, the one spoken in last first.

        words: only those with each of these words in the name or in what the person said.
        """
        ends = (
            select(func.min(_BOX.id).label("first"), func.max(_BOX.at).label("last_at"))
            .where(_BOX.person == person, _BOX.conversation.startswith(f"{channel}:"))
            .group_by(_BOX.conversation)
            .subquery()
        )
        title = func.coalesce(_LABEL.title, _BOX.said)
        query = select(_BOX.conversation, title, ends.c.last_at)
        query = query.join(ends, ends.c.first == _BOX.id).outerjoin(
            tables.conversation_label,
            and_(_LABEL.conversation == _BOX.conversation, _LABEL.person == person),
        )
        query = query.where(_is_listed(ends.c.last_at))
        query = query.where(*(_tells_of(person, word) for word in words.split()))
        query = query.order_by(ends.c.last_at.desc(), _BOX.id.desc()).limit(limit)
        with reading(self._store.engine) as connection:
            rows = connection.execute(query).all()
        return tuple(Heading(*row) for row in rows)

    def rename(self, conversation: str, *, person: str, title: str) -> None:
        """Call a conversation of one's own something; an empty title is what was said first again.

        Raises NotFound (`no_conversation`), InvalidInput (`too_long`).
        """
        plain = " ".join(title.replace("\x00", "").split())
        if len(plain) > MOST_TITLE:
            message = "the title is too long"
            raise InvalidInput(message, code="too_long", field="title", limit=MOST_TITLE)
        self._label(conversation, person, title=plain or None)

    def hide(self, conversation: str, *, person: str) -> None:
        """Take a conversation off one's own list; what was said and done stays as it is.

        Raises NotFound (`no_conversation`).
        """
        self._label(conversation, person, hidden_at=self._store.clock.now())

    def _label(self, conversation: str, person: str, **values: Any) -> None:
        box = tables.conversation_label
        key = {"conversation": conversation, "person": person}
        own = select(_BOX.id).where(_BOX.conversation == conversation, _BOX.person == person)
        with writing(self._store.engine) as connection:
            if connection.execute(own.limit(1)).first() is None:
                raise NotFound("no such conversation", code="no_conversation", value=conversation)
            mine = and_(_LABEL.conversation == conversation, _LABEL.person == person)
            if connection.execute(update(box).where(mine).values(values)).rowcount == 0:
                connection.execute(insert(box).values(key | values))

    def forget_old(self) -> int:
        """Delete turns past their retention; returns how many."""
        cutoff = self._store.clock.now() - RETENTION
        with writing(self._store.engine) as connection:
            done = connection.execute(delete(tables.spoken).where(_BOX.at < cutoff))
            kept = select(_BOX.conversation)
            labels = delete(tables.conversation_label)
            connection.execute(labels.where(_LABEL.conversation.not_in(kept)))
        return done.rowcount


def _is_listed(last_at: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(_LABEL.hidden_at.is_(None), _LABEL.hidden_at < last_at)


def _tells_of(person: str, word: str) -> ColumnElement[bool]:
    """Whether a conversation has a word in the name it was given or in what its person said."""
    own = tables.spoken.alias()
    said = select(own.c.conversation).where(
        own.c.person == person, own.c.said.icontains(word, autoescape=True)
    )
    return or_(_LABEL.title.icontains(word, autoescape=True), _BOX.conversation.in_(said))


def _place_of(conversation: str, message_id: str) -> ScalarSelect[int]:
    own = tables.spoken.alias()
    query = select(own.c.id).where(
        own.c.conversation == conversation, own.c.message_id == message_id
    )
    return query.scalar_subquery()


def _spoken(row: Row[Any]) -> Spoken:
    return Spoken(row.conversation, row.message_id, row.person, row.said, row.replies, row.at)
