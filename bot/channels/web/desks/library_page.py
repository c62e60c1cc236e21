"""文件库: documents with their editions, what is in force on a day, taking files in and out.

Does not: parse or store anything; bot.library.library_desk does.
"""

import asyncio
from datetime import date
from urllib.parse import quote

from fastapi import Request
from nicegui import ui

from bot.bootstrap import Web
from bot.channels.web.desks.follow_up import send_files
from bot.channels.web.desks.report_tables import empty_state, page_body, page_path, pager
from bot.channels.web.desks.reports_page import ASSETS
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import Form, tell
from bot.channels.web.frame.shell import Live, Pages, Route
from bot.library.library_desk import DocumentLine, EditionLine, LibraryDesk, may_manage
from bot.rendering.citations import HOME_PLACE, format_day, origin_word, tier_word, validity
from retrieval.types import AuthorityTier, DocumentMeta

PATH = "/library"
_MOST_WORDS = 60  # characters that are looked for
ACCEPT = ".txt,.md,.html,.htm,.docx,.pdf"


def add_library(pages: Pages, web: Web, desk: LibraryDesk) -> None:
    """Serve the page."""

    async def build(live: Live, request: Request) -> None:
        with page_body("is-wide"):
            await LibraryPage(web, desk, live, request).build()

    pages.add(Route(PATH, "library", "文件库", assets=ASSETS), build)


def asked_day(web: Web, request: Request) -> date:
    """The day an address asks for; today where it asks for none."""
    try:
        return date.fromisoformat(request.query_params.get("on", ""))
    except ValueError:
        return web.application.clock.today()


class LibraryPage:
    """One open page."""

    def __init__(self, web: Web, desk: LibraryDesk, live: Live, request: Request) -> None:
        self._desk = desk
        self._live = live
        self._request = request
        self._today = web.application.clock.today()
        self._day = asked_day(web, request)
        self._words = request.query_params.get("words", "")[:_MOST_WORDS]
        self._manages = may_manage(live.visit.require().member.role)

    async def build(self) -> None:
        """Lay the page out."""
        text("h1", "文件库")
        if self._manages:
            self._intake()
        with box("section", "yq-card", aria_labelledby="documents-title"):
            with box("div", "yq-page-head"):
                text("h2", "文件", id="documents-title")
                _finder(PATH, self._day, self._words)
            self._list = box("div")
        self._dialog = box("dialog", "yq-dialog", id="remove", aria_labelledby="remove-title")
        await self._show()

    def _intake(self) -> None:
        with box("section", "yq-card", aria_labelledby="intake-title"):
            text("h2", "收入文件", id="intake-title")
            text(
                "p", "收入后，问答就能引用原文。重复收入不会重复；每个文件不超过 20 MB。", "yq-hint"
            )
            with box("div", "yq-upload"):
                with box("label", "yq-button yq-pick"):
                    text("span", "选择文件")
                    picked = box("input", "yq-file", type="file", id="files", accept=ACCEPT)
                    picked.props["multiple"] = True
                    picked.on("change", self._send)
                text("span", "TXT、Markdown、HTML、DOCX 或文字版 PDF", "yq-hint")
            box("ul", "yq-uploads", id="taken", aria_live="polite")

    async def _send(self) -> None:
        if await send_files("files", "taken", f"{PATH}/files", self._live.visit.csrf):
            await self._show()

    async def _show(self) -> None:
        after = self._request.query_params.get("after", "")
        lines, following = await asyncio.to_thread(
            self._desk.documents, self._day, words=self._words, after=after
        )
        self._list.clear()
        with self._list:
            if not lines and self._words.strip():
                empty_state("没有这样的文件", "换几个字再找；文件名、文号、机关、地方都能找。")
                return
            if not lines:
                empty_state("文件库是空的", "请管理员或市局人员收入文件。")
                return
            with box("ul", "yq-documents"):
                for line in lines:
                    self._document(line)
            pager(self._request, PATH, following)

    def _document(self, line: DocumentLine) -> None:
        on = "" if self._day == self._today else self._day.isoformat()
        with box("li", "yq-document"):
            address = page_path(f"{PATH}/{quote(line.doc_id)}", on=on)
            text("a", f"《{line.meta.title}》", "yq-link yq-project", href=address)
            about = [line.meta.number, line.meta.issuer, line.doc_id]
            text("div", " · ".join(part for part in about if part), "yq-sub")
            with box("ul", "yq-editions"):
                for edition in line.editions:
                    edition_line(edition, self._day)
            if self._manages and any(edition.removable for edition in line.editions):
                out = button("移除", "yq-button is-small is-alarm")
                out.props["aria-label"] = f"移除《{line.meta.title}》收入的文本"
                out.on("click", lambda: self._ask_remove(line))

    def _ask_remove(self, line: DocumentLine) -> None:
        self._dialog.clear()
        with self._dialog:
            text("h2", "移除这份文件？", id="remove-title")
            text(
                "p",
                f"移除《{line.meta.title}》（{line.doc_id}）收入的文本，检索和引用里都不再有它。"
                "自带的摘要不受影响；要恢复，重新收入原来的文件。",
            )
            form = Form(lambda _: self._remove(line))
            with form.element:
                form.finish("确认移除", classes="yq-button is-stop")
                with form.element.default_slot.children[-1]:
                    keep = button("不移除", "yq-button is-quiet")
                    keep.on("click", js_handler="() => yipanqiPages.close('remove')")
        ui.run_javascript("yipanqiPages.open('remove')")

    async def _remove(self, line: DocumentLine) -> None:
        caller = self._live.visit.caller()
        count = await asyncio.to_thread(self._desk.remove, caller, line.doc_id)
        await self._show()
        ui.run_javascript("yipanqiPages.close('remove')")
        tell(f"已移除 {line.doc_id}：{count} 个条款。")


def edition_line(edition: EditionLine, day: date) -> None:
    """An edition: whether it is in force on the day, weight, place, how much it says."""
    meta = edition.meta
    with box("li", "yq-marks"):
        if not edition.is_in_force:
            text("span", f"{format_day(day)}不适用", "yq-badge is-refused")
        elif meta.effective_from is not None:
            text("span", f"{format_day(day)}有效", "yq-badge is-answered")
        else:
            text("span", "供参考", "yq-badge is-partly")
        text("span", _weight(meta), "yq-label")
        for word in (meta.status, *(origin_word(origin) for origin in edition.origins)):
            if word:
                text("span", word, "yq-label")
        counts = f"{edition.clauses} 条"
        if edition.open_points:
            counts += f"，未写明 {edition.open_points} 处"
        text("span", f"{meta.edition}版 · {validity(meta) or '未写施行日期'} · {counts}", "yq-sub")


def _weight(meta: DocumentMeta) -> str:
    is_away = meta.tier is AuthorityTier.OTHER_PLACE or not meta.place.startswith(HOME_PLACE)
    return (
        f"{tier_word(meta.tier)}·{meta.place}" if is_away and meta.place else tier_word(meta.tier)
    )


def _finder(path: str, day: date, words: str) -> None:
    """Which documents are listed, and as of which day."""
    with box("form", "yq-day-form yq-row", method="get", action=path, role="search"):
        with box("label", "yq-label-field"):
            text("span", "文件名、文号或地方")
            found = box("input", type="search", name="words", maxlength=str(_MOST_WORDS))
            found.props["^value"] = words
        with box("label", "yq-label-field"):
            text("span", "哪一天有效")
            box("input", type="date", name="on").props["^value"] = day.isoformat()
        text("button", "查看", "yq-button is-quiet", type="submit")
