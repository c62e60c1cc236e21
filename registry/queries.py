"""What a front end lists: my reports, the register, the review queue, holders, timelines.

Every list is cut to the caller inside the query and paged by keyset (registry.pages). A page of
other units' reports shown to the bureau is an audit event.
Does not tell a district anything of a rival.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from registry import tables
from registry.claims import Claim
from registry.clock import SHANGHAI
from registry.errors import NotFound
from registry.members import Caller
from registry.pages import Page, bad_position, check_limit, make_page, merge, read_number
from registry.permissions import Operation, Role, Subject
from registry.reports import load_readable, state_for_filer
from registry.rulebook import Rulebook
from registry.steps import SILENT
from registry.unit_of_work import Store, Work
from rules.company import check_credit_code, company_key

QUEUE_STATES = ("SUBMITTED", "UNDER_REVIEW", "CONFLICT", "CONSULTING")
# Entries a filer may see; all others speak of rivals, or of who read what.
_FOR_ALL = frozenset({"filed", "step", "amended", "progress", "evidence", "follow_up"})
_BOX = tables.filing.c


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list.

    idle_days: whole days since the unit's own last act. claim and disputed: None outside the
    bureau, whom alone they concern.
    """

    seq: int
    report_no: str
    unit: str
    state: str
    project_name: str
    investor_name: str
    chain: str
    investment_yuan: int | None
    received_at: datetime
    owner: str | None
    next_step: str
    next_due_on: date | None
    idle_days: int
    claim: Claim | None
    disputed: bool | None


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What of the register to list; None asks nothing. Days are of receipt, both included."""

    unit: str | None = None
    state: str | None = None
    chain: str | None = None
    investor: str | None = None  # full name or credit code
    from_day: date | None = None
    to_day: date | None = None

    def as_mapping(self) -> dict[str, object]:
        """What is asked, by name, for the record; an investor is not named there."""
        asked = {name: getattr(self, name) for name in ("unit", "state", "chain")}
        asked |= {"from": self.from_day, "to": self.to_day}
        asked["investor"] = "*" if self.investor else None
        return {name: value for name, value in asked.items() if value is not None}


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


class QueryService:
    """Lists and look-ups over reports."""

    def __init__(self, store: Store, rules: Rulebook) -> None:
        self._store = store
        self._rules = rules

    def mine(self, caller: Caller, *, after: str = "", limit: int = 50) -> Page[ReportLine]:
        """The caller's reports, a lead's unit's; the newest first.

        Raises Forbidden for roles that file nothing, InvalidInput (`bad_limit`, `bad_position`).
        """
        check_limit(limit)
        with self._store.read(caller) as work:
            query = _newest(_own(work), read_number(after), limit)
            return _lines(work, work.connection.execute(query), limit)

    def register(
        self, caller: Caller, asked: RegisterFilter, *, after: str = "", limit: int = 50
    ) -> Page[ReportLine]:
        """The register of all units (台账), the newest first; for the bureau, each page recorded.

        Raises Forbidden, ReadOnly, InvalidInput (`bad_limit`, `bad_position`).
        """
        check_limit(limit)
        with self._store.write(caller) as work:
            work.require(Operation.VIEW_REGISTER)
            wanted = register_conditions(asked)
            query = _newest(wanted, read_number(after), limit)
            return _shown(work, "register", _lines(work, work.connection.execute(query), limit))

    def review_queue(
        self, caller: Caller, *, after: str = "", limit: int = 50, waiting: bool = False
    ) -> Page[ReportLine]:
        """Reports the bureau has to act on, by acceptance number; recorded.

        waiting: those behind another report of the same project instead of those whose turn it is.
        """
        check_limit(limit)
        with self._store.write(caller) as work:
            work.require(Operation.REVIEW, Subject())
            start = read_number(after) or 0
            claim = Claim.WAITING if waiting else Claim.ACTIVE
            streams = [
                work.connection.execute(
                    select(tables.filing)
                    .where(_BOX.state == state, _BOX.claim == claim, _BOX.seq > start)
                    .order_by(_BOX.seq)
                    .limit(limit + 1)
                ).all()
                for state in QUEUE_STATES
            ]
            rows = merge(streams, limit, key=lambda row: row.seq)
            return _shown(work, "queue", _lines(work, rows, limit))

    def idle(
        self, caller: Caller, *, days: int, after: str = "", limit: int = 50
    ) -> Page[ReportLine]:
        """Open reports on which the unit has done nothing for so many days, the longest first.

        A district sees its own; what the bureau sees is recorded. days: at least 1.
        """
        check_limit(limit)
        with self._scoped(caller) as work:
            start = work.at - timedelta(days=days)
            column = _BOX.last_activity_at
            return self._by_column(work, column, column <= start, after, limit, "idle")

    def overdue(self, caller: Caller, *, after: str = "", limit: int = 50) -> Page[ReportLine]:
        """Open reports whose next step was due before today, the earliest first; as `idle`."""
        check_limit(limit)
        with self._scoped(caller) as work:
            column = _BOX.next_due_on
            return self._by_column(work, column, column < work.today, after, limit, "overdue")

    def holders(
        self, caller: Caller, *, investor_name: str = "", uscc: str = "", on: date
    ) -> tuple[Holder, ...]:
        """Who held the right on each project of an investor at the end of a day (Shanghai).

        For the bureau, recorded. Raises Forbidden, NotFound when no report names the investor.
        """
        code = check_credit_code(uscc).code if uscc else ""
        key = company_key(investor_name)
        with self._store.write(caller) as work:
            work.require(Operation.VIEW_REGISTER)
            same = (_BOX.uscc == code) if code else (_BOX.investor_key == key)
            query = select(tables.filing).where(same).order_by(_BOX.seq)
            rows = work.connection.execute(query).all() if key or code else []
            if not rows:
                raise NotFound("no report of that investor", code="no_investor")
            work.record("register_viewed", data={"list": "holders", "shown": _numbers(rows)})
            end = datetime.combine(on + timedelta(days=1), datetime.min.time(), SHANGHAI)
            return tuple(_holding(work, row, end) for row in rows if _is_holder(work, row, end))

    def timeline(self, caller: Caller, report_no: str) -> tuple[TimelineEvent, ...]:
        """What has happened to a report, oldest first, cut to the reader.

        A district is not told of steps and entries that would tell of a rival.
        Raises NotFound, ReadOnly for the bureau, whose look is recorded.
        """
        with self._scoped(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            is_bureau = work.person.role.is_bureau
            if is_bureau:
                work.record("viewed", filing_seq=row.seq, data={"part": "timeline"})
            box = tables.ledger.c
            query = select(box.seq, box.at, box.kind, box.body).where(box.filing_seq == row.seq)
            events = [_event(entry) for entry in work.connection.execute(query.order_by(box.seq))]
            shown = (event for event in events if is_bureau or _is_for_filer(event))
            return tuple(replace(event, n=n) for n, event in enumerate(shown, start=1))

    def _scoped(self, caller: Caller) -> Any:
        """A reading transaction for a district, a writing one for the bureau, which is recorded."""
        with self._store.read(caller) as work:
            is_bureau = work.person.role.is_bureau
        return self._store.write(caller) if is_bureau else self._store.read(caller)

    def _by_column(  # noqa: PLR0913, PLR0917  # one list, five things that tell it apart
        self,
        work: Work,
        column: ColumnElement[Any],
        wanted: ColumnElement[bool],
        after: str,
        limit: int,
        name: str,
    ) -> Page[ReportLine]:
        """Open reports in the order of a column; one indexed stream per state, merged."""
        mine = _own(work)
        place = _read_place(after, column)
        streams = []
        for state in self._open_states(work):
            query = select(tables.filing).where(_BOX.state == state, wanted, *mine)
            if place is not None:
                value, seq = place
                query = query.where((column > value) | ((column == value) & (_BOX.seq > seq)))
            streams.append(
                work.connection.execute(query.order_by(column, _BOX.seq).limit(limit + 1)).all()
            )
        rows = merge(streams, limit, key=lambda row: (row._mapping[column], row.seq))
        page = _lines(work, rows, limit)
        if page.next:
            last = rows[limit - 1]
            page = Page(page.rows, f"{last._mapping[column].isoformat()}~{last.seq}")
        return _shown(work, name, page) if work.person.role.is_bureau else page

    def _open_states(self, work: Work) -> Sequence[str]:
        return [state.name for state in self._rules.on(work.today).states if not state.is_final]


def register_conditions(asked: RegisterFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter, in columns that have indexes."""
    found: list[ColumnElement[bool]] = []
    if asked.unit:
        found.append(_BOX.unit == asked.unit)
    if asked.state:
        found.append(_BOX.state == asked.state)
    if asked.chain:
        found.append(_BOX.chain == asked.chain)
    if asked.investor:
        code = check_credit_code(asked.investor)
        same = _BOX.uscc == code.code if code.is_valid else None
        by_name = _BOX.investor_key == company_key(asked.investor)
        found.append(by_name if same is None else same)
    first, last = asked.from_day, asked.to_day
    if first is not None:
        found.append(_BOX.received_at >= start_of(first))
    if last is not None:
        found.append(_BOX.received_at < start_of(last + timedelta(days=1)))
    return found


