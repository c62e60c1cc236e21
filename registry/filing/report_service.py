"""Before and after filing, as channels ask for it: pre-check, file, receipt, read."""

from collections.abc import Callable
from typing import Any

from registry.filing.precheck import FLOOR_S, Likeness, PreCheck, precheck
from registry.filing.reports import ReportView, load_readable, view_of
from registry.filing.submission import Filed, file_draft, stored_receipt
from registry.rulebook import Rulebook
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store


class ReportService:
    """Pre-check, file, and read reports. wait: for so many seconds; None never waits."""

    def __init__(
        self,
        store: Store,
        rules: Rulebook,
        likeness: Likeness | None = None,
        wait: Callable[[float], None] | None = None,
    ) -> None:
        self._store = store
        self._rules = rules
        self._likeness = likeness
        self._wait = wait

    def precheck(
        self, caller: Caller, *, investor_name: str = "", uscc: str | None = None
    ) -> PreCheck:
        """Say whether another unit's open report may concern the same investor: one bit, audited.

        Needs the full legal name or the credit code. Both answers take FLOOR_S at least, so that
        the time tells no more than they do. Raises Forbidden, QuotaExceeded (20 a day),
        InvalidInput (`full_name_needed`, `bad_uscc`), ReadOnly.
        """
        clock = self._store.clock
        started = clock.elapsed_s()
        with self._store.write(caller) as work:
            found = precheck(work, investor_name, uscc, self._likeness)
        left = FLOOR_S - (clock.elapsed_s() - started)
        if self._wait is not None and left > 0:
            self._wait(left)
        return found

    def file(self, caller: Caller, draft_id: str, version: int) -> Filed:
        """File a draft as it stands at a version; caller.key makes a retry safe.

        The same key, the same draft, or the same project of the same unit gives the same receipt
        for ever. Needs the person's confirmation of exactly this version beforehand.
        Raises Forbidden, NotFound, StaleVersion, InvalidInput (`key_missing`, `draft_closed`,
        `bad_uscc`, `too_long`, `empty`), Refused (`slots_missing`, or `not_admissible` with the
        assessment), ReadOnly, StorageUnavailable.
        Source: hz-2019-40#4.1
        """
        with self._store.write(caller) as work:
            return file_draft(work, self._rules, draft_id, version)

    def receipt(self, caller: Caller, report_no: str) -> dict[str, Any]:
        """The receipt of a report, the same for ever. Raises NotFound."""
        with self._store.read(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            return stored_receipt(work, row.seq)

    def view(self, caller: Caller, report_no: str) -> ReportView:
        """A report as the caller may see it; a view by the bureau is recorded.

        Raises NotFound, also for a report of another unit; ReadOnly for the bureau, since a view
        that cannot be recorded is not given.
        """
        with self._store.read(caller) as work:
            if not work.person.role.is_bureau:
                return view_of(work, load_readable(work, report_no, Operation.VIEW_REPORT))
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            work.record("viewed", filing_seq=row.seq)
            return view_of(work, row)
