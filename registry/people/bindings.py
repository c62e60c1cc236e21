"""Which person of a channel is which member: one account per person, one person per channel.

Keyed on the channel and its own lasting id (a Telegram user id, an issuer's subject), never on a
name that can be changed. Read anew at every request, so the end of a binding holds at once.
What a code asks for waits first, until it is confirmed (registry.people.binding_requests).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from registry.database import tables
from registry.transactions.members import Member, find_member
from registry.transactions.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Binding:
    """A channel's identity of a member."""

    channel: str
    external_id: str
    bound_at: datetime


def bind(work: Work, member: Member, channel: str, external_id: str) -> None:
    """Bind; a former binding of the identity, or of the account on that channel, ends.

    Everybody concerned is told: the member whose binding ends (`binding_replaced`), and on the
    channel itself whoever held it (`binding_ended`, body `to`: the former external id).
    """
    box = tables.identity
    former = work.connection.execute(
        delete(box)
        .where(
            box.c.channel == channel,
            (box.c.external_id == external_id) | (box.c.account == member.account),
        )
        .returning(box.c.account, box.c.external_id)
    ).all()
    for row in former:
        work.send("binding_replaced", f"account:{row.account}", {"channel": channel})
        if row.external_id != external_id:
            told = {"channel": channel, "to": row.external_id}
            work.send("binding_ended", f"channel:{channel}", told)
    work.connection.execute(
        insert(box).values(
            channel=channel, external_id=external_id, account=member.account, bound_at=work.at
        )
    )
    work.record("bound", data={"account": member.account, "channel": channel})


def unbind(work: Work, account: str, channel: str | None = None) -> int:
    """End the bindings of an account, on one channel or on all; returns how many."""
    box = tables.identity
    wanted = [box.c.account == account]
    if channel is not None:
        wanted.append(box.c.channel == channel)
    ended = work.connection.execute(delete(box).where(*wanted).returning(box.c.channel)).scalars()
    channels = sorted(ended)
    for name in channels:
        work.record("unbound", data={"account": account, "channel": name})
    return len(channels)


def find_bound(work: Work, channel: str, external_id: str) -> Member | None:
    """The active member bound to a channel's identity; None when there is none."""
    box = tables.identity.c
    query = select(box.account).where(box.channel == channel, box.external_id == external_id)
    account = work.connection.execute(query).scalar_one_or_none()
    member = None if account is None else find_member(work.connection, account)
    return member if member is not None and member.active else None


def bindings_of(work: Work, account: str) -> tuple[Binding, ...]:
    """The bindings of an account, by channel."""
    box = tables.identity.c
    query = select(tables.identity).where(box.account == account).order_by(box.channel)
    rows = work.connection.execute(query)
    return tuple(Binding(row.channel, row.external_id, row.bound_at) for row in rows)
