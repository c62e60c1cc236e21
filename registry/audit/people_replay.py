"""Rebuild who is on the staff from the ledger alone, and compare the tables with it.

Not compared: names of members, which the ledger does not hold, and what they sign in with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from registry.database import tables


@dataclass(slots=True)
class People:
    """Members and units as the ledger tells them: account -> unit, role, whether active."""

    members: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)  # name -> kind

    def apply(self, kind: str, data: Mapping[str, Any]) -> None:
        """Take one entry into account; kinds that change nobody are passed over."""
        if kind == "unit_added":
            self.units[data["unit"]] = data["kind"]
        elif kind == "staff_added":
            self.members[data["account"]] = (data["unit"], data["role"], True)
        elif kind in ("role_changed", "staff_revoked"):
            unit, role, is_active = self.members.get(data["account"], ("", "", False))
            if kind == "role_changed":
                self.members[data["account"]] = (unit, data["to"], is_active)
            else:
                self.members[data["account"]] = (unit, role, False)


def compare_people(
    connection: Connection, told: People, wrong: Callable[[str, int, str], None]
) -> None:
    """Every member and unit: codes `staff_changed staff_missing unit_changed unit_missing`."""
    members, units = dict(told.members), dict(told.units)
    for row in connection.execute(select(tables.staff).order_by(tables.staff.c.account)):
        if members.pop(row.account, None) != (row.unit, row.role, bool(row.active)):
            wrong("staff_changed", 0, row.account)
    for row in connection.execute(select(tables.unit).order_by(tables.unit.c.name)):
        if units.pop(row.name, None) != row.kind:
            wrong("unit_changed", 0, row.name)
    for account in sorted(members):
        wrong("staff_missing", 0, account)
    for name in sorted(units):
        wrong("unit_missing", 0, name)
