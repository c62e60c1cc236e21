"""Where one is signed in: each session of one's own, to be ended one by one or all at once."""

import asyncio

from bot.bootstrap import Web
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import on_press, tell
from bot.channels.web.frame.shell import Live
from bot.clock import SHANGHAI
from registry.people.own_sessions import OpenSession
from registry.people.web_sessions import SignInMethod

METHODS = {
    SignInMethod.PASSWORD: "密码",
    SignInMethod.TWO_FACTORS: "密码和动态验证码",
    SignInMethod.SINGLE_SIGN_ON: "单位账号",
    SignInMethod.DEMO: "试用",
}


class Devices:
    """The part of the account page about one's own sessions."""

    def __init__(self, web: Web, live: Live) -> None:
        self._web = web
        self._live = live

    async def build(self) -> None:
        """Lay it out."""
        with box("section", "yq-card", aria_label="登录的设备"):
            text("h2", "登录的设备")
            text("p", "不认得的、不再用的，在这里退出；不放心就改密码。", "yq-hint")
            self._list = box("div")
            await self._show()

    async def _show(self) -> None:
        session = self._live.visit.require()
        found = await asyncio.to_thread(self._web.identity.sessions, session)
        self._list.clear()
        with self._list:
            with box("ul", "yq-sessions", role="list"):
                for one in found:
                    self._line(one)
            if len(found) > 1:
                with box("div", "yq-row"):
                    on_press(button("退出其他设备", "yq-button is-quiet"), self._end_others)

    def _line(self, one: OpenSession) -> None:
        device = one.device or "没有打开过页面"
        since, seen = (at.astimezone(SHANGHAI) for at in (one.created_at, one.seen_at))
        with box("li", "yq-session"):
            with box("div"):
                with box("div", "yq-marks"):
                    text("strong", device)
                    if one.is_this:
                        text("span", "这台设备", "yq-badge is-answered")
                told = (
                    f"{METHODS[one.method]}登录，{since:%m-%d %H:%M}；最近使用 {seen:%m-%d %H:%M}"
                )
                text("div", told, "yq-hint")
            if not one.is_this:
                label = f"退出 {device}，{since:%m-%d %H:%M} 登录"
                end = button("退出", "yq-button is-quiet is-small", aria_label=label)
                on_press(end, lambda: self._end(one))

    async def _end(self, one: OpenSession) -> None:
        session = self._live.visit.require()
        await asyncio.to_thread(self._web.identity.sign_out_one, session, one.handle)
        await self._show()
        tell("那台设备上的登录已结束。")

    async def _end_others(self) -> None:
        session = self._live.visit.require()
        await asyncio.to_thread(self._web.identity.sign_out_others, session)
        await self._show()
        tell("其他设备上的登录都已结束。")
