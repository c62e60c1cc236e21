"""The staff part of 设置: who there is; for the administrator: add, invite, change, end."""

import asyncio
from dataclasses import dataclass

from fastapi import Request
from nicegui.element import Element

from bot import bootstrap
from bot.bootstrap import Web
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import Form, Sent, field, on_press, secret, select, tell
from bot.channels.web.frame.shell import CONFIRMS, Live, Pages
from bot.channels.web.settings.page import SEES_STAFF, settings_frame, settings_route
from bot.channels.web.settings.telegram import Confirmations
from bot.channels.web.sign_in.proving import prove_again
from bot.identity.first_link import invite_link
from bot.rendering.report_labels import ROLE_LABELS
from registry.errors import InvalidInput
from registry.people.invites import Invited
from registry.transactions.members import Member
from registry.transactions.permissions import Role, UnitKind

UNIT_KINDS = {
    "": "按名称判断",
    UnitKind.LOCALITY.value: "区、县（市）",
    UnitKind.DEVELOPMENT_ZONE.value: "开发区",
    UnitKind.PLATFORM.value: "平台",
    UnitKind.BUREAU.value: "市级机关",
}
_INVITE_NOTE = "只显示这一次。请当面或用单位内部渠道交给本人，24 小时内有效，只能用一次。"


def add_staff(pages: Pages, web: Web) -> None:
    """Serve the part about staff."""

    async def build(live: Live, _: Request) -> None:
        with settings_frame("/staff", live):
            if live.visit.role in CONFIRMS:
                await Confirmations(web, live).build()
            if live.visit.role in SEES_STAFF:
                await _Staff(web, live).build()

    pages.add(settings_route("/staff"), build)


@dataclass(frozen=True, slots=True)
class _Act:
    """What may be done with a member: its words, and whether a role is asked for."""

    label: str
    question: str
    takes_role: bool = False


_REVOKE = _Act("停用", "停用后立即不能登录，绑定和令牌一起作废；已报的首报不受影响。")
_CHANGE_ROLE = _Act("改角色", "改角色后，本人要重新登录，令牌一起作废。", takes_role=True)


