"""R-09: a changed bit, byte or page of a SQLite file is found wherever it changes what is kept.

What is kept: the ledger with salts and head, checkpoints, receipts, findings, the counter, and of a
report all that is not a unit's own working note. Rows edited by SQL, cut-off tails, old copies and
rebuilt chains: tests/registry/test_proofs.py. Not compared:
drafts, mailboxes, staff, and a report's chain, place and amount where statistics repeat them.
"""

import random
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from registry.errors import ReadOnly, RegistryError
from registry.transactions.members import SYSTEM
from tests.registry.proofs.places import Place, told
from tests.registry.walking import filed_in

KEPT = {
    "ledger": "*", "ledger_salt": "*", "ledger_head": "*", "checkpoint": "*", "receipt": "*",
    "finding": "filing_seq, n, kind, body", "counter": "name, n",
    "filing": "seq, report_no, project_key, claim, state, unit, account, content, content_salt, "
              "content_digest, project_name, project_name_key, investor_name, investor_key, uscc, "
              "received_at, disputed, previous_seq, granted_at, expires_on",
}  # fmt: skip
FAULTS = ("bit", "byte", "page zeroed", "pages swapped")


def kept_rows(file: Path) -> Any:
    """All rows that must not change, read by themselves; None when they cannot be read."""
    connection = sqlite3.connect(file)
    try:
        return [
            connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            if table != "counter"
            else connection.execute("SELECT name, n FROM counter WHERE name = 'filing'").fetchall()
            for table, columns in KEPT.items()
        ]
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def differing(one: Any, other: Any) -> list[Any]:
    """Rows that are not the same, for the message."""
    return [
        (a, b)
        for x, y in zip(one, other, strict=True)
        for a, b in zip(x, y, strict=False)
        if a != b
    ]


def spoil(data: bytes, fault: str, chance: random.Random) -> bytes:
    """A copy of a file's bytes with one fault."""
    page, spoiled = 4096, bytearray(data)
    place = chance.randrange(len(data))
    start = place // page * page
    if fault == "bit":
        spoiled[place] ^= 1 << chance.randrange(8)
    elif fault == "byte":
        spoiled[place] = (spoiled[place] + chance.randrange(1, 256)) % 256
    elif fault == "page zeroed":
        spoiled[start : start + page] = bytes(page)
    else:
        other = chance.randrange(len(data) // page) * page
        spoiled[start : start + page], spoiled[other : other + page] = (
            data[other : other + page],
            data[start : start + page],
        )
    return bytes(spoiled)


def is_found(place: Place) -> bool:
    """Whether the registry refuses to start, or verify finds something and it stops writing."""
    try:
        world = place.open()
    except RegistryError:
        return True
    try:
        if not world.registry.proofs.verify(SYSTEM).problems:
            return False
        with pytest.raises((ReadOnly, RegistryError)):
            world.registry.drafts.open(world.district())
        return True
    finally:
        world.registry.close()


@pytest.mark.parametrize(
    "flips", [100, pytest.param(500, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_every_fault_that_changes_what_is_kept_is_found(
    sqlite_place: Place, quick_folder: Path, flips: int, seed: int
) -> None:
    chance = random.Random(seed)
    world = sqlite_place.open()
    for n, state in enumerate(("EXCLUSIVE", "CONSULTING", "SUBMITTED", "RETURNED", "SIGNED")):
        filed_in(world, state, investor_name=f"示例{n}有限公司")
    world.registry.close()
    whole, rows = sqlite_place.file.read_bytes(), kept_rows(sqlite_place.file)
    spoiled = Place(f"sqlite:///{quick_folder / 'spoiled.sqlite'}", quick_folder)
    tally: Counter[str] = Counter()
    for n in range(flips):
        fault = "bit" if n % 2 else chance.choice(FAULTS)
        spoiled.file.write_bytes(spoil(whole, fault, chance))
        kept = kept_rows(spoiled.file)
        has_changed = kept != rows
        found = is_found(spoiled)
        assert found or not has_changed, (fault, n, differing(kept, rows))
        tally[f"changed={has_changed} found={found}"] += 1
        Path(f"{spoiled.file}-journal").unlink(missing_ok=True)
    told("R-09", faults=flips, **{key.replace(" ", ","): n for key, n in sorted(tally.items())})


def test_a_file_cut_at_any_page_of_its_end_is_found(
    sqlite_place: Place, quick_folder: Path
) -> None:
    world = sqlite_place.open()
    filed_in(world, "EXCLUSIVE")
    world.registry.close()
    whole, rows = sqlite_place.file.read_bytes(), kept_rows(sqlite_place.file)
    cut = Place(f"sqlite:///{quick_folder / 'cut.sqlite'}", quick_folder)
    for pages in range(1, 25):
        cut.file.write_bytes(whole[: -4096 * pages])
        assert is_found(cut) or kept_rows(cut.file) == rows
