"""One line of a list of reports, and what of the register a caller asks for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row

from registry import tables
from registry.claims import Claim
from registry.clock import SHANGHAI
from registry.reports import state_for_filer
from rules.company import check_credit_code, company_key

_BOX = tables.filing.c
# What a line shows; the content of a report is long and stays where it is.
LINE = (
    _BOX.seq,
    _BOX.report_no,
    _BOX.unit,
    _BOX.state,
    _BOX.project_name,
    _BOX.investor_name,
    _BOX.chain,
    _BOX.investment_yuan,
    _BOX.received_at,
    _BOX.owner,
    _BOX.next_step,
    _BOX.next_due_on,
    _BOX.last_activity_at,
    _BOX.claim,
    _BOX.disputed,
)


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


EVERYTHING = RegisterFilter()


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
    """A row of `filing`, the columns of LINE, as a list shows it at an instant."""
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
