"""Putting an act to a reviewer: why it cannot be, what is missing, or exactly what it would do.

Reads: the registry. Does nothing to a report (review.do).
"""

from dataclasses import dataclass, replace

from bot.conversations.pending import Pending, hold, put, question
from bot.conversations.proving import never_here
from bot.conversations.review.acts import (
    ACTS,
    FINDINGS,
    ON_DISPUTES,
    detail_lines,
    label_of,
    missing_of,
    operation_of,
    options_of,
)
from bot.conversations.review.findings import finding_text
from bot.conversations.review.views import record_buttons, steps_of, still_missing
from bot.conversations.status.answers import may, project_of
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.assessments import VERDICT_WORDS, clause_label
from bot.rendering.report_labels import GUARD_LABELS
from bot.rendering.reports import state_label
from bot.wording import say
from registry.casework.findings import STATES, Finding, FindingKind, latest
from registry.casework.steps import WITHOUT_CLAIM
from registry.filing.claims import Claim
from registry.filing.reports import ReportView
from registry.service import Registry
from registry.transactions.permissions import Role
from rules.lifecycle import Transition
from rules.parameters import ParameterValue
from rules.verdict import Assessment, Verdict

DESK = "review"
_RULED_BY_PEOPLE = frozenset({"HUMAN_DECISION", "ROUTE_CITY_LED"})


@dataclass(frozen=True, slots=True)
class Desk:
    """What putting an act looks at."""

    registry: Registry
    turn: Turn
    view: ReportView
    findings: tuple[Finding, ...]

    @property
    def project(self) -> str:
        """The project's name."""
        return project_of(self.view)

    @property
    def mark(self) -> tuple[object, ...]:
        """What a confirmation is bound to: it changes when anything about the report does."""
        view, bureau = self.view, self.view.bureau
        place = () if bureau is None else (bureau.claim, bureau.disputed, bureau.project_key)
        found = [(finding.n, finding.recorded_at) for finding in self.findings]
        return view.state, view.updated_at, *place, found


def look(registry: Registry, turn: Turn, report_no: str) -> Desk:
    """Open a report to act on it; recorded. Raises NotFound, ReadOnly."""
    view = registry.reports.view(turn.caller, report_no)
    return Desk(registry, turn, view, registry.reviews.findings(turn.caller, report_no))


def go_on(desk: Desk, pending: Pending) -> Step:
    """Refuse the act in words, ask for what is missing, or put it for a yes."""
    if (why := barred(desk, pending)) is not None:
        return Step(desk.turn.talk, (why,), report_no=pending.report_no)
    pending = with_edition(desk, pending)
    if name := missing_of(pending, desk.view.content):
        held = hold(desk.turn.talk, DESK, replace(pending, wants=name))
        return Step(held, (ask_field(desk, pending, name),), report_no=pending.report_no)
    talk, marked = put(desk.turn.talk, DESK, pending, state_of(desk, pending))
    label = label_of(pending.action)
    asked = question(DESK, marked, put_all_text(desk, marked), label)
    return Step(talk, (asked,), report_no=pending.report_no)


def beside(desk: Desk, pending: Pending) -> tuple[Desk, ...]:
    """All reports an act is for, opened: the first one and those beside it."""
    others = (look(desk.registry, desk.turn, number) for number in pending.also)
    return (desk, *others)


def state_of(desk: Desk, pending: Pending) -> tuple[object, ...]:
    """What a confirmation of an act is bound to, of every report it is for."""
    first, *others = beside(desk, pending)
    return (*first.mark, *(each.mark for each in others))


def put_all_text(desk: Desk, pending: Pending) -> str:
    """Exactly what a yes would do, to every report the act is for."""
    if not pending.also:
        return put_text(desk, pending)
    bare = replace(pending, reason="", also=())
    desks = beside(desk, pending)
    lines = [say("review.put_several", count=len(desks), step=label_of(pending.action))]
    for n, each in enumerate(desks, 1):
        text = put_text(each, replace(bare, report_no=each.view.report_no))
        lines.append(say("review.put_one_of", n=n, text=text))
    if pending.reason:
        lines.append(say("review.put_reason", reason=pending.reason))
    return "\n".join(lines)


def only_open(desk: Desk, pending: Pending) -> tuple[Pending | None, list[str]]:
    """An act for those of its reports that it can be put for, and why not for the others."""
    numbers, why_not = [], []
    for each in beside(desk, pending):
        number = each.view.report_no
        why = barred(each, replace(pending, report_no=number, also=()))
        if why is None:
            numbers.append(number)
        else:
            why_not.append(why.text)
    if not numbers:
        return None, why_not
    return replace(pending, report_no=numbers[0], also=tuple(numbers[1:])), why_not


