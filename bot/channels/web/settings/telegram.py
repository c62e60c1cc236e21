"""Telegram in 设置: one's own binding, and those of others that wait for whoever reads the page.

Does not: decide who may confirm what; the registry does (registry.binding_requests).
"""

import asyncio

from bot.bootstrap import Web
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import on_press, secret, tell
from bot.channels.web.frame.shell import Live
from bot.channels.web.sign_in.proving import prove_again
from bot.clock import SHANGHAI
from bot.rendering.report_labels import ROLE_LABELS
from registry.people.binding_requests import BindingRequest
from registry.people.bindings import Binding
from registry.transactions.permissions import Role

TELEGRAM = "telegram"
OUTSIDE_NOTICE = (
    "Telegram 是境外服务，在那里说的内容和收到的文件会经过它的服务器；涉密和敏感内容请不要发。"
)
_CODE_NOTE = (
    "10 分钟内，在 Telegram 里把这一行发给机器人；只能用一次，不要给别人。"
    "发出以后还要有人确认，刷新这一页看进度。"
)
_CHECK_NOTE = "先当面或打电话向本人核对编号，是本人的再确认；确认后那个账号就能以本人身份办事。"


class OwnTelegram:
    """Binding a Telegram account by a code, waiting for it, and ending the binding."""

    def __init__(self, web: Web, live: Live) -> None:
        self._web, self._live = web, live
        self._staff, self._requests = web.registry.staff, web.registry.binding_requests

    async def build(self) -> None:
        """Lay it out."""
        with box("section", "yq-card", aria_label="Telegram"):
            text("h2", "Telegram")
            text("p", OUTSIDE_NOTICE, "yq-warning")
            self._state = box("div")
            self._code = box("div")
            self._show(*await self._look())

    async def _look(self) -> tuple[Binding | None, BindingRequest | None]:
        caller = self._live.visit.caller()
        bindings = await asyncio.to_thread(self._staff.bindings, caller)
        bound = next((one for one in bindings if one.channel == TELEGRAM), None)
        return bound, await asyncio.to_thread(self._requests.own, caller, TELEGRAM)

    def _show(self, bound: Binding | None, asked: BindingRequest | None) -> None:
        self._state.clear()
        with self._state:
            if bound is not None:
                text("p", f"已绑定，{bound.bound_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}。")
            elif asked is None:
                text("p", "没有绑定。")
            if asked is not None:
                self._waiting(asked)
            with box("div", "yq-row"):
                again = bound is not None or asked is not None
                label = "换一个 Telegram 账号" if again else "取绑定码"
                on_press(button(label, "yq-button is-quiet"), self._make_code)
                if bound is not None:
                    on_press(button("解除绑定", "yq-button is-alarm"), self._unbind)

    def _waiting(self, asked: BindingRequest) -> None:
        is_admin = asked.member.role is Role.SYSADMIN
        roles = asked.deciders or (Role.SYSADMIN,)
        who = "您本人" if is_admin else "或".join(ROLE_LABELS[role] for role in roles)
        text("p", f"编号 {asked.external_id} 的 Telegram 账号在等{who}确认，{_until(asked)}。")
        with box("div", "yq-row"):
            if is_admin:
                confirm = button("输密码确认", "yq-button")
                on_press(confirm, lambda: self._confirm(asked))
            on_press(button("撤回申请", "yq-button is-quiet"), self._withdraw)

    async def _make_code(self) -> None:
        caller = self._live.visit.caller()
        made = await asyncio.to_thread(self._staff.binding_code, caller, TELEGRAM)
        self._code.clear()
        with self._code:
            secret("绑定码", f"/start {made.code}", _CODE_NOTE)

    async def _confirm(self, asked: BindingRequest) -> None:
        if not await prove_again(self._web, self._live):
            return
        confirm, caller = self._requests.confirm, self._live.visit.caller()
        is_proved = self._web.identity.is_recent(self._live.visit.require())
        await asyncio.to_thread(confirm, caller, asked.number, is_proved=is_proved)
        await self._refresh("已绑定。")

    async def _withdraw(self) -> None:
        await asyncio.to_thread(self._requests.withdraw, self._live.visit.caller(), TELEGRAM)
        await self._refresh("申请已撤回。")

    async def _unbind(self) -> None:
        await asyncio.to_thread(self._staff.unbind, self._live.visit.caller(), TELEGRAM)
        await self._refresh("已解除绑定。")

    async def _refresh(self, done: str) -> None:
        now = await self._look()
        self._code.clear()
        self._show(*now)
        tell(done)


class Confirmations:
    """Bindings of others that wait: each confirmed or refused."""

    def __init__(self, web: Web, live: Live) -> None:
        self._web, self._live = web, live
        self._requests = web.registry.binding_requests

    async def build(self) -> None:
        """Lay it out."""
        with box("section", "yq-card", aria_label="等确认的绑定"):
            text("h2", "等确认的绑定")
            self._list = box("div")
            self._show(await self._look())

    async def _look(self) -> tuple[BindingRequest, ...]:
        return await asyncio.to_thread(self._requests.waiting, self._live.visit.caller())

    def _show(self, waiting: tuple[BindingRequest, ...]) -> None:
        self._list.clear()
        with self._list:
            if not waiting:
                text("p", "现在没有。")
                return
            text("p", _CHECK_NOTE, "yq-hint")
            with box("ul", "yq-sessions", role="list"):
                for one in waiting:
                    self._line(one)

    def _line(self, one: BindingRequest) -> None:
        who = f"{one.member.name}（{one.member.account}）"
        with box("li", "yq-session"):
            with box("div"):
                text("div", f"{who}，{one.member.unit}，{ROLE_LABELS[one.member.role]}")
                asked = f"{one.asked_at.astimezone(SHANGHAI):%m-%d %H:%M} 申请，{_until(one)}"
                text("div", f"Telegram 编号 {one.external_id}，{asked}", "yq-hint")
            with box("div", "yq-acts"):
                confirm = button("确认", "yq-button is-small", aria_label=f"确认 {who} 的绑定")
                on_press(confirm, lambda: self._confirm(one))
                classes = "yq-button is-quiet is-small"
                refuse = button("拒绝", classes, aria_label=f"拒绝 {who} 的绑定")
                on_press(refuse, lambda: self._refuse(one))

    async def _confirm(self, one: BindingRequest) -> None:
        if not await prove_again(self._web, self._live):
            return
        caller = self._live.visit.caller()
        await asyncio.to_thread(self._requests.confirm, caller, one.number)
        self._show(await self._look())
        tell(f"已确认：{one.member.name}。")

    async def _refuse(self, one: BindingRequest) -> None:
        await asyncio.to_thread(self._requests.refuse, self._live.visit.caller(), one.number)
        self._show(await self._look())
        tell(f"已拒绝：{one.member.name}。")


def _until(asked: BindingRequest) -> str:
    return f"{asked.expires_at.astimezone(SHANGHAI):%m-%d %H:%M} 前有效"
