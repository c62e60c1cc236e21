"""The frame of every page: who may open it, header and navigation, and what holds it together.

A page is a function `async def build(visit, request)` that fills the frame:

    pages.add(Route("/reports", "reports", "首报", assets=("pages.css",)), build)

Does not: hold anything of a page's own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from bot.bootstrap import Web
from bot.channels.web.frame.assets import head_html
from bot.channels.web.frame.elements import box, text
from bot.channels.web.frame.plain import continue_page, message_page
from bot.channels.web.sign_in.devices import device_of
from bot.channels.web.sign_in.guard import Guard, OpenPage
from bot.channels.web.sign_in.session import Visit, current_visit
from bot.rendering.errors import complain
from bot.rendering.report_labels import ROLE_LABELS
from registry.errors import RegistryError
from registry.service import Registry
from registry.transactions.permissions import Role

SAMPLE_NOTICE = "示例：这里的人员、项目和首报都不是真实的。"
CONFIRMS = frozenset({Role.DISTRICT_LEAD, Role.CITY_LEAD, Role.SYSADMIN})
BUREAU = frozenset({Role.CITY_REVIEWER, Role.CITY_LEAD})
DISTRICT = frozenset({Role.DISTRICT_STAFF, Role.DISTRICT_LEAD})
DISTRICT_AND_BUREAU = DISTRICT | BUREAU
# name of the tab, its label, address, and whose it is (None: everybody's)
TABS: tuple[tuple[str, str, str, frozenset[Role] | None], ...] = (
    ("chat", "问答", "/", None),
    ("reports", "首报", "/reports", DISTRICT_AND_BUREAU),
    ("review", "审核", "/review", BUREAU),
    ("library", "文件库", "/library", None),
    ("settings", "设置", "/settings", None),
)
MOST_COUNTED = 99  # of what waits, as the registry counts no further than one more
# what the number beside a tab counts, and which part of it that is about
WAITS = {
    "settings": ("项绑定等您确认", "/staff"),
    "review": ("件首报待办", ""),
    "reports": ("件首报退回补正", ""),
}
BUILD_S = 60.0  # a page of a busy server is late, and no error
_SHELL_ASSETS = ("base.css", "shell.js", "kept.js")


@dataclass(frozen=True, slots=True)
class Route:
    """A page. tab: which of TABS it belongs to; roles: who may open it (None: every member).

    for_guests: also without signing in, where the server is this machine's alone.
    assets: files of static/ the page loads, besides the frame's own.
    """

    path: str
    tab: str
    title: str
    roles: frozenset[Role] | None = None
    for_guests: bool = False
    assets: tuple[str, ...] = ()


class Live:
    """The page's own view of who is using it, as of its last action."""

    def __init__(self, page: OpenPage) -> None:
        self._page = page

    @property
    def visit(self) -> Visit:
        """Who is signed in; read anew at every action."""
        return self._page.visit


Build = Callable[[Live, Request], Awaitable[None]]


class Pages:
    """Registers pages with NiceGUI, each behind its gate and inside the frame."""

    def __init__(self, web: Web, guard: Guard) -> None:
        self._web = web
        self._guard = guard

    def add(self, route: Route, build: Build) -> None:
        """Serve a page. build: fills the frame; its `Live` says who acts, at any time."""

        @ui.page(route.path, title=f"{route.title} · 一盘棋", response_timeout=BUILD_S)
        async def show(request: Request) -> Response | None:
            visit = current_visit(request)
            if (refusal := self._refusal(route, visit, request)) is not None:
                ui.context.client.delete()
                return refusal
            page = self._guard.bind(ui.context.client, visit)
            if visit.session is not None and not visit.session.device:
                device = device_of(request.headers.get("user-agent", ""))
                await asyncio.to_thread(self._web.identity.note_device, visit.session, device)
            waiting = await asyncio.to_thread(count_waiting, self._web.registry, visit)
            with page_shell(route, visit, is_sample=self._web.is_sample, waiting=waiting):
                await build(Live(page), request)
            return None

    def _refusal(self, route: Route, visit: Visit, request: Request) -> Response | None:
        if visit.session is not None:
            if route.roles is None or visit.role in route.roles:
                return None
            return message_page("没有权限", "您的角色不能打开这一页。", status=403)
        if visit.trouble is not None:
            return message_page("暂时打不开", complain(visit.trouble).text, status=503)
        if route.for_guests and not self._web.is_secure:
            return None
        return to_sign_in(request)


