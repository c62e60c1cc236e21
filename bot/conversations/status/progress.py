"""Noting in talk what happened to a project: kind, day, next step; and steps it amounts to.

Writes: registry.progress notes and follow-ups. A note can be added to, never taken back.
Does not take a step of the lifecycle: that is put to the person (status.steps).
"""

import re
from dataclasses import replace
from datetime import date

from bot.conversations import own_projects
from bot.conversations.days import read_coming
from bot.conversations.own_projects import Pick
from bot.conversations.status.answers import may, project_of
from bot.conversations.status.lists import MOST, own_lines, which_one
from bot.conversations.status.notes import Told, read_told
from bot.conversations.status.steps import ask_step
from bot.dialogue.messages import Reply
from bot.dialogue.talk import Step, Talk, Turn
from bot.rendering.report_labels import STEP_LABELS
from bot.rendering.reports import state_label
from bot.wording import say
from registry.casework.progress import NoteKind
from registry.casework.steps import OPERATIONS
from registry.filing.reports import ReportView
from registry.service import Registry

PICK = "project"  # awaited: which project a note belongs to
_LOOKS_BACK = re.compile(
    "[记说写弄]错|更正|刚才|刚刚|记了|记的|看下|看看|看一下|什么|哪|吗|[?？]"
)  # no day to come
_DENIES = re.compile("(?:还)?(?:不是|没)")  # 不是签约 is no signing
DUE = "due"  # awaited, if the person wishes: the day of the next step


def note(registry: Registry, turn: Turn) -> Step:
    """Note what a message tells, asking which project it is of where that is not plain."""
    told = read_told(turn.text, turn.today)
    found = _project(registry, turn, told)
    if found.one:
        return write(registry, turn, found.one, told)
    lines = found.several or own_lines(registry, turn)
    if not lines:
        return Step(turn.talk, (Reply(_nowhere(found)),))
    held = _holding(turn)
    asked = say("status.which_for_note")
    if found.missed:
        asked = say("status.missed", name=found.missed) + asked
    return which_one(held, lines, asked, "status.pick:")


def write(registry: Registry, turn: Turn, report_no: str, told: Told) -> Step:
    """Write a note down and read it back; then put a step where it amounts to one.

    Raises NotFound, Forbidden, InvalidInput, ReadOnly.
    """
    view = registry.reports.view(turn.caller, report_no)
    day, assumed = _day(told, turn.today)
    registry.progress.add_note(turn.caller, report_no, told.kind, told.note, happened_on=day)
    lines = [_read_back(view, told.kind, day, assumed)]
    lines.append(say("status.noted_words", note=told.note))
    talk = own_projects.speaking_of(released(turn.talk), report_no)
    talk = talk.noting("status", {**talk.of("status"), "noted": report_no})
    if told.next_step:
        due = None if told.due is None else told.due.day
        registry.progress.follow_up(
            turn.caller, report_no, next_step=told.next_step[:500], due_on=due
        )
        by = say("status.due_is", day=due) if due else say("status.due_open")
        lines.append(say("status.noted_next", step=told.next_step, due=by))
        talk = talk if due or talk.floor else talk.asking("status", DUE)
    elif not told.step:
        lines.append(_end(turn, told))
    reply = Reply("\n".join(lines))
    if not told.step:
        return Step(talk, (reply,), report_no=report_no)
    then = _step(registry, replace(turn, talk=talk), view, told)
    return Step(then.talk, (reply, *then.replies), report_no=report_no)


def pick_project(registry: Registry, turn: Turn, report_no: str) -> Step | None:
    """Write the note that waited for its project; None when none waits."""
    waiting = turn.talk.of("status").get("note")
    if waiting is None:
        return None
    told = read_told(waiting["text"], date.fromisoformat(waiting["on"]))
    return write(registry, turn, report_no, told)


def set_due(registry: Registry, turn: Turn) -> Step | None:
    """The day of the next step, said afterwards; None when the words are no day."""
    day, report_no = read_coming(turn.text, turn.today), own_projects.last(turn.talk)
    line = next(iter(registry.queries.lookup(turn.caller, (report_no,), limit=1)), None)
    if _LOOKS_BACK.search(turn.text) is not None:
        return None
    if (
        day is None
        or day.day is None
        or day.day < turn.today
        or line is None
        or len(turn.text) > 20
    ):
        return None
    registry.progress.follow_up(turn.caller, report_no, next_step=line.next_step, due_on=day.day)
    text = say("status.due_set", project=line.project_name, step=line.next_step, day=day.day)
    return Step(turn.talk.asking(""), (Reply(text),), report_no=report_no)


