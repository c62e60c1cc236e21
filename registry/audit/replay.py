"""Rebuild the state of every report from the ledger alone, and compare the tables with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from registry.audit.people_replay import People, compare_people
from registry.casework.findings import finding_digest
from registry.database import tables
from registry.database.canonical import canonical_json, salted_digest
from registry.database.case_tables import evidence
from registry.database.column_types import format_instant
from registry.database.numbering import FILING
from registry.filing.claims import project_digest
from registry.filing.listed import listed_digest
from registry.filing.project_keys import fold_project_name
from registry.filing.slots import printable
from rules.company import check_credit_code, company_key

Wrong = Callable[[str, int, str], None]


@dataclass(slots=True)
class Replayed:
    """A report as the ledger tells it."""

    claim: str = ""
    project: str = ""
    state: str = ""
    content: str = ""
    listed: str | None = None  # entries of earlier versions do not say
    unit: str = ""
    account: str = ""
    report_no: str = ""
    previous: int | None = None
    is_disputed: bool = False
    received_at: str = ""
    granted_at: str | None = None
    expires_on: str | None = None
    findings: dict[int, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bool]] = field(default_factory=dict)  # id -> SHA-256, bureau's own


@dataclass(slots=True)
class Replay:
    """All reports as the ledger tells them."""

    reports: dict[int, Replayed] = field(default_factory=dict)
    entries: dict[int, int] = field(default_factory=dict)  # report -> its `filed` entry
    people: People = field(default_factory=People)

    def apply(self, body: Mapping[str, Any]) -> None:
        """Take one entry into account; kinds that change no report are passed over."""
        seq, data = body["report"], body["data"]
        if seq is None:
            self.people.apply(body["kind"], data)
            return
        report = self.reports.setdefault(seq, Replayed())
        if body["kind"] == "filed":
            self.entries[seq] = body["seq"]
        if change := _CHANGES.get(body["kind"]):
            change(report, body, data)


def _filed(report: Replayed, body: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    report.state, report.content = data["state"], data["content"]
    report.listed = data.get("listed")
    report.report_no, report.received_at = data["report_no"], body["at"]
    report.unit, report.account = body["actor"]["unit"], body["actor"]["account"]


def _claim(report: Replayed, _body: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    report.claim, report.project = data["claim"], data["project"]


def _step(report: Replayed, body: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    report.state = data["to"]
    if data["step"] == "grant":
        report.granted_at, report.expires_on = body["at"], data["expires_on"]


def _amended(report: Replayed, _body: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    report.content, report.listed = data["content"], data.get("listed")


def _evidence(report: Replayed, _body: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    report.files[data["file"]] = (data["sha256"], data["bureau_only"])


def _finding(report: Replayed, _body: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    report.findings[data["n"]] = data["body"]


def _linked(report: Replayed, _body: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    report.previous = data["previous"]


def _disputed(report: Replayed, body: Mapping[str, Any], _data: Mapping[str, Any]) -> None:
    report.is_disputed = body["kind"] == "disputed"


_CHANGES: dict[str, Callable[[Replayed, Mapping[str, Any], Mapping[str, Any]], None]] = {
    "filed": _filed,
    "claim": _claim,
    "step": _step,
    "amended": _amended,
    "finding": _finding,
    "evidence": _evidence,
    "linked": _linked,
    "disputed": _disputed,
    "dispute_settled": _disputed,
}


def compare_rows(connection: Connection, replay: Replay, wrong: Wrong) -> int:
    """Compare reports, findings, files, members and the counter; returns the number of reports."""
    seen = set()
    query = select(tables.filing).order_by(tables.filing.c.seq)
    with connection.execute(query.execution_options(yield_per=500)) as rows:
        for row in rows:
            seen.add(row.seq)
            _compare_report(row, replay.reports.get(row.seq), wrong)
    for seq in sorted(replay.entries.keys() - seen):
        wrong("report_missing", seq, "")
    _compare_findings(connection, replay, wrong)
    _compare_files(connection, replay, wrong)
    _compare_counter(connection, len(replay.entries), wrong)
    compare_people(connection, replay.people, wrong)
    return len(seen)


def _compare_report(row: Row[Any], told: Replayed | None, wrong: Wrong) -> None:
    if told is None or not told.report_no:
        wrong("report_unrecorded", row.seq, "")
        return
    for column in _differences(row, told):
        wrong("report_changed", row.seq, column)


def _differences(row: Row[Any], told: Replayed) -> list[str]:
    salt = bytes.fromhex(row.content_salt)
    actual = {
        "state": row.state == told.state,
        "claim": row.claim == told.claim,
        "unit": (row.unit, row.account) == (told.unit, told.account),
        "report_no": row.report_no == told.report_no,
        "project_key": project_digest(row.project_key, row.content_salt) == told.project,
        "content": salted_digest(salt, canonical_json(row.content)) == told.content,
        "content_digest": row.content_digest == told.content,
        "listed": told.listed in (None, listed_digest(row)),
        "previous_seq": row.previous_seq == told.previous,
        "disputed": bool(row.disputed) == told.is_disputed,
        "received_at": format_instant(row.received_at) == told.received_at,
        "granted_at": _instant(row.granted_at) == told.granted_at,
        "expires_on": (row.expires_on and row.expires_on.isoformat()) == told.expires_on,
        **{
            name: getattr(row, name) == printable(row.content, name)
            for name in ("project_name", "investor_name")
        },
        **{name: getattr(row, name) == key for name, key in _keys_of(row.content).items()},
    }
    return [column for column, is_same in actual.items() if not is_same]


def _keys_of(content: Mapping[str, Any]) -> dict[str, str | None]:
    """The columns a report is found by, as its content gives them."""
    code = content.get("uscc")
    return {
        "project_name_key": fold_project_name(content),
        "investor_key": company_key(str(content.get("investor_name", ""))),
        "uscc": check_credit_code(str(code)).code if code else None,
    }


def _instant(value: datetime | None) -> str | None:
    return None if value is None else format_instant(value)


def _compare_findings(connection: Connection, replay: Replay, wrong: Wrong) -> None:
    box = tables.finding.c
    query = select(tables.finding, tables.filing.c.content_salt).join(
        tables.filing, tables.filing.c.seq == box.filing_seq
    )
    left = {(seq, n) for seq, told in replay.reports.items() for n in told.findings}
    with connection.execute(query.execution_options(yield_per=500)) as rows:
        for row in rows:
            told = replay.reports.get(row.filing_seq, Replayed()).findings.get(row.n)
            left.discard((row.filing_seq, row.n))
            if told != finding_digest(row.content_salt, row.body):
                wrong("finding_changed", row.filing_seq, str(row.n))
    for seq, n in sorted(left):
        wrong("finding_missing", seq, str(n))


def _compare_files(connection: Connection, replay: Replay, wrong: Wrong) -> None:
    """The list of evidence files; whether the files are there is for files.evidence to say."""
    left = {(seq, name) for seq, told in replay.reports.items() for name in told.files}
    for row in connection.execute(select(evidence)):
        told = replay.reports.get(row.filing_seq, Replayed()).files.get(row.id)
        left.discard((row.filing_seq, row.id))
        if told != (row.sha256, bool(row.bureau_only)):
            wrong("evidence_changed", row.filing_seq, row.id)
    for seq, name in sorted(left):
        wrong("evidence_missing", seq, name)


def _compare_counter(connection: Connection, filed: int, wrong: Wrong) -> None:
    query = select(tables.counter.c.n).where(tables.counter.c.name == FILING)
    number = connection.execute(query).scalar_one_or_none()
    if number != filed:
        wrong("counter_changed", 0, str(number))
