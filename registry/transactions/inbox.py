"""What has come in: each message once, under its own id, durable before it is acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from registry.database import tables


@dataclass(frozen=True, slots=True)
class Received:
    """A message of the inbox. outcome: what handling it came to; None while not handled."""

    source: str
    source_id: str
    body: Mapping[str, object]
    outcome: Mapping[str, object] | None


_BOX = tables.inbox.c
_FIND = select(tables.inbox).where(
    _BOX.source == bindparam("of_source"), _BOX.source_id == bindparam("of_id")
)
_INSERT = insert(tables.inbox)


def find(connection: Connection, source: str, source_id: str) -> Received | None:
    """The message of that id, handled or not."""
    row = connection.execute(_FIND, {"of_source": source, "of_id": source_id}).one_or_none()
    return None if row is None else Received(row.source, row.source_id, row.body, row.outcome)


def take_in(
    connection: Connection,
    source: str,
    source_id: str,
    body: Mapping[str, object],
    at: datetime,
) -> bool:
    """Store a message; False when it was there already and nothing was written."""
    if find(connection, source, source_id) is not None:
        return False
    row = {"source": source, "source_id": source_id, "body": dict(body), "received_at": at}
    connection.execute(_INSERT, row)
    return True


def take_in_done(connection: Connection, message: Received, at: datetime) -> None:
    """Store a message that is not there yet together with what handling it came to."""
    row = {
        "source": message.source,
        "source_id": message.source_id,
        "body": dict(message.body),
        "received_at": at,
        "outcome": dict(message.outcome or {}),
        "done_at": at,
    }
    connection.execute(_INSERT, row)


def mark_done(
    connection: Connection,
    source: str,
    source_id: str,
    outcome: Mapping[str, object],
    at: datetime,
) -> None:
    """Note what handling a message came to; a replay gets this back."""
    box = tables.inbox.c
    connection.execute(
        update(tables.inbox)
        .where(box.source == source, box.source_id == source_id)
        .values(outcome=dict(outcome), done_at=at)
    )


def unhandled(connection: Connection, source: str, limit: int = 100) -> tuple[Received, ...]:
    """Messages of a source that were taken in and never handled, oldest first."""
    box = tables.inbox.c
    query = (
        select(tables.inbox)
        .where(box.source == source, box.done_at.is_(None))
        .order_by(box.received_at, box.source_id)
        .limit(limit)
    )
    return tuple(
        Received(row.source, row.source_id, row.body, row.outcome)
        for row in connection.execute(query)
    )
