"""How one report stands, its timeline, notes, receipt and export, as its reader may see them."""

import re
import tempfile
from pathlib import Path

from bot.conversations import own_projects
from bot.conversations.status.lists import due_text, line_of, unit_of
from bot.conversations.status.reading import REVIEW
from bot.dialogue.messages import Card, CardKind, Choice, OutgoingFile, Reply, Row
from bot.dialogue.talk import Step, Turn
from bot.rendering.assessments import clause_label
from bot.rendering.receipts import MEANING, receipt_lines, receipt_text
from bot.rendering.reports import NOTICES, event_text, report_rows, show_time, state_label
from bot.wording import say, sentences
from registry.filing.reports import ReportView
from registry.service import Registry
from registry.transactions.permissions import Operation, Subject, is_allowed
from rules.clauses import ClauseRef

_REVIEW_CLAUSE = ClauseRef("hz-2019-40", "4.1")
_HOW_LONG = re.compile(
    r"多久|几天|多少天|多长时间|(?:什么时候|哪天|何时)(?:能|会|才)?(?:批|审|有结果|出结果|下来)"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_report(registry: Registry, turn: Turn, report_no: str) -> Step:
    """How a report stands and what comes next. Raises NotFound, ReadOnly."""
    view = registry.reports.view(turn.caller, report_no)
    text = "\n".join(_lines(registry, turn, view))
    rows = tuple(Row(label, value) for label, value in report_rows(view))
    card = Card(CardKind.REPORT, project_of(view), rows)
    talk = own_projects.speaking_of(turn.talk, report_no)
    return Step(talk, (Reply(text, _choices(turn, view), card=card),), report_no=report_no)


def project_of(view: ReportView) -> str:
    """What a report's project is called."""
    return str(view.content.get("project_name") or view.report_no)


def may(turn: Turn, operation: Operation, view: ReportView) -> bool:
    """Whether the person may do the operation to a report, its case being open."""
    who = turn.member
    assert who is not None
    subject = Subject(view.unit, view.account)
    return is_allowed(who.role, operation, account=who.account, unit=who.unit, subject=subject)


def _lines(registry: Registry, turn: Turn, view: ReportView) -> list[str]:
    investor = str(view.content.get("investor_name") or "")
    head = say(
        "status.one_head",
        project=project_of(view),
        investor=investor,
        report_no=view.report_no,
        unit=unit_of(turn, view.unit),
    )
    lines = [head, _state(view), *_own_step(registry, turn, view.report_no)]
    if view.notice:
        lines.insert(1, say("status.one_notice", notice=NOTICES.get(view.notice, view.notice)))
    elif f"next_{view.state}" in sentences("status"):
        lines.insert(2, _next(registry, turn, view))
    if view.state in REVIEW and _HOW_LONG.search(turn.text):
        lines.insert(0, say("status.review_days_open", clause=clause_label(_REVIEW_CLAUSE)))
    return lines


def _state(view: ReportView) -> str:
    text = say("status.one_state", state=state_label(view.state))
    text += say("status.one_received", at=show_time(view.received_at)[:16])
    if view.granted_at is not None:
        ends = view.expires_on
        until = "" if ends is None else say("status.until", day=ends.isoformat())
        text += say("status.one_granted", at=show_time(view.granted_at)[:16], until=until)
    return text


def _next(registry: Registry, turn: Turn, view: ReportView) -> str:
    """What follows on this state, with the clause of the step the text itself provides."""
    text = say(f"status.next_{view.state}")
    steps = registry.rules.on(turn.today).steps_from(view.state)
    ahead = (step for step in steps if not step.name.startswith("reroute"))
    clause = next((step.clause for step in ahead if not step.is_local), None)
    if clause is None:
        return say("status.one_next_local", next=text)
    return say("status.one_next", next=text.rstrip("。"), clause=clause_label(clause)) + "。"


def _own_step(registry: Registry, turn: Turn, report_no: str) -> list[str]:
    line = line_of(registry, turn, report_no)
    if line is None or not line.next_step:
        return []
    return [say("status.one_own_step", step=line.next_step, due=due_text(line, turn))]


def _choices(turn: Turn, view: ReportView) -> tuple[Choice, ...]:
    choices = [
        Choice(say("status.button_timeline"), f"status.timeline:{view.report_no}"),
        Choice(say("status.button_receipt"), f"status.receipt:{view.report_no}"),
    ]
    if may(turn, Operation.EXPORT_REPORT, view):
        choices.append(Choice(say("status.button_export"), f"status.export:{view.report_no}"))
    if turn.member is not None and turn.member.role.is_bureau:
        choices.append(Choice(say("status.button_review"), f"review.open:{view.report_no}"))
    return tuple(choices)


def show_timeline(registry: Registry, turn: Turn, report_no: str) -> Step:
    """What has happened to a report, cut to the reader. Raises NotFound, ReadOnly."""
    view = registry.reports.view(turn.caller, report_no)
    events = registry.queries.timeline(turn.caller, report_no)
    lines = [say("status.timeline_head", project=project_of(view))]
    lines += [_event(event_text(event), event.clause) for event in events]
    if not events:
        lines.append(say("status.timeline_none"))
    return _spoken(turn, report_no, Reply("\n".join(lines)))


def _event(text: str, clause: str) -> str:
    if not clause:
        return text
    document, _, number = clause.partition("#")
    return f"{text}〔{clause_label(ClauseRef(document, number))}〕"


def show_notes(registry: Registry, turn: Turn, report_no: str) -> Step:
    """The notes on a report, the newest first. Raises NotFound, ReadOnly."""
    view = registry.reports.view(turn.caller, report_no)
    notes = registry.progress.notes(turn.caller, report_no, limit=10).rows
    key = "status.notes_head" if notes else "status.notes_none"
    lines = [say(key, project=project_of(view))]
    for note in notes:
        kind = say(f"status.kind_{note.kind.value}")
        lines.append(say("status.note_line", day=note.happened_on, kind=kind, note=note.note))
    return _spoken(turn, report_no, Reply("\n".join(lines)))


def send_receipt(registry: Registry, turn: Turn, report_no: str) -> Step:
    """The receipt again, the same as on the first day. Raises NotFound."""
    view = registry.reports.view(turn.caller, report_no)
    receipt = registry.reports.receipt(turn.caller, report_no)
    content = receipt_text(receipt).encode()
    name = say("status.receipt_file", report_no=report_no)
    lines = [say("status.receipt_here", project=project_of(view)), *receipt_lines(receipt)]
    lines.append(say("status.receipt_verify"))
    assert MEANING in lines
    file = OutgoingFile(name, "application/json", content)
    return _spoken(turn, report_no, Reply("\n".join(lines), file=file))


def send_export(registry: Registry, turn: Turn, report_no: str) -> Step:
    """The report as a spreadsheet; recorded. Raises NotFound, Forbidden, ReadOnly."""
    from bot.office_files.sheets import write_rows

    view = registry.reports.view(turn.caller, report_no)
    if not may(turn, Operation.EXPORT_REPORT, view):
        return _spoken(turn, report_no, Reply(say("status.export_needs_lead")))
    made = registry.exports.report(turn.caller, report_no)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_rows(path, list(report_rows(made.view)))
        content = path.read_bytes()
    file = OutgoingFile(say("status.export_file", report_no=report_no), XLSX, content)
    text = say("status.export_here", project=project_of(view))
    return _spoken(turn, report_no, Reply(text, file=file))


def _spoken(turn: Turn, report_no: str, reply: Reply) -> Step:
    talk = own_projects.speaking_of(turn.talk, report_no)
    return Step(talk, (reply,), report_no=report_no)
