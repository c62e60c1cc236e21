"""Steps the filing unit takes itself: withdraw, sign, land, start, produce, report a failure.

Writes: registry.reviews.take, and only after the person confirmed exactly this step of this report
in this state. Does not judge: policy, lifecycle and guards are the registry's.
"""

import re
from dataclasses import replace
from datetime import date

from bot.conversations import own_projects
from bot.conversations.days import read_past
from bot.conversations.pending import (
    CONFIRM,
    Pending,
    drop,
    hold,
    is_no,
    is_vague_yes,
    is_yes,
    mark_of,
    put,
    question,
)
from bot.conversations.proving import never_here, unproved
from bot.conversations.status.answers import may, project_of
from bot.dialogue.messages import Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.report_labels import STEP_LABELS
from bot.rendering.reports import state_label
from bot.wording import say, sentences
from registry.casework.steps import OPERATIONS
from registry.filing.reports import ReportView, state_for_filer
from registry.service import Registry

DESK = "status"
NEED_REASON = frozenset({"withdraw", "fail"})
UNDATED = frozenset({"submit"})
_WARNS = {"withdraw": "status.step_withdraw_warns", "fail": "status.step_fail_warns"}
_LEAST_REASON = 2
_ASKS = re.compile(
    r"[?？]$|(?:吗|么|呢|没)[?？。]?$|会不会|能不能|是不是|还能|到哪|哪些|怎么样|多少"
)
_CLAUSE = re.compile(r"[，,。；;]")
_MOST_DAY = 24  # characters of words that only put a day right
_ABOUT_STEP = re.compile(r"撤|序号|排队|排第|资格|重新报|再报")


def ask_step(  # noqa: PLR0913  # what a step is made of
    registry: Registry,
    turn: Turn,
    report_no: str,
    step: str,
    *,
    reason: str = "",
    on: date | None = None,
) -> Step:
    """Put a step to the person, or say why it cannot be taken. Raises NotFound, ReadOnly."""
    view = registry.reports.view(turn.caller, report_no)
    talk = own_projects.speaking_of(turn.talk, report_no)
    if (why := barred(registry, turn, view, step)) is not None:
        return Step(talk, (Reply(why),), report_no=report_no)
    details = {} if step in NEED_REASON | UNDATED else {"on": (on or turn.today).isoformat()}
    if details and on is None:
        details["assumed"] = "1"
    pending = Pending(step, report_no, reason, details)
    return _go_on(registry, replace(turn, talk=talk), view, pending)


def answer_step(registry: Registry, turn: Turn, pending: Pending) -> Step | None:  # noqa: PLR0911  # one return per case
    """Take an answer to what a step waits for; None when the words are something else."""
    label = STEP_LABELS[pending.action]
    if is_no(turn.text) or turn.intent is Intent.CANCEL:
        return leave(registry, turn, pending)
    if (moved := _on_another_day(turn, pending)) is not None:
        return _go_on(registry, turn, registry.reports.view(turn.caller, pending.report_no), moved)
    if pending.wants == "reason":
        if len(turn.text.strip()) < _LEAST_REASON or is_vague_yes(turn.text):
            return Step(turn.talk, (Reply(say("status.step_reason_short")),))
        view = registry.reports.view(turn.caller, pending.report_no)
        if _ASKS.search(turn.text.strip()):
            return _ask_reason(turn, view, pending) if _ABOUT_STEP.search(turn.text) else None
        return _go_on(registry, turn, view, replace(pending, reason=turn.text.strip()))
    if pending.wants != CONFIRM:
        return None
    if is_yes(turn.text, pending, label, turn.talk):
        return do_step(registry, turn, pending, pending.mark)
    if is_vague_yes(turn.text):
        asked = reminder(registry, turn, pending)
        text = f"{say('status.step_not_sure')}\n{asked.text}"
        return Step(turn.talk, (replace(asked, text=text),))
    return None


def _on_another_day(turn: Turn, pending: Pending) -> Pending | None:
    """The step on the day the words put right; None where they tell no other day."""
    if "on" not in pending.details or _ASKS.search(turn.text.strip()):
        return None
    days = [read_past(part, turn.today) for part in _CLAUSE.split(turn.text) if part.strip()]
    told = [day.day for day in days if day is not None and day.day is not None]
    if not told or len(turn.text) > _MOST_DAY or told[-1] > turn.today:
        return None
    if told[-1].isoformat() == pending.details["on"]:
        return None
    return replace(pending, details={"on": told[-1].isoformat()})


