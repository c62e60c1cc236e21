"""Tries at guessing, counted in the database because several workers serve one attacker.

A window slides: of a kind and subject, no more than so many tries in the last so many minutes.
Count in a transaction of its own, committed before the secret is looked at: tries that run side by
side are all counted first.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, select

from registry.database.identity_tables import attempt
from registry.errors import QuotaExceeded
from registry.transactions.unit_of_work import Work

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of a kind (at most 20 characters) within a window."""

    kind: str
    most: int
    window: timedelta


def count_attempt(work: Work, limit: Limit, subject: str) -> None:
    """Count one more try, or none at the limit.

    Raises QuotaExceeded (`too_many_tries`; fields limit, retry_after_s, minutes).
    """
    box = attempt.c
    query = (
        select(box.at)
        .where(*_same(limit, subject), box.at > work.at - limit.window)
        .order_by(box.at.desc())
        .limit(limit.most)
    )
    recent = list(work.connection.execute(query).scalars())
    if len(recent) >= limit.most:
        left = recent[-1] + limit.window - work.at
        raise QuotaExceeded(
            f"more than {limit.most} {limit.kind} in {limit.window}",
            code="too_many_tries",
            kind=limit.kind,
            limit=limit.most,
            retry_after_s=max(1, round(left.total_seconds())),
            minutes=max(1, -(-round(left.total_seconds()) // 60)),
        )
    work.connection.execute(delete(attempt).where(box.at <= work.at - _KEPT))
    values = {"kind": limit.kind, "subject": subject_digest(subject), "at": work.at}
    work.connection.execute(insert(attempt).values(values))


def forget_attempts(work: Work, limit: Limit, subject: str) -> None:
    """Start counting anew, after the person has proved to be who they say."""
    work.connection.execute(delete(attempt).where(*_same(limit, subject)))


def forget_latest(work: Work, limit: Limit, subject: str) -> None:
    """Take back the latest try: it was no failure, and many share the subject."""
    query = select(attempt.c.id).where(*_same(limit, subject)).order_by(attempt.c.id.desc())
    latest = work.connection.execute(query.limit(1)).scalar_one_or_none()
    work.connection.execute(delete(attempt).where(attempt.c.id == latest))


def subject_digest(subject: str) -> str:
    """A subject of any length in fixed width; what people type is not kept in clear."""
    return hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()


def _same(limit: Limit, subject: str) -> tuple[ColumnElement[bool], ...]:
    box = attempt.c
    return box.kind == limit.kind, box.subject == subject_digest(subject)
