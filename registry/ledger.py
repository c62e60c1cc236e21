"""The append-only ledger: every event once, chained, salted, and a leaf of the Merkle tree.

Writes: `ledger`, `ledger_salt`, `ledger_head`. Entries hold ids, states, reasons and digests, no
content of a report. The salt stands apart: destroying it makes the leaf say nothing any more while
chain and tree stay whole.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from registry import tables
from registry.canonical import canonical_json, salted_digest
from registry.clock import Randomness
from registry.column_types import format_instant
from registry.merkle import Peaks, extend

SALT_BYTES = 16
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. kind: `filed`, `granted`, `viewed` …; actor: who did it, through what.

    reason: in Chinese, may be empty for what a person did not have to give reasons for.
    clause: `hz-2019-40#4.1`, where the step rests on one; data: canonical JSON values only.
    """

    kind: str
    account: str
    unit: str
    role: str
    channel: str
    filing_seq: int | None = None
    reason: str = ""
    clause: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as written, with what its proof needs."""

    seq: int
    body: str
    salt: str
    leaf: str
    h: str
    peaks_before: Peaks
    peaks: Peaks


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the ledger: number of entries, last chain hash, peaks, time of the last entry."""

    size: int
    h: str
    peaks: Peaks
    at: datetime


def read_head(connection: Connection) -> Head:
    """The end of the ledger."""
    row = connection.execute(select(tables.ledger_head)).one()
    return Head(row.size, row.h, tuple(row.peaks), row.at)


def append(
    connection: Connection, event: Event, *, at: datetime, elapsed_ms: int, randomness: Randomness
) -> Entry:
    """Add an event; only inside a writing transaction, which serialises all writers."""
    head = read_head(connection)
    seq = head.size + 1
    body = canonical_json(
        {
            "seq": seq,
            "kind": event.kind,
            "at": format_instant(at),
            "elapsed_ms": elapsed_ms,
            "actor": {"account": event.account, "unit": event.unit, "role": event.role},
            "channel": event.channel,
            "report": event.filing_seq,
            "reason": event.reason,
            "clause": event.clause,
            "data": dict(event.data),
        }
    )
    salt = randomness(SALT_BYTES)
    leaf = salted_digest(salt, body)
    entry = Entry(
        seq,
        body,
        salt.hex(),
        leaf,
        chain_hash(head.h, leaf),
        head.peaks,
        extend(head.peaks, head.size, leaf),
    )
    _write(connection, event, entry, head, at)
    return entry


def chain_hash(previous: str, leaf: str) -> str:
    """The chain's hash after an entry, from the hash before it and its leaf."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(leaf)).hexdigest()


def _write(connection: Connection, event: Event, entry: Entry, head: Head, at: datetime) -> None:
    connection.execute(
        insert(tables.ledger).values(
            seq=entry.seq,
            kind=event.kind,
            filing_seq=event.filing_seq,
            account=event.account,
            at=at,
            body=entry.body,
            leaf=entry.leaf,
            prev=head.h,
            h=entry.h,
        )
    )
    connection.execute(insert(tables.ledger_salt).values(seq=entry.seq, salt=entry.salt))
    connection.execute(
        update(tables.ledger_head).values(size=entry.seq, h=entry.h, peaks=list(entry.peaks), at=at)
    )
