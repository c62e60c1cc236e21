"""What the bureau finds in a report: likeness, guide review, consultation, approval, ruling.

Clause: hz-2019-40#4.1 asks for the review against the guide and for the investor's views; likeness,
approval and ruling are working practice. A finding counts only until the report is submitted anew:
what was found of other content says nothing of this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select

from registry.database import tables
from registry.database.canonical import canonical_json, salted_digest
from registry.errors import InvalidInput
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Work

OPINIONS = ("positive", "negative", "conditional", "none")


class FindingKind(StrEnum):
    """Kinds of findings, with the keys of their bodies."""

    LIKENESS = "likeness"  # candidates: list of report numbers with reasons, may be empty
    GUIDE_REVIEW = "guide_review"  # conform: bool; edition, note: text
    CONSULTATION = "consultation"  # asked_on: ISO day; opinion: OPINIONS; summary: text
    APPROVAL = "approval"  # note: text; by somebody other than who grants
    RULING = "ruling"  # point, reason: text; what the rule leaves to people, decided for the grant
    RESUBMITTED = "resubmitted"  # written by the registry; ends what was found before


_KEYS: dict[FindingKind, dict[str, type]] = {
    FindingKind.LIKENESS: {"candidates": list},
    FindingKind.GUIDE_REVIEW: {"conform": bool, "edition": str, "note": str},
    FindingKind.CONSULTATION: {"asked_on": str, "opinion": str, "summary": str},
    FindingKind.APPROVAL: {"note": str},
    FindingKind.RULING: {"point": str, "reason": str},
}
OPERATIONS = {
    FindingKind.LIKENESS: Operation.REVIEW,
    FindingKind.GUIDE_REVIEW: Operation.REVIEW,
    FindingKind.CONSULTATION: Operation.REVIEW,
    FindingKind.APPROVAL: Operation.APPROVE,
    FindingKind.RULING: Operation.GRANT,
}
STATES = {
    FindingKind.LIKENESS: ("SUBMITTED", "UNDER_REVIEW", "CONFLICT", "CONSULTING"),
    FindingKind.GUIDE_REVIEW: ("UNDER_REVIEW",),
    FindingKind.CONSULTATION: ("CONSULTING",),
    FindingKind.APPROVAL: ("CONSULTING",),
    FindingKind.RULING: ("CONSULTING",),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. n: 1, 2, 3 … within its report."""

    n: int
    kind: FindingKind
    body: Mapping[str, Any]
    account: str
    recorded_at: datetime


def check_body(kind: FindingKind, body: Mapping[str, Any], today: date) -> None:
    """Raises InvalidInput naming the key that is missing, strange or wrong."""
    keys = _KEYS.get(kind)
    if keys is None:
        raise InvalidInput(f"{kind} is written by the registry", code="bad_kind", field="kind")
    for name in sorted(set(keys) | set(body)):
        if name not in keys or type(body.get(name)) is not keys[name]:
            raise InvalidInput(f"{kind}: {name!r}", code="bad_value", field=name)
    if kind is FindingKind.CONSULTATION:
        if body["opinion"] not in OPINIONS:
            raise InvalidInput("no such opinion", code="bad_value", field="opinion")
        read_day(body["asked_on"], "asked_on", today)


def read_day(value: object, field: str, today: date) -> date:
    """A day that is not in the future. Raises InvalidInput (`bad_day`)."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError as error:
        raise InvalidInput(f"{field}: no ISO day", code="bad_day", field=field) from error
    if day > today:
        raise InvalidInput(f"{field}: {day} is to come", code="bad_day", field=field)
    return day


def add_finding(work: Work, row: Row[Any], kind: FindingKind, body: Mapping[str, Any]) -> int:
    """Write a finding and its ledger event, which holds a salted digest of the body."""
    n = len(_rows(work, row.seq)) + 1
    work.connection.execute(
        insert(tables.finding).values(
            filing_seq=row.seq,
            n=n,
            kind=kind,
            body=dict(body),
            account=work.caller.account,
            recorded_at=work.at,
        )
    )
    digest = finding_digest(row.content_salt, body)
    work.record(
        "finding", filing_seq=row.seq, clause="hz-2019-40#4.1",
        data={"n": n, "kind": kind, "body": digest},
    )  # fmt: skip
    return n


def finding_digest(salt: str, body: Mapping[str, Any]) -> str:
    """What the ledger says of a finding."""
    return salted_digest(bytes.fromhex(salt), canonical_json(dict(body)))


def valid_findings(work: Work, seq: int) -> tuple[Finding, ...]:
    """Findings on the report as last submitted, oldest first."""
    found = _rows(work, seq)
    starts = [f.n for f in found if f.kind is FindingKind.RESUBMITTED]
    return tuple(f for f in found if f.n > (starts[-1] if starts else 0))


def latest(findings: tuple[Finding, ...], kind: FindingKind) -> Finding | None:
    """The last finding of a kind."""
    return next((f for f in reversed(findings) if f.kind is kind), None)


def _rows(work: Work, seq: int) -> list[Finding]:
    box = tables.finding.c
    query = select(tables.finding).where(box.filing_seq == seq).order_by(box.n)
    return [
        Finding(row.n, FindingKind(row.kind), row.body, row.account, row.recorded_at)
        for row in work.connection.execute(query)
    ]