def ask_field(desk: Desk, pending: Pending, name: str) -> Reply:
    """The question for a field."""
    text = say(f"review.ask_{name}", project=desk.project, step=label_of(pending.action))
    return Reply(text, options_of(name, pending.report_no))


def barred(desk: Desk, pending: Pending) -> Reply | None:  # noqa: PLR0911  # one return per case
    """Why an act cannot be put at all; None when it can."""
    action, view, project = pending.action, desk.view, desk.project
    label = label_of(action)
    if not may(desk.turn, operation_of(action), view):
        is_reviewer = desk.turn.member is not None and (desk.turn.member.role is Role.CITY_REVIEWER)
        key = "review.needs_lead" if is_reviewer else "review.not_for_you"
        return Reply(say(key, step=label))
    if (refused := never_here(desk.turn, action)) is not None:
        return refused
    state = state_label(view.state)
    _, ways_on = steps_of(desk.registry, desk.turn, view)
    not_open = Reply(say("review.not_open", project=project, state=state, step=label), ways_on)
    if action in FINDINGS:
        return None if view.state in STATES[FINDINGS[action]] else not_open
    if action in ON_DISPUTES:
        return None
    steps = desk.registry.reviews.open_steps(desk.turn.caller, view.report_no)
    step = next((step for step in steps if step.name == action), None)
    if step is None:
        return not_open
    waits = view.bureau is not None and view.bureau.claim is not Claim.ACTIVE
    if waits and action not in WITHOUT_CLAIM:
        return Reply(say("review.not_next", project=project, step=label))
    if missing := still_missing(step):
        guards = "；".join(GUARD_LABELS.get(name, name) for name in missing)
        text = say("review.guards_open", project=project, step=label, guards=guards)
        return Reply(text, tuple(record_buttons(view)))
    return not_grantable(desk) if action == "grant" else None


def grant_answer(desk: Desk) -> str:
    """Whether the right can be granted now, and what stands in the way where it cannot."""
    state = state_label(desk.view.state)
    if desk.view.state == "CONSULTING":
        steps = desk.registry.reviews.open_steps(desk.turn.caller, desk.view.report_no)
        step = next((step for step in steps if step.name == "grant"), None)
        missing = still_missing(step) if step is not None else []
        if missing:
            guards = "；".join(GUARD_LABELS.get(name, name) for name in missing)
            return say("review.grant_not_yet", why=guards)
        why = not_grantable(desk)
        return why.text if why is not None else say("review.grant_open")
    if desk.view.state not in ("SUBMITTED", "UNDER_REVIEW"):
        return say("review.grant_never", state=state)
    guide = latest(desk.findings, FindingKind.GUIDE_REVIEW)
    if guide is not None and not guide.body.get("conform"):
        return say("review.grant_not_yet", why=say("review.lacks_conforming"))
    lacks = [] if guide is not None else ["guide"]
    started = [] if desk.view.state == "UNDER_REVIEW" else ["start"]
    why_not = "、".join(say(f"review.lacks_{name}") for name in (*started, *lacks, "opinion"))
    return say("review.grant_not_yet", why=why_not)


def not_grantable(desk: Desk) -> Reply | None:
    """Why the rule, or a local setting, does not let the right be granted yet."""
    found = desk.registry.reviews.assess_grant(desk.turn.caller, desk.view.report_no)
    if found.verdict is not Verdict.YES and not _is_ruled(desk, found):
        if found.verdict is Verdict.UNDETERMINED and found.outcome.code in _RULED_BY_PEOPLE:
            topics = "、".join(point.topic for point in found.open_points) or found.outcome.text
            return Reply(say("review.needs_ruling", project=desk.project, points=topics))
        lines = [say("review.not_grantable", project=desk.project, outcome=found.outcome.text)]
        lines += [f"{r.text}〔{clause_label(r.clause)}〕" for r in found.reasons]
        return Reply("\n".join([*lines, *found.next_steps]))
    context = desk.registry.rules.context_on(desk.turn.today)
    needed = context.parameters.resolve("grant_second_approval", desk.turn.today)
    if isinstance(needed, ParameterValue) and needed.value and not _is_approved(desk):
        number = desk.view.report_no
        return Reply(say("review.needs_approval", project=desk.project, report_no=number))
    return None


