"""What has happened to a report, and who held a right when; read from the ledger.

Does not tell a filer of steps and entries that would tell of a rival.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from registry.casework.steps import SILENT
from registry.database import tables
from registry.filing.claims import Claim
from registry.filing.reports import state_for_filer
from registry.transactions.unit_of_work import Work

# Entries a filer may see; all others speak of rivals, or of who read what.
_FOR_ALL = frozenset({"filed", "step", "amended", "progress", "evidence", "follow_up"})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held the right on a project on a day. until: None while it lasts."""

    report_no: str
    unit: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event of a report. n: 1, 2, 3 … of those the reader sees.

    state: the state it led to, empty where it led to none.
    """

    n: int
    at: datetime
    kind: str
    unit: str
    step: str
    state: str
    reason: str
    clause: str


def holding_at(work: Work, row: Row[Any], end: datetime) -> Holder | None:
    """The right of a report as it was just before an instant; None when it held none then."""
    if row.granted_at is None or row.granted_at >= end:
        return None
    ended = _ended_at(work, row)
    if ended is not None and ended < end:
        return None
    return Holder(row.report_no, row.unit, row.granted_at, ended)


def events_of(work: Work, row: Row[Any], *, for_bureau: bool) -> tuple[TimelineEvent, ...]:
    """The events of a report, oldest first, cut to the reader."""
    box = tables.ledger.c
    query = select(box.at, box.kind, box.body).where(box.filing_seq == row.seq)
    shown: list[TimelineEvent] = []
    for entry in work.connection.execute(query.order_by(box.seq)):
        body = json.loads(entry.body)
        if for_bureau or _is_for_filer(entry.kind, body["data"]):
            event = _event(entry, body)
            state = event.state if for_bureau else state_for_filer(event.state)
            shown.append(replace(event, n=len(shown) + 1, state=state))
    return tuple(shown)


def _ended_at(work: Work, row: Row[Any]) -> datetime | None:
    """When a report left its queue; None while it is in it."""
    if row.claim != Claim.NONE:
        return None
    box = tables.ledger.c
    query = select(box.at, box.body).where(box.filing_seq == row.seq, box.kind == "claim")
    for at, body in work.connection.execute(query.order_by(box.seq.desc())):
        if json.loads(body)["data"].get("claim") == Claim.NONE:
            ended: datetime = at
            return ended
    return None


def _event(entry: Any, body: dict[str, Any]) -> TimelineEvent:
    data = body["data"]
    return TimelineEvent(
        0,
        entry.at,
        entry.kind,
        body["actor"]["unit"],
        data.get("step", ""),
        data.get("to", ""),
        body["reason"],
        body["clause"],
    )


def _is_for_filer(kind: str, data: dict[str, Any]) -> bool:
    """Neither about rivals and readers, nor the bureau's own."""
    is_hidden = data.get("step") in SILENT or data.get("bureau_only", False)
    return kind in _FOR_ALL and not is_hidden
