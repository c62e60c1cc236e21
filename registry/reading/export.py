"""What may leave the registry as a file: one report, or the register; access-checked and on record.

Gives plain values; a channel writes the file (bot.office_files makes every cell harmless) and
words the headings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from registry.database import tables
from registry.filing.reports import ReportView, load_readable, view_of
from registry.reading.report_lines import (
    LINE,
    RegisterFilter,
    ReportLine,
    line_of,
    register_conditions,
)
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store

MAX_ROWS = 250_000
_BLOCK = 2000


@dataclass(frozen=True, slots=True)
class ReportExport:
    """A report as its reader may see it, with who took it out and when."""

    view: ReportView
    content: Mapping[str, Any]
    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RegisterExport:
    """Rows of the register by acceptance number. is_cut: there are more than are given."""

    rows: tuple[ReportLine, ...]
    account: str
    at: datetime
    is_cut: bool


class ExportService:
    """Take reports out."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def report(self, caller: Caller, report_no: str) -> ReportExport:
        """One report. Raises NotFound, Forbidden, ReadOnly."""
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.EXPORT_REPORT)
            work.record("exported", filing_seq=row.seq)
            view = view_of(work, row)
            return ReportExport(view, view.content, work.person.account, work.at)

    def register(self, caller: Caller, asked: RegisterFilter) -> RegisterExport:
        """The register as far as the filter lets it through; for the bureau.

        Raises Forbidden, ReadOnly.
        """
        with self._store.write(caller) as work:
            work.require(Operation.EXPORT_REGISTER)
            account, at = work.person.account, work.at
            told = {name: str(value) for name, value in asked.as_mapping().items()}
            work.record("register_exported", data={"filter": told})
        rows: list[ReportLine] = []
        while len(rows) <= MAX_ROWS:
            block = self._block(caller, asked, rows[-1].seq if rows else 0)
            rows.extend(block)
            if len(block) < _BLOCK:
                break
        return RegisterExport(tuple(rows[:MAX_ROWS]), account, at, len(rows) > MAX_ROWS)

    def _block(self, caller: Caller, asked: RegisterFilter, after: int) -> Sequence[ReportLine]:
        """The next rows, in a transaction of its own: a long reader would hold filings up."""
        with self._store.read(caller) as work:
            query = (
                select(*LINE)
                .where(*register_conditions(asked), tables.filing.c.seq > after)
                .order_by(tables.filing.c.seq)
                .limit(_BLOCK)
            )
            rows: Iterable[Any] = work.connection.execute(query)
            return [line_of(row, work.at, for_bureau=True) for row in rows]
