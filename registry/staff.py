"""Members, units, roles and one-time invites.

An invite is a 128-bit code shown once; the database keeps its SHA-256. It is used by one
conditional UPDATE, so of two people with the same link one gets in.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from registry import tables
from registry.errors import InvalidInput, NotFound
from registry.members import SYSTEM, Caller, Member, find_member, list_members
from registry.numbering import STAFF, next_number
from registry.permissions import Operation, Role, Subject, UnitKind
from registry.unit_of_work import Store, Work
from registry.usage import count_use

CODE_BYTES = 16
INVITE_LIFE = timedelta(hours=24)
TRIES_A_DAY = 10
BUREAU = "市投资促进局"


@dataclass(frozen=True, slots=True)
class Invited:
    """A member with the code that binds a channel to the account; the code is shown only here.

    code: 22 characters, base64url, fit for a deep link.
    """

    member: Member
    code: str
    expires_at: datetime


class StaffService:
    """Who works with the registry."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        caller: Caller,
        *,
        unit: str,
        role: Role,
        name: str,
        unit_kind: UnitKind | None = None,
    ) -> Invited:
        """Add a member, and the unit when it is new, and make an invite.

        unit_kind: of a new unit; by default bureau for 市投资促进局, else locality.
        Raises Forbidden; InvalidInput (`empty`, `role_of_other_unit`).
        """
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            return _add(work, _text("unit", unit), role, _text("name", name), unit_kind)

    def first_administrator(self, caller: Caller, name: str) -> Invited | None:
        """An administrator and invite for a registry that has none yet; None when it has one."""
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            people = tables.staff.c
            query = select(people.account).where(people.role == Role.SYSADMIN, people.active)
            if work.connection.execute(query).first() is not None:
                return None
            return _add(work, BUREAU, Role.SYSADMIN, _text("name", name), UnitKind.BUREAU)

    def invite(self, caller: Caller, account: str) -> Invited:
        """Make a fresh invite; older ones of the account end. Raises Forbidden, NotFound."""
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            member = _active(work, account)
            work.record("invited", data={"account": account})
            return _make_invite(work, member)

    def accept(self, code: str, *, channel: str, external_id: str) -> Member:
        """Bind a channel's identity to the account of an invite; the code is then used up.

        external_id: the channel's own lasting id (Telegram user id, never the user name).
        A former binding of the identity, or of the account on that channel, ends.
        Raises NotFound for a code that is wrong, used, cancelled or too old (all alike),
        QuotaExceeded after too many tries of one sender.
        """
        sender = hashlib.sha256(f"{channel}:{external_id}".encode()).hexdigest()[:20]
        with self._store.write(SYSTEM) as work:  # committed before the code is looked at
            count_use(work, sender, "invite_try", TRIES_A_DAY)
        with self._store.write(SYSTEM) as work:
            account = _use_invite(work, code)
            member = _active(work, account)
            _bind(work, member, channel, external_id)
            return member

    def find_by_identity(self, channel: str, external_id: str) -> Member | None:
        """The active member bound to a channel's identity; None when there is none."""
        with self._store.read(SYSTEM) as work:
            box = tables.identity.c
            query = select(box.account).where(
                box.channel == channel, box.external_id == external_id
            )
            account = work.connection.execute(query).scalar_one_or_none()
            member = None if account is None else find_member(work.connection, account)
            return member if member is not None and member.active else None

    def find(self, account: str) -> Member | None:
        """The active member of an account, for a channel that has authenticated the person."""
        with self._store.read(SYSTEM) as work:
            member = find_member(work.connection, account)
            return member if member is not None and member.active else None

    def revoke(self, caller: Caller, account: str, *, reason: str) -> None:
        """End a member's access at once; open invites end too. Raises Forbidden, NotFound."""
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            _active(work, account)
            people = tables.staff
            work.connection.execute(
                update(people)
                .where(people.c.account == account)
                .values(active=False, revoked_at=work.at)
            )
            _cancel_invites(work, account)
            work.connection.execute(
                delete(tables.identity).where(tables.identity.c.account == account)
            )
            work.record("staff_revoked", reason=_text("reason", reason), data={"account": account})

    def change_role(self, caller: Caller, account: str, role: Role, *, reason: str) -> Member:
        """Give a member another role in the same unit. Raises Forbidden, NotFound, InvalidInput."""
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            member = _active(work, account)
            _check_role(member.unit_kind, role)
            people = tables.staff
            work.connection.execute(
                update(people).where(people.c.account == account).values(role=role)
            )
            told = {"account": account, "from": member.role, "to": role}
            work.record("role_changed", reason=_text("reason", reason), data=told)
            return _active(work, account)

    def list(self, caller: Caller) -> tuple[Member, ...]:
        """All members, or those of the caller's unit where the role reaches no further."""
        with self._store.read(caller) as work:
            if work.member is None or not work.member.role.is_district:
                work.require(Operation.VIEW_STAFF)
                return list_members(work.connection)
            unit = work.person.unit
            work.require(Operation.VIEW_STAFF, Subject(unit=unit))
            return list_members(work.connection, unit)


