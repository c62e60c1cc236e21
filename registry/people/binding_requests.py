"""Bindings that wait: a code shows that somebody asks, a person above says that it is them.

A request is open for a day. Deciding it is one conditional UPDATE: of several at once one counts.
Who decides: `Operation.CONFIRM_BINDING`, never about oneself and no lead about a lead; only an
administrator confirms the own one, with a fresh proof instead of another person. What was decided
or is over is forgotten a month later, when the next one is asked for; the ledger keeps who did it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from registry.database.identity_tables import binding_request
from registry.errors import Forbidden, NotFound
from registry.people.bindings import bind, bindings_of
from registry.transactions.members import SYSTEM, Caller, Member, find_member, list_members
from registry.transactions.permissions import Operation, Role, Subject, is_allowed
from registry.transactions.unit_of_work import Store, Work

WAITS = timedelta(hours=24)
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """A channel's identity that is to become a member's. number: names it among all.

    deciders: roles of the people it waits for, the nearest only; empty where that is nobody else.
    is_over: nobody decided it in time.
    """

    number: int
    member: Member
    channel: str
    external_id: str
    asked_at: datetime
    expires_at: datetime
    deciders: tuple[Role, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a code came to. request: what now waits; None where the two were bound before."""

    member: Member
    request: BindingRequest | None = None


def ask_binding(work: Work, member: Member, channel: str, external_id: str) -> BindingRequest:
    """Put a binding to whoever decides it, and tell them; earlier ones of either side end.

    The chat that is bound to the account up to now is told too (`binding_waits`, body `to`).
    """
    box = binding_request
    _forget_old(work)
    either = (box.c.account == member.account) | (box.c.external_id == external_id)
    _close(work, "replaced", box.c.channel == channel, either)
    asked = {"channel": channel, "external_id": external_id, "account": member.account}
    moment = {"asked_at": work.at, "expires_at": work.at + WAITS}
    work.connection.execute(insert(box).values(**asked, **moment))
    work.record("binding_asked", data={"account": member.account, "channel": channel})
    made = _read(work, _open(work), box.c.account == member.account, box.c.channel == channel)[0]
    told = {**asked, "name": member.name, "unit": member.unit}
    for person in _nearest(member, list_members(work.connection)):
        work.send("binding_asked", f"account:{person.account}", told)
    for bound in bindings_of(work, member.account):
        if bound.channel == channel:
            body = {"channel": channel, "to": bound.external_id}
            work.send("binding_waits", f"channel:{channel}", body)
    return made


def end_requests(work: Work, account: str) -> None:
    """End what waits for an account that is no longer in use."""
    _close(work, "ended", binding_request.c.account == account)


class BindingRequestService:
    """Bindings that wait, as those see them who ask and those who decide."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self, caller: Caller) -> tuple[BindingRequest, ...]:
        """What the caller may decide about others, oldest first. Raises Forbidden."""
        with self._store.read(caller) as work:
            found = _read(work, _open(work))
            who = work.member
            return tuple(
                one
                for one in found
                if who is None or (one.member.account != who.account and _decides(who, one.member))
            )

    def own(self, caller: Caller, channel: str) -> BindingRequest | None:
        """The caller's own that waits. Raises Forbidden."""
        box = binding_request.c
        with self._store.read(caller) as work:
            mine = (box.account == work.person.account, box.channel == channel)
            return next(iter(_read(work, _open(work), *mine)), None)

    def of_chat(self, channel: str, external_id: str) -> BindingRequest | None:
        """The last one of a channel's identity, while nobody has decided it, over or not."""
        box = binding_request.c
        with self._store.read(SYSTEM) as work:
            asked = (box.channel == channel, box.external_id == external_id)
            found = _read(work, box.decided_at.is_(None), *asked)
            return found[-1] if found else None

    def confirm(self, caller: Caller, number: int, *, is_proved: bool = False) -> Member:
        """Bind; both sides of a former binding are told (registry.people.bindings).

        is_proved: the caller has just proved who they are, which the own one of an administrator
        takes. Raises NotFound (`no_binding_request`: decided, over, never there), Forbidden.
        """
        with self._store.write(caller) as work:
            found = _decide(work, number, "confirmed", is_proved=is_proved)
            bind(work, found.member, found.channel, found.external_id)
            _tell_chat(work, "binding_confirmed", found)
            return found.member

    def refuse(self, caller: Caller, number: int) -> Member:
        """Refuse; the chat is told. Raises as `confirm`."""
        with self._store.write(caller) as work:
            found = _decide(work, number, "refused", is_proved=True)
            told = {"account": found.member.account, "channel": found.channel}
            work.record("binding_refused", data=told)
            _tell_chat(work, "binding_refused", found)
            return found.member

    def withdraw(self, caller: Caller, channel: str) -> bool:
        """Take the own one back; whether there was one. Raises Forbidden."""
        box = binding_request.c
        with self._store.write(caller) as work:
            account = work.person.account
            mine = (box.account == account, box.channel == channel, _open(work))
            if not _close(work, "withdrawn", *mine):
                return False
            work.record("binding_withdrawn", data={"account": account, "channel": channel})
            return True


