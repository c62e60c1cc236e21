"""审核: the bureau's queue, by acceptance number; every page shown is recorded by the registry."""

import asyncio

from fastapi import Request

from bot.bootstrap import Web
from bot.channels.web.desks.attachments import asked_of
from bot.channels.web.desks.next_case import NEXT_PATH
from bot.channels.web.desks.report_tables import (
    PAGE,
    choices,
    empty_state,
    filters,
    is_narrowed,
    page_body,
    pager,
    report_table,
)
from bot.channels.web.desks.reports_page import ASSETS
from bot.channels.web.frame.elements import box, text
from bot.channels.web.frame.plain import TROUBLES
from bot.channels.web.frame.shell import BUREAU, Live, Pages, Route
from bot.rendering.errors import complain
from registry.database.pages import Page
from registry.reading.queries import QUEUE_STATES
from registry.reading.report_lines import ReportLine

PATH = "/review"
VIEWS = {"": "待办", "waiting": "排队中", "idle": "闲置最久", "overdue": "下一步逾期"}
_EMPTY = {
    "": ("没有待办的首报", "各地报上来的首报会按受理序号排在这里。"),
    "waiting": ("没有排队的首报", "同一项目有在先首报时，后报的在这里排队。"),
    "idle": ("没有闲置的首报", "在办的首报今天都有人跟进过。"),
    "overdue": ("没有逾期的", "各单位写下的下一步都还没到期。"),
}


def add_review(pages: Pages, web: Web) -> None:
    """Serve the page."""

    async def build(live: Live, request: Request) -> None:
        with page_body("is-wide"):
            with box("div", "yq-page-head"):
                text("h1", "审核")
                text("a", "办下一件", "yq-button", href=NEXT_PATH)
            text("p", "按受理序号办理；每次查看都有记录。", "yq-hint")
            if request.query_params.get("end"):
                text("p", "排在后面的都看过了；还没办完的列在下面。", "yq-notice", role="status")
            with box("section", "yq-card", aria_label="待办"):
                await _show(web, live, request)

    pages.add(Route(PATH, "review", "审核", roles=BUREAU, assets=ASSETS), build)


async def _show(web: Web, live: Live, request: Request) -> None:
    view = request.query_params.get("view", "")
    choices(PATH, "view", VIEWS, request)
    if view in ("", "waiting"):
        filters(web.registry, request, PATH, QUEUE_STATES)
    try:
        page = await asyncio.to_thread(_read, web, live, request)
    except TROUBLES as error:
        text("p", complain(error).text, "yq-error", role="alert")
        return
    if page.rows:
        report_table(page.rows, is_review=True, label=VIEWS.get(view, "待办"))
    elif is_narrowed(request):
        empty_state("没有符合的首报", "换几个字再找，或点“清除”看全部。")
    else:
        empty_state(*_EMPTY.get(view, _EMPTY[""]))
    pager(request, PATH, page.next)


def _read(web: Web, live: Live, request: Request) -> Page[ReportLine]:
    queries, caller = web.registry.queries, live.visit.caller()
    view, after = request.query_params.get("view", ""), request.query_params.get("after", "")
    if view == "idle":
        return queries.idle(caller, days=1, after=after, limit=PAGE)
    if view == "overdue":
        return queries.overdue(caller, after=after, limit=PAGE)
    asked, is_waiting = asked_of(request), view == "waiting"
    return queries.review_queue(caller, asked=asked, after=after, limit=PAGE, waiting=is_waiting)