def _add(work: Work, unit: str, role: Role, name: str, unit_kind: UnitKind | None) -> Invited:
    kind = _find_or_add_unit(work, unit, unit_kind)
    _check_role(kind, role)
    account = f"S{next_number(work.connection, STAFF):05d}"
    work.connection.execute(
        insert(tables.staff).values(
            account=account, name=name, unit=unit, role=role, active=True, created_at=work.at
        )
    )
    work.record("staff_added", data={"account": account, "unit": unit, "role": role})
    return _make_invite(work, _active(work, account))


def _find_or_add_unit(work: Work, name: str, kind: UnitKind | None) -> UnitKind:
    box = tables.unit
    query = select(box.c.kind).where(box.c.name == name)
    found = work.connection.execute(query).scalar_one_or_none()
    if found is not None:
        return UnitKind(found)
    kind = kind or (UnitKind.BUREAU if name == BUREAU else UnitKind.LOCALITY)
    work.connection.execute(insert(box).values(name=name, kind=kind, created_at=work.at))
    work.record("unit_added", data={"unit": name, "kind": kind})
    return kind


def _check_role(kind: UnitKind, role: Role) -> None:
    if (role.is_district and kind is UnitKind.BUREAU) or (
        role.is_bureau and kind is not UnitKind.BUREAU
    ):
        raise InvalidInput(
            f"role {role!r} does not fit a unit of kind {kind!r}",
            code="role_of_other_unit",
            field="role",
            value=role,
        )


def _active(work: Work, account: str) -> Member:
    member = find_member(work.connection, account)
    if member is None or not member.active:
        raise NotFound(f"no active member {account!r}", code="no_member", value=account)
    return member


def _make_invite(work: Work, member: Member) -> Invited:
    _cancel_invites(work, member.account)
    code = base64.urlsafe_b64encode(work.store.randomness(CODE_BYTES)).rstrip(b"=").decode()
    expires_at = work.at + INVITE_LIFE
    work.connection.execute(
        insert(tables.invite).values(
            digest=_digest(code),
            account=member.account,
            created_at=work.at,
            expires_at=expires_at,
        )
    )
    return Invited(member, code, expires_at)


def _cancel_invites(work: Work, account: str) -> None:
    box = tables.invite
    work.connection.execute(
        update(box)
        .where(box.c.account == account, box.c.used_at.is_(None), box.c.cancelled_at.is_(None))
        .values(cancelled_at=work.at)
    )


def _use_invite(work: Work, code: str) -> str:
    box = tables.invite
    used = work.connection.execute(
        update(box)
        .where(
            box.c.digest == _digest(code),
            box.c.used_at.is_(None),
            box.c.cancelled_at.is_(None),
            box.c.expires_at > work.at,
        )
        .values(used_at=work.at)
        .returning(box.c.account)
    ).scalar_one_or_none()
    if used is None:
        raise NotFound("no such invite", code="no_invite")
    return str(used)


def _bind(work: Work, member: Member, channel: str, external_id: str) -> None:
    box = tables.identity
    on_channel = box.c.channel == channel
    former = work.connection.execute(
        delete(box)
        .where(on_channel, (box.c.external_id == external_id) | (box.c.account == member.account))
        .returning(box.c.account)
    ).scalars()
    for account in set(former):
        work.send("binding_replaced", f"account:{account}", {"channel": channel})
    work.connection.execute(
        insert(box).values(
            channel=channel, external_id=external_id, account=member.account, bound_at=work.at
        )
    )
    work.record("bound", data={"account": member.account, "channel": channel})


def _digest(code: str) -> str:
    return hashlib.sha256(code.strip().encode("utf-8", "surrogatepass")).hexdigest()


def _text(field: str, value: str) -> str:
    if not value.strip():
        raise InvalidInput(f"{field} is empty", code="empty", field=field)
    return value.strip()