def _is_ruled(desk: Desk, found: Assessment) -> bool:
    is_theirs = found.verdict is Verdict.UNDETERMINED and found.outcome.code in _RULED_BY_PEOPLE
    return is_theirs and _after_consultation(desk, FindingKind.RULING) is not None


def _is_approved(desk: Desk) -> bool:
    found, who = _after_consultation(desk, FindingKind.APPROVAL), desk.turn.member
    return found is not None and who is not None and found.account != who.account


def _after_consultation(desk: Desk, kind: FindingKind) -> Finding | None:
    found, asked = latest(desk.findings, kind), latest(desk.findings, FindingKind.CONSULTATION)
    return found if found is not None and asked is not None and found.n > asked.n else None


def with_edition(desk: Desk, pending: Pending) -> Pending:
    """A guide review names the edition it was made with, where the bureau has one."""
    if pending.action != "guide" or "edition" in pending.details:
        return pending
    guide = desk.registry.rules.context_on(desk.turn.today).guide
    found = guide.edition_on(desk.turn.today)
    edition = "" if found is None else found.edition
    return replace(pending, details={**pending.details, "edition": edition})


def put_text(desk: Desk, pending: Pending) -> str:
    """Exactly what a yes would do."""
    if pending.action in ACTS:
        return _act_text(desk, pending)
    transition = _transition(desk, pending.action)
    if pending.action == "grant":
        return _grant_text(desk, transition)
    view = desk.view
    lines = [
        say(
            "review.put_step",
            unit=view.unit,
            project=desk.project,
            investor=view.content.get("investor_name", ""),
            report_no=view.report_no,
            step=label_of(pending.action),
            state=state_label(view.state),
            target=state_label(transition.target),
            clause=clause_label(transition.clause),
            local=say("review.put_local") if transition.is_local else "",
        ),
        *detail_lines(pending),
    ]
    if pending.action == "start_review" and latest(desk.findings, FindingKind.LIKENESS) is None:
        lines.append(say("review.put_start_likeness", what=_likeness(desk)))
    if pending.reason:
        lines.append(say("review.put_reason", reason=pending.reason))
    return "\n".join(lines)


def _likeness(desk: Desk) -> str:
    found = desk.registry.likeness.check(desk.turn.caller, desk.view.report_no)
    count = len(found.as_finding()["candidates"])
    return say("review.some_alike", count=count) if count else say("review.none_alike")


def _transition(desk: Desk, step: str) -> Transition:
    steps = desk.registry.rules.on(desk.turn.today).transitions
    return next(transition for transition in steps if transition.name == step)


def _grant_text(desk: Desk, transition: Transition) -> str:
    """Who gets what right for which project, under which clause, and what was checked."""
    view = desk.view
    found = desk.registry.reviews.assess_grant(desk.turn.caller, view.report_no)
    verdict = VERDICT_WORDS[found.verdict]
    context = desk.registry.rules.context_on(desk.turn.today)
    days = context.parameters.resolve("validity_days", desk.turn.today)
    lines = [
        say(
            "review.put_grant",
            unit=view.unit,
            project=desk.project,
            investor=view.content.get("investor_name", ""),
            report_no=view.report_no,
            clause=clause_label(transition.clause),
        ),
        say("review.put_grant_checked"),
        *(finding_text(finding) for finding in desk.findings),
        say("review.put_grant_rule", outcome=found.outcome.text, verdict=verdict),
    ]
    if isinstance(days, ParameterValue):
        lines.append(say("review.put_grant_until", days=days.value))
    else:
        lines.append(say("review.put_grant_no_until"))
    return "\n".join(lines)


def _act_text(desk: Desk, pending: Pending) -> str:
    details = dict(pending.details)
    values: dict[str, object] = {
        "project": desk.project,
        "unit": desk.view.unit,
        "report_no": pending.report_no,
        "reason": pending.reason,
    }
    match pending.action:
        case "guide":
            edition = details.get("edition")
            values["what"] = say(f"review.conform_{str(details['conform']).lower()}")
            values["edition"] = say("review.edition_note", edition=edition) if edition else ""
            values["note"] = f"。{details['note']}" if details.get("note") else ""
        case "consultation":
            values["day"], values["summary"] = details["asked_on"], details["summary"]
            values["opinion"] = say(f"review.opinion_{details['opinion']}")
        case "ruling":
            values["point"] = details["point"]
        case "settle":
            values["favoured"] = details["favoured_no"]
        case "same":
            values["same_as"] = details["same_as"]
    return say(f"review.put_{pending.action}", **values)
