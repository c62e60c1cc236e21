"""The durable inbox and outbox as a channel uses them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select, update

from registry.database import tables
from registry.database.engine import reading, writing
from registry.people.staff import BUREAU
from registry.transactions import inbox, outbox
from registry.transactions.inbox import Received
from registry.transactions.outbox import Message
from registry.transactions.unit_of_work import Store, refuse_when_read_only

KEPT = timedelta(days=30)  # what was said in a message that is done with
Queued = tuple[str, str, Mapping[str, object]]  # kind, recipient, body


class MailService:
    """Take in before acknowledging, send after committing. Takes no caller: it moves envelopes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take_in(self, source: str, source_id: str, body: Mapping[str, object]) -> Received:
        """Store a message durably, once; acknowledge its sender only afterwards.

        source: `telegram web cli api`; source_id: the message's own id, 1-128 characters.
        Returns what is stored: of a repeated message the first one, with its outcome if handled.
        Raises ReadOnly, StorageUnavailable.
        """
        with writing(self._store.engine) as connection:
            refuse_when_read_only(connection)
            inbox.take_in(connection, source, source_id, body, self._store.clock.now())
            found = inbox.find(connection, source, source_id)
        assert found is not None
        return found

    def mark_done(self, source: str, source_id: str, outcome: Mapping[str, object]) -> None:
        """Note what handling a message came to; a repeated message gets this back."""
        with writing(self._store.engine) as connection:
            inbox.mark_done(connection, source, source_id, outcome, self._store.clock.now())

    def unhandled(self, source: str, limit: int = 100) -> tuple[Received, ...]:
        """Messages taken in and never handled, oldest first; look here after a restart."""
        with reading(self._store.engine) as connection:
            return inbox.unhandled(connection, source, limit)

    def due(self, limit: int = 50, *, but: str = "") -> tuple[Message, ...]:
        """Messages to be sent now, oldest first. but: a kind that is left out."""
        with reading(self._store.engine) as connection:
            return outbox.due(connection, self._store.clock.now(), limit, but=but)

    def forget_old(self) -> int:
        """Empty the bodies of messages long handled, sent or dead; how many.

        Their ids and what they came to stay: a repeated message is still known.
        """
        cutoff = self._store.clock.now() - KEPT
        came, went = tables.inbox, tables.outbox
        emptied = (
            update(came).where(came.c.done_at < cutoff, came.c.body != {}).values(body={}),
            update(went)
            .where(went.c.state != "pending", went.c.created_at < cutoff, went.c.body != {})
            .values(body={}),
        )
        with writing(self._store.engine) as connection:
            return sum(connection.execute(statement).rowcount for statement in emptied)

    def addresses(self, recipient: str, channel: str) -> tuple[str, ...]:
        """Whom a message to `unit:…`, `account:…` or `bureau` reaches on a channel.

        The channel's own ids of active members, sorted; empty where nobody is bound.
        """
        people, bound = tables.staff, tables.identity
        scope, _, name = recipient.partition(":")
        query = select(bound.c.external_id).join(people, people.c.account == bound.c.account)
        query = query.where(bound.c.channel == channel, people.c.active)
        if scope == "account":
            query = query.where(people.c.account == name)
        else:
            query = query.where(people.c.unit == (BUREAU if scope == "bureau" else name))
        with reading(self._store.engine) as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def mark_sent(self, message: Message) -> None:
        """Note that a message has gone out."""
        with writing(self._store.engine) as connection:
            outbox.mark_sent(connection, message.id, self._store.clock.now())

    def mark_failed(self, message: Message) -> None:
        """Note a failed attempt; it is due again later, and dead after the last."""
        with writing(self._store.engine) as connection:
            outbox.mark_failed(connection, message, self._store.clock.now())

    def answer(
        self,
        source: str,
        source_id: str,
        outcome: Mapping[str, object],
        messages: Iterable[Queued],
    ) -> None:
        """Note what handling a message came to and queue what answers it, both or neither.

        messages: (kind, recipient, body), sent in this order. Of a message answered before, by
        another worker, nothing is queued again.
        """
        at = self._store.clock.now()
        with writing(self._store.engine) as connection:
            found = inbox.find(connection, source, source_id)
            if found is not None and found.outcome is not None:
                return
            for kind, recipient, body in messages:
                outbox.put(connection, kind, recipient, body, at)
            inbox.mark_done(connection, source, source_id, outcome, at)

    def heads(self, kind: str, limit: int = 50) -> tuple[Message, ...]:
        """Of every recipient's pending messages of a kind the oldest, where that one is due.

        What waits for another attempt holds back what came after it, so order is kept.
        """
        with reading(self._store.engine) as connection:
            return outbox.heads(connection, kind, self._store.clock.now(), limit)

    def forward(
        self, message: Message, onward: Iterable[tuple[str, str, Mapping[str, object]]]
    ) -> None:
        """Replace a message by others (a notice to a unit by one to each of its people)."""
        at = self._store.clock.now()
        with writing(self._store.engine) as connection:
            for kind, recipient, body in onward:
                outbox.put(connection, kind, recipient, body, at)
            outbox.mark_sent(connection, message.id, at)

    def postpone(self, message: Message, seconds: float) -> None:
        """Have a message sent later without counting it as a failed attempt."""
        with writing(self._store.engine) as connection:
            due_at = self._store.clock.now() + timedelta(seconds=seconds)
            outbox.postpone(connection, message.id, due_at)

    def give_up(self, message: Message) -> None:
        """Note that a message will never arrive."""
        with writing(self._store.engine) as connection:
            outbox.give_up(connection, message.id)
