"""One-time codes of an account: made, looked at, used up by one conditional UPDATE, cancelled.

An invite (from an administrator, a day) sets the password or binds a channel; a binding code (made
by the member, ten minutes) binds the one channel it was made for.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update

from registry.database import tables
from registry.errors import NotFound
from registry.people.bearer import digest_of, make_secret
from registry.transactions.members import Member
from registry.transactions.unit_of_work import Work

CODE_BYTES = 16
INVITE_LIFE = timedelta(hours=24)
BINDING_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Invited:
    """A member with the code that binds a channel to the account; the code is shown only here.

    code: 22 characters, base64url, fit for a deep link.
    """

    member: Member
    code: str = field(repr=False)
    expires_at: datetime


def make_invite(work: Work, member: Member, *, channel: str | None = None) -> Invited:
    """A fresh code; older ones of the account end, and with an invite those for a channel too.

    channel: makes it a binding code for that channel; None: an invite.
    """
    cancel_invites(work, member.account, channel=channel)
    code = make_secret(work.store.randomness, CODE_BYTES)
    expires_at = work.at + (INVITE_LIFE if channel is None else BINDING_LIFE)
    work.connection.execute(
        insert(tables.invite).values(
            digest=digest_of(code),
            account=member.account,
            created_at=work.at,
            expires_at=expires_at,
            channel=channel,
        )
    )
    return Invited(member, code, expires_at)


def cancel_invites(work: Work, account: str, *, channel: str | None = None) -> None:
    """End the open codes of an account: all of them, or those for a channel."""
    box = tables.invite
    wanted = [box.c.account == account, box.c.used_at.is_(None), box.c.cancelled_at.is_(None)]
    if channel is not None:
        wanted.append(box.c.channel == channel)
    work.connection.execute(update(box).where(*wanted).values(cancelled_at=work.at))


def peek_invite(work: Work, code: str) -> tuple[str, datetime]:
    """Account and end of an open invite, which stays open. Raises NotFound."""
    box = tables.invite.c
    query = select(box.account, box.expires_at).where(*_open(work, code), box.channel.is_(None))
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("no such invite", code="no_invite")
    return str(row.account), row.expires_at


def use_invite(work: Work, code: str, *, channel: str | None = None) -> str:
    """Use a code up and return its account; of several at once, one succeeds.

    channel: what is to be bound, which takes an invite or a binding code for that channel; None:
    a password is to be set, which takes an invite.
    Raises NotFound for a code that is wrong, used, cancelled, too old or for something else.
    """
    box = tables.invite
    purposes: list[ColumnElement[bool]] = [box.c.channel.is_(None)]
    if channel is not None:
        purposes.append(box.c.channel == channel)
    used = work.connection.execute(
        update(box)
        .where(*_open(work, code), or_(*purposes))
        .values(used_at=work.at)
        .returning(box.c.account)
    ).scalar_one_or_none()
    if used is None:
        raise NotFound("no such invite", code="no_invite")
    return str(used)


def _open(work: Work, code: str) -> tuple[Any, ...]:
    box = tables.invite.c
    return (
        box.digest == digest_of(code),
        box.used_at.is_(None),
        box.cancelled_at.is_(None),
        box.expires_at > work.at,
    )
