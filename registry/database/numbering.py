"""Numbers from a counter row, updated inside the transaction that uses them.

Gapless and in commit order: a transaction that rolls back gives its number back, and the next one
waits for it. No clock and no identity column takes part.
"""

from sqlalchemy import Connection, bindparam, update

from registry.database import tables

FILING = "filing"
STAFF = "staff"
NAMES = (FILING, STAFF)
_NEXT = (
    update(tables.counter)
    .where(tables.counter.c.name == bindparam("of_name"))
    .values(n=tables.counter.c.n + 1)
    .returning(tables.counter.c.n)
)


def next_number(connection: Connection, name: str) -> int:
    """The next number of a counter, 1 first. Raises LookupError for an unknown counter."""
    number = connection.execute(_NEXT, {"of_name": name}).scalar_one_or_none()
    if number is None:
        raise LookupError(f"no counter {name!r}; migrations create {NAMES}")
    return int(number)


def format_report_no(seq: int, year: int) -> str:
    """The number people see, `首报-2026-000123`; the year is a label, the number alone counts."""
    return f"首报-{year:04d}-{seq:06d}"
