"""Putting a filed report right by talk: what changes shown old and new, confirmed, then done.

Clause: hz-2019-40#4.1 (order and number stay). Writes: registry.reviews.amend, after a yes to
exactly these changes of this report as it stood. Who may, and in which state, the registry says.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversations import own_projects
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
from bot.conversations.status.amend_reading import (
    Wanted,
    changes_something,
    hear_changes,
    part_naming,
)
from bot.conversations.status.answers import may, project_of
from bot.conversations.status.lists import own_lines, which_one
from bot.conversations.status.steps import state_of
from bot.dialogue.messages import Choice, Intent, Reply
from bot.dialogue.talk import Step, Turn
from bot.rendering.drafts import display_of, label_of, labels_text, short
from bot.rendering.reports import state_label
from bot.wording import say
from registry.casework.adjudication import AMENDABLE
from registry.filing.reports import ReportView
from registry.filing.slots import IDENTITY_SLOTS, SLOT_NAMES, Slot, parse_slot
from registry.reading.report_lines import ReportLine
from registry.service import Registry
from registry.transactions.permissions import Operation

DESK, AMEND = "status", "amend"
RETURNED, SUBMIT_AGAIN = "RETURNED", "submit"
_OF_RETURNED = re.compile(r"补正|退回|打回|被退")
_CHANGES, _REASON = "changes", "reason"
_ASKS = re.compile(r"[?？]|吗[。.]?$|多久|怎么|什么|为啥|哪|谁|几天|能不能|可不可以")
_MOST_REASON = 500  # characters
_LEAST_REASON = 2


def begin(registry: Registry, turn: Turn, report_no: str, text: str) -> Step:
    """Put changes of a report to the person, or ask what is to be changed.

    text: what was said of the changes. Raises NotFound, ReadOnly.
    """
    view = registry.reports.view(turn.caller, report_no)
    turn = replace(turn, talk=own_projects.speaking_of(turn.talk, report_no))
    if (why := _barred(turn, view)) is not None:
        return Step(turn.talk, (Reply(why),), report_no=report_no)
    return _go_on(registry, turn, view, Pending(AMEND, report_no), text)


def which(registry: Registry, turn: Turn, text: str) -> Step | None:
    """Ask which report is meant by a change; None where the person sees none that could be."""
    lines = amendable(registry, turn)
    if not lines:
        return None
    talk = hold(turn.talk, DESK, Pending(AMEND, "", text, wants=_CHANGES))
    return which_one(talk, lines, say("status.amend_which"), "status.amend:")


def chosen(registry: Registry, turn: Turn, pending: Pending | None, report_no: str) -> Step:
    """A report chosen by a button: the changes that waited for it."""
    text = pending.reason if pending and pending.action == AMEND and not pending.report_no else ""
    return begin(registry, replace(turn, talk=drop(turn.talk, DESK)), report_no, text)


def amendable(registry: Registry, turn: Turn) -> tuple[ReportLine, ...]:
    """Reports of the person's own that may be changed now: the returned ones, else the others."""
    lines = [line for line in own_lines(registry, turn) if line.state in AMENDABLE]
    return tuple(line for line in lines if line.state == RETURNED) or tuple(lines)


def report_for(registry: Registry, turn: Turn, text: str) -> tuple[str, str]:
    """The report whose change a text speaks of, and what it says of the change.

    The number is empty where the words fit none or several. Raises what registry.queries raises.
    """
    head, rest = part_naming(text)
    found = own_projects.pick(registry, turn, head) if head else own_projects.Pick()
    if found.one:
        return found.one, rest
    lines = amendable(registry, turn)
    if _OF_RETURNED.search(text) and not found.several:
        lines = tuple(line for line in lines if line.state == RETURNED)
        return (lines[0].report_no if len(lines) == 1 else ""), rest
    named = [line for line in found.several if line in lines]
    if len(named) == 1:
        return named[0].report_no, rest
    last = own_projects.last(turn.talk)
    if not named and not found.missed and last:
        return last, rest
    if not named and len(lines) == 1:
        return lines[0].report_no, rest
    return "", rest


