"""A report's own page: what it says, what happened, notes, files, receipt, what can be done.

For its filer and the bureau; the bureau's own work on it is on the reviewer's desk (review_case).
"""

import asyncio

from fastapi import Request

from bot.bootstrap import Web
from bot.channels.web.desks import case_parts
from bot.channels.web.desks.amend_dialog import AmendDialog
from bot.channels.web.desks.case_dialog import CaseDialog
from bot.channels.web.desks.follow_up import FollowUp
from bot.channels.web.desks.report_tables import page_body, report_path
from bot.channels.web.desks.reports_page import ASSETS, PATH, trouble
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.plain import TROUBLES
from bot.channels.web.frame.shell import DISTRICT_AND_BUREAU, Live, Pages, Route
from bot.reports.case_views import Case, Offer
from bot.reports.casework import Casework

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
        self._amending = AmendDialog(self._web, self._live, self.reload)
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
        if case.may_amend:
            change = button("修改内容", "yq-button is-quiet is-small")
            change.on("click", lambda: self._amending.open(case))


def offer_button(offer: Offer, case: Case, dialog: CaseDialog, *, is_next: bool = False) -> None:
    """A button that begins an act. is_next: the one to press on the ordinary way."""
    kind = "is-alarm" if offer.action in _ALARMS else "" if is_next else "is-quiet"
    made = button(offer.label, f"yq-button is-small {kind}")
    made.on("click", lambda: dialog.open(case, offer))
