"""One report with all its reader may see, and acts on it: offered, put in words, confirmed, done.

For channels that show a whole case at once; words and checks are those of the conversation
(bot.conversations.review.put, status.steps). An act is bound to the case as it was put: when
anything about the report has changed since, it is not done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.conversations.pending import Pending, mark_of
from bot.conversations.review import acts as review_acts
from bot.conversations.review import put as review_put
from bot.conversations.review.do import perform
from bot.conversations.review.views import still_missing
from bot.conversations.status import steps as status_steps
from bot.conversations.status.answers import may, project_of
from bot.dialogue.messages import Incoming, Intent
from bot.dialogue.talk import Talk, Turn
from bot.rendering.assessments import clause_label
from bot.rendering.report_labels import GUARD_LABELS
from bot.rendering.reports import state_label
from bot.reports.amending import followers
from bot.reports.case_views import Case, Offer
from bot.wording import say, sentences
from registry.casework.adjudication import AMENDABLE, OpenStep
from registry.casework.findings import STATES
from registry.casework.steps import OPERATIONS, WITHOUT_CLAIM
from registry.errors import InvalidInput, StaleVersion
from registry.filing.claims import Claim
from registry.filing.reports import ReportView
from registry.service import Registry
from registry.transactions.members import Member
from registry.transactions.permissions import Operation
from rules.clauses import ClauseRef
from rules.layout_conformity import LAYOUT_CONFORMITY

SCHEME_CLAUSE = ClauseRef("hz-2019-40", "4.1")
DATED = frozenset({"sign", "land", "start_building", "start_production"})
MAX_TEXT = 1000
_FILER_WANTS = dict.fromkeys(DATED, ("on",)) | {"withdraw": ("reason",), "fail": ("reason",)}
_MAY_ADD = {"guide": ("note",), "approval": ("reason",)}  # fields that may stay empty
FIELDS = {"summary": "opinion_summary"}  # fields of an act that a report calls otherwise
_FLAGS = frozenset({"conform", "is_major_manufacturing"})
_DAYS = frozenset({"on", "asked_on"})


@dataclass(frozen=True, slots=True)
class Put:
    """An act put to a person. text: exactly what a yes would do; mark: what the yes is bound to.

    barred: why it cannot be done at all; empty when it can.
    """

    text: str
    mark: str
    barred: str = ""


class Casework:
    """Look at reports and act on them through one channel."""

    def __init__(self, registry: Registry, channel: str) -> None:
        self._registry = registry
        self._channel = channel

    def open(self, member: Member, report_no: str) -> Case:
        """A report with everything around it; looks by the bureau are recorded.

        Raises NotFound, ReadOnly, Forbidden for roles that see no report.
        """
        registry, turn = self._registry, self._turn(member)
        caller = turn.caller
        view = registry.reports.view(caller, report_no)
        case = Case(
            view,
            registry.queries.timeline(caller, report_no),
            registry.progress.notes(caller, report_no),
            registry.evidence.list(caller, report_no),
            next_text=self._next(turn, view),
            may_export=may(turn, Operation.EXPORT_REPORT, view),
            may_note=may(turn, Operation.RECORD_PROGRESS, view),
        )
        if not member.role.is_bureau:
            line = next(iter(registry.queries.lookup(caller, (report_no,), limit=1)), None)
            owner = (line.owner if line else "") or ""
            return replace(
                case,
                offers=self._filer_offers(turn, view),
                may_amend=view.state in AMENDABLE and may(turn, Operation.AMEND, view),
                line=line,
                followers=followers(registry, caller, member, owner),
            )
        findings = registry.reviews.findings(caller, report_no)
        assessment = registry.reviews.assess_grant(caller, report_no)
        guides = (c for c in assessment.children if c.rule == LAYOUT_CONFORMITY.name)
        desk = review_put.Desk(registry, turn, view, findings)
        return replace(
            case,
            offers=_bureau_offers(desk),
            findings=findings,
            candidates=registry.likeness.check(caller, report_no).candidates,
            guide=next(guides, None),
            matches=registry.lists.matches(caller, report_no),
        )

    def wants(self, member: Member, case: Case, action: str) -> tuple[str, ...]:
        """The fields an act asks for, in their order; the last ones may be ones one may add."""
        table = review_acts.WANTS if member.role.is_bureau else _FILER_WANTS
        content = case.view.content
        is_city = any(content.get(name) is True for name in ("cross_region", "leader_assigned"))
        known = {
            "existing_district": content.get("is_new_project") is False,
            "instruction": is_city,
        }
        return tuple(n for n in table.get(action, ()) if not known.get(n)) + _MAY_ADD.get(
            action, ()
        )

    def put(self, member: Member, act: Pending) -> Put:
        """Say exactly what an act would do. Raises NotFound, ReadOnly."""
        turn = self._turn(member)
        if not member.role.is_bureau:
            return self._put_filers(turn, act)
        desk = review_put.look(self._registry, turn, act.report_no)
        if (reply := review_put.barred(desk, act)) is not None:
            return Put("", "", reply.text)
        act = review_put.with_edition(desk, act)
        return Put(review_put.put_text(desk, act), mark_of(act, desk.mark))

    def do(self, member: Member, act: Pending, mark: str, key: str) -> tuple[str, ...]:
        """Do an act as it was put; what to say of it. key: of the request, the same in a retry.

        Raises StaleVersion when the report has changed since, and what registry.reviews raises.
        """
        turn = self._turn(member, key)
        if not member.role.is_bureau:
            return self._do_filers(turn, act, mark)
        desk = review_put.look(self._registry, turn, act.report_no)
        act = review_put.with_edition(desk, act)
        if mark_of(act, desk.mark) != mark:
            raise StaleVersion("the case has changed", code="case_changed")
        return tuple(perform(self._registry, turn, desk, act))

    def _put_filers(self, turn: Turn, act: Pending) -> Put:
        view = self._registry.reports.view(turn.caller, act.report_no)
        if (why := status_steps.barred(self._registry, turn, view, act.action)) is not None:
            return Put("", "", why)
        text = status_steps.put_text(self._registry, turn, view, act)
        return Put(text, mark_of(act, status_steps.state_of(view)))

    def _do_filers(self, turn: Turn, act: Pending, mark: str) -> tuple[str, ...]:
        view = self._registry.reports.view(turn.caller, act.report_no)
        if mark_of(act, status_steps.state_of(view)) != mark:
            raise StaleVersion("the case has changed", code="case_changed")
        moved = self._registry.reviews.take(
            turn.caller, act.report_no, act.action, reason=act.reason, details=act.details
        )
        done = say(
            "status.step_done",
            project=project_of(moved),
            step=review_acts.label_of(act.action),
            state=state_label(moved.state),
        )
        lines = (done, say("status.step_done_told"))
        next_key = f"next_{moved.state}"
        is_worded = next_key in sentences("status")
        return (*lines, say(f"status.{next_key}")) if is_worded else lines

    def _filer_offers(self, turn: Turn, view: ReportView) -> tuple[Offer, ...]:
        steps = self._registry.reviews.open_steps(turn.caller, view.report_no)
        mine = (step for step in steps if may(turn, OPERATIONS[step.name], view))
        return tuple(_offer(step, _missing(step, _FILER_WANTS)) for step in mine)

    def _next(self, turn: Turn, view: ReportView) -> str:
        """What follows on this state, with the clause of the step the text itself provides."""
        key = f"next_{view.state}"
        if key not in sentences("status"):
            return ""
        steps = self._registry.rules.on(turn.today).steps_from(view.state)
        clause = next((step.clause for step in steps if not step.is_local), None)
        text = say(f"status.{key}")
        return text if clause is None else f"{text.rstrip('。')}〔{clause_label(clause)}〕。"

    def _turn(self, member: Member, key: str = "") -> Turn:
        conversation = f"{self._channel}:{member.account}"
        message = Incoming(conversation, member.account, self._channel, key)
        clock = self._registry.store.clock
        return Turn("", Intent.REVIEW, message, Talk(), member, clock.today(), clock.now())


def read_act(
    action: str, report_no: str, wants: tuple[str, ...], given: Mapping[str, Any], today: date
) -> Pending:
    """An act with its fields as they were typed. Raises InvalidInput naming the field."""
    details: dict[str, Any] = {}
    for name in wants:
        text = str(given.get(name) or "").strip()
        if len(text) > MAX_TEXT:
            raise InvalidInput(f"{name} is too long", code="too_long", field=FIELDS.get(name, name))
        if not text and name not in _MAY_ADD.get(action, ()):
            raise InvalidInput(f"{name} is empty", code="empty", field=FIELDS.get(name, name))
        details[name] = _read(name, text, today)
    reason = str(details.pop("reason", ""))
    return Pending(action, report_no, reason, details)


def _read(name: str, text: str, today: date) -> Any:
    if name in _FLAGS:
        return text == "yes"
    if name not in _DAYS:
        return text
    day = read_day(name, text)
    if day > today:
        raise InvalidInput(f"{name}: to come", code="bad_day", field=name)
    return day.isoformat()


def read_day(field: str, text: str) -> date:
    """A day as a date field gives it. Raises InvalidInput (`bad_day`)."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{field}: no day", code="bad_day", field=field) from error


