"""What is added to a report over time: notes, who follows it up and what comes next, files."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui

from bot.bootstrap import Web
from bot.channels.web.desks import case_parts
from bot.channels.web.desks.report_tables import report_path
from bot.channels.web.frame.elements import box, text
from bot.channels.web.frame.forms import Form, Sent, field, select, tell
from bot.channels.web.frame.shell import Live
from bot.reports.case_views import Case
from bot.reports.casework import read_day
from registry.casework.progress import MAX_NOTE, MAX_STEP, NoteKind
from registry.errors import InvalidInput
from registry.reading.report_lines import ReportLine

ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt"
_PATIENCE_S = 600.0  # for files to be sent
Reload = Callable[[], Awaitable[Case]]


class FollowUp:
    """Notes, arrangements and files of a report, with the ways to add to them."""

    def __init__(self, web: Web, live: Live, report_no: str, reload: Reload) -> None:
        self._web = web
        self._live = live
        self._no = report_no
        self._reload = reload
        self._arranged: ReportLine | None = None
        with box("section", "yq-card", aria_labelledby="notes-title"):
            text("h2", "跟进记录", id="notes-title")
            self._arranging = box("div", "yq-arranged")
            self._note_form()
            self._notes = box("div")
        with box("section", "yq-card", aria_labelledby="files-title"):
            text("h2", "附件", id="files-title")
            self._files = box("div")
            self._file_form()

    def show(self, case: Case) -> None:
        """Show what there is; what is being typed stays."""
        self._show_arranged(case)
        self._notes.clear()
        with self._notes:
            case_parts.note_list(case.notes.rows)
            if case.notes.next:
                text("p", "只列最近 50 条。", "yq-hint")
        self._files.clear()
        with self._files:
            case_parts.file_list(self._no, case.files)
        self._form.element.set_visibility(case.may_note)
        self._adding.set_visibility(case.may_note)

    # --- who follows it up, and what comes next ---

    def _show_arranged(self, case: Case) -> None:
        line = case.line
        if line is None or line == self._arranged:
            return
        self._arranged = line
        self._arranging.clear()
        with self._arranging:
            with box("p", "yq-next"):
                text("strong", "下一步：")
                text(
                    "span", _next_text(line, case.followers.get(line.owner or "", line.owner or ""))
                )
            if case.may_note:
                with box("details", "yq-arrange"):
                    text("summary", "改跟进安排" if line.next_step else "定跟进安排", "yq-hint")
                    self._arrange_form(line, case.followers)

    def _arrange_form(self, line: ReportLine, names: Mapping[str, str]) -> None:
        form = Form(self._arrange)
        today = self._web.registry.store.clock.today().isoformat()
        owner = line.owner or ""
        options = {"": "没有指定"} if not owner else {owner: names.get(owner, owner)}
        with form.element:
            step = field("下一步（清空就是已办完）", name="next_step", maxlength=str(MAX_STEP))
            step.props["^value"] = line.next_step
            with box("div", "yq-row"):
                due = field("什么时候前", "date", name="due_on", min=today)
                due.props["^value"] = "" if line.next_due_on is None else str(line.next_due_on)
                select("跟进人", options | dict(names), name="owner")
            form.finish("记下安排", classes="yq-button is-quiet")

    async def _arrange(self, sent: Sent) -> None:
        due = sent.one("due_on")
        await asyncio.to_thread(
            self._web.registry.progress.follow_up,
            self._live.visit.caller(),
            self._no,
            owner=sent.one("owner") or None,
            next_step=sent.one("next_step"),
            due_on=read_day("due_on", due) if due else None,
        )
        await self._reload()
        tell("已记下安排。")

    # --- notes ---

    def _note_form(self) -> None:
        self._form = Form(self._add_note)
        today = self._web.registry.store.clock.today().isoformat()
        with self._form.element:
            with box("div", "yq-row"):
                select("类别", case_parts.NOTE_KINDS, name="kind")
                field("哪一天", "date", name="on", max=today).props["^value"] = today
            with box("label", "yq-label-field"):
                text("span", "内容")
                box("textarea", name="note", rows="2", maxlength=str(MAX_NOTE), required="")
            self._form.finish("记下", classes="yq-button is-quiet")

    async def _add_note(self, sent: Sent) -> None:
        kind = sent.one("kind")
        if kind not in case_parts.NOTE_KINDS:
            raise InvalidInput("no such kind", code="bad_value", field="note")
        await asyncio.to_thread(
            self._web.registry.progress.add_note,
            self._live.visit.caller(),
            self._no,
            NoteKind(kind),
            sent.one("note"),
            happened_on=read_day("happened_on", sent.one("on")),
        )
        self._form.reset()
        await self._reload()
        tell("已记下。")

    # --- files ---

    def _file_form(self) -> None:
        with box("div", "yq-upload") as self._adding:
            with box("label", "yq-button is-quiet yq-pick"):
                text("span", "上传附件")
                picked = box("input", "yq-file", type="file", id="evidence", accept=ACCEPT)
                picked.props["multiple"] = True
                picked.on("change", self._send)
            text("span", "PDF、图片、Word、Excel 或纯文本，每个不超过 20 MB", "yq-hint")
        box("ul", "yq-uploads", id="uploads", aria_live="polite")

    async def _send(self) -> None:
        url = f"{report_path(self._no)}/files"
        arguments = ("evidence", "uploads", url, self._live.visit.csrf)
        taken = await send_files(*arguments)
        if taken:
            await self._reload()


def _next_text(line: ReportLine, owner: str) -> str:
    parts = [line.next_step or "没有安排"]
    if line.next_due_on is not None:
        parts.append(f"{line.next_due_on} 前")
    if owner:
        parts.append(f"跟进人 {owner}")
    return "，".join(parts)


async def send_files(field_id: str, list_id: str, url: str, csrf: str) -> int:
    """Have the browser send the files of a field; how many were taken."""
    arguments = ", ".join(json.dumps(value) for value in (field_id, list_id, url, csrf))
    try:
        sent = await ui.run_javascript(
            f"return await yipanqiPages.upload({arguments})", timeout=_PATIENCE_S
        )
    except TimeoutError:
        return 0
    return sent if isinstance(sent, int) else 0
