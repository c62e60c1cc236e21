"""What is to be sent, written in the transaction that causes it and delivered afterwards.

At least once: a sender takes due rows, sends, then marks them; a crash in between sends again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from registry.database import tables

MAX_ATTEMPTS = 12
_INSERT = insert(tables.outbox).inline()  # its number is of no interest here


@dataclass(frozen=True, slots=True)
class Message:
    """One message. recipient: `unit:余杭区`, `account:…` or `bureau`; kind and body: what the
    rendering makes its words of."""

    id: int
    kind: str
    recipient: str
    body: Mapping[str, object]
    attempts: int


def put(
    connection: Connection, kind: str, recipient: str, body: Mapping[str, object], at: datetime
) -> None:
    """Have a message sent once this transaction has committed."""
    row = {
        "kind": kind,
        "recipient": recipient,
        "body": dict(body),
        "state": "pending",
        "attempts": 0,
        "due_at": at,
        "created_at": at,
    }
    connection.execute(_INSERT, row)


def due(
    connection: Connection, at: datetime, limit: int = 50, *, but: str = ""
) -> tuple[Message, ...]:
    """Messages to be sent now, oldest first. but: a kind that is left out."""
    box = tables.outbox.c
    query = (
        select(box.id, box.kind, box.recipient, box.body, box.attempts)
        .where(box.state == "pending", box.due_at <= at, box.kind != but)
        .order_by(box.due_at, box.id)
        .limit(limit)
    )
    return tuple(
        Message(row.id, row.kind, row.recipient, row.body, row.attempts)
        for row in connection.execute(query)
    )


def mark_sent(connection: Connection, message_id: int, at: datetime) -> None:
    """Note that a message has gone out."""
    box = tables.outbox.c
    connection.execute(
        update(tables.outbox).where(box.id == message_id).values(state="sent", sent_at=at)
    )


def mark_failed(connection: Connection, message: Message, at: datetime) -> None:
    """Note a failed attempt; the next one is later each time, and after the last it is dead."""
    attempts = message.attempts + 1
    state = "dead" if attempts >= MAX_ATTEMPTS else "pending"
    delay = timedelta(seconds=min(3600, 5 * 2**attempts))
    connection.execute(
        update(tables.outbox)
        .where(tables.outbox.c.id == message.id)
        .values(state=state, attempts=attempts, due_at=at + delay)
    )


def heads(connection: Connection, kind: str, at: datetime, limit: int = 50) -> tuple[Message, ...]:
    """The oldest pending message of each recipient, where it is due."""
    box = tables.outbox.c
    oldest = (select(func.min(box.id)).where(box.state == "pending", box.kind == kind)).group_by(
        box.recipient
    )
    query = (
        select(box.id, box.kind, box.recipient, box.body, box.attempts)
        .where(box.id.in_(oldest), box.due_at <= at)
        .order_by(box.id)
        .limit(limit)
    )
    return tuple(
        Message(row.id, row.kind, row.recipient, row.body, row.attempts)
        for row in connection.execute(query)
    )


def postpone(connection: Connection, message_id: int, due_at: datetime) -> None:
    """Make a message due later."""
    box = tables.outbox
    connection.execute(update(box).where(box.c.id == message_id).values(due_at=due_at))


def give_up(connection: Connection, message_id: int) -> None:
    """Mark a message as one that will never arrive."""
    box = tables.outbox
    connection.execute(update(box).where(box.c.id == message_id).values(state="dead"))
