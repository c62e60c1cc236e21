"""Who is calling: the caller a channel names, and the member of staff the registry knows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select

from registry.database import tables
from registry.transactions.permissions import Role, UnitKind


@dataclass(frozen=True, slots=True)
class Caller:
    """One request of one person through one channel.

    account: as `staff add` printed it; channel: `cli telegram web api system`.
    key: idempotency key of the request, 1-128 characters; a retry sends the same one.
    sent_at: what the sender's clock said; recorded, never used for order.
    """

    account: str
    channel: str
    key: str | None = None
    sent_at: datetime | None = None


SYSTEM = Caller("system", "system")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff as of this transaction."""

    account: str
    name: str
    unit: str
    unit_kind: UnitKind
    role: Role
    active: bool


_SELECT = select(tables.staff, tables.unit.c.kind).join(
    tables.unit, tables.unit.c.name == tables.staff.c.unit
)


_BY_ACCOUNT = _SELECT.where(tables.staff.c.account == bindparam("of_account"))


def find_member(connection: Connection, account: str) -> Member | None:
    """The member of that account, active or not; None when there is none."""
    row = connection.execute(_BY_ACCOUNT, {"of_account": account}).one_or_none()
    return None if row is None else _member(row)


def list_members(connection: Connection, unit: str | None = None) -> tuple[Member, ...]:
    """All members, or those of a unit, by account."""
    query = _SELECT.order_by(tables.staff.c.account)
    if unit is not None:
        query = query.where(tables.staff.c.unit == unit)
    return tuple(_member(row) for row in connection.execute(query))


def _member(row: Row[tuple[object, ...]]) -> Member:
    return Member(
        row.account, row.name, row.unit, UnitKind(row.kind), Role(row.role), bool(row.active)
    )