def start_of(day: date) -> datetime:
    """The instant a business day begins in Shanghai."""
    return datetime.combine(day, datetime.min.time(), SHANGHAI)


def line_of(row: Row[Any], at: datetime, *, for_bureau: bool) -> ReportLine:
    """A row of `filing` as a list shows it at an instant."""
    active = row.last_activity_at or row.received_at
    return ReportLine(
        row.seq,
        row.report_no,
        row.unit,
        row.state if for_bureau else state_for_filer(row.state),
        row.project_name,
        row.investor_name,
        row.chain,
        row.investment_yuan,
        row.received_at,
        row.owner,
        row.next_step or "",
        row.next_due_on,
        max(0, (at - active).days),
        Claim(row.claim) if for_bureau else None,
        bool(row.disputed) if for_bureau else None,
    )


def _own(work: Work) -> list[ColumnElement[bool]]:
    """What limits a district to its own. Raises Forbidden for roles that see no report."""
    who = work.person
    if who.role.is_bureau:
        return []
    work.require(Operation.VIEW_REPORT, work.own())
    by_unit = _BOX.unit == who.unit
    return [by_unit] if who.role is Role.DISTRICT_LEAD else [by_unit, _BOX.account == who.account]


def _newest(
    wanted: Iterable[ColumnElement[bool]], before: int | None, limit: int
) -> Select[tuple[Any, ...]]:
    query = select(tables.filing).where(*wanted)
    if before is not None:
        query = query.where(_BOX.seq < before)
    return query.order_by(_BOX.seq.desc()).limit(limit + 1)


