"""A report's own page: what it says, what happened, notes, files, receipt, what can be done.

For its filer and the bureau; the bureau's own work on it is on the reviewer's desk (review_case).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import Request
from nicegui import ui

from bot.bootstrap import Web
from bot.case_views import Case, Offer
from bot.casework import Casework, read_day
from bot.channels.web import case_parts
from bot.channels.web.case_dialog import CaseDialog
from bot.channels.web.elements import box, button, text
from bot.channels.web.forms import Form, Sent, field, select, tell
from bot.channels.web.plain import TROUBLES
from bot.channels.web.report_tables import page_body, report_path
from bot.channels.web.reports_page import ASSETS, PATH, trouble
from bot.channels.web.shell import DISTRICT_AND_BUREAU, Live, Pages, Route
from registry.errors import InvalidInput
from registry.progress import MAX_NOTE, NoteKind

ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.txt"
_PATIENCE_S = 600.0  # for files to be sent
Reload = Callable[[], Awaitable[Case]]
_ALARMS = frozenset({"withdraw", "fail", "terminate", "reject", "reject_conflict"})


def add_report_case(pages: Pages, web: Web) -> None:
    """Serve the page."""

    async def build(live: Live, request: Request) -> None:
        number = str(request.path_params["report_no"])
        with page_body():
            try:
                await ReportCase(web, live, number).build()
            except TROUBLES as error:
                trouble(error)

    path = PATH + "/{report_no}"
    pages.add(Route(path, "reports", "首报", roles=DISTRICT_AND_BUREAU, assets=ASSETS), build)


class ReportCase:
    """One open page about one report."""

    def __init__(self, web: Web, live: Live, report_no: str) -> None:
        self._web = web
        self._live = live
        self._no = report_no
        self._work = Casework(web.registry, "web")

    async def build(self) -> None:
        """Lay the page out."""
        case = await asyncio.to_thread(self._read)
        receipt = await asyncio.to_thread(
            self._web.registry.reports.receipt, self._live.visit.caller(), self._no
        )
        text("a", "← 首报", "yq-link yq-back", href=PATH)
        self._top = box("div")
        self._fields = box("div")
        self._talk = FollowUp(self._web, self._live, self._no, self.reload)
        case_parts.receipt_card(self._no, receipt)
        self._story = box("div")
        self._dialog = CaseDialog(self._web, self._live, self._work, self.reload)
        self._show(case)

    async def reload(self) -> Case:
        """Read the report again and show it."""
        case = await asyncio.to_thread(self._read)
        self._show(case)
        return case

    def _read(self) -> Case:
        return self._work.open(self._live.visit.require().member, self._no)

    def _show(self, case: Case) -> None:
        self._top.clear()
        with self._top:
            case_parts.case_head(case)
            case_parts.case_next(case)
            with box("div", "yq-acts yq-offers") as acts:
                self._offers(case)
            case_parts.export_links(case, acts)
        self._fields.clear()
        with self._fields:
            case_parts.case_fields(case)
        self._talk.show(case)
        self._story.clear()
        with self._story:
            case_parts.case_timeline(case)

    def _offers(self, case: Case) -> None:
        if case.view.bureau is not None:
            address = report_path(self._no, is_review=True)
            text("a", "到审核页办理", "yq-button is-small", href=address)
            return
        for offer in case.offers:
            if offer.missing:
                text("p", f"还不能“{offer.label}”：{'；'.join(offer.missing)}", "yq-hint")
            else:
                offer_button(offer, case, self._dialog)
        if case.view.state == "RETURNED":
            said = quote(f"修改 {self._no}")
            text("a", "在问答里修改内容", "yq-button is-quiet is-small", href=f"/?say={said}")


def offer_button(offer: Offer, case: Case, dialog: CaseDialog) -> None:
    """A button that begins an act."""
    kind = "is-alarm" if offer.action in _ALARMS else "is-quiet"
    made = button(offer.label, f"yq-button is-small {kind}")
    made.on("click", lambda: dialog.open(case, offer))


class FollowUp:
    """Notes and files of a report, with the ways to add to them."""

    def __init__(self, web: Web, live: Live, report_no: str, reload: Reload) -> None:
        self._web = web
        self._live = live
        self._no = report_no
        self._reload = reload
        with box("section", "yq-card", aria_labelledby="notes-title"):
            text("h2", "跟进记录", id="notes-title")
            self._note_form()
            self._notes = box("div")
        with box("section", "yq-card", aria_labelledby="files-title"):
            text("h2", "附件", id="files-title")
            self._files = box("div")
            self._file_form()

    def show(self, case: Case) -> None:
        """Show what there is."""
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
