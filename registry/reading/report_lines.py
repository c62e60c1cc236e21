"""One line of a list of reports, and what of the register a caller asks for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, or_

from registry.clock import SHANGHAI
from registry.database import tables
from registry.filing.claims import Claim
from registry.filing.reports import state_for_filer
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
    _BOX.expires_on,
)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list.

    idle_days: whole days since the unit's own last act. claim and disputed: None outside the
    bureau, whom alone they concern. expires_on: of the right, where a validity is set.
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
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What of the register to list; None asks nothing. Days are of receipt, both included.

    words: each of them is in a name, the chain, the unit or the number.
    least_yuan, most_yuan: bounds of the total investment; one not stated lies in none.
    """

    unit: str | None = None
    state: str | None = None
    chain: str | None = None
    investor: str | None = None  # full name or credit code
    from_day: date | None = None
    to_day: date | None = None
    words: str | None = None
    least_yuan: int | None = None
    most_yuan: int | None = None

    def as_mapping(self) -> dict[str, object]:
        """What is asked, by name, for the record; an investor is not named there."""
        asked = {name: getattr(self, name) for name in ("unit", "state", "chain")}
        asked |= {"from": self.from_day, "to": self.to_day}
        asked |= {"least_yuan": self.least_yuan, "most_yuan": self.most_yuan}
        asked |= {n: "*" if getattr(self, n) else None for n in ("investor", "words")}
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
    found += [_telling(word) for word in (asked.words or "").split()]
    first, last = asked.from_day, asked.to_day
    if first is not None:
        found.append(_BOX.received_at >= start_of(first))
    if last is not None:
        found.append(_BOX.received_at < start_of(last + timedelta(days=1)))
    if asked.least_yuan is not None:
        found.append(_BOX.investment_yuan >= asked.least_yuan)
    if asked.most_yuan is not None:
        found.append(_BOX.investment_yuan <= asked.most_yuan)
    return found


def _telling(word: str) -> ColumnElement[bool]:
    """Whether a report tells of a word."""
    columns = (_BOX.project_name, _BOX.investor_name, _BOX.chain, _BOX.unit, _BOX.report_no)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


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
        row.expires_on,
    )
