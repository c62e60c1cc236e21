"""A server with people in it: each signed in to a browser of their own, on one real registry."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import update

from bot.bootstrap import Web
from bot.channels.web.sign_in.session import SESSION, Cookies
from registry.casework.findings import FindingKind
from registry.database import identity_tables
from registry.filing.slots import Slot, SlotStatus
from registry.people.staff import BUREAU
from registry.transactions.members import Caller
from registry.transactions.permissions import Role
from tests.web_parts import PASSWORD, add_member

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
CONTENT: dict[str, Any] = {
    "is_new_project": True,
    "chain": "集成电路",
    "total_investment": {"amount": "120000", "unit": "万元", "currency": "CNY"},
    "intent_evidence": ["会谈纪要"],
    "investor_contact": "示例联系人",
    "investor_phone": "057100000000",
    "unit_contact": "示例经办人",
}


@dataclass
class Office:
    """The people of the journeys. errors: what went wrong in any page's script."""

    web: Web
    url: str
    browser: Browser
    errors: list[str] = field(default_factory=list)
    _people: dict[tuple[str, Role], str] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def person(self, unit: str = "余杭区", role: Role = Role.DISTRICT_LEAD) -> str:
        """The account of somebody of a unit and role, added on first use."""
        if (unit, role) not in self._people:
            self._people[unit, role] = add_member(self.web, unit, role, f"{unit}人员")
        return self._people[unit, role]

    @property
    def reviewer(self) -> str:
        return self.person(BUREAU, Role.CITY_REVIEWER)

    @property
    def city_lead(self) -> str:
        return self.person(BUREAU, Role.CITY_LEAD)

    def caller(self, account: str) -> Caller:
        """Somebody as the registry is called, each time with a key of its own."""
        return Caller(account, "web", f"key-{next(self._numbers)}")

    def draft(self, account: str, **changes: Any) -> str:
        """A draft of somebody; its id."""
        content = {**CONTENT, **changes}
        slots = {
            name: Slot(value, raw=str(value), status=SlotStatus.CONFIRMED)
            for name, value in content.items()
        }
        return self.web.registry.drafts.open(self.caller(account), slots).id

    def file(self, account: str, project: str, investor: str = "", **changes: Any) -> str:
        """File a report; its number. investor: one of its own unless given."""
        n = next(self._numbers)
        names = {"project_name": project, "investor_name": investor or f"第{n}号芯海有限公司"}
        draft = self.draft(account, **names, **changes)
        return self.web.registry.reports.file(self.caller(account), draft, 1).report_no

    def consult(self, report_no: str) -> None:
        """Take a report to where the investor is asked."""
        self.review(report_no)
        reviews, who = self.web.registry.reviews, self.caller(self.reviewer)
        body = {"conform": True, "edition": "示例", "note": ""}
        reviews.record(who, report_no, FindingKind.GUIDE_REVIEW, body)
        reviews.take(who, report_no, "consult")

    def review(self, report_no: str) -> None:
        """Take a report up."""
        reviews = self.web.registry.reviews
        who = self.caller(self.reviewer)
        reviews.record(who, report_no, FindingKind.LIKENESS, {"candidates": []})
        reviews.take(who, report_no, "start_review")

    def make_ready(self, report_no: str) -> None:
        """Take a report to where only the grant is missing."""
        self.consult(report_no)
        today = self.web.registry.store.clock.today().isoformat()
        body = {"asked_on": today, "opinion": "positive", "summary": "愿意"}
        reviews = self.web.registry.reviews
        reviews.record(self.caller(self.reviewer), report_no, FindingKind.CONSULTATION, body)

    def grant(self, report_no: str) -> None:
        """Take a report all the way to the right."""
        self.make_ready(report_no)
        reviews = self.web.registry.reviews
        reviews.take(self.caller(self.city_lead), report_no, "grant")

    def open(
        self, account: str, path: str = "", viewport: dict[str, int] = DESKTOP, **options: Any
    ) -> Page:
        """A browser somebody is signed in to, at a path."""
        session = self.web.identity.sign_in(account, PASSWORD, address="127.0.0.1")
        context = self.browser.new_context(viewport=viewport, locale="zh-CN", **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        name = Cookies(is_secure=False).name(SESSION)
        context.add_cookies([{"name": name, "value": session.id, "url": self.url}])
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        if path:
            self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        """Open a path and wait until the page is alive."""
        page.goto(self.url.rstrip("/") + path)
        page.wait_for_function("window.socket?.connected")

    def let_proofs_age(self, account: str) -> None:
        """Everybody of an account proved who they are longer ago than counts."""
        box = identity_tables.web_session
        past = self.web.registry.store.clock.now() - timedelta(hours=1)
        with self.web.registry.store.engine.begin() as connection:
            connection.execute(
                update(box).where(box.c.account == account).values(authenticated_at=past)
            )

    def close(self) -> None:
        """Close every browser."""
        for context in self._contexts:
            context.close()
