"""Doing an act a reviewer has confirmed, and saying what follows and who is told.

Writes: registry.reviews. Nothing is done unless the mark of the confirmation still fits the report.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations import own_projects
from bot.conversations.pending import Pending, drop, mark_of, question
from bot.conversations.proving import unproved
from bot.conversations.review.acts import FINDINGS, finding_body, label_of
from bot.conversations.review.put import DESK, Desk, beside, look, state_of
from bot.conversations.review.views import steps_of
from bot.conversations.status.answers import project_of
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.reports import state_label
from bot.wording import say
from registry.casework.findings import FindingKind, latest
from registry.casework.steps import SILENT
from registry.errors import InvalidInput
from registry.filing.reports import ReportView
from registry.service import Registry


def do_act(registry: Registry, turn: Turn, pending: Pending, mark: str) -> Step:
    """Do a confirmed act, unless the report has changed since it was put.

    Raises what registry.reviews raises.
    """
    if (refused := unproved(turn, pending.action)) is not None:
        asked = question(DESK, pending, refused.text, label_of(pending.action))
        return Step(turn.talk, (asked,), report_no=pending.report_no)
    desk = look(registry, turn, pending.report_no)
    talk = drop(turn.talk, DESK)
    if mark != pending.mark or mark_of(pending, state_of(desk, pending)) != mark:
        text = say("review.changed", project=desk.project)
        return Step(talk, (Reply(text),), report_no=pending.report_no)
    if pending.also:
        return _done_several(registry, replace(turn, talk=talk), beside(desk, pending), pending)
    lines = perform(registry, turn, desk, pending)
    view = registry.reports.view(turn.caller, pending.report_no)
    steps, choices = steps_of(registry, turn, view)
    reply = Reply("\n".join([*lines, *steps]), choices)
    return Step(talk, (reply,), report_no=pending.report_no)


def _done_several(
    registry: Registry, turn: Turn, desks: Sequence[Desk], pending: Pending
) -> Step:  # fmt: skip
    """One act done to several reports; they stay listed, so that 这两件 means them."""
    lines: list[str] = []
    for n, each in enumerate(desks, 1):
        one = replace(pending, report_no=each.view.report_no, also=())
        lines += perform(registry, replace(turn, part=turn.part * 100 + n), each, one)
    talk = own_projects.listing(turn.talk, [each.view.report_no for each in desks])
    return Step(own_projects.speaking_of(talk, ""), (Reply("\n".join(lines)),))


def perform(registry: Registry, turn: Turn, desk: Desk, pending: Pending) -> list[str]:
    """Write it; what to say of it."""
    project, number, act = desk.project, pending.report_no, label_of(pending.action)
    if pending.action in FINDINGS:
        registry.reviews.record(
            turn.caller, number, FINDINGS[pending.action], finding_body(pending)
        )
        return [say("review.done_record", project=project, act=act)]
    if pending.action == "settle":
        _settle(registry, turn, pending)
        return [say("review.done_settle")]
    if pending.action in ("same", "different"):
        other = pending.details.get("same_as") if pending.action == "same" else None
        registry.reviews.rule_project(turn.caller, number, same_as=other, reason=pending.reason)
        return [say("review.done_record", project=project, act=act)]
    if pending.action == "start_review" and latest(desk.findings, FindingKind.LIKENESS) is None:
        found = registry.likeness.check(turn.caller, number).as_finding()
        registry.reviews.record(turn.caller, number, FindingKind.LIKENESS, found)
    view = registry.reviews.take(
        turn.caller, number, pending.action, reason=pending.reason, details=pending.details
    )
    return [_done(view, pending), _told(view, pending.action)]


def _settle(registry: Registry, turn: Turn, pending: Pending) -> None:
    """Settle a dispute between two different reports. Raises InvalidInput when it is one."""
    favoured = str(pending.details["favoured_no"])
    if favoured == pending.report_no:
        raise InvalidInput("one report is no dispute", code="not_disputed", field="reason")
    registry.reviews.settle_dispute(
        turn.caller, pending.report_no, favoured_no=favoured, reason=pending.reason
    )


def _done(view: ReportView, pending: Pending) -> str:
    state = state_label(view.state)
    return say(
        "review.done_step", project=project_of(view), step=label_of(pending.action), state=state
    )


def _told(view: ReportView, step: str) -> str:
    if step in SILENT:
        return say("review.told_nobody")
    told = say("review.told_unit", unit=view.unit)
    return told + say("review.told_rivals") if step == "grant" else told


def leave(registry: Registry, turn: Turn, pending: Pending) -> Step:
    """Give an act up."""
    if not pending.report_no:
        return Step(drop(turn.talk, DESK), (Reply(say("review.left_open")),))
    view = registry.reports.view(turn.caller, pending.report_no)
    key = "review.left_several" if pending.also else "review.left"
    text = say(key, project=project_of(view), count=len(pending.also) + 1)
    return Step(drop(turn.talk, DESK), (Reply(text),), report_no=pending.report_no)


def unmarked(pending: Pending) -> Pending:
    """An act that has to be put anew."""
    return replace(pending, wants="", mark="", around="")
