"""Look for earlier reports a new one may repeat; and the one bit a filer's pre-check may have.

Candidates come by credit code, by name, by the bureau's list of companies (aliases, short names,
parents) and by likeness of names (likeness.names_index); likeness.matching weighs them.
Writes: the index of names, and an audit event for each look by the bureau.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from registry.database import tables
from registry.filing.claims import Claim
from registry.filing.precheck import Inquiry
from registry.filing.reports import load_readable
from registry.likeness.lists import tied_names
from registry.likeness.matching import (
    POSSIBLE,
    Comparison,
    Likeness,
    Particulars,
    Tie,
    compare,
    particulars_of,
)
from registry.likeness.name_forms import form_of
from registry.likeness.names_index import catch_up, find_alike
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store, Work

ASK_CITY_FROM = 0.93  # names so alike that the filer is sent to the bureau
_MOST_NAMES = 40
_MOST_REPORTS = 200
_HOOK_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier report and how it relates. For the bureau only."""

    report_no: str
    seq: int
    unit: str
    state: str
    investor_name: str
    project_name: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class LikenessCheck:
    """All candidates of a report, the likest first."""

    report_no: str
    candidates: tuple[Candidate, ...]

    def as_finding(self) -> dict[str, Any]:
        """The body of a `likeness` finding (registry.casework.findings)."""
        return {
            "candidates": [
                {
                    "report_no": candidate.report_no,
                    "likeness": candidate.comparison.likeness.value,
                    "reasons": list(candidate.comparison.reasons),
                }
                for candidate in self.candidates
                if candidate.comparison.likeness is not Likeness.DIFFERENT
            ]
        }


class LikenessService:
    """What a reviewer asks before taking up a report."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check(self, caller: Caller, report_no: str, *, limit: int = 20) -> LikenessCheck:
        """Earlier reports this one may repeat, the likest first; recorded as a view.

        Nothing follows from it by itself: the reviewer records a finding.
        Raises NotFound, Forbidden, ReadOnly.
        """
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.REVIEW)
            catch_up(work.connection)
            candidates = tuple(sorted(_candidates(work, row), key=_likest_first))[:limit]
            shown = [candidate.seq for candidate in candidates]
            work.record("likeness_viewed", filing_seq=row.seq, data={"shown": shown})
            return LikenessCheck(row.report_no, candidates)


def resembles_open_report(connection: Connection, inquiry: Inquiry) -> bool:
    """Whether an open report of another unit is of an investor so alike; a filing.precheck hook.

    Only inside a writing transaction.
    """
    catch_up(connection, most=_HOOK_BATCH)
    ties = tied_names(connection, inquiry.investor_key, inquiry.uscc)
    keys = {key for key, tie in ties.items() if tie is Tie.ALIAS}
    if inquiry.investor_key:
        form = form_of(inquiry.investor_key)
        keys |= {a.name_key for a in find_alike(connection, form, at_least=ASK_CITY_FROM)}
    box = tables.filing.c
    foreign = (box.unit != inquiry.asking_unit) & (box.claim != Claim.NONE)
    query = select(box.seq).where(box.investor_key.in_(sorted(keys)), foreign).limit(1)
    return connection.execute(query).first() is not None


def _likest_first(candidate: Candidate) -> tuple[int, float, int]:
    return (*candidate.comparison.order, candidate.seq)


def _candidates(work: Work, row: Row[Any]) -> Iterable[Candidate]:
    ties = tied_names(work.connection, row.investor_key, row.uscc)
    form = form_of(row.investor_key)
    alike = find_alike(work.connection, form, at_least=POSSIBLE, limit=_MOST_NAMES)
    keys = {row.investor_key, *ties, *(a.name_key for a in alike)}
    box = tables.filing.c
    same = [box.investor_key.in_(sorted(keys))]
    if row.uscc:
        same.append(box.uscc == row.uscc)
    query = select(tables.filing).where(or_(*same), box.seq < row.seq)
    new = _particulars(row)
    for earlier in work.connection.execute(query.order_by(box.seq.desc()).limit(_MOST_REPORTS)):
        comparison = compare(new, _particulars(earlier), ties.get(earlier.investor_key, Tie.NONE))
        yield Candidate(
            earlier.report_no,
            earlier.seq,
            earlier.unit,
            earlier.state,
            earlier.investor_name,
            earlier.project_name,
            comparison,
        )


def _particulars(row: Row[Any]) -> Particulars:
    content = row.content
    return particulars_of(
        investor=row.investor_key,
        uscc=row.uscc,
        chain=row.chain,
        platform=row.platform,
        yuan=row.investment_yuan,
        title=row.project_name_key,
        wording=" ".join(str(content.get(name) or "") for name in ("summary", "appeal")),
        state=row.state,
    )