class _Staff:
    """The list, and the forms beside it."""

    def __init__(self, web: Web, live: Live) -> None:
        self._web = web
        self._live = live
        self._staff = web.registry.staff

    @property
    def _manages(self) -> bool:
        return self._live.visit.role is Role.SYSADMIN

    async def build(self) -> None:
        if self._manages:
            self._adding()
        with box("section", "yq-card", aria_label="人员"):
            text("h2", "人员")
            self._made = box("div")
            self._change = box("div", id="change")
            self._list = box("div", "yq-scroll")
        self._show(await self._everybody())

    def _adding(self) -> None:
        with box("section", "yq-card", aria_label="增加人员"):
            text("h2", "增加人员")
            self._form = Form(self._add)
            with self._form.element:
                with box("div", "yq-row"):
                    field("姓名", name="name", required="", maxlength="60", autocomplete="off")
                    field("单位", name="unit", required="", maxlength="60", list="units")
                    self._units = box("datalist", id="units")
                    select("角色", dict(ROLE_LABELS), name="role")
                    select("新单位的类别", UNIT_KINDS, name="kind")
                self._form.finish("增加，生成邀请链接")

    async def _everybody(self) -> tuple[Member, ...]:
        return await asyncio.to_thread(self._staff.list, self._live.visit.caller())

    def _show(self, members: tuple[Member, ...]) -> None:
        """The list anew. What was done is said in the same step: no row is replaced after that."""
        if self._manages:
            self._units.clear()
            with self._units:
                for unit in sorted({member.unit for member in members}):
                    box("option", value=unit)
        self._list.clear()
        with self._list, box("table", "yq-table yq-cards"):
            with box("thead"), box("tr"):
                for label in ("账号", "姓名", "单位", "角色", ""):
                    text("th", label)
            with box("tbody"):
                for member in members:
                    self._row(member)

    def _row(self, member: Member) -> None:
        with box("tr", "" if member.active else "yq-is-off"):
            text("td", member.account, "yq-nowrap")
            told = {"姓名": member.name, "单位": member.unit, "角色": ROLE_LABELS[member.role]}
            for label, value in told.items():
                text("td", value, data_label=label)
            with box("td"), box("div", "yq-acts"):
                if not member.active:
                    text("span", "已停用")
                elif self._manages:
                    self._buttons(member)

    def _buttons(self, member: Member) -> None:
        who = f"{member.name}（{member.account}）"
        on_press(_small("邀请链接", f"给 {who} 新的邀请链接"), lambda: self._invite(member))
        on_press(_small("改角色", f"改 {who} 的角色"), lambda: self._ask(member, _CHANGE_ROLE))
        if member.account != self._live.visit.require().member.account:
            on_press(_small("停用", f"停用 {who}", "is-alarm"), lambda: self._ask(member, _REVOKE))

    async def _add(self, sent: Sent) -> None:
        if not await prove_again(self._web, self._live):
            return
        kind = sent.one("kind")
        made = await asyncio.to_thread(
            self._staff.add,
            self._live.visit.caller(),
            unit=sent.one("unit"),
            role=_role(sent.one("role")),
            name=sent.one("name"),
            unit_kind=UnitKind(kind) if kind in UNIT_KINDS and kind else None,
        )
        self._show_invite(made, await self._everybody())
        self._form.reset()
        self._form.say(f"已增加 {made.member.name}。")

    async def _invite(self, member: Member) -> None:
        if not await prove_again(self._web, self._live):
            return
        caller = self._live.visit.caller()
        made = await asyncio.to_thread(self._staff.invite, caller, member.account)
        self._show_invite(made, await self._everybody())

    def _show_invite(self, made: Invited, members: tuple[Member, ...]) -> None:
        self._made.clear()
        with self._made:
            address = invite_link(bootstrap.public_url(self._web.settings), made.code)
            who = f"{made.member.name}（{made.member.account}）的邀请链接"
            secret(who, address, _INVITE_NOTE)
        self._show(members)

    async def _ask(self, member: Member, act: _Act) -> None:
        """Ask for what a change needs, above the list."""
        self._change.clear()
        with self._change:
            form = Form(lambda sent: self._do(member, act, sent), "yq-form yq-change")
            with form.element:
                text("p", f"{act.label}：{member.name}（{member.account}，{member.unit}）")
                text("p", act.question, "yq-hint")
                with box("div", "yq-row"):
                    if act.takes_role:
                        chosen = select("新角色", _roles_beside(member), name="role")
                        chosen.props["autofocus"] = ""
                    field("原因", name="reason", required="", maxlength="200", autocomplete="off")
                form.finish(f"确认{act.label}", give_up=self._close)

    async def _do(self, member: Member, act: _Act, sent: Sent) -> None:
        if not await prove_again(self._web, self._live):
            return
        caller, reason = self._live.visit.caller(), sent.one("reason")
        if act.takes_role:
            role = _role(sent.one("role"))
            await asyncio.to_thread(
                self._staff.change_role, caller, member.account, role, reason=reason
            )
        else:
            await asyncio.to_thread(self._staff.revoke, caller, member.account, reason=reason)
        members = await self._everybody()
        await self._close()
        self._show(members)
        tell(f"已{act.label}：{member.name}。")

    async def _close(self) -> None:
        self._change.clear()


def _small(label: str, spoken: str, classes: str = "is-quiet") -> Element:
    return button(label, f"yq-button is-small {classes}", aria_label=spoken)


def _roles_beside(member: Member) -> dict[str, str]:
    return {role: label for role, label in ROLE_LABELS.items() if role != member.role}


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise InvalidInput(f"role {name!r}", code="empty", field="role") from error
