"""What the API shows of a report and of what has happened to it."""

from datetime import date, datetime
from typing import Any

from bot.channels.web.api.values import Shown


class ReportLineBody(Shown):
    """A report in a list. claim and disputed: the bureau's only."""

    report_no: str
    seq: int
    unit: str
    state: str
    state_label: str
    project_name: str
    investor_name: str
    chain: str
    investment_yuan: int | None
    received_at: datetime
    owner: str | None
    next_step: str | None
    next_due_on: date | None
    idle_days: int
    claim: str | None = None
    disputed: bool | None = None


class ReportPage(Shown):
    """Some reports. next: hand it in as `after` to go on; empty on the last page."""

    items: list[ReportLineBody]
    next: str


class BureauBody(Shown):
    """What only the bureau sees of a report."""

    claim: str
    disputed: bool


class ReportBody(Shown):
    """A report as the asker may see it."""

    report_no: str
    seq: int
    unit: str
    account: str
    state: str
    state_label: str
    received_at: datetime
    granted_at: datetime | None
    expires_on: date | None
    previous_no: str | None
    notice: str
    content: dict[str, Any]
    bureau: BureauBody | None


class EventBody(Shown):
    """An event of a report."""

    n: int
    at: datetime
    kind: str
    step: str
    step_label: str
    state: str
    state_label: str
    unit: str
    reason: str
    clause: str


class NoteBody(Shown):
    """A note of a project's progress."""

    id: int
    kind: str
    on: date
    note: str
    account: str


class NotePage(Shown):
    """Some notes. next: as ReportPage."""

    items: list[NoteBody]
    next: str


class GuardBody(Shown):
    """What is still missing for a step."""

    name: str
    label: str


class StepBody(Shown):
    """A step of the asker's side. local: a working practice of the bureau, not of the clause."""

    step: str
    label: str
    to: str
    clause: str
    local: bool
    open_guards: list[GuardBody]


class FindingBody(Shown):
    """A finding of the bureau."""

    n: int
    kind: str
    body: dict[str, Any]
    account: str
    at: datetime


class CandidateBody(Shown):
    """An earlier report that may be of the same project."""

    report_no: str
    unit: str
    state: str
    likeness: str
    label: str
    score: float
    reasons: list[str]


class CaseViewBody(Shown):
    """All a reviewer needs of a report."""

    report: ReportBody
    steps: list[StepBody]
    findings: list[FindingBody]
    likeness: list[CandidateBody]
