"""首报: one's drafts and reports; for the bureau the register of all units (台账).

Does not: decide what somebody may see; the registry cuts every list.
"""

import asyncio
from urllib.parse import quote

from fastapi import Request
from nicegui import ui
from nicegui.element import Element

from bot.bootstrap import Web
from bot.channels.web.desks.attachments import asked_of
from bot.channels.web.desks.report_tables import (
    ASKED,
    PAGE,
    choices,
    empty_state,
    filters,
    finder,
    is_narrowed,
    page_body,
    page_path,
    pager,
    report_table,
)
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import Form, tell
from bot.channels.web.frame.plain import TROUBLES
from bot.channels.web.frame.shell import DISTRICT_AND_BUREAU, Live, Pages, Route
from bot.rendering.errors import complain
from bot.rendering.reports import show_time, slot_label
from registry.database.pages import Page
from registry.errors import NotFound
from registry.filing.drafts import Draft
from registry.reading.report_lines import ReportLine

PATH = "/reports"
ASSETS = ("pages.css", "pages.js")
ORDERS = {"": "最新受理", "idle": "闲置最久", "overdue": "下一步逾期"}
BEGIN = f"/?say={quote('我要报首报')}"
_MOST_MISSING = 4


def add_reports(pages: Pages, web: Web) -> None:
    """Serve the page."""

    async def build(live: Live, request: Request) -> None:
        await ReportsPage(web, live, request).build()

    route = Route(PATH, "reports", "首报", roles=DISTRICT_AND_BUREAU, assets=ASSETS)
    pages.add(route, build)