def _decide(work: Work, number: int, outcome: str, *, is_proved: bool) -> BindingRequest:
    found = next(iter(_read(work, _open(work), binding_request.c.id == number)), None)
    if found is None or not found.member.active:
        raise _no_such(number)
    _require(work, found.member, is_proved=is_proved)
    if not _close(work, outcome, binding_request.c.id == number, _open(work)):
        raise _no_such(number)
    return found


def _require(work: Work, member: Member, *, is_proved: bool) -> None:
    """Raises Forbidden (`reauthentication` where a proof would do)."""
    who = work.member
    if who is None:
        work.require(Operation.CONFIRM_BINDING)
    elif not _decides(who, member):
        raise Forbidden(f"{who.account!r} may not decide this", code="forbidden")
    elif who.account == member.account and not is_proved:
        raise Forbidden("the own binding takes a proof", code="reauthentication")


def _decides(who: Member, member: Member) -> bool:
    if who.account == member.account and who.role is not Role.SYSADMIN:
        return False
    if who.role.is_district and member.role is not Role.DISTRICT_STAFF:
        return False
    subject = Subject(member.unit, member.account)
    operation = Operation.CONFIRM_BINDING
    return is_allowed(who.role, operation, account=who.account, unit=who.unit, subject=subject)


def _nearest(member: Member, people: Iterable[Member]) -> tuple[Member, ...]:
    """Whom it waits for: the unit's own leads, where there are none the bureau's people."""
    able = [
        one
        for one in people
        if one.active and one.account != member.account and _decides(one, member)
    ]
    return tuple(one for one in able if one.role.is_district) or tuple(able)


def _tell_chat(work: Work, kind: str, found: BindingRequest) -> None:
    told = {"channel": found.channel, "to": found.external_id}
    names = {"name": found.member.name, "unit": found.member.unit}
    work.send(kind, f"channel:{found.channel}", told | names)


def _open(work: Work) -> Any:
    box = binding_request.c
    return box.decided_at.is_(None) & (box.expires_at > work.at)


def _close(work: Work, outcome: str, *wanted: Any) -> int:
    box = binding_request
    still = update(box).where(box.c.decided_at.is_(None), *wanted)
    return work.connection.execute(still.values(decided_at=work.at, outcome=outcome)).rowcount


def _forget_old(work: Work) -> None:
    box, before = binding_request, work.at - KEPT
    ended = or_(box.c.decided_at < before, box.c.expires_at < before)
    work.connection.execute(delete(box).where(ended))


def _read(work: Work, *wanted: Any) -> tuple[BindingRequest, ...]:
    query = select(binding_request).where(*wanted).order_by(binding_request.c.id)
    rows = work.connection.execute(query).all()
    people = list_members(work.connection) if rows else ()
    return tuple(_request(work, row, people) for row in rows)


def _request(work: Work, row: Row[Any], people: tuple[Member, ...]) -> BindingRequest:
    member = find_member(work.connection, row.account)
    assert member is not None  # a foreign key
    roles = {one.role for one in _nearest(member, people)}
    return BindingRequest(
        row.id,
        member,
        row.channel,
        row.external_id,
        row.asked_at,
        row.expires_at,
        deciders=tuple(role for role in Role if role in roles),
        is_over=row.expires_at <= work.at,
    )


def _no_such(number: int) -> NotFound:
    return NotFound(f"no binding request {number}", code="no_binding_request", value=str(number))
