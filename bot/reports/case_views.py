"""A case as a channel shows it: the report, what is around it, and what can be done.

Does not: read anything; reports.casework does. Everything was cut to the reader by the registry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.conversations.review.findings import finding_text
from bot.rendering.reports import event_text, state_label
from registry.casework.findings import Finding
from registry.casework.progress import Note
from registry.database.pages import Page
from registry.files.evidence import EvidenceFile
from registry.filing.reports import ReportView
from registry.likeness.finding import Candidate
from registry.likeness.lists import ListMatch
from registry.reading.history import TimelineEvent
from registry.reading.report_lines import ReportLine
from rules.verdict import Assessment

# Entries of the ledger that somebody looked, not that something happened.
LOOKS = frozenset({"viewed", "likeness_viewed", "evidence_read", "exported"})


@dataclass(frozen=True, slots=True)
class Offer:
    """An act somebody may take, with what still stands in its way, in words."""

    action: str
    label: str
    clause: str
    missing: tuple[str, ...]
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A report with all its reader may see; findings and what follows: only for the bureau.

    guide: what the Layout Guide says of it, None when there is no telling; line: who follows it up
    and what comes next, for its own unit; followers: who else may, account -> name.
    """

    view: ReportView
    events: tuple[TimelineEvent, ...]
    notes: Page[Note]
    files: tuple[EvidenceFile, ...]
    next_text: str = ""
    may_export: bool = False
    may_note: bool = False
    may_amend: bool = False
    line: ReportLine | None = None
    followers: Mapping[str, str] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    findings: tuple[Finding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    guide: Assessment | None = None
    matches: tuple[ListMatch, ...] = ()

    @property
    def project(self) -> str:
        """What the project is called."""
        return str(self.view.content.get("project_name") or self.view.report_no)

    @property
    def happenings(self) -> tuple[TimelineEvent, ...]:
        """The events, without those that only tell of looks."""
        return tuple(event for event in self.events if event.kind not in LOOKS)

    def told_since(self, before: "Case") -> tuple[str, ...]:
        """What has happened since an earlier look, in words."""
        lines = []
        if self.view.state != before.view.state:
            was, now = state_label(before.view.state), state_label(self.view.state)
            lines.append(f"状态由“{was}”变为“{now}”。")
        lines += [event_text(event) for event in self.happenings[len(before.happenings) :]]
        last = before.findings[-1].n if before.findings else 0
        lines += [finding_text(finding) for finding in self.findings if finding.n > last]
        return tuple(lines)