def to_sign_in(request: Request) -> Response:
    """To the sign-in page and back; a link on another site first comes round with its cookie."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        return continue_page(asked)  # SameSite=Strict cookies do not come with such a link
    return RedirectResponse(f"/signin?next={quote(asked, safe='')}", status_code=303)


@contextmanager
def page_shell(
    route: Route, visit: Visit, *, is_sample: bool = False, waiting: Mapping[str, int]
) -> Iterator[None]:
    """The frame around a page: header, navigation, and the page's own part as its content.

    waiting: how many things wait for this person, by tab.
    """
    ui.add_head_html(head_html((*_SHELL_ASSETS, *route.assets)))
    _leave_main_to_the_page()
    account = visit.member.account if visit.member else ""
    with box("div", "yq-app", data_account=account):
        text("a", "跳到正文", "yq-skip", href="#main")
        if is_sample:
            text("p", SAMPLE_NOTICE, "yq-sample", role="note")
        with box("header", "yq-header"):
            with box("a", "yq-brand", href="/", aria_label="一盘棋，回到问答"):
                box("span", "yq-logo", aria_hidden="true")
                text("span", "一盘棋", "yq-name")
            _navigation(route.tab, visit.role, waiting)
            _account(visit)
        yield


def _leave_main_to_the_page() -> None:
    """Quasar's own frame is a `<main>` too; a screen reader is to hear of one."""
    slot = ui.context.client.content.parent_slot
    assert slot is not None
    slot.parent.props["role"] = "none"


def count_waiting(registry: Registry, visit: Visit) -> Mapping[str, int]:
    """What waits for this person, by tab; nothing where it cannot be told."""
    found: dict[str, int] = {}
    try:
        if visit.role in CONFIRMS:
            found["settings"] = len(registry.binding_requests.waiting(visit.caller()))
        if visit.role in BUREAU:
            found["review"] = registry.queries.queue_size(visit.caller())
        if visit.role in DISTRICT:
            found["reports"] = registry.queries.to_correct(visit.caller())
    except RegistryError:
        return {}
    return found


def _navigation(active: str, role: Role | None, waiting: Mapping[str, int]) -> None:
    with box("nav", "yq-nav", aria_label="主导航"):
        for name, label, path, roles in TABS:
            if (name != "chat") if role is None else (roles is not None and role not in roles):
                continue
            count = waiting.get(name, 0)
            link = text("a", label, "yq-tab", href=f"{path}{WAITS[name][1]}" if count else path)
            if name == active:
                link.props["aria-current"] = "page"
            if count:
                shown = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
                with link:
                    told = f"{shown} {WAITS[name][0]}"
                    text("span", shown, "yq-badge is-alarm yq-waits", title=told)


def _account(visit: Visit) -> None:
    with box("div", "yq-account"):
        if visit.member is None:
            text("a", "登录", "yq-button is-quiet", href="/signin")
            return
        member = visit.member
        with box("span", "yq-who", title=f"{member.account} {ROLE_LABELS[member.role]}"):
            text("span", member.name, "yq-who-name")
            text("span", member.unit, "yq-who-unit")
        with box("form", "yq-sign-out", method="post", action="/signout"):
            field = box("input", type="hidden", name="csrf")
            field.props["value"] = visit.csrf
            text("button", "退出", "yq-button is-quiet", type="submit")
