"""Take one step of the lifecycle: policy, guards, row, queue, ledger, messages in one transaction.

Which steps there are, who takes them and on what guards is rules.lifecycle's alone; here is what a
step does to the queue: a report that ends gives its slot to the next by acceptance number.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, update

from registry.casework.findings import FindingKind, add_finding, latest, valid_findings
from registry.casework.guards import Case, assess_grant, linked_report, met_guards
from registry.database import tables
from registry.errors import Forbidden, Refused
from registry.filing.claims import Claim, offer_next, open_reports, set_claim, settle_disputes
from registry.filing.reports import is_closed, reload, shown_state
from registry.rulebook import Rulebook
from registry.transactions.permissions import Operation, Subject
from registry.transactions.unit_of_work import Work
from rules.lifecycle import Actor, Refusal, Transition
from rules.parameters import ParameterValue
from rules.verdict import Assessment, Verdict

OPERATIONS: dict[str, Operation] = {
    "submit": Operation.AMEND,
    "return": Operation.REVIEW,
    "start_review": Operation.REVIEW,
    "mark_conflict": Operation.REVIEW,
    "settle_conflict": Operation.SETTLE_DISPUTE,
    "reject_conflict": Operation.SETTLE_DISPUTE,
    "reject": Operation.REVIEW,
    "reroute_stock": Operation.REVIEW,
    "reroute_city": Operation.REVIEW,
    "consult": Operation.REVIEW,
    "grant": Operation.GRANT,
    "withdraw": Operation.WITHDRAW,
    "expire": Operation.END_RIGHT,
    "sign": Operation.ADVANCE,
    "land": Operation.ADVANCE,
    "start_building": Operation.ADVANCE,
    "start_production": Operation.ADVANCE,
    "fail": Operation.REPORT_FAILURE,
    "coordinate": Operation.HAND_OVER,
    "hand_over": Operation.HAND_OVER,
    "terminate": Operation.END_RIGHT,
}
# Steps a waiting report may take too; every other one is for the report whose turn it is.
WITHOUT_CLAIM = frozenset({"submit", "return", "withdraw", "terminate"})
# A project in production is finished, not given up: nobody is offered its slot.
KEEPS_CLAIM = frozenset({"IN_PRODUCTION"})
# Steps the filer is not told of, since they would tell of a rival.
SILENT = frozenset({"start_review", "mark_conflict", "settle_conflict"})
_RULED_BY_PEOPLE = frozenset({"HUMAN_DECISION", "ROUTE_CITY_LED"})


def make_case(
    work: Work, rules: Rulebook, row: Row[Any], reason: str, details: Mapping[str, Any]
) -> Case:
    """A report with all that its guards look at."""
    context = rules.context_on(work.today)
    return Case(work, row, valid_findings(work, row.seq), context, reason, details)


def take_step(case: Case, rules: Rulebook, step: str) -> Row[Any]:
    """Move the report; returns its new row.

    Raises Forbidden; Refused with the code of rules.lifecycle.Refusal, `not_next` (another report
    is first), `not_grantable` (with the assessment), `second_approval`.
    """
    transition = permitted(case, rules, step)
    if step == "grant":
        _require_grantable(case)
    _move(case, transition)
    _queue(case, rules, transition)
    _tell(case, transition)
    return reload(case.work, case.row.seq)


def permitted(case: Case, rules: Rulebook, step: str) -> Transition:
    """The step, when policy, lifecycle, guards and queue all allow it. Raises as take_step."""
    row, work = case.row, case.work
    lifecycle, shown = rules.on(work.today), shown_state(work, row)
    known = next((t for t in lifecycle.transitions if t.name == step), None)
    if known is None or step not in OPERATIONS:
        raise Refused(f"no step {step!r}", code=Refusal.NO_SUCH_STEP, state=shown, step=step)
    closed = is_closed(row, lifecycle)
    work.require(OPERATIONS[step], Subject(row.unit, row.account, closed))
    met = met_guards(case, known.guards)
    answer = lifecycle.may_take(row.state, step, actor=actor_of(work), met_guards=met)
    if not answer.is_allowed:
        raise Refused(
            f"{step!r} from {shown!r}: {answer.refusal} {answer.open_guards}",
            code=answer.refusal,
            state=shown,
            step=step,
            guards=answer.open_guards,
        )
    if row.claim != Claim.ACTIVE and step not in WITHOUT_CLAIM:
        raise Refused("another report of the project is first", code="not_next", step=step)
    return known


def actor_of(work: Work) -> Actor:
    """Which of the lifecycle's actors the caller is. Raises Forbidden for a role that is none."""
    if work.member is None:
        return Actor.SYSTEM
    if work.member.role.is_district:
        return Actor.DISTRICT
    if work.member.role.is_bureau:
        return Actor.BUREAU
    raise Forbidden(f"{work.member.role} takes no steps", code="forbidden")