def answer(registry: Registry, turn: Turn, pending: Pending) -> Step | None:  # noqa: PLR0911  # one return per case
    """Take an answer while a change waits; None when the words are something else."""
    if is_no(turn.text) or turn.intent is Intent.CANCEL:
        return left(registry, turn, pending)
    if not pending.report_no:
        return _named(registry, turn, pending)
    if pending.wants == CONFIRM and is_yes(
        turn.text, pending, say("status.amend_label"), turn.talk
    ):
        return confirm(registry, turn, pending, pending.mark)
    view = registry.reports.view(turn.caller, pending.report_no)
    if (why := _barred(turn, view)) is not None:
        return Step(drop(turn.talk, DESK), (Reply(why),), report_no=pending.report_no)
    if _hear(registry, turn, view, pending, turn.text).adds_to(_waiting(pending)):
        return _go_on(registry, turn, view, pending, turn.text)
    if pending.wants == _REASON:
        return _because(turn, view, pending)
    if is_vague_yes(turn.text):
        return Step(turn.talk, (recall(registry, turn, pending),))
    return None


def _named(registry: Registry, turn: Turn, pending: Pending) -> Step | None:
    """The report a change waits for, by its place, number or name."""
    listed = own_projects.shown(turn.talk)
    place = own_projects.read_ordinal(turn.text, alone=True)
    if place is not None and 1 <= place <= len(listed):
        return chosen(registry, turn, pending, listed[place - 1])
    found = own_projects.pick(registry, turn, turn.text)
    return chosen(registry, turn, pending, found.one) if found.one else None


def _because(turn: Turn, view: ReportView, pending: Pending) -> Step | None:
    """Take the words as why it is changed."""
    text = turn.text.strip()
    if _ASKS.search(text):
        return None
    if len(text) < _LEAST_REASON or is_vague_yes(text):
        return Step(turn.talk, (Reply(say("status.step_reason_short")),))
    return _put(turn, view, replace(pending, reason=text[:_MOST_REASON]))


def confirm(registry: Registry, turn: Turn, pending: Pending, mark: str) -> Step:
    """Change the report, unless it has moved since the change was put.

    Raises what registry.reviews.amend raises.
    """
    view = registry.reports.view(turn.caller, pending.report_no)
    talk, project = drop(turn.talk, DESK), project_of(view)
    if mark != pending.mark or mark_of(pending, _stands(view)) != mark:
        return Step(talk, (Reply(say("status.amend_moved", project=project)),))
    changes = _waiting(pending)
    registry.reviews.amend(turn.caller, pending.report_no, changes, reason=pending.reason)
    lines = [say("status.amend_done", project=project, labels=labels_text(changes))]
    is_returned = view.state == RETURNED
    lines.append(say("status.amend_then_submit" if is_returned else "status.amend_then_wait"))
    again = Choice(say("status.amend_submit"), f"status.resubmit:{pending.report_no}")
    reply = Reply("\n".join(lines), (again,) if is_returned else ())
    return Step(talk, (reply,), report_no=pending.report_no)


def left(registry: Registry, turn: Turn, pending: Pending) -> Step:
    """Give the change up."""
    if not pending.report_no:
        return Step(drop(turn.talk, DESK), (Reply(say("status.dropped")),))
    view = registry.reports.view(turn.caller, pending.report_no)
    text = say("status.amend_left", project=project_of(view))
    return Step(drop(turn.talk, DESK), (Reply(text),), report_no=pending.report_no)


def recall(registry: Registry, turn: Turn, pending: Pending) -> Reply:
    """What a change still waits for, said again. Raises NotFound, ReadOnly."""
    if not pending.report_no:
        return Reply(say("status.amend_which"))
    view = registry.reports.view(turn.caller, pending.report_no)
    if pending.wants == CONFIRM:
        return question(DESK, pending, _put_text(view, pending), say("status.amend_label"))
    key = "amend_ask_reason" if pending.wants == _REASON else "amend_ask_what"
    lines = [say("status.amend_reminder", project=project_of(view))]
    return Reply("".join([*lines, say(f"status.{key}")]), _reasons(view, pending))


def _barred(turn: Turn, view: ReportView) -> str | None:
    assert turn.member is not None
    project, state = project_of(view), state_label(view.state)
    if turn.member.role.is_bureau:
        return say("status.amend_not_bureau", project=project)
    if not may(turn, Operation.AMEND, view):
        return say("status.amend_not_yours", project=project)
    if view.state not in AMENDABLE:
        return say("status.amend_not_now", project=project, state=state)
    return None