class ReportsPage:
    """One open page."""

    def __init__(self, web: Web, live: Live, request: Request) -> None:
        self._web = web
        self._live = live
        self._request = request
        self._is_bureau = live.visit.require().member.role.is_bureau

    async def build(self) -> None:
        """Lay the page out."""
        with page_body("is-wide"):
            with box("div", "yq-page-head"):
                text("h1", "全市首报" if self._is_bureau else "首报")
                if not self._is_bureau:
                    text("a", "新报一个项目", "yq-button", href=BEGIN)
            if not self._is_bureau:
                self._drafts = box("section", "yq-card", aria_labelledby="drafts-title")
                await self._show_drafts()
            await self._show_reports()
        self._dialog = box("dialog", "yq-dialog", id="discard", aria_labelledby="discard-title")

    async def _show_reports(self) -> None:
        title = "台账" if self._is_bureau else "我的首报"
        with box("section", "yq-card", aria_labelledby="list-title"):
            with box("div", "yq-page-head"):
                text("h2", title, id="list-title")
                if self._is_bureau:
                    self._exports()
            choices(PATH, "order", ORDERS, self._request)
            order = self._request.query_params.get("order", "")
            if self._is_bureau and not order:
                today = self._web.registry.store.clock.today()
                states = [s.name for s in self._web.registry.rules.on(today).states]
                filters(
                    self._web.registry, self._request, PATH, [s for s in states if s != "DRAFT"]
                )
            elif not order:
                with finder(self._request, PATH):
                    pass
            try:
                page = await asyncio.to_thread(self._read, order)
            except TROUBLES as error:
                text("p", complain(error).text, "yq-error", role="alert")
                return
            if page.rows:
                report_table(page.rows, is_review=self._is_bureau, label=title)
            else:
                self._nothing(order)
            pager(self._request, PATH, page.next)

    def _read(self, order: str) -> Page[ReportLine]:
        queries, caller = self._web.registry.queries, self._live.visit.caller()
        after = self._request.query_params.get("after", "")
        if order == "idle":
            return queries.idle(caller, days=1, after=after, limit=PAGE)
        if order == "overdue":
            return queries.overdue(caller, after=after, limit=PAGE)
        if self._is_bureau:
            return queries.register(caller, asked_of(self._request), after=after, limit=PAGE)
        return queries.mine(caller, asked=asked_of(self._request), after=after, limit=PAGE)

    def _nothing(self, order: str) -> None:
        if order:
            empty_state("没有这样的首报", "在办的首报都有人跟进，也没有过期的下一步。")
        elif self._is_bureau or is_narrowed(self._request):
            empty_state("没有符合的首报", "换几个字再找，或点“清除”看全部。")
        else:
            empty_state(
                "还没有报过项目",
                "发现有明确意向的项目，就在问答里说一句“我要报首报”，边说边填。",
                ("去问答里报首报", BEGIN),
            )

    def _exports(self) -> None:
        asked = {name: self._request.query_params.get(name, "") for name in ASKED}
        with box("div", "yq-acts"):
            for suffix, label in ((".xlsx", "导出 Excel"), (".docx", "导出 Word")):
                href = page_path(f"/register/export{suffix}", **asked)
                text("a", label, "yq-button is-quiet is-small", href=href)

    async def _show_drafts(self) -> None:
        caller = self._live.visit.caller()
        drafts = await asyncio.to_thread(self._web.registry.drafts.list_open, caller)
        self._drafts.clear()
        self._drafts.set_visibility(bool(drafts))
        with self._drafts:
            text("h2", "草稿", id="drafts-title")
            with box("ul", "yq-drafts"):
                for draft in drafts:
                    self._draft(draft)

    def _draft(self, draft: Draft) -> None:
        name = _value(draft, "project_name") or "未命名的项目"
        investor = _value(draft, "investor_name")
        with box("li", "yq-draft"):
            with box("div", "yq-draft-about"):
                text("strong", name)
                if investor:
                    text("span", investor, "yq-sub")
                text(
                    "span", f"{_missing(draft)} · {show_time(draft.updated_at)[:16]} 改过", "yq-sub"
                )
            with box("div", "yq-acts"):
                text("a", "继续填写", "yq-button is-small", href=f"/?draft={quote(draft.id)}")
                discard = button(
                    "放弃", "yq-button is-small is-alarm", aria_label=f"放弃草稿 {name}"
                )
                discard.on("click", lambda: self._ask_discard(draft, name))

    def _ask_discard(self, draft: Draft, name: str) -> None:
        self._dialog.clear()
        with self._dialog:
            text("h2", "放弃这份草稿？", id="discard-title")
            text("p", f"“{name}”还没有报，放弃后不再出现在这里；没有受理序号会受影响。")
            form = Form(lambda _: self._discard(draft))
            with form.element:
                form.finish("放弃草稿", classes="yq-button is-stop")
                with form.element.default_slot.children[-1]:
                    keep = button("留着", "yq-button is-quiet")
                    keep.on("click", js_handler="() => yipanqiPages.close('discard')")
        ui.run_javascript("yipanqiPages.open('discard')")

    async def _discard(self, draft: Draft) -> None:
        drafts, caller = self._web.registry.drafts, self._live.visit.caller()
        await asyncio.to_thread(drafts.discard, caller, draft.id, draft.version)
        ui.run_javascript("yipanqiPages.close('discard')")
        await self._show_drafts()
        tell("草稿已放弃。")


def trouble(error: Exception) -> Element:
    """Why a page has nothing to show, with the way back."""
    with box("div", "yq-empty") as made:
        title = "没有找到" if isinstance(error, NotFound) else "暂时打不开"
        text("h1", title)
        text("p", complain(error).text, "yq-error", role="alert")
        with box("div", "yq-row"):
            text("a", "回到列表", "yq-button is-quiet", href=PATH)
    return made


def _value(draft: Draft, name: str) -> str:
    slot = draft.slots.get(name)
    return "" if slot is None or slot.value is None else str(slot.value)


def _missing(draft: Draft) -> str:
    names = [slot_label(name) for name in draft.missing]
    if not names:
        return "必填项已齐，核对后就能报"
    more = f" 等 {len(names)} 项" if len(names) > _MOST_MISSING else ""
    return f"还缺：{'、'.join(names[:_MOST_MISSING])}{more}"
