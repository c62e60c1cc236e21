"""What a front end lists: my reports, the register, the review queue, holders, timelines.

Every list is cut to the caller inside the query and paged by keyset (database.pages). A page of
other units' reports shown to the bureau is an audit event.
Does not tell a district anything of a rival.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, func, or_, select, type_coerce

from registry.database import tables
from registry.database.pages import Page, bad_position, check_limit, make_page, merge, read_number
from registry.errors import NotFound
from registry.filing.claims import Claim
from registry.filing.reports import load_readable
from registry.reading.history import Holder, TimelineEvent, events_of, holding_at
from registry.reading.report_lines import (
    EVERYTHING,
    LINE,
    RegisterFilter,
    ReportLine,
    line_of,
    register_conditions,
    start_of,
)
from registry.rulebook import Rulebook
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation, Role, Subject
from registry.transactions.unit_of_work import Store, Work
from rules.company import check_credit_code, company_key

QUEUE_STATES = ("SUBMITTED", "UNDER_REVIEW", "CONFLICT", "CONSULTING")
_BOX = tables.filing.c


@dataclass(frozen=True, slots=True)
class _Ordered:
    """A list of open reports: what it is called, in the order of which column, and which rows."""

    name: str
    column: ColumnElement[Any]
    wanted: ColumnElement[bool]


class QueryService:
    """Lists and look-ups over reports."""

    def __init__(self, store: Store, rules: Rulebook) -> None:
        self._store = store
        self._rules = rules

    def mine(
        self,
        caller: Caller,
        *,
        asked: RegisterFilter = EVERYTHING,
        after: str = "",
        limit: int = 50,
    ) -> Page[ReportLine]:
        """The caller's reports, a lead's unit's; the newest first.

        Raises Forbidden for roles that file nothing, InvalidInput (`bad_limit`, `bad_position`).
        """
        check_limit(limit)
        with self._store.read(caller) as work:
            query = _newest([*_own(work), *register_conditions(asked)], read_number(after), limit)
            return _lines(work, work.connection.execute(query), limit)

    def to_correct(self, caller: Caller, *, most: int = 100) -> int:
        """How many of the caller's reports were sent back to be corrected, no further than most."""
        with self._store.read(caller) as work:
            return _count(work, [*_own(work), _BOX.state == "RETURNED"], most)

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
        self,
        caller: Caller,
        *,
        asked: RegisterFilter = EVERYTHING,
        after: str = "",
        limit: int = 50,
        waiting: bool = False,
    ) -> Page[ReportLine]:
        """Reports the bureau has to act on, by acceptance number; recorded.

        asked: which of them; waiting: those behind another report of the same project instead of
        those whose turn it is.
        """
        check_limit(limit)
        with self._store.write(caller) as work:
            work.require(Operation.REVIEW, Subject())
            start = read_number(after) or 0
            claim = Claim.WAITING if waiting else Claim.ACTIVE
            wanted = register_conditions(asked)
            streams = [
                work.connection.execute(
                    select(_BOX.seq)
                    .where(_BOX.state == state, _BOX.claim == claim, _BOX.seq > start, *wanted)
                    .order_by(_BOX.seq)
                    .limit(limit + 1)
                ).all()
                for state in QUEUE_STATES
            ]
            found = merge(streams, limit, key=lambda row: row.seq)
            return _shown(work, "queue", _lines(work, _loaded(work, found), limit))

    def queue_size(self, caller: Caller, *, most: int = 100) -> int:
        """How many reports wait for the bureau, counted no further than most; none is shown.

        Raises Forbidden.
        """
        with self._store.read(caller) as work:
            work.require(Operation.REVIEW, Subject())
            waits = [_BOX.state.in_(QUEUE_STATES), _BOX.claim == Claim.ACTIVE]
            return _count(work, waits, most)

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
            asked = _Ordered("idle", column, column <= start)
            return self._ordered(work, asked, after, limit)

    def overdue(self, caller: Caller, *, after: str = "", limit: int = 50) -> Page[ReportLine]:
        """Open reports whose next step was due before today, the earliest first; as `idle`."""
        check_limit(limit)
        with self._scoped(caller) as work:
            column = _BOX.next_due_on
            asked = _Ordered("overdue", column, column < work.today)
            return self._ordered(work, asked, after, limit)

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
            end = start_of(on + timedelta(days=1))
            found = (holding_at(work, row, end) for row in rows)
            return tuple(holder for holder in found if holder is not None)

    def lookup(
        self, caller: Caller, words: Sequence[str], *, limit: int = 50
    ) -> tuple[ReportLine, ...]:
        """Reports the caller may see with one of the words in a name, chain or unit, newest first.

        The lines are candidates; which one is meant is for the caller to find. A word that is a
        report number finds that report only. For the bureau recorded.
        Raises Forbidden, InvalidInput (`bad_limit`), ReadOnly for the bureau.
        """
        check_limit(limit)
        named = [condition for word in words if word for condition in _naming(word)]
        if not named:
            return ()
        with self._scoped(caller) as work:
            query = _newest([*_own(work), or_(*named)], None, limit)
            page = _lines(work, work.connection.execute(query), limit)
            return (_shown(work, "lookup", page) if work.person.role.is_bureau else page).rows

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
            return events_of(work, row, for_bureau=is_bureau)

    def _scoped(self, caller: Caller) -> AbstractContextManager[Work]:
        """A reading transaction for a district, a writing one for the bureau, which is recorded."""
        with self._store.read(caller) as work:
            is_bureau = work.person.role.is_bureau
        return self._store.write(caller) if is_bureau else self._store.read(caller)

    def _ordered(self, work: Work, asked: "_Ordered", after: str, limit: int) -> Page[ReportLine]:
        """Open reports in the order of a column; one indexed stream per state, merged."""
        column, mine = asked.column, _own(work)
        place = _read_place(after, column)
        streams = []
        for state in self._open_states(work):
            text = type_coerce(column, String).label("at")  # whose order is that of time
            query = select(text, _BOX.seq).where(_BOX.state == state, asked.wanted, *mine)
            if place is not None:
                value, seq = place
                query = query.where((column > value) | ((column == value) & (_BOX.seq > seq)))
            streams.append(
                work.connection.execute(query.order_by(column, _BOX.seq).limit(limit + 1)).all()
            )
        found = merge(streams, limit, key=lambda row: (row.at, row.seq))
        page = _lines(work, _loaded(work, found), limit)
        if page.next:
            last = found[limit - 1]
            page = Page(page.rows, f"{last.at}~{last.seq}")
        return _shown(work, asked.name, page) if work.person.role.is_bureau else page

    def _open_states(self, work: Work) -> Sequence[str]:
        return [state.name for state in self._rules.on(work.today).states if not state.is_final]


