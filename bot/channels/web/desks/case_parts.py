"""The parts of a report's page: what it says, what happened, notes, files, receipt.

User text is only ever set as text. Does not: read or change a report.
"""

from collections.abc import Mapping
from urllib.parse import quote

from nicegui.element import Element

from bot.channels.web.desks.report_tables import report_path, state_badge
from bot.channels.web.frame.elements import box, text
from bot.rendering.assessments import clause_label
from bot.rendering.drafts import display_of
from bot.rendering.receipts import receipt_lines
from bot.rendering.report_labels import KIND_LABELS, SLOT_LABELS, STEP_LABELS
from bot.rendering.reports import NOTICES, show_time, state_label
from bot.reports.case_views import Case
from bot.wording import say
from registry.casework.progress import Note, NoteKind
from registry.files.evidence import EvidenceFile
from registry.reading.history import TimelineEvent
from rules.clauses import ClauseRef

NOTE_KINDS = {kind.value: say(f"status.kind_{kind.value}") for kind in NoteKind}


def case_head(case: Case) -> None:
    """Project, number, unit and state; above all, that somebody else holds the right."""
    view = case.view
    with box("div", "yq-case-head"):
        text("h1", case.project)
        state_badge(view.state)
        if view.bureau is not None and view.bureau.disputed:
            text("span", "争议", "yq-badge is-alarm")
        if view.bureau is not None and view.bureau.claim == "waiting":
            text("span", "排队中", "yq-badge is-refused")
    received = show_time(view.received_at)[:16]
    text("p", f"{view.report_no} · {view.unit} · {received} 受理", "yq-sub")
    if view.granted_at is not None:
        ends = "未设期限" if view.expires_on is None else f"有效至 {view.expires_on} 前"
        text("p", f"{show_time(view.granted_at)[:16]} 授予首谈资格，{ends}", "yq-sub")
    if view.notice:
        text("p", NOTICES.get(view.notice, view.notice), "yq-error", role="alert")


def case_next(case: Case) -> None:
    """What comes next, with the clause it rests on."""
    if case.next_text and not case.view.notice:
        with box("p", "yq-notice"):
            text("strong", "接下来：")
            text("span", case.next_text)


def case_fields(case: Case) -> None:
    """What the report says, as its form has it."""
    with box("section", "yq-card", aria_labelledby="fields-title"):
        text("h2", "首报内容", id="fields-title")
        with box("dl", "yq-facts is-bare yq-fields"):
            for name, label in SLOT_LABELS.items():
                shown = display_of(name, case.view.content.get(name))
                if shown:
                    with box("div"):
                        text("dt", label)
                        text("dd", shown)


def case_timeline(case: Case) -> None:
    """What happened, oldest first, with the clause of each step; looks are folded away.

    A place in the line that was taken with the report itself goes without saying.
    """
    with box("section", "yq-card", aria_labelledby="timeline-title"):
        text("h2", "经过", id="timeline-title")
        with box("ol", "yq-timeline"):
            filed = {event.at for event in case.happenings if event.kind == "filed"}
            for event in case.happenings:
                if event.kind != "claim" or event.at not in filed:
                    _event(event)
        looks = [event for event in case.events if event not in case.happenings]
        if looks:
            with box("details"):
                text("summary", f"查阅和导出记录 {len(looks)} 条", "yq-hint")
                with box("ol", "yq-timeline"):
                    for event in looks[-50:]:
                        _event(event)


def _event(event: TimelineEvent) -> None:
    with box("li"):
        text("span", show_time(event.at)[:16], "yq-when")
        with box("div"):
            what = STEP_LABELS.get(event.step) or KIND_LABELS.get(event.kind, event.kind)
            to = f" → {state_label(event.state)}" if event.state else ""
            text("div", f"{event.unit or '系统'}　{what}{to}")
            if event.reason:
                text("div", event.reason, "yq-quote")
            if event.clause:
                text("div", clause_of(event.clause), "yq-sub")


def clause_of(clause: str) -> str:
    """A clause id as staff cite it."""
    document, _, number = clause.partition("#")
    return clause_label(ClauseRef(document, number)) if number else clause


def note_list(notes: tuple[Note, ...]) -> None:
    """Notes, the newest first."""
    if not notes:
        text("p", "还没有记录。考察、洽谈、会议和需要协调的问题都可以记在这里。", "yq-hint")
        return
    with box("ol", "yq-timeline"):
        for note in notes:
            with box("li"):
                text("span", str(note.happened_on), "yq-when")
                with box("div"):
                    hidden = "（只有市局可见）" if note.bureau_only else ""
                    text("div", f"{NOTE_KINDS[note.kind.value]}{hidden}", "yq-sub")
                    text("div", note.note, "yq-quote")


def file_list(report_no: str, files: tuple[EvidenceFile, ...]) -> None:
    """Files, each to be downloaded; never opened in the page."""
    if not files:
        text("p", "还没有附件。", "yq-hint")
        return
    with box("ul", "yq-files"):
        for found in files:
            with box("li"):
                address = f"{report_path(report_no)}/files/{quote(found.id)}"
                text("a", found.name, "yq-link", href=address, download="")
                hidden = " · 只有市局可见" if found.bureau_only else ""
                about = f"{found.kind.value} · {size_text(found.size)}{hidden}"
                text("span", about, "yq-sub", title=f"SHA-256 {found.sha256}")


def receipt_card(report_no: str, receipt: Mapping[str, object]) -> None:
    """The receipt: when it was received, as file and as code, and what it proves."""
    with box("section", "yq-card", aria_labelledby="receipt-title"):
        text("h2", "回执", id="receipt-title")
        with box("div", "yq-receipt"):
            address = report_path(report_no)
            source = f"{address}/receipt.svg"
            box("img", "yq-qr", src=source, alt="回执二维码", width="160", height="160")
            with box("div"):
                for line in receipt_lines(receipt):
                    text("p", line)
                with box("div", "yq-row"):
                    text("a", "下载回执", "yq-button is-quiet", href=f"{address}/receipt.json")


def export_links(case: Case, where: Element) -> None:
    """Links to the report as a document, where the reader may take it out."""
    if not case.may_export:
        return
    address = report_path(case.view.report_no)
    with where:
        for suffix, label in ((".docx", "导出 Word"), (".xlsx", "导出 Excel")):
            text("a", label, "yq-button is-quiet is-small", href=f"{address}/export{suffix}")


def size_text(size: int) -> str:
    """How large a file is."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024))} KB"