def correct(registry: Registry, turn: Turn) -> Step:
    """Add a note that corrects the last one."""
    report_no = turn.talk.of("status").get("noted") or own_projects.last(turn.talk)
    if not report_no:
        return Step(turn.talk, (Reply(say("status.nothing_to_note")),))
    told = read_told(turn.text, turn.today)
    text = say("status.correction", text=turn.text.strip())
    step = "" if _DENIES.match(turn.text.strip()) else told.step
    return write(registry, turn, report_no, replace(told, note=text, step=step))


def released(talk: Talk) -> Talk:
    """The talk without a note that waits for its project."""
    rest = {name: value for name, value in talk.of("status").items() if name != "note"}
    freed = talk.noting("status", rest)
    return freed.asking("") if freed.floor == "status" else freed


def _holding(turn: Turn) -> Talk:
    waiting = {"text": turn.text, "on": turn.today.isoformat()}
    talk = turn.talk.noting("status", {**turn.talk.of("status"), "note": waiting})
    return talk.asking("status", PICK)


def _project(registry: Registry, turn: Turn, told: Told) -> Pick:
    """The project a note is of: named, mentioned, last spoken of, or the only open one."""
    if own_projects.read_report_no(told.note, turn.today.year) or (
        own_projects.read_ordinal(told.note) is not None and own_projects.shown(turn.talk)
    ):
        return own_projects.pick(registry, turn, told.note)
    lines = own_lines(registry, turn)
    if told.name:
        found = own_projects.pick(registry, turn, told.name, name=told.name)
        if found.one or found.several:
            return found
    mentioned = own_projects.mentioned(lines, told.note)
    if mentioned.one or mentioned.several:
        return mentioned
    if told.name:
        return Pick(missed=told.name)
    if last := own_projects.last(turn.talk):
        return Pick(one=last)
    states = {s.name: s.is_final for s in registry.rules.lifecycle.states}
    running = [line for line in lines[:MOST] if not states[line.state]]
    return Pick(one=running[0].report_no) if len(running) == 1 else Pick()


def _nowhere(found: Pick) -> str:
    return say("status.missed", name=found.missed) if found.missed else say("status.none_yet")


def _day(told: Told, today: date) -> tuple[date, str]:
    """The day of a note, and what to say where it was not plainly given."""
    if told.happened is None or told.happened.day is None:
        return today, say("status.day_assumed")
    if told.happened.day > today:
        return today, say("status.day_ahead", words=told.happened.words)
    return told.happened.day, ""


def _read_back(view: ReportView, kind: NoteKind, day: date, assumed: str) -> str:
    return say(
        "status.noted",
        project=project_of(view),
        day=day,
        assumed=assumed,
        kind=say(f"status.kind_{kind.value}"),
    )


def _end(turn: Turn, told: Told) -> str:
    assert turn.member is not None
    if turn.member.role.is_bureau:
        return say("status.bureau_note")
    key = "noted_problem_hint" if told.kind is NoteKind.PROBLEM else "noted_mend"
    return say(f"status.{key}")


def _step(registry: Registry, turn: Turn, view: ReportView, told: Told) -> Step:
    """Put the step a note amounts to; say so where it is for somebody else, or not for now."""
    label = STEP_LABELS[told.step]
    if not may(turn, OPERATIONS[told.step], view):
        return Step(turn.talk, (Reply(say("status.step_needs_lead_noted", step=label)),))
    steps = registry.reviews.open_steps(turn.caller, view.report_no)
    if told.step not in [step.name for step in steps]:
        state, project = state_label(view.state), project_of(view)
        text = say("status.step_not_now", project=project, state=state, step=label)
        return Step(turn.talk, (Reply(text + say("status.step_noted_only")),))
    day = None if told.happened is None else told.happened.day
    reason = told.note if told.step == "fail" else ""
    return ask_step(registry, turn, view.report_no, told.step, reason=reason, on=day)
