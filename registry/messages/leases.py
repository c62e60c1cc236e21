"""A named lease: of many processes, one at a time does what only one may (poll Telegram).

The holder renews before the end; who dies is followed after it. Each new holder has a higher
number, so that a write of a former one can be told. Changes of holder stand in the ledger, renewals
do not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from registry.database.identity_tables import lease as box
from registry.errors import InvalidInput, StaleVersion
from registry.transactions.members import SYSTEM
from registry.transactions.unit_of_work import CLOCK_TOLERANCE, Store

_NAME_CHARS, _HOLDER_CHARS = 40, 80


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease that was held when it was read. holder: `host:pid:random`, unique to a process."""

    name: str
    holder: str
    number: int
    taken_at: datetime
    expires_at: datetime


class LeaseService:
    """Take, renew and give back leases."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def acquire(self, name: str, holder: str, life: timedelta) -> Lease | None:
        """Take the lease, or keep it when it is the holder's; None while another holds it.

        life: how long it lasts without renewal; renew at a third of it. Another's lease is over
        a few seconds after its end, because clocks of machines differ.
        Raises InvalidInput, ReadOnly, StorageUnavailable.
        """
        _check(name, holder, life)
        with self._store.write(SYSTEM) as work:
            row = work.connection.execute(select(box).where(box.c.name == name)).one_or_none()
            ends = work.at + life
            if row is None:
                number, taken_at = 1, work.at
                values = {"holder": holder, "number": 1, "taken_at": work.at, "expires_at": ends}
                work.connection.execute(insert(box).values(name=name, **values))
            elif row.holder == holder and row.expires_at > work.at:
                number, taken_at = row.number, row.taken_at
                work.connection.execute(
                    update(box).where(box.c.name == name).values(expires_at=ends)
                )
                return Lease(name, holder, number, taken_at, ends)
            elif row.holder != holder and row.expires_at + CLOCK_TOLERANCE > work.at:
                return None
            else:
                number, taken_at = row.number + 1, work.at
                values = {"holder": holder, "number": number, "taken_at": work.at}
                work.connection.execute(
                    update(box).where(box.c.name == name).values(expires_at=ends, **values)
                )
            work.record("lease_taken", data={"lease": name, "holder": holder, "number": number})
            return Lease(name, holder, number, taken_at, ends)

    def renew(self, lease: Lease, life: timedelta) -> Lease:
        """Hold on to a lease. Raises StaleVersion (`lease_lost`) once it is over or another's."""
        _check(lease.name, lease.holder, life)
        with self._store.write(SYSTEM) as work:
            ends = work.at + life
            same = (box.c.name == lease.name) & (box.c.number == lease.number)
            mine = same & (box.c.holder == lease.holder) & (box.c.expires_at > work.at)
            if (
                work.connection.execute(update(box).where(mine).values(expires_at=ends)).rowcount
                != 1
            ):
                raise StaleVersion(
                    f"lease {lease.name!r} is lost", code="lease_lost", expected=lease.number
                )
            return Lease(lease.name, lease.holder, lease.number, lease.taken_at, ends)

    def release(self, lease: Lease) -> None:
        """Give it back, so that the next need not wait; a lease that is lost stays as it is."""
        with self._store.write(SYSTEM) as work:
            same = (box.c.name == lease.name) & (box.c.number == lease.number)
            over = work.at - CLOCK_TOLERANCE
            ended = work.connection.execute(
                update(box).where(same, box.c.expires_at > over).values(expires_at=over)
            )
            if ended.rowcount:
                work.record("lease_released", data={"lease": lease.name, "number": lease.number})

    def current(self, name: str) -> Lease | None:
        """Who holds the lease now; None when nobody does."""
        with self._store.read(SYSTEM) as work:
            row = work.connection.execute(select(box).where(box.c.name == name)).one_or_none()
            if row is None or row.expires_at <= work.at:
                return None
            return Lease(row.name, row.holder, row.number, row.taken_at, row.expires_at)


def _check(name: str, holder: str, life: timedelta) -> None:
    if not 0 < len(name) <= _NAME_CHARS or not 0 < len(holder) <= _HOLDER_CHARS:
        raise InvalidInput(f"lease {name!r} of {holder!r}", code="bad_value", field="lease")
    if life <= timedelta(0):
        raise InvalidInput(f"lease life {life}", code="bad_value", field="life")
