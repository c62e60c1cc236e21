"""The pages under 设置: the frame they share, and one's own account."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from bot.bootstrap import Web
from bot.channels.web.elements import box, button, text
from bot.channels.web.factor import FACTOR_PATH
from bot.channels.web.forms import on_press, secret, tell
from bot.channels.web.password import PASSWORD_PATH
from bot.channels.web.settings_sessions import METHODS, Devices
from bot.channels.web.settings_tokens import Tokens
from bot.channels.web.shell import Live, Pages, Route
from bot.clock import SHANGHAI
from bot.rendering.report_labels import ROLE_LABELS
from registry.permissions import Role

TELEGRAM = "telegram"
SEES_STAFF = frozenset({Role.DISTRICT_LEAD, Role.AUDITOR, Role.SYSADMIN})
OUTSIDE_NOTICE = (
    "Telegram 是境外服务，在那里说的内容和收到的文件会经过它的服务器；涉密和敏感内容请不要发。"
)
# path below /settings, label, and whose it is (None: every member's)
PARTS: tuple[tuple[str, str, frozenset[Role] | None], ...] = (
    ("", "我的账号", None),
    ("/staff", "人员", SEES_STAFF),
    ("/rules", "本局设定和参数", None),
    ("/health", "运行状况", frozenset({Role.SYSADMIN})),
)


def settings_route(path: str) -> Route:
    """The route of a part."""
    label, roles = next((label, roles) for part, label, roles in PARTS if part == path)
    return Route(f"/settings{path}", "settings", label, roles=roles)


@contextmanager
def settings_frame(path: str, live: Live) -> Iterator[None]:
    """Heading and navigation of the parts, around one of them."""
    with box("main", "yq-main", id="main"), box("div", "yq-page"):
        text("h1", "设置")
        with box("nav", "yq-subnav", aria_label="设置的各部分"):
            for part, label, roles in PARTS:
                if roles is None or live.visit.role in roles:
                    link = text("a", label, "yq-tab", href=f"/settings{part}")
                    if part == path:
                        link.props["aria-current"] = "page"
        yield


def add_account(pages: Pages, web: Web) -> None:
    """Serve the part about one's own account."""

    async def build(live: Live, _: Request) -> None:
        with settings_frame("", live):
            _facts(live)
            _ways_in(web, live)
            await Devices(web, live).build()
            await _Telegram(web, live).build()
            await Tokens(web, live).build()

    pages.add(settings_route(""), build)


def _facts(live: Live) -> None:
    session = live.visit.require()
    member, since = session.member, session.created_at.astimezone(SHANGHAI)
    facts = (
        ("姓名", member.name),
        ("单位", member.unit),
        ("角色", ROLE_LABELS[member.role]),
        ("账号", member.account),
        ("登录", f"{METHODS[session.method]}，{since:%Y-%m-%d %H:%M}"),
    )
    with box("section", "yq-card", aria_label="我的账号"), box("dl", "yq-facts is-bare"):
        for label, value in facts:
            with box("div"):
                text("dt", label)
                text("dd", value)


def _ways_in(web: Web, live: Live) -> None:
    is_on = web.identity.factors.is_on(live.visit.require().member.account)
    with box("section", "yq-card", aria_label="密码和动态验证码"):
        text("h2", "密码和动态验证码")
        text("p", f"动态验证码：{'已启用' if is_on else '没有启用'}。")
        with box("div", "yq-row"):
            text("a", "改密码", "yq-button is-quiet", href=PASSWORD_PATH)
            label = "关闭或更换动态验证码" if is_on else "启用动态验证码"
            text("a", label, "yq-button is-quiet", href=FACTOR_PATH)


class _Telegram:
    """Binding a Telegram account by a code, and ending the binding."""

    def __init__(self, web: Web, live: Live) -> None:
        self._web = web
        self._live = live

    async def build(self) -> None:
        with box("section", "yq-card", aria_label="Telegram"):
            text("h2", "Telegram")
            text("p", OUTSIDE_NOTICE, "yq-warning")
            self._state = box("div")
            self._code = box("div")
            await self._show()

    async def _show(self) -> None:
        caller = self._live.visit.caller()
        bindings = await asyncio.to_thread(self._web.registry.staff.bindings, caller)
        bound = next((one for one in bindings if one.channel == TELEGRAM), None)
        self._state.clear()
        with self._state:
            if bound is None:
                text("p", "没有绑定。")
                on_press(button("取绑定码", "yq-button is-quiet"), self._make_code)
            else:
                text("p", f"已绑定，{bound.bound_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}。")
                with box("div", "yq-row"):
                    on_press(button("换一个 Telegram 账号", "yq-button is-quiet"), self._make_code)
                    on_press(button("解除绑定", "yq-button is-alarm"), self._unbind)

    async def _make_code(self) -> None:
        caller = self._live.visit.caller()
        made = await asyncio.to_thread(self._web.registry.staff.binding_code, caller, TELEGRAM)
        self._code.clear()
        with self._code:
            note = "10 分钟内，在 Telegram 里把这一行发给机器人；只能用一次，不要给别人。"
            secret("绑定码", f"/start {made.code}", note)

    async def _unbind(self) -> None:
        caller = self._live.visit.caller()
        await asyncio.to_thread(self._web.registry.staff.unbind, caller, TELEGRAM)
        self._code.clear()
        await self._show()
        tell("已解除绑定。")
