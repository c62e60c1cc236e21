"""Compare every stored receipt with what the ledger says it must hold, to the last character.

A receipt is rebuilt from its entry, the tree before it and the checkpoint after it; nothing is
signed or verified here, since the checkpoints' signatures are checked once each.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from registry.database import tables
from registry.database.canonical import salted_digest
from registry.ledger import merkle
from registry.ledger.receipts import FORMAT, MEANING

_FIELDS = {"format", "meaning", "report_no", "seq", "entry", "content_salt", "proof", "checkpoint"}


@dataclass(frozen=True, slots=True)
class Issued:
    """What the receipt of a filing must prove. index: of its entry; proof: digest of the proof."""

    index: int
    leaf: str
    proof: str


def issued_with(index: int, leaf: str, peaks_before: merkle.Peaks | None) -> Issued:
    """What was issued with an entry, from the tree as it was before it; None: no longer known."""
    if peaks_before is None:
        return Issued(index, leaf, "")
    return Issued(index, leaf, _digest(merkle.prove_last(peaks_before, index, leaf)))


def compare_receipts(
    connection: Connection,
    issued: Mapping[int, Issued],
    points: Mapping[int, object],
    wrong: Callable[[str, int, str], None],
) -> None:
    """Codes `receipt_changed receipt_missing`. issued: by report; points: checkpoints by size."""
    box, ledger = tables.filing.c, tables.ledger.c
    query = (
        select(tables.receipt, box.report_no, box.content_salt, ledger.body.label("entry"))
        .join(tables.filing, box.seq == tables.receipt.c.filing_seq)
        .join(tables.ledger, (ledger.filing_seq == box.seq) & (ledger.kind == "filed"))
        .execution_options(yield_per=500)
    )
    seen = set()
    with connection.execute(query) as rows:
        for row in rows:
            seen.add(row.filing_seq)
            told = issued.get(row.filing_seq)
            if told is None or not _is_as_issued(row, told, points.get(told.index)):
                wrong("receipt_changed", row.filing_seq, "")
    for seq in sorted(issued.keys() - seen):
        wrong("receipt_missing", seq, "")


def _is_as_issued(row: Row[Any], told: Issued, point: object) -> bool:
    receipt = row.body
    if not isinstance(receipt, Mapping) or set(receipt) != _FIELDS:
        return False
    expected = {
        "format": FORMAT,
        "meaning": MEANING,
        "report_no": row.report_no,
        "seq": row.filing_seq,
        "content_salt": row.content_salt,
        "checkpoint": point,
    }
    return (
        all(receipt[name] == value for name, value in expected.items())
        and _is_entry(receipt["entry"], row.entry, told)
        and _digest(receipt["proof"]) == told.proof
    )


def _is_entry(entry: object, body: str, told: Issued) -> bool:
    if not isinstance(entry, Mapping) or set(entry) != {"body", "salt", "index"}:
        return False
    try:
        salt = bytes.fromhex(entry["salt"])
    except (ValueError, TypeError):
        return False
    return (entry["body"], entry["index"], entry["salt"]) == (
        body,
        told.index,
        salt.hex(),
    ) and salted_digest(salt, body) == told.leaf


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