def _bureau_offers(desk: review_put.Desk) -> tuple[Offer, ...]:
    """Findings to be recorded, then steps, each with what is missing for it."""
    turn, view = desk.turn, desk.view
    acts = [a for a, kind in review_acts.FINDINGS.items() if view.state in STATES[kind]]
    if desk.view.bureau is not None and desk.view.bureau.disputed:
        acts.append("settle")
    if view.granted_at is None and desk.registry.rules.on(turn.today).steps_from(view.state):
        acts += ["same", "different"]
    acts = [a for a in acts if may(turn, review_acts.operation_of(a), view)]
    offers = [Offer(a, review_acts.label_of(a), clause_label(SCHEME_CLAUSE), ()) for a in acts]
    steps = desk.registry.reviews.open_steps(turn.caller, view.report_no)
    waits = view.bureau is not None and view.bureau.claim is not Claim.ACTIVE
    for step in steps:
        if may(turn, OPERATIONS[step.name], view):
            missing = [GUARD_LABELS.get(g, g) for g in still_missing(step)]
            if waits and step.name not in WITHOUT_CLAIM:
                missing = ["同一项目有受理序号在先的首报"]
            elif step.name == "grant" and not missing:
                reply = review_put.barred(desk, Pending("grant", view.report_no))
                missing = [] if reply is None else [reply.text]
            offers.append(_offer(step, tuple(missing)))
    return tuple(offers)


def _offer(step: OpenStep, missing: tuple[str, ...]) -> Offer:
    clause = clause_label(ClauseRef.parse(step.clause))
    return Offer(step.name, review_acts.label_of(step.name), clause, missing, step.is_local)


def _missing(step: OpenStep, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Guards that no field of the step fills."""
    own = {"reason": {"reason_given"}, "on": set(step.open_guards)}
    filled = {guard for name in table.get(step.name, ()) for guard in own[name]}
    return tuple(GUARD_LABELS.get(g, g) for g in step.open_guards if g not in filled)
