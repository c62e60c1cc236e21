"""A report on the reviewer's desk: what it says beside likeness, guide and lists; what can be done.

Likeness and guide inform; the conclusion is the reviewer's, recorded and confirmed act by act.
"""

import asyncio

from fastapi import Request

from bot.bootstrap import Web
from bot.channels.web.desks import case_parts
from bot.channels.web.desks.case_dialog import CaseDialog
from bot.channels.web.desks.follow_up import FollowUp
from bot.channels.web.desks.next_case import NEXT_PATH
from bot.channels.web.desks.report_case import offer_button
from bot.channels.web.desks.report_tables import page_body, page_path, report_path, state_badge
from bot.channels.web.desks.reports_page import ASSETS, trouble
from bot.channels.web.desks.review_page import PATH
from bot.channels.web.frame.elements import box, text
from bot.channels.web.frame.plain import TROUBLES
from bot.channels.web.frame.shell import BUREAU, Live, Pages, Route
from bot.conversations.review.acts import FINDINGS, ON_DISPUTES
from bot.conversations.review.findings import finding_text
from bot.rendering.assessments import VERDICT_WORDS, clause_label
from bot.rendering.reports import show_time
from bot.reports.case_views import Case, Offer
from bot.reports.casework import Casework
from registry.likeness.finding import Candidate
from registry.likeness.matching import Likeness
from rules.layout_conformity import LAYOUT_CONFORMITY
from rules.verdict import Assessment

_LIKE_KINDS = {
    Likeness.SAME: "is-alarm",
    Likeness.EXTENSION: "is-partly",
    Likeness.POSSIBLE: "is-partly",
    Likeness.DIFFERENT: "is-refused",
}
_ONWARD = ("grant", "consult", "start_review", "consultation", "guide")  # the latest first
_GLOSSES = {spec.name: spec.gloss for spec in LAYOUT_CONFORMITY.facts}


def add_review_case(pages: Pages, web: Web) -> None:
    """Serve the page."""

    async def build(live: Live, request: Request) -> None:
        number = str(request.path_params["report_no"])
        with page_body("is-desk"):
            try:
                await ReviewCase(web, live, number).build()
            except TROUBLES as error:
                trouble(error)

    pages.add(Route(PATH + "/{report_no}", "review", "审核", roles=BUREAU, assets=ASSETS), build)


class ReviewCase:
    """One open desk with one report on it."""

    def __init__(self, web: Web, live: Live, report_no: str) -> None:
        self._web = web
        self._live = live
        self._no = report_no
        self._work = Casework(web.registry, "web")

    async def build(self) -> None:
        """Lay the desk out."""
        case = await asyncio.to_thread(self._read)
        with box("nav", "yq-page-head", aria_label="待办"):
            text("a", "← 待办", "yq-link yq-back", href=PATH)
            address = page_path(NEXT_PATH, after=str(case.view.seq))
            text("a", "下一件 →", "yq-link yq-back", href=address)
        self._top = box("div")
        with box("div", "yq-desk"):
            self._fields = box("div", "yq-desk-side is-fields")
            self._likeness = box("div", "yq-desk-side")
            self._checks = box("div", "yq-desk-side")
        with box("div", "yq-desk is-late"):
            with box("div", "yq-desk-side"):
                self._talk = FollowUp(self._web, self._live, self._no, self.reload)
            self._story = box("div", "yq-desk-side")
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
            with box("div", "yq-acts yq-offers") as acts:
                text("a", "首报页和回执", "yq-button is-quiet is-small", href=report_path(self._no))
            case_parts.export_links(case, acts)
            self._work_card(case)
        self._fields.clear()
        with self._fields:
            case_parts.case_fields(case)
        self._likeness.clear()
        with self._likeness:
            _likeness(case)
        self._checks.clear()
        with self._checks:
            _guide(case.guide)
            _lists(case)
        self._talk.show(case)
        self._story.clear()
        with self._story:
            case_parts.case_timeline(case)

    def _work_card(self, case: Case) -> None:
        """What was found, what can be done, and what is missing for the rest."""
        with box("section", "yq-card", aria_labelledby="work-title"):
            text("h2", "办理", id="work-title")
            if case.findings:
                with box("ul", "yq-findings"):
                    for finding in case.findings:
                        when = show_time(finding.recorded_at)[:16]
                        text("li", finding_text(finding), title=f"{when} {finding.account}")
            if not case.offers:
                text("p", "这份首报现在没有要市局办的步骤。", "yq-hint")
            leading = leading_offer(case)
            groups = {
                "记录": [o for o in case.offers if o.action in FINDINGS],
                "现在能办": [o for o in case.offers if _is_step(o) and not o.missing],
                "认定": [o for o in case.offers if o.action in ON_DISPUTES],
            }
            for label, offers in groups.items():
                if offers:
                    with box("div", "yq-offer-row"):
                        text("span", label, "yq-hint")
                        with box("div", "yq-acts"):
                            for offer in offers:
                                offer_button(offer, case, self._dialog, is_next=offer is leading)
            blocked = [o for o in case.offers if o.missing]
            if blocked:
                with box("details", "yq-blocked"):
                    names = "、".join(offer.label for offer in blocked)
                    text("summary", f"还不能办：{names}（点开看缺什么）", "yq-hint")
                    with box("ul"):
                        for offer in blocked:
                            _blocked(offer)


