"""Daily quotas, counted in the database because several workers serve one person."""

from sqlalchemy import insert, select, update

from registry.database import tables
from registry.errors import QuotaExceeded
from registry.transactions.unit_of_work import Work


def count_use(work: Work, account: str, kind: str, limit: int) -> int:
    """Count one more use today and return how many there were with it.

    Raises QuotaExceeded when that is more than limit; nothing is counted then.
    """
    box = tables.usage
    same = (box.c.account == account) & (box.c.kind == kind) & (box.c.day == work.today)
    used = used_today(work, account, kind)
    if used >= limit:
        raise QuotaExceeded(f"more than {limit} {kind} today", kind=kind, limit=limit)
    if used == 0:
        row = {"account": account, "kind": kind, "day": work.today, "n": 1}
        work.connection.execute(insert(box).values(row))
        return 1
    work.connection.execute(update(box).where(same).values(n=used + 1))
    return used + 1


def used_today(work: Work, account: str, kind: str) -> int:
    """How many uses were counted today."""
    box = tables.usage.c
    query = select(box.n).where(box.account == account, box.kind == kind, box.day == work.today)
    return int(work.connection.execute(query).scalar_one_or_none() or 0)
