"""Check the whole registry against its ledger: nothing changed, removed, added, cut off or swapped.

Reads everything in one transaction. Finds edits of the ledger (leaf, chain, tree), edits of rows
(replay), and, given a receipt or checkpoint from outside, truncation, an old backup and a chain
rebuilt from the start. Does not repair anything.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select, text

from registry.audit.receipt_check import Issued, compare_receipts, issued_with
from registry.audit.replay import Replay, compare_rows
from registry.database import tables
from registry.database.canonical import salted_digest
from registry.database.column_types import format_instant
from registry.errors import InvalidReceipt
from registry.ledger.chain import GENESIS, chain_hash, read_head
from registry.ledger.checkpoints import Checkpoint, parse_checkpoint
from registry.ledger.merkle import Peaks, extend, root_of
from registry.ledger.receipts import verify_receipt


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. code: machine code; at: ledger or report number, 0 for the whole."""

    code: str
    at: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what is wrong. erased: entries whose salt was destroyed on purpose."""

    size: int
    root: str
    reports: int
    erased: int
    problems: tuple[Problem, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(slots=True)
class _Walk:
    """The ledger read from the start."""

    wanted: frozenset[int]
    size: int = 0
    h: str = GENESIS
    peaks: Peaks = ()
    erased: int = 0
    roots: dict[int, tuple[str, str]] = field(default_factory=dict)  # size -> root, chain hash
    replay: Replay = field(default_factory=Replay)
    issued: dict[int, Issued] = field(default_factory=dict)  # receipts, by report
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, at: int = 0, detail: str = "") -> None:
        self.problems.append(Problem(code, at, detail))


def verify_registry(
    connection: Connection, *, origin: str, key: str, receipts: Iterable[object] = ()
) -> Verification:
    """Check everything. origin, key: this registry's; receipts: as districts hold them.

    A receipt that does not stand by itself is a problem of the receipt (`receipt_invalid`).
    """
    points = {row.size: row.body for row in connection.execute(select(tables.checkpoint))}
    held, problems = _read_receipts(receipts, origin, key)
    walk = _Walk(frozenset({*points, *(point.size for point in held)}), problems=problems)
    _check_file(connection, walk)
    with connection.execute(_ENTRIES) as entries:
        for row in entries:
            _step(walk, row)
    _check_head(connection, walk)
    for size, body in sorted(points.items()):
        _check_point(walk, body, size, origin, key)
    for point in held:
        _check_held(walk, point)
    reports = compare_rows(connection, walk.replay, walk.wrong)
    compare_receipts(connection, walk.issued, points, walk.wrong)
    return Verification(walk.size, root_of(walk.peaks), reports, walk.erased, tuple(walk.problems))


_ENTRIES = (
    select(tables.ledger, tables.ledger_salt.c.salt)
    .outerjoin(tables.ledger_salt, tables.ledger_salt.c.seq == tables.ledger.c.seq)
    .order_by(tables.ledger.c.seq)
    .execution_options(yield_per=1000)
)


def _step(walk: _Walk, row: Row[Any]) -> None:
    """Check one entry and go on from what it should have been."""
    if row.seq != walk.size + 1:
        walk.wrong("entry_missing", walk.size + 1)
    if row.salt is None:
        walk.erased += 1
    elif not _fits(row):
        walk.wrong("entry_changed", row.seq)
    if row.prev != walk.h or row.h != chain_hash(walk.h, row.leaf):
        walk.wrong("chain_broken", row.seq)
    if row.kind == "filed" and row.filing_seq is not None:
        peaks = walk.peaks if row.seq == walk.size + 1 else None  # an entry before it is missing
        walk.issued[row.filing_seq] = issued_with(row.seq, row.leaf, peaks)
    walk.peaks = extend(walk.peaks, walk.size, row.leaf)
    walk.size, walk.h = walk.size + 1, row.h
    if walk.size in walk.wanted:
        walk.roots[walk.size] = root_of(walk.peaks), row.h
    _read_entry(walk, row)


def _fits(row: Row[Any]) -> bool:
    try:
        salt = bytes.fromhex(row.salt)
    except ValueError:
        return False
    return bool(salt.hex() == row.salt and salted_digest(salt, row.body) == row.leaf)


def _read_entry(walk: _Walk, row: Row[Any]) -> None:
    try:
        body = json.loads(row.body)
        told = (body["seq"], body["kind"], body["report"], body["actor"]["account"], body["at"])
    except (ValueError, KeyError, TypeError):
        walk.wrong("entry_unreadable", row.seq)
        return
    if told != (row.seq, row.kind, row.filing_seq, row.account, format_instant(row.at)):
        walk.wrong("entry_columns", row.seq)
    walk.replay.apply(body)


def _check_head(connection: Connection, walk: _Walk) -> None:
    head = read_head(connection)
    if (head.size, head.h, head.peaks) != (walk.size, walk.h, walk.peaks):
        code = "entries_cut_off" if head.size > walk.size else "head_changed"
        walk.wrong(code, head.size, f"{walk.size} entries")


def _check_point(walk: _Walk, body: object, size: int, origin: str, key: str) -> None:
    try:
        point = parse_checkpoint(body)
    except ValueError:
        walk.wrong("checkpoint_changed", size)
        return
    is_plain = point.signature == point.signature.lower()  # one spelling, so that a flip shows
    if (
        not is_plain
        or not point.is_signed
        or point.key != key
        or point.origin != origin
        or point.size != size
    ):
        walk.wrong("checkpoint_foreign", size)
    elif walk.roots.get(size) != (point.root, point.head):
        walk.wrong("entries_cut_off" if size > walk.size else "history_rewritten", size)


def _read_receipts(
    receipts: Iterable[object], origin: str, key: str
) -> tuple[list[Checkpoint], list[Problem]]:
    held, problems = [], []
    for receipt in receipts:
        try:
            facts = verify_receipt(receipt, trusted_key=key)
        except InvalidReceipt as error:
            problems.append(Problem("receipt_invalid", 0, error.code))
            continue
        if facts.checkpoint.origin != origin:
            problems.append(Problem("receipt_invalid", facts.seq, "origin"))
        else:
            held.append(facts.checkpoint)
    return held, problems


def _check_held(walk: _Walk, point: Checkpoint) -> None:
    """What somebody outside holds must still be the beginning of this ledger."""
    if point.size > walk.size:
        missing = f"{point.size - walk.size} entries"
        walk.wrong("entries_cut_off", walk.size + 1, missing)
    elif walk.roots[point.size] != (point.root, point.head):
        walk.wrong("history_rewritten", point.size)


def _check_file(connection: Connection, walk: _Walk) -> None:
    """SQLite's own check of its file; PostgreSQL has page checksums for that."""
    if connection.dialect.name == "sqlite":
        told = connection.execute(text("PRAGMA integrity_check(5)")).scalars().all()
        if list(told) != ["ok"]:
            walk.wrong("database_file", 0, "; ".join(str(line) for line in told)[:200])


def as_mapping(verification: Verification) -> Mapping[str, object]:
    """The verification as plain JSON values."""
    return {
        "size": verification.size,
        "root": verification.root,
        "reports": verification.reports,
        "erased": verification.erased,
        "problems": [
            {"code": p.code, "at": p.at, "detail": p.detail} for p in verification.problems
        ],
    }
