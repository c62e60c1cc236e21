"""The durable inbox and outbox as a channel uses them."""

from collections.abc import Mapping

from registry import inbox, outbox
from registry.engine import reading, writing
from registry.inbox import Received
from registry.outbox import Message
from registry.unit_of_work import Store, refuse_when_read_only


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

    def due(self, limit: int = 50) -> tuple[Message, ...]:
        """Messages to be sent now, oldest first."""
        with reading(self._store.engine) as connection:
            return outbox.due(connection, self._store.clock.now(), limit)

    def mark_sent(self, message: Message) -> None:
        """Note that a message has gone out."""
        with writing(self._store.engine) as connection:
            outbox.mark_sent(connection, message.id, self._store.clock.now())

    def mark_failed(self, message: Message) -> None:
        """Note a failed attempt; it is due again later, and dead after the last."""
        with writing(self._store.engine) as connection:
            outbox.mark_failed(connection, message, self._store.clock.now())
