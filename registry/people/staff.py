"""Members, units, roles; how an account gets its one-time codes and its channels.

An invite is a 128-bit code shown once; the database keeps its SHA-256 (people.invites). Ending
an account, or changing its role, ends its sessions and tokens in the same transaction.
"""

from datetime import timedelta

from sqlalchemy import func, insert, select, update

from registry.database import identity_tables, tables
from registry.database.numbering import STAFF, next_number
from registry.errors import InvalidInput, NotFound
from registry.people.access_tokens import end_tokens
from registry.people.attempts import Limit, count_attempt
from registry.people.binding_requests import Accepted, ask_binding, end_requests
from registry.people.bindings import Binding, bind, bindings_of, find_bound, unbind
from registry.people.invites import Invited, cancel_invites, make_invite, use_invite
from registry.people.web_sessions import end_sessions
from registry.transactions.members import SYSTEM, Caller, Member, find_member, list_members
from registry.transactions.permissions import Operation, Role, Subject, UnitKind
from registry.transactions.unit_of_work import Store, Work

BUREAU = "市投资促进局"
CODE_TRIES = Limit("bind", 5, timedelta(hours=1))  # of one chat
_FRESH = timedelta(seconds=10)


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
            if _administrators(work):
                return None
            return _add(work, BUREAU, Role.SYSADMIN, _text("name", name), UnitKind.BUREAU)

    def first_invite(self, caller: Caller, name: str) -> Invited | None:
        """The invite to print at a start: as long as no administrator can sign in, a fresh one.

        None once one has a password or a channel, and within seconds of the last (several
        processes start together, and a second invite would end the first).
        """
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            accounts = _administrators(work)
            if not accounts:
                return _add(work, BUREAU, Role.SYSADMIN, _text("name", name), UnitKind.BUREAU)
            if any(_can_sign_in(work, account) for account in accounts):
                return None
            box = tables.invite.c
            last = select(func.max(box.created_at)).where(box.account == accounts[0])
            made_at = work.connection.execute(last).scalar_one_or_none()
            if made_at is not None and work.at - made_at < _FRESH:
                return None
            work.record("invited", data={"account": accounts[0]})
            return make_invite(work, _active(work, accounts[0]))

    def invite(self, caller: Caller, account: str) -> Invited:
        """Make a fresh invite; older ones of the account end. Raises Forbidden, NotFound."""
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            member = _active(work, account)
            work.record("invited", data={"account": account})
            return make_invite(work, member)

    def binding_code(self, caller: Caller, channel: str) -> Invited:
        """A code, for ten minutes, to ask for a binding of that channel. Raises Forbidden."""
        with self._store.write(caller) as work:
            member = work.person
            work.record("binding_code", data={"account": member.account, "channel": channel})
            return make_invite(work, member, channel=channel)

    def accept(self, code: str, *, channel: str, external_id: str) -> Accepted:
        """Take a code, which is then used up: its account and that identity wait to be bound.

        Somebody else confirms it (people.binding_requests); a former binding ends only then.
        external_id: the channel's own lasting id (Telegram user id, never the user name).
        Raises NotFound for a code that is wrong, used, cancelled, too old or for another channel
        (all alike), QuotaExceeded after too many tries of one sender.
        """
        with self._store.write(SYSTEM) as work:  # committed before the code is looked at
            count_attempt(work, CODE_TRIES, f"{channel}:{external_id}")
        with self._store.write(SYSTEM) as work:
            member = _active(work, use_invite(work, code, channel=channel))
            bound = find_bound(work, channel, external_id)
            if bound is not None and bound.account == member.account:
                return Accepted(member)
            return Accepted(member, ask_binding(work, member, channel, external_id))

    def link(self, caller: Caller, account: str, *, channel: str, external_id: str) -> None:
        """Bind without a code, as an administrator. Raises Forbidden, NotFound, InvalidInput."""
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            bind(work, _active(work, account), channel, _text("external_id", external_id))

    def unbind(self, caller: Caller, channel: str) -> bool:
        """End the caller's own binding on a channel; whether there was one. Raises Forbidden."""
        with self._store.write(caller) as work:
            return unbind(work, work.person.account, channel) > 0

    def bindings(self, caller: Caller) -> tuple[Binding, ...]:
        """The caller's own bindings. Raises Forbidden."""
        with self._store.read(caller) as work:
            return bindings_of(work, work.person.account)

    def find_by_identity(self, channel: str, external_id: str) -> Member | None:
        """The active member bound to a channel's identity; None when there is none."""
        with self._store.read(SYSTEM) as work:
            return find_bound(work, channel, external_id)

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
            cancel_invites(work, account)
            _end_access(work, account)
            unbind(work, account)
            end_requests(work, account)
            work.record("staff_revoked", reason=_text("reason", reason), data={"account": account})

    def change_role(self, caller: Caller, account: str, role: Role, *, reason: str) -> Member:
        """Give a member another role in the same unit; sessions and tokens end.

        Raises Forbidden, NotFound, InvalidInput.
        """
        with self._store.write(caller) as work:
            work.require(Operation.MANAGE_STAFF)
            member = _active(work, account)
            _check_role(member.unit_kind, role)
            people = tables.staff
            work.connection.execute(
                update(people).where(people.c.account == account).values(role=role)
            )
            _end_access(work, account)
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


def _administrators(work: Work) -> tuple[str, ...]:
    people = tables.staff.c
    query = select(people.account).where(people.role == Role.SYSADMIN, people.active)
    return tuple(work.connection.execute(query.order_by(people.account)).scalars())


def _can_sign_in(work: Work, account: str) -> bool:
    ways = (identity_tables.password.c.account, tables.identity.c.account)
    queries = (select(way).where(way == account).limit(1) for way in ways)
    return any(work.connection.execute(query).first() is not None for query in queries)


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
    return make_invite(work, _active(work, account))


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


def _end_access(work: Work, account: str) -> None:
    end_sessions(work, account)
    end_tokens(work, account)


def _text(field: str, value: str) -> str:
    if not value.strip():
        raise InvalidInput(f"{field} is empty", code="empty", field=field)
    return value.strip()
