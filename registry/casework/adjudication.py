"""Everything the bureau and the filing unit do with a report after it is filed.

Clauses: hz-2019-40#4.1 to #4.3, hz-2024-chain#3.3, by rules.lifecycle. One method takes every step
of the table, so that no channel has a way around a guard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from registry.casework import disputes
from registry.casework.findings import (
    OPERATIONS,
    STATES,
    Finding,
    FindingKind,
    add_finding,
    check_body,
    valid_findings,
)
from registry.casework.guards import assess_grant, met_guards
from registry.casework.steps import actor_of, make_case, take_step
from registry.clock import JumpDetector
from registry.database import tables
from registry.database.canonical import canonical_json, salted_digest
from registry.errors import InvalidInput, Refused
from registry.filing.listed import listed_digest, searchable
from registry.filing.reports import (
    ReportView,
    is_closed,
    load_readable,
    reload,
    shown_state,
    view_of,
)
from registry.filing.slots import IDENTITY_SLOTS, Slot, check_slots
from registry.ledger import chain as ledger
from registry.rulebook import Rulebook
from registry.transactions import inbox
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation, Subject
from registry.transactions.repetitions import earlier_outcome, keep_outcome
from registry.transactions.unit_of_work import CLOCK_TOLERANCE, Store, Work
from rules.verdict import Assessment

JUMP_LIMIT = timedelta(minutes=5)
AMENDABLE = ("SUBMITTED", "RETURNED")


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step the caller could take now. open_guards: what is still missing for it."""

    name: str
    target: str
    clause: str
    is_local: bool
    open_guards: tuple[str, ...]