def _require_grantable(case: Case) -> None:
    assessment = assess_grant(case)
    if assessment.verdict is not Verdict.YES and not _is_ruled(case, assessment):
        raise Refused("the rule does not allow it", code="not_grantable", assessment=assessment)
    needed = case.context.parameters.resolve("grant_second_approval", case.work.today)
    if isinstance(needed, ParameterValue) and needed.value and not _is_approved(case):
        raise Refused("a second approval is needed", code="second_approval", parameter=needed.use())


def _is_ruled(case: Case, assessment: Assessment) -> bool:
    """Both stated conditions hold, and people have decided what the text leaves to them."""
    is_theirs = assessment.verdict is Verdict.UNDETERMINED
    is_theirs = is_theirs and assessment.outcome.code in _RULED_BY_PEOPLE
    return is_theirs and _found_after_consultation(case, FindingKind.RULING)


def _is_approved(case: Case) -> bool:
    found = latest(case.findings, FindingKind.APPROVAL)
    is_second = found is not None and found.account != case.work.caller.account
    return is_second and _found_after_consultation(case, FindingKind.APPROVAL)


def _found_after_consultation(case: Case, kind: FindingKind) -> bool:
    found, asked = latest(case.findings, kind), latest(case.findings, FindingKind.CONSULTATION)
    return found is not None and asked is not None and found.n > asked.n


def _move(case: Case, transition: Transition) -> None:
    row, work = case.row, case.work
    values: dict[str, Any] = {"state": transition.target}
    if transition.name == "grant":
        values |= {"granted_at": work.at, "expires_on": _expiry(case)}
    if actor_of(work) is Actor.DISTRICT:
        values["last_activity_at"] = work.at
    box = tables.filing
    work.connection.execute(
        update(box)
        .where(box.c.seq == row.seq)
        .values(updated_at=work.at, row_version=box.c.row_version + 1, **values)
    )
    work.record(
        "step",
        filing_seq=row.seq,
        reason=case.reason.strip(),
        clause=str(transition.clause),
        data={
            "step": transition.name,
            "from": row.state,
            "to": transition.target,
            "basis": "local" if transition.is_local else "clause",
            "details": dict(case.details),
            **_told_of_grant(values),
        },
    )
    if transition.name == "submit":
        add_finding(work, row, FindingKind.RESUBMITTED, {})


def _told_of_grant(values: Mapping[str, Any]) -> dict[str, object]:
    if "granted_at" not in values:
        return {}
    day = values["expires_on"]
    return {"expires_on": None if day is None else day.isoformat()}


def _expiry(case: Case) -> date | None:
    """First day on which the right is no longer valid; None where no validity is set."""
    validity = case.context.parameters.resolve("validity_days", case.work.today)
    if not isinstance(validity, ParameterValue):
        return None
    return case.work.today + timedelta(days=int(str(validity.value)))


def _queue(case: Case, rules: Rulebook, transition: Transition) -> None:
    """Take a report that ended out of its queue and offer the slot on."""
    row, work = case.row, case.work
    state = rules.lifecycle.find_state(transition.target)
    if state is None or not state.is_final or transition.target in KEEPS_CLAIM:
        return
    set_claim(work, row, Claim.NONE, reason=state.label)
    settle_disputes(work, row.seq, "案件终结")
    if transition.name == "hand_over" and (successor := linked_report(case)) is not None:
        box = tables.filing
        work.connection.execute(
            update(box).where(box.c.seq == successor.seq).values(previous_seq=row.seq)
        )
        work.record("linked", filing_seq=successor.seq, data={"previous": row.seq})
        set_claim(work, successor, Claim.ACTIVE, reason="市级统筹确定由其承接")
    offer_next(work, row.project_key)


def _tell(case: Case, transition: Transition) -> None:
    row, work = case.row, case.work
    told = {"report_no": row.report_no, "step": transition.name, "state": transition.target}
    if transition.name not in SILENT:
        work.send("report_moved", f"unit:{row.unit}", told)
    if transition.name == "grant":
        for rival in open_reports(work, row.project_key):
            if rival.unit != row.unit:
                work.send("held_by_other", f"unit:{rival.unit}", {"report_no": rival.report_no})
