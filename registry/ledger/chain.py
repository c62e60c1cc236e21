"""The append-only ledger: every event once, chained, salted, and a leaf of the Merkle tree.

Writes: `ledger`, `ledger_salt`, `ledger_head`. Entries hold ids, states, reasons and digests, no
content of a report. The salt stands apart: destroying it makes the leaf say nothing any more while
chain and tree stay whole.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from registry.clock import Randomness
from registry.database import tables
from registry.database.canonical import canonical_json, salted_digest
from registry.database.column_types import format_instant
from registry.ledger.merkle import Peaks, extend

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

    def as_head(self, at: datetime) -> "Head":
        """The end of the ledger while this entry is the last."""
        return Head(self.seq, self.h, self.peaks, at)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the ledger: number of entries, last chain hash, peaks, time of the last entry."""

    size: int
    h: str
    peaks: Peaks
    at: datetime


# Built once: building a statement costs more than running it.
_HEAD = select(tables.ledger_head)
_MOVE_HEAD = update(tables.ledger_head)
_INSERT_ENTRIES = insert(tables.ledger)
_INSERT_SALTS = insert(tables.ledger_salt)


def read_head(connection: Connection) -> Head:
    """The end of the ledger."""
    row = connection.execute(_HEAD).one()
    return Head(row.size, row.h, tuple(row.peaks), row.at)


@dataclass(frozen=True, slots=True)
class Moment:
    """When events are written. at: wall clock; elapsed_ms: the process's monotonic clock."""

    at: datetime
    elapsed_ms: int


def append(
    connection: Connection,
    head: Head,
    events: Sequence[Event],
    *,
    moment: Moment,
    randomness: Randomness,
) -> tuple[Entry, ...]:
    """Add events after the head just read; only inside a writing transaction.

    That serialises all writers, so the head stays what it was until this has written the new one.
    """
    entries: list[Entry] = []
    last = head
    for event in events:
        entries.append(_entry(last, event, moment, randomness(SALT_BYTES)))
        last = entries[-1].as_head(moment.at)
    _write(connection, head.h, list(zip(events, entries, strict=True)), last)
    return tuple(entries)


def _entry(head: Head, event: Event, moment: Moment, salt: bytes) -> Entry:
    seq = head.size + 1
    body = canonical_json(
        {
            "seq": seq,
            "kind": event.kind,
            "at": format_instant(moment.at),
            "elapsed_ms": moment.elapsed_ms,
            "actor": {"account": event.account, "unit": event.unit, "role": event.role},
            "channel": event.channel,
            "report": event.filing_seq,
            "reason": event.reason,
            "clause": event.clause,
            "data": dict(event.data),
        }
    )
    leaf = salted_digest(salt, body)
    return Entry(
        seq,
        body,
        salt.hex(),
        leaf,
        chain_hash(head.h, leaf),
        head.peaks,
        extend(head.peaks, head.size, leaf),
    )


def chain_hash(previous: str, leaf: str) -> str:
    """The chain's hash after an entry, from the hash before it and its leaf."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(leaf)).hexdigest()


def _write(
    connection: Connection, before: str, written: Sequence[tuple[Event, Entry]], last: Head
) -> None:
    """Each table in one statement. before: the chain's hash the first entry follows."""
    rows = []
    for event, entry in written:
        rows.append(
            {
                "seq": entry.seq,
                "kind": event.kind,
                "filing_seq": event.filing_seq,
                "account": event.account,
                "at": last.at,
                "body": entry.body,
                "leaf": entry.leaf,
                "prev": before,
                "h": entry.h,
            }
        )
        before = entry.h
    salts = [{"seq": entry.seq, "salt": entry.salt} for _, entry in written]
    connection.execute(_INSERT_ENTRIES, rows)
    connection.execute(_INSERT_SALTS, salts)
    head = {"size": last.size, "h": last.h, "peaks": list(last.peaks), "at": last.at}
    connection.execute(_MOVE_HEAD, head)