def _own(work: Work) -> list[ColumnElement[bool]]:
    """What limits a district to its own. Raises Forbidden for roles that see no report."""
    who = work.person
    if who.role.is_bureau:
        return []
    work.require(Operation.VIEW_REPORT, work.own())
    by_unit = _BOX.unit == who.unit
    return [by_unit] if who.role is Role.DISTRICT_LEAD else [by_unit, _BOX.account == who.account]


def _naming(word: str) -> list[ColumnElement[bool]]:
    """Conditions of a report that a word may name."""
    if word.startswith("首报-"):
        return [_BOX.report_no == word]
    columns = (_BOX.project_name, _BOX.investor_name, _BOX.chain, _BOX.unit)
    return [column.contains(word, autoescape=True) for column in columns]


def _count(work: Work, wanted: Iterable[ColumnElement[bool]], most: int) -> int:
    found = select(_BOX.seq).where(*wanted).limit(most).subquery()
    return int(work.connection.execute(select(func.count()).select_from(found)).scalar_one())


def _newest(
    wanted: Iterable[ColumnElement[bool]], before: int | None, limit: int
) -> Select[tuple[Any, ...]]:
    query = select(*LINE).where(*wanted)
    if before is not None:
        query = query.where(_BOX.seq < before)
    return query.order_by(_BOX.seq.desc()).limit(limit + 1)


def _loaded(work: Work, found: Sequence[Any]) -> list[Row[Any]]:
    """What the lines of reports show, in the order found."""
    wanted = [row.seq for row in found]
    query = select(*LINE).where(_BOX.seq.in_(wanted))
    rows: dict[int, Any] = {row.seq: row for row in work.connection.execute(query)}
    return [rows[seq] for seq in wanted]


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