def _go_on(registry: Registry, turn: Turn, view: ReportView, pending: Pending, text: str) -> Step:
    """Hear the changes; ask for what is missing, else put them."""
    wanted = _hear(registry, turn, view, pending, text)
    before = list(_refusals(view, wanted))
    if not before and changes_something(text) and wanted.changes == _waiting(pending):
        before.append(say("status.amend_not_read", raw=short(text)))
    reason = wanted.reason or pending.reason
    details = {
        "slots": {n: wanted.changes[n].as_mapping() for n in SLOT_NAMES if n in wanted.changes}
    }
    pending = replace(pending, reason=reason[:_MOST_REASON], details=details)
    if not wanted.changes:
        return _ask_what(registry, turn, view, pending, before)
    if not reason:
        lines = [*before, *_changed(view, wanted.changes), say("status.amend_ask_reason")]
        waits = replace(pending, wants=_REASON)
        reply = Reply("\n".join(lines), _reasons(view, waits))
        return Step(hold(turn.talk, DESK, waits), (reply,), report_no=view.report_no)
    return _put(turn, view, pending, before)


def _ask_what(
    registry: Registry, turn: Turn, view: ReportView, pending: Pending, before: list[str]
) -> Step:
    """Ask which fields; with why the report was returned, where it was."""
    pending = replace(pending, wants=_CHANGES)
    lines = [*before]
    if view.state == RETURNED and not before:
        events = registry.queries.timeline(turn.caller, view.report_no)
        why = next((e.reason for e in reversed(events) if e.step == "return"), "")
        lines.append(say("status.amend_returned_for", project=project_of(view), reason=why))
    lines.append(say("status.amend_ask_what"))
    if not before:
        lines.append(say("status.amend_fixed", labels=labels_text(IDENTITY_SLOTS)))
    talk = hold(turn.talk, DESK, pending)
    return Step(talk, (Reply("\n".join(lines)),), report_no=view.report_no)


def _put(turn: Turn, view: ReportView, pending: Pending, before: list[str] | None = None) -> Step:
    talk, marked = put(turn.talk, DESK, pending, _stands(view))
    text = "\n".join([*(before or []), _put_text(view, marked)])
    asked = question(DESK, marked, text, say("status.amend_label"))
    return Step(talk, (asked,), report_no=view.report_no)


def _stands(view: ReportView) -> tuple[object, ...]:
    """What a yes is bound to: the state of the report and every field of it."""
    return *state_of(view), sorted(view.content.items())


def _put_text(view: ReportView, pending: Pending) -> str:
    head = say("status.amend_put", project=project_of(view), report_no=view.report_no)
    rest = [*_changed(view, _waiting(pending)), say("status.amend_reason", reason=pending.reason)]
    return "\n".join([head, *rest])


def _changed(view: ReportView, changes: Mapping[str, Slot]) -> list[str]:
    """Each field with what it says and what it would say."""
    nothing = say("status.amend_empty")
    return [
        say(
            "status.amend_line",
            label=label_of(name),
            old=display_of(name, view.content.get(name)) or nothing,
            new=display_of(name, slot.value) or nothing,
        )
        for name, slot in changes.items()
    ]


def _refusals(view: ReportView, wanted: Wanted) -> list[str]:
    lines = []
    if wanted.fixed:
        lines.append(say("status.amend_identity", labels=labels_text(wanted.fixed)))
    if wanted.needed:
        lines.append(say("status.amend_required", labels=labels_text(wanted.needed)))
    for refused in wanted.refused:
        value = display_of(refused.slot, view.content.get(refused.slot))
        label = label_of(refused.slot)
        lines.append(say("status.amend_unread", raw=refused.raw, label=label, value=value))
    for doubt in wanted.doubts:
        meant = say("status.amend_or").join(label_of(slot) for slot in doubt.slots)
        lines.append(say("status.amend_unclear", raw=doubt.raw, labels=meant))
    return lines


def _reasons(view: ReportView, pending: Pending) -> tuple[Choice, ...]:
    if pending.wants != _REASON or view.state != RETURNED:
        return ()
    return (Choice(say("status.amend_as_asked"), f"status.because:{view.report_no}"),)


def because_asked(registry: Registry, turn: Turn, pending: Pending, report_no: str) -> Step | None:
    """The button that the change is what the return asked for; None when nothing waits for it."""
    if (pending.action, pending.report_no, pending.wants) != (AMEND, report_no, _REASON):
        return None
    view = registry.reports.view(turn.caller, report_no)
    return _put(turn, view, replace(pending, reason=say("status.amend_as_asked")))


def _hear(registry: Registry, turn: Turn, view: ReportView, pending: Pending, text: str) -> Wanted:
    assert turn.member is not None
    context = registry.rules.context_on(turn.today)
    waiting = _waiting(pending)
    return hear_changes(text, view.content, waiting, context, me=turn.member.name)


def _waiting(pending: Pending) -> dict[str, Slot]:
    stored: Mapping[str, Any] = pending.details.get("slots", {})
    return {name: parse_slot(stored[name]) for name in SLOT_NAMES if name in stored}