class ReviewService:
    """Move reports through their lifecycle."""

    def __init__(self, store: Store, rules: Rulebook) -> None:
        self._store = store
        self._rules = rules
        self._jumps = JumpDetector(store.clock)

    def take(
        self,
        caller: Caller,
        report_no: str,
        step: str,
        *,
        reason: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> ReportView:
        """Take a step of rules.lifecycle (`start_review`, `grant`, `withdraw` …).

        reason: in Chinese, where the step asks for it; details: see registry.casework.guards.Case.
        With caller.key a retry changes nothing more. Returns the report as the caller may see it.
        Raises NotFound, Forbidden, InvalidInput (`bad_day`), Refused as casework.steps.take_step.
        """
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            if not _is_new(work, step, report_no):
                return view_of(work, row)
            case = make_case(work, self._rules, row, reason, details or {})
            return view_of(work, take_step(case, self._rules, step))

    def open_steps(self, caller: Caller, report_no: str) -> tuple[OpenStep, ...]:
        """Steps of the caller's side from the report's state, with the guards still open."""
        with self._store.read(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            case = make_case(work, self._rules, row, "", {})
            steps = self._rules.on(work.today).steps_from(row.state, actor_of(work))
            return tuple(
                OpenStep(
                    step.name,
                    step.target,
                    str(step.clause),
                    step.is_local,
                    tuple(g for g in step.guards if g not in met_guards(case, step.guards)),
                )
                for step in steps
            )

    def record(
        self, caller: Caller, report_no: str, kind: FindingKind, body: Mapping[str, Any]
    ) -> int:
        """Record a finding; its number within the report. With caller.key a retry gets the first.

        Raises NotFound, Forbidden, InvalidInput (`bad_kind`, `bad_value`, `bad_day`), Refused
        (`wrong_state`).
        """
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            check_body(kind, body, work.today)
            closed = is_closed(row, self._rules.lifecycle)
            work.require(OPERATIONS[kind], Subject(row.unit, row.account, closed))
            command = f"finding {report_no}"
            if (done := earlier_outcome(work, command)) is not None:
                return int(str(done["n"]))
            if row.state not in STATES[kind]:
                raise Refused(f"no {kind} in {row.state}", code="wrong_state", state=row.state)
            number = add_finding(work, row, kind, body)
            keep_outcome(work, command, {"n": number})
            return number

    def findings(self, caller: Caller, report_no: str) -> tuple[Finding, ...]:
        """The findings that count, oldest first; for the bureau. Raises NotFound, Forbidden."""
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REGISTER)
            work.record("viewed", filing_seq=row.seq)
            return valid_findings(work, row.seq)

    def assess_grant(self, caller: Caller, report_no: str) -> Assessment:
        """What rules.first_negotiation says of granting now; for the bureau."""
        with self._store.read(caller) as work:
            row = load_readable(work, report_no, Operation.REVIEW)
            return assess_grant(make_case(work, self._rules, row, "", {}))

    def amend(
        self, caller: Caller, report_no: str, changes: Mapping[str, Slot], *, reason: str
    ) -> ReportView:
        """Change the content of a report that is submitted or returned; it keeps its number.

        What identifies the project stays: for that, withdraw and file anew.
        Raises NotFound, Forbidden, InvalidInput (`identity`, `empty`, as slots), Refused
        (`wrong_state`).
        """
        check_slots(changes)
        if fixed := [name for name in IDENTITY_SLOTS if name in changes]:
            raise InvalidInput(f"{fixed} identify the project", code="identity", field=fixed[0])
        if not reason.strip():
            raise InvalidInput("no reason", code="empty", field="reason")
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.AMEND)
            if row.state not in AMENDABLE:
                shown = shown_state(work, row)
                raise Refused(f"no change in {shown}", code="wrong_state", state=shown)
            _amend(work, self._rules, row.seq, changes, reason)
            return view_of(work, reload(work, row.seq))

    def settle_dispute(
        self, caller: Caller, report_no: str, *, favoured_no: str, reason: str
    ) -> ReportView:
        """Decide a 争议 between two reports: the favoured one comes first, if it is one project.

        report_no: the other one of the pair.

        Raises NotFound, Forbidden, InvalidInput (`empty`), Refused (`not_disputed`, `granted`).
        """
        if not reason.strip():
            raise InvalidInput("no reason", code="empty", field="reason")
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.SETTLE_DISPUTE)
            favoured = load_readable(work, favoured_no, Operation.SETTLE_DISPUTE)
            disputes.settle(work, row, favoured, reason.strip())
            return view_of(work, reload(work, favoured.seq))

    def rule_project(
        self, caller: Caller, report_no: str, *, same_as: str | None, reason: str
    ) -> ReportView:
        """Rule that a report is of the same project as another one, or (None) of one of its own.

        Whether two reports are one project is for people; the key only proposes it.
        Raises NotFound, Forbidden, InvalidInput (`empty`), Refused (`granted`, `already_there`).
        """
        if not reason.strip():
            raise InvalidInput("no reason", code="empty", field="reason")
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            closed = is_closed(row, self._rules.lifecycle)
            work.require(Operation.SETTLE_DISPUTE, Subject(row.unit, row.account, closed))
            if row.granted_at is not None or closed:
                raise Refused("the right is granted already", code="granted")
            key = f"{row.project_key}#{row.seq}"[-300:]
            if same_as is not None:
                key = load_readable(work, same_as, Operation.SETTLE_DISPUTE).project_key
            disputes.rule_project(work, row, key, reason.strip())
            return view_of(work, reload(work, row.seq))

    def expire_due(self, caller: Caller, *, clock_confirmed: bool = False) -> tuple[str, ...]:
        """End every right whose validity has passed; numbers of the reports. Only where the bureau
        has set `validity_days`.

        clock_confirmed: an administrator has looked at the clock after it jumped.
        Raises Forbidden, Refused (`clock_jumped`).
        """
        with self._store.write(caller) as work:
            work.require(Operation.END_RIGHT)
            if not clock_confirmed:
                self._refuse_after_jump(work)
            box = tables.filing.c
            query = select(tables.filing).where(
                box.state == "EXCLUSIVE", box.expires_on <= work.today
            )
            rows = work.connection.execute(query.order_by(box.seq)).all()
            for row in rows:
                take_step(
                    make_case(work, self._rules, row, "首谈资格到期", {}), self._rules, "expire"
                )
            return tuple(str(row.report_no) for row in rows)

    def _refuse_after_jump(self, work: Work) -> None:
        jump, last = self._jumps.jump(), ledger.read_head(work.connection)
        if abs(jump) > JUMP_LIMIT or work.at < last.at - CLOCK_TOLERANCE:
            raise Refused(
                "the clock jumped", code="clock_jumped", seconds=int(jump.total_seconds())
            )


def _is_new(work: Work, step: str, report_no: str) -> bool:
    """Whether this request is not a repetition; without a key it never is."""
    if work.caller.key is None:
        return True
    message_id = f"{work.caller.account}:{work.caller.key}"[:128]
    body = {"command": step, "report_no": report_no}
    is_new = inbox.take_in(work.connection, work.caller.channel, message_id, body, work.at)
    if is_new:
        inbox.mark_done(work.connection, work.caller.channel, message_id, body, work.at)
    return is_new


def _amend(work: Work, rules: Rulebook, seq: int, changes: Mapping[str, Slot], reason: str) -> None:
    row = reload(work, seq)
    content = {**row.content, **{name: slot.value for name, slot in changes.items()}}
    digest = salted_digest(bytes.fromhex(row.content_salt), canonical_json(content))
    box = tables.filing
    changed = work.connection.execute(
        update(box)
        .where(box.c.seq == seq)
        .values(
            content=content,
            content_digest=digest,
            updated_at=work.at,
            row_version=box.c.row_version + 1,
            **searchable(content, rules.context_on(work.today)),
        )
        .returning(box)
    ).one()
    work.record(
        "amended",
        filing_seq=seq,
        reason=reason.strip(),
        data={
            "content": digest,
            "listed": listed_digest(changed),
            "before": row.content_digest,
            "slots": sorted(changes),
        },
    )