def leading_offer(case: Case) -> Offer | None:
    """The act that takes a case on its ordinary way, where there is one to be taken now."""
    recorded = {finding.kind for finding in case.findings}
    open_acts = {
        offer.action: offer
        for offer in case.offers
        if not offer.missing and FINDINGS.get(offer.action) not in recorded
    }
    return next((open_acts[action] for action in _ONWARD if action in open_acts), None)


def _is_step(offer: Offer) -> bool:
    return offer.action not in FINDINGS and offer.action not in ON_DISPUTES


def _blocked(offer: Offer) -> None:
    with box("li"):
        text("strong", offer.label)
        text("span", f"：{'；'.join(offer.missing)}")
        local = "，本局做法" if offer.is_local else ""
        text("span", f"（{offer.clause}{local}）", "yq-sub")


def _likeness(case: Case) -> None:
    with box("section", "yq-card", aria_labelledby="likeness-title"):
        text("h2", "相似首报核对", id="likeness-title")
        text("p", "只供参考，是不是同一项目由人认定。", "yq-hint")
        if not case.candidates:
            text("p", "没有相似的在先首报。")
            return
        alike = [c for c in case.candidates if c.comparison.likeness is not Likeness.DIFFERENT]
        others = [candidate for candidate in case.candidates if candidate not in alike]
        if alike:
            with box("ul", "yq-candidates"):
                for candidate in alike:
                    _candidate(candidate)
        else:
            text("p", "没有像是同一项目的。")
        if others:
            with box("details"):
                text("summary", f"比过、看来不同的 {len(others)} 份", "yq-hint")
                with box("ul", "yq-candidates"):
                    for candidate in others:
                        _candidate(candidate)


def _candidate(candidate: Candidate) -> None:
    found = candidate.comparison
    with box("li"):
        with box("div", "yq-marks"):
            text("span", found.likeness.label, f"yq-badge {_LIKE_KINDS[found.likeness]}")
            address = report_path(candidate.report_no, is_review=True)
            text("a", candidate.project_name, "yq-link", href=address)
            state_badge(candidate.state)
        about = f"{candidate.investor_name} · {candidate.report_no} · {candidate.unit}"
        text("div", about, "yq-sub")
        text("div", "；".join(found.reasons))


def _guide(found: Assessment | None) -> None:
    with box("section", "yq-card", aria_labelledby="guide-title"):
        text("h2", "布局导引核对", id="guide-title")
        if found is None:
            text("p", "材料不够，对照不了布局导引。")
            return
        text("p", f"{found.outcome.text}（{VERDICT_WORDS[found.verdict]}）")
        with box("ul", "yq-plain-list"):
            for reason in found.reasons:
                text("li", f"{reason.text}〔{clause_label(reason.clause)}〕")
            for point in found.open_points:
                text("li", f"需人工认定：{point.text}")
            if found.missing_facts:
                names = "、".join(_GLOSSES.get(n, n) for n in found.missing_facts)
                text("li", f"材料里缺：{names}")
        if found.notes:
            text("p", "".join(found.notes), "yq-warning")
        text("p", "结论由您来定，在“办理”里记导引审查。", "yq-hint")


def _lists(case: Case) -> None:
    with box("section", "yq-card", aria_labelledby="lists-title"):
        text("h2", "名单核对", id="lists-title")
        if not case.matches:
            text("p", "目标企业名单和机会清单里没有这个投资方。")
            return
        with box("ul", "yq-plain-list"):
            for match in case.matches:
                detail = f"，{match.detail}" if match.detail else ""
                text("li", f"{match.list_name}：{match.name}{detail}")
