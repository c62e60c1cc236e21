"""What has come in: each message once, under its own id, durable before it is acknowledged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from registry import tables


@dataclass(frozen=True, slots=True)
class Received:
    """A message of the inbox. outcome: what handling it came to; None while not handled."""

    source: str
    source_id: str
    body: Mapping[str, object]
    outcome: Mapping[str, object] | None


def find(connection: Connection, source: str, source_id: str) -> Received | None:
    """The message of that id, handled or not."""
    box = tables.inbox.c
    query = select(tables.inbox).where(box.source == source, box.source_id == source_id)
    row = connection.execute(query).one_or_none()
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
    connection.execute(
        insert(tables.inbox).values(
            source=source, source_id=source_id, body=dict(body), received_at=at
        )
    )
    return True


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