def _lines(work: Work, rows: Iterable[Row[Any]], limit: int) -> Page[ReportLine]:
    is_bureau = work.person.role.is_bureau
    lines = (line_of(row, work.at, for_bureau=is_bureau) for row in rows)
    return make_page(lines, limit, position=lambda line: line.seq)


def _shown(work: Work, name: str, page: Page[ReportLine]) -> Page[ReportLine]:
    """Record which reports the bureau saw."""
    work.record("register_viewed", data={"list": name, "shown": _numbers(page.rows)})
    return page


def _numbers(rows: Iterable[Any]) -> list[int]:
    return [int(row.seq) for row in rows]


def _read_place(after: str, column: ColumnElement[Any]) -> tuple[Any, int] | None:
    if not after:
        return None
    value, _, seq = after.partition("~")
    number = read_number(seq)
    try:
        is_day = column is _BOX.next_due_on
        place = date.fromisoformat(value) if is_day else datetime.fromisoformat(value)
    except ValueError as error:
        raise bad_position(after) from error
    if number is None or (isinstance(place, datetime) and place.tzinfo is None):
        raise bad_position(after)
    return place, number


def _is_holder(work: Work, row: Row[Any], end: datetime) -> bool:
    if row.granted_at is None or row.granted_at >= end:
        return False
    ended = _ended_at(work, row)
    return ended is None or ended >= end


def _holding(work: Work, row: Row[Any], end: datetime) -> Holder:  # noqa: ARG001  # as _is_holder
    return Holder(row.report_no, row.unit, row.granted_at, _ended_at(work, row))


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


def _event(entry: Row[Any]) -> TimelineEvent:
    body = json.loads(entry.body)
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


def _is_for_filer(event: TimelineEvent) -> bool:
    return event.kind in _FOR_ALL and event.step not in SILENT
