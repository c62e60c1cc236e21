"""Conversation state: JSON per conversation, with a version that a writer must have read.

A restart, a second worker or another channel continue where the talk stood. Messages of one person
are handled one after another: within a process by a lock, between processes by the version.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from registry.database import tables
from registry.database.engine import reading, writing
from registry.errors import StaleVersion
from registry.transactions.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Conversation:
    """A stored conversation. id: `telegram:12345`; person: whom messages are ordered by."""

    id: str
    person: str
    version: int
    state: Mapping[str, Any]
    updated_at: datetime


class SessionStore:
    """Load and save conversations. Takes no caller: strangers talk too, before they are known."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._locks = _PersonLocks()

    def load(self, conversation_id: str) -> Conversation | None:
        """The conversation, None when it is new."""
        query = select(tables.conversation).where(tables.conversation.c.id == conversation_id)
        with reading(self._store.engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _conversation(row)

    def latest_of(self, person: str) -> Conversation | None:
        """The conversation a person spoke in last, on any channel."""
        box = tables.conversation.c
        query = select(tables.conversation).where(box.person == person)
        query = query.order_by(box.updated_at.desc(), box.id).limit(1)
        with reading(self._store.engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _conversation(row)

    def save(
        self, conversation_id: str, person: str, state: Mapping[str, Any], *, version: int
    ) -> Conversation:
        """Write a new state over the version that was read; 0 for a new conversation.

        Raises StaleVersion when another worker was first: load again and decide anew.
        """
        box = tables.conversation
        at = self._store.clock.now()
        values = {"person": person, "state": dict(state), "version": version + 1, "updated_at": at}
        with writing(self._store.engine) as connection:
            if version == 0:
                try:
                    connection.execute(insert(box).values(id=conversation_id, **values))
                except IntegrityError as error:
                    raise _stale(conversation_id, version) from error
            else:
                same = (box.c.id == conversation_id) & (box.c.version == version)
                if connection.execute(update(box).where(same).values(values)).rowcount != 1:
                    raise _stale(conversation_id, version)
        return Conversation(conversation_id, person, version + 1, dict(state), at)

    @contextmanager
    def one_at_a_time(self, person: str) -> Iterator[None]:
        """Hold while handling a person's message, so that this process handles them in turn."""
        with self._locks.hold(person):
            yield


class _PersonLocks:
    """A lock per person, kept only while somebody holds or waits for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def hold(self, person: str) -> Iterator[None]:
        with self._guard:
            lock, users = self._locks.get(person, (threading.Lock(), 0))
            self._locks[person] = lock, users + 1
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, users = self._locks.pop(person)
                if users > 1:
                    self._locks[person] = lock, users - 1


def _stale(conversation_id: str, version: int) -> StaleVersion:
    return StaleVersion(f"{conversation_id!r} is past version {version}", expected=version)


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(row.id, row.person, row.version, row.state, row.updated_at)