def do_step(registry: Registry, turn: Turn, pending: Pending, mark: str) -> Step:
    """Take a confirmed step, unless the report has moved since it was put.

    Raises what registry.reviews.take raises.
    """
    label = STEP_LABELS[pending.action]
    if (refused := unproved(turn, pending.action)) is not None:
        return Step(turn.talk, (question(DESK, pending, refused.text, label),))
    view = registry.reports.view(turn.caller, pending.report_no)
    talk, project = drop(turn.talk, DESK), project_of(view)
    if mark != pending.mark or mark_of(pending, state_of(view)) != mark:
        return Step(talk, (Reply(say("status.step_changed", project=project)),))
    details = {name: value for name, value in pending.details.items() if name == "on"}
    moved = registry.reviews.take(
        turn.caller, pending.report_no, pending.action, reason=pending.reason, details=details
    )
    lines = [say("status.step_done", project=project, step=label, state=state_label(moved.state))]
    lines += [say("status.step_done_told"), say(f"status.next_{moved.state}")]
    return Step(talk, (Reply("\n".join(lines)),), report_no=pending.report_no)


def leave(registry: Registry, turn: Turn, pending: Pending) -> Step:
    """Give a step up."""
    view = registry.reports.view(turn.caller, pending.report_no)
    text = say("status.step_left", project=project_of(view))
    return Step(drop(turn.talk, DESK), (Reply(text),), report_no=pending.report_no)


def reminder(registry: Registry, turn: Turn, pending: Pending) -> Reply:
    """What a step still waits for, said again in full."""
    view = registry.reports.view(turn.caller, pending.report_no)
    label = STEP_LABELS[pending.action]
    if pending.wants == CONFIRM:
        return question(DESK, pending, put_text(registry, turn, view, pending), label)
    return Reply(say("status.reminder_reason", project=project_of(view), step=label))


def barred(registry: Registry, turn: Turn, view: ReportView, step: str) -> str | None:
    """Why a step is not for this person or not for this state; None when it may be asked for."""
    label = STEP_LABELS[step]
    if not may(turn, OPERATIONS[step], view):
        return say("status.step_needs_lead", step=label)
    if (refused := never_here(turn, step)) is not None:
        return refused.text
    steps = registry.reviews.open_steps(turn.caller, view.report_no)
    if step not in [open_step.name for open_step in steps]:
        state = state_label(view.state)
        return say("status.step_not_now", project=project_of(view), state=state, step=label)
    return None


def _ask_reason(turn: Turn, view: ReportView, pending: Pending) -> Step:
    """Ask for the reason, saying what the step brings with it."""
    label, warns = STEP_LABELS[pending.action], f"step_{pending.action}_warns"
    warning = say(f"status.{warns}") if warns in sentences("status") else ""
    asked = say("status.step_ask_reason", project=project_of(view), step=label)
    talk = hold(turn.talk, DESK, replace(pending, wants="reason"))
    return Step(talk, (Reply(f"{warning}{asked}"),))


def _go_on(registry: Registry, turn: Turn, view: ReportView, pending: Pending) -> Step:
    """Ask for the reason where one is missing, else put the step."""
    label = STEP_LABELS[pending.action]
    if pending.action in NEED_REASON and not pending.reason:
        return _ask_reason(turn, view, pending)
    talk, marked = put(turn.talk, DESK, pending, state_of(view))
    asked = question(DESK, marked, put_text(registry, turn, view, marked), label)
    return Step(talk, (asked,), report_no=pending.report_no)


def put_text(registry: Registry, turn: Turn, view: ReportView, pending: Pending) -> str:
    """What exactly would be done, for a yes."""
    assert turn.member is not None
    on = pending.details.get("on")
    dated = f"status.step_on{'_assumed' if pending.details.get('assumed') else ''}"
    steps = registry.rules.on(turn.today).transitions
    target = next(step.target for step in steps if step.name == pending.action)
    text = say(
        "status.step_put",
        unit=view.unit,
        project=project_of(view),
        report_no=view.report_no,
        step=STEP_LABELS[pending.action],
        state=state_label(view.state),
        target=state_label(state_for_filer(target) if turn.member.role.is_district else target),
        on=say(dated, day=on) if on else "",
        reason=say("status.step_reason", reason=pending.reason) if pending.reason else "",
    )
    warns = _WARNS.get(pending.action)
    return text if warns is None else text + say(warns)


def state_of(view: ReportView) -> tuple[object, ...]:
    """What a confirmation is bound to: it changes when the report does."""
    return view.state, view.updated_at, view.granted_at
