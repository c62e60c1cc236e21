"""Reports as people may see them: the row of a filing, and a view of it cut to the reader.

A district sees its own report and of others one bit, once the right is granted
(filing.submission, casework.adjudication); queue, likeness and disputes are for the bureau.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from registry.database import tables
from registry.errors import Forbidden, NotFound
from registry.filing.claims import Claim, active_of
from registry.transactions.permissions import Operation, Subject
from registry.transactions.unit_of_work import Work
from rules.lifecycle import Lifecycle

KEY_REUSED = "key_reused"  # what was handed in under a key of another filing is not filed
HELD_BY_OTHER = "held_by_other"  # the stop notice: 该项目已由其他单位取得首谈资格，请停止洽谈
# To its filer a report is 已受理，进入审查 whether or not another one is before it.
_ONE_TO_THE_FILER = frozenset({"SUBMITTED", "UNDER_REVIEW", "CONFLICT"})


def state_for_filer(state: str) -> str:
    """The state a filing unit is told: what would show that a rival exists reads UNDER_REVIEW."""
    return "UNDER_REVIEW" if state in _ONE_TO_THE_FILER else state


def shown_state(work: Work, row: Row[Any]) -> str:
    """The state of a report as the caller may know it, also in the words of a refusal."""
    is_filer = work.member is not None and work.member.role.is_district
    return state_for_filer(row.state) if is_filer else str(row.state)


@dataclass(frozen=True, slots=True)
class BureauNotes:
    """What only the bureau sees of a report's place among others."""

    project_key: str
    claim: Claim
    disputed: bool


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as one reader may see it.

    state: a state of rules.lifecycle, to filers by state_for_filer; notice: HELD_BY_OTHER or empty.
    bureau: None for everybody outside the bureau.
    """

    seq: int
    report_no: str
    unit: str
    account: str
    state: str
    content: Mapping[str, Any]
    received_at: datetime
    updated_at: datetime
    granted_at: datetime | None
    expires_on: date | None
    previous_no: str | None
    notice: str
    bureau: BureauNotes | None


def load_report(work: Work, report_no: str) -> Row[Any]:
    """The row of a report. Raises NotFound."""
    query = select(tables.filing).where(tables.filing.c.report_no == report_no)
    row = work.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"no report {report_no!r}", code="no_report", value=report_no)
    return row


def reload(work: Work, seq: int) -> Row[Any]:
    """The row of a report as it is now."""
    return work.connection.execute(select(tables.filing).where(tables.filing.c.seq == seq)).one()


def load_readable(work: Work, report_no: str, operation: Operation) -> Row[Any]:
    """The row of a report the caller may do the operation to.

    Raises NotFound also where the caller may not know that it exists, Forbidden where they may.
    """
    row = load_report(work, report_no)
    subject = Subject(row.unit, row.account)
    try:
        work.require(Operation.VIEW_REPORT, subject)
    except Forbidden as error:
        raise NotFound(f"no report {report_no!r}", code="no_report", value=report_no) from error
    if operation is not Operation.VIEW_REPORT:
        work.require(operation, subject)
    return row


def is_closed(row: Row[Any], lifecycle: Lifecycle) -> bool:
    """Whether a report has reached a final state."""
    state = lifecycle.find_state(row.state)
    return state is not None and state.is_final


def held_by_other(work: Work, row: Row[Any]) -> bool:
    """Whether another unit has been granted the right on this report's project."""
    active = active_of(work, row.project_key)
    return active is not None and active.unit != row.unit and active.granted_at is not None


def view_of(work: Work, row: Row[Any]) -> ReportView:
    """The report cut to the caller."""
    is_bureau = work.person.role.is_bureau
    previous = None
    if row.previous_seq is not None and is_bureau:
        previous = str(reload(work, row.previous_seq).report_no)
    notes = BureauNotes(row.project_key, Claim(row.claim), bool(row.disputed))
    return ReportView(
        row.seq,
        row.report_no,
        row.unit,
        row.account,
        row.state if is_bureau else state_for_filer(row.state),
        row.content,
        row.received_at,
        row.updated_at if is_bureau or row.granted_at else row.received_at,
        row.granted_at,
        row.expires_on,
        previous,
        HELD_BY_OTHER if row.claim != Claim.ACTIVE and held_by_other(work, row) else "",
        notes if is_bureau else None,
    )
