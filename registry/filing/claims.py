"""The queue of a project: who may be reviewed for the right now, and who waits.

Clause: hz-2019-40#4.1 (one exclusive right); who comes next is silent there, and is acceptance
order here. Every change is one ledger event. The index `one_active` is the authority.
Writes: `filing.claim`, `dispute`.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, insert, select, update

from registry.database import tables
from registry.database.canonical import salted_digest
from registry.ledger.chain import Event
from registry.transactions.unit_of_work import Work

REVERSAL_WINDOW = timedelta(minutes=15)


class Claim(StrEnum):
    """Where a report stands in the queue of its project."""

    ACTIVE = "active"  # may be reviewed, holds the right once granted
    WAITING = "waiting"
    NONE = "none"  # out of the queue


class DisputeCause(StrEnum):
    """Why the order of two reports is left to people (争议)."""

    SOURCE_TIME_REVERSED = "source_time_reversed"
    NEAR_TIE = "near_tie"  # within tie_window_minutes, where the bureau has set it
    IDENTITY = "identity"  # name and credit code point to different projects


_BOX = tables.filing.c
_OF_PROJECT = select(tables.filing).where(_BOX.project_key == bindparam("of_project"))
_ACTIVE = _OF_PROJECT.where(_BOX.claim == Claim.ACTIVE)
_OPEN = _OF_PROJECT.where(_BOX.claim != Claim.NONE).order_by(_BOX.seq)


def active_of(work: Work, project_key: str) -> Row[Any] | None:
    """The report that has the project's active claim."""
    return work.connection.execute(_ACTIVE, {"of_project": project_key}).one_or_none()


def open_reports(work: Work, project_key: str) -> list[Row[Any]]:
    """Reports of a project that are active or wait, by acceptance number."""
    return list(work.connection.execute(_OPEN, {"of_project": project_key}))


def claim_for_new(work: Work, project_key: str) -> Claim:
    """What a new report of the project gets."""
    return Claim.WAITING if active_of(work, project_key) is not None else Claim.ACTIVE


def set_claim(work: Work, row: Row[Any], claim: Claim, *, reason: str) -> None:
    """Move a report in its queue, on record."""
    work.connection.execute(
        update(tables.filing)
        .where(_BOX.seq == row.seq)
        .values(claim=claim, row_version=_BOX.row_version + 1, updated_at=work.at)
    )
    record_claim(work, row, claim, reason=reason)


def record_claim(work: Work, row: Row[Any], claim: Claim, *, reason: str) -> None:
    """Write the ledger event of a claim."""
    work.record_all([claim_event(work, row, claim, reason=reason)])


def claim_event(work: Work, row: Row[Any], claim: Claim, *, reason: str) -> Event:
    """The ledger event of a claim; the project's key stands in it as a salted digest."""
    data = {"claim": claim, "project": project_digest(row.project_key, row.content_salt)}
    return work.event(
        "claim", filing_seq=row.seq, reason=reason, clause="hz-2019-40#4.1", data=data
    )


def project_digest(project_key: str, salt: str) -> str:
    """What the ledger says of a project's key."""
    return salted_digest(bytes.fromhex(salt), project_key)


def offer_next(work: Work, project_key: str) -> int | None:
    """Give a free slot to the lowest acceptance number that waits; its number, or None."""
    if active_of(work, project_key) is not None:
        return None
    query = select(tables.filing).where(
        _BOX.project_key == project_key, _BOX.claim == Claim.WAITING
    )
    row = work.connection.execute(query.order_by(_BOX.seq).limit(1)).one_or_none()
    if row is None:
        return None
    set_claim(work, row, Claim.ACTIVE, reason="在先首报退出，按受理序号递补")
    work.send("slot_offered", "bureau", {"report_no": row.report_no})
    return int(row.seq)


def raise_dispute(work: Work, earlier: int, later: int, cause: DisputeCause) -> None:
    """Mark two reports 争议, once; the bureau decides (settle_dispute)."""
    box = tables.dispute
    known = select(box.c.earlier_seq).where(box.c.earlier_seq == earlier, box.c.later_seq == later)
    if work.connection.execute(known).first() is not None:
        return
    work.connection.execute(
        insert(box).values(earlier_seq=earlier, later_seq=later, cause=cause, raised_at=work.at)
    )
    _mark(work, _BOX.seq.in_((earlier, later)), disputed=True)
    for seq, other in ((earlier, later), (later, earlier)):
        work.record("disputed", filing_seq=seq, data={"with": other, "cause": cause})
    work.send("disputed", "bureau", {"earlier": earlier, "later": later, "cause": cause})


def settle_disputes(work: Work, seq: int, reason: str) -> None:
    """End every open dispute of a report; marks go where none is left."""
    box = tables.dispute
    mine = (box.c.earlier_seq == seq) | (box.c.later_seq == seq)
    pairs = work.connection.execute(
        update(box)
        .where(mine, box.c.settled_at.is_(None))
        .values(settled_at=work.at)
        .returning(box.c.earlier_seq, box.c.later_seq)
    ).all()
    for number in {number for pair in pairs for number in pair}:
        still = select(box.c.earlier_seq).where(
            (box.c.earlier_seq == number) | (box.c.later_seq == number), box.c.settled_at.is_(None)
        )
        if work.connection.execute(still).first() is None:
            _mark(work, _BOX.seq == number, disputed=False)
            work.record("dispute_settled", filing_seq=number, reason=reason)


def _mark(work: Work, which: ColumnElement[bool], *, disputed: bool) -> None:
    work.connection.execute(update(tables.filing).where(which).values(disputed=disputed))


def move_to_project(work: Work, row: Row[Any], project_key: str, *, reason: str) -> None:
    """Put an open report into another project's queue, at its acceptance number, on record.

    The slot it leaves is offered on; in the other queue it waits unless nobody is active there.
    """
    set_claim(work, row, Claim.NONE, reason=reason)
    offer_next(work, row.project_key)
    work.connection.execute(
        update(tables.filing).where(_BOX.seq == row.seq).values(project_key=project_key)
    )
    moved = work.connection.execute(select(tables.filing).where(_BOX.seq == row.seq)).one()
    set_claim(work, moved, claim_for_new(work, project_key), reason=reason)
    settle_disputes(work, row.seq, reason)
