"""The mark of a sample registry: set on an empty one only, and never taken off.

Reads and writes: the row `demo` of `service_state`. Does not fill anything (bot.identity.demo).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import insert, select, update

from registry.database import identity_tables, tables
from registry.errors import Refused
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from registry.transactions.unit_of_work import Store, Work

_NAME = "demo"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """How far a sample registry is filled. accounts: key of the person -> account."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)  # key of the report -> report number
    is_complete: bool = False


class DemonstrationStore:
    """Whether a registry is a sample."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self) -> Demonstration | None:
        """The mark; None for a registry of real work."""
        with self._store.read(SYSTEM) as work:
            return _find(work)

    def begin(self) -> Demonstration:
        """Mark an empty registry as a sample, or say how far the marked one is.

        Raises Refused (`holds_real_data`): there are drafts, reports, or people, except an
        administrator who never signed in.
        """
        with self._store.write(SYSTEM) as work:
            found = _find(work)
            if found is not None:
                return found
            if not _is_unused(work):
                raise Refused("the registry holds real data", code="holds_real_data")
            fresh = Demonstration()
            values = {"name": _NAME, "value": _plain(fresh), "at": work.at}
            work.connection.execute(insert(tables.service_state).values(values))
            work.record("demo_begun")
            return fresh

    def save(self, reached: Demonstration) -> None:
        """Note how far the sample is filled."""
        with self._store.write(SYSTEM) as work:
            box = tables.service_state
            query = update(box).where(box.c.name == _NAME)
            work.connection.execute(query.values(value=_plain(reached), at=work.at))


def _find(work: Work) -> Demonstration | None:
    box = tables.service_state.c
    query = select(box.value).where(box.name == _NAME)
    value = work.connection.execute(query).scalar_one_or_none()
    if value is None:
        return None
    return Demonstration(value["accounts"], value["reports"], value["complete"])


def _plain(reached: Demonstration) -> dict[str, object]:
    return {
        "accounts": dict(reached.accounts),
        "reports": dict(reached.reports),
        "complete": reached.is_complete,
    }


def _is_unused(work: Work) -> bool:
    for column in (
        tables.filing.c.seq,
        tables.draft.c.id,
        tables.identity.c.account,
        identity_tables.password.c.account,
        identity_tables.access_token.c.id,
    ):
        if work.connection.execute(select(column).limit(1)).first() is not None:
            return False
    roles = list(work.connection.execute(select(tables.staff.c.role)).scalars())
    return len(roles) <= 1 and all(role == Role.SYSADMIN for role in roles)
