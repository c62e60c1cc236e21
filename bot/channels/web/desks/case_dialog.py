"""Acting on a report: fields, then exactly what a yes would do, then the yes itself.

The yes is bound to the report as it was put: when it has changed, nothing is done, the page shows
what changed, and what was typed stays. Steps that give or take a right ask for the password again.
"""

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.element import Element

from bot.bootstrap import Web
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import Form, Sent, field, select, tell
from bot.channels.web.frame.shell import Live
from bot.channels.web.sign_in.proving import prove_again
from bot.conversations.pending import Pending
from bot.identity.service import STEPS_TO_CONFIRM
from bot.rendering.reports import slot_label
from bot.reports.case_views import Case, Offer
from bot.reports.casework import FIELDS, Casework, Put, read_act
from bot.wording import say
from registry.casework.findings import OPINIONS
from registry.errors import StaleVersion

_KEY_CHARS = 64
_ALARMS = frozenset({"reject", "reject_conflict", "terminate", "withdraw", "fail"})
_NUMBERS = frozenset({"rival_no", "new_report_no", "favoured_no", "same_as"})
_LONG = frozenset({"reason", "summary", "note", "point", "instruction"})
_OPTIONS = {
    "conform": {"": "请选择", "yes": say("review.conform_true"), "no": say("review.conform_false")},
    "is_major_manufacturing": {"": "请选择", "yes": say("review.yes"), "no": say("review.no")},
    "opinion": {"": "请选择"} | {name: say(f"review.opinion_{name}") for name in OPINIONS},
}
_MAY_STAY_EMPTY = frozenset({"note"})


class CaseDialog:
    """The dialog of a page about one report.

    reload: shows the report anew and returns it; called after every act and every refusal.
    """

    def __init__(
        self, web: Web, live: Live, work: Casework, reload: Callable[[], Awaitable[Case]]
    ) -> None:
        self._web = web
        self._live = live
        self._work = work
        self._reload = reload
        self._dialog = box("dialog", "yq-dialog yq-act", id="act", aria_labelledby="act-title")
        self._case: Case | None = None

    async def open(self, case: Case, offer: Offer) -> None:
        """Begin an act: ask for its fields, or put it at once where it has none."""
        self._case, self._offer = case, offer
        member = self._live.visit.require().member
        self._wants = self._work.wants(member, case, offer.action)
        self._dialog.clear()
        with self._dialog:
            text("h2", offer.label, id="act-title")
            if self._wants:
                self._fields(case)
            self._put_place = box("div", "yq-put")
        ui.run_javascript("yipanqiPages.open('act')")
        if not self._wants:
            await self._put(Pending(offer.action, case.view.report_no))

    def _fields(self, case: Case) -> None:
        form = Form(self._on_fields)
        self._form = form.element
        with form.element:
            text("p", f"{case.project}（{case.view.report_no}，{case.view.unit}）", "yq-sub")
            for name in self._wants:
                self._field(name, case)
            form.finish("下一步：核对")
            with form.element.default_slot.children[-1]:
                _cancel()

    def _field(self, name: str, case: Case) -> None:
        label = "说明（可不填）" if name in _MAY_STAY_EMPTY else slot_label(FIELDS.get(name, name))
        if name in _OPTIONS:
            select(label, _OPTIONS[name], name=name)
        elif name in _LONG:
            with box("label", "yq-label-field"):
                text("span", label)
                box("textarea", name=name, rows="3", maxlength="1000")
        elif name in _NUMBERS:
            field(label, name=name, list="act-numbers", maxlength="40", autocomplete="off")
            with box("datalist", id="act-numbers"):
                for candidate in case.candidates:
                    box("option", value=candidate.report_no)
        elif name in ("on", "asked_on"):
            today = self._web.registry.store.clock.today().isoformat()
            field(label, "date", name=name, max=today).props["^value"] = today
        else:
            field(label, name=name, maxlength="200", autocomplete="off")

    async def _on_fields(self, sent: Sent) -> None:
        assert self._case is not None
        given = {name: sent.one(name) for name in self._wants}
        today = self._web.registry.store.clock.today()
        number = self._case.view.report_no
        await self._put(read_act(self._offer.action, number, self._wants, given, today))

    async def _put(self, act: Pending) -> None:
        """Say exactly what a yes would do, with the yes beside it."""
        member = self._live.visit.require().member
        put = await asyncio.to_thread(self._work.put, member, act)
        if self._wants:
            self._form.classes(add="is-off")
        self._put_place.clear()
        with self._put_place:
            if put.barred:
                text("p", put.barred, "yq-error", role="alert")
                with box("div", "yq-row"):
                    self._back()
                    _cancel("关闭")
                return
            with box("div", "yq-put-text", role="group", aria_label="要办的事"):
                for line in put.text.splitlines():
                    text("p", line)
                if "依据：" not in put.text:
                    local = "（办理步骤为本局做法）" if self._offer.is_local else ""
                    text("p", f"依据：{self._offer.clause}{local}。")
            if act.action in STEPS_TO_CONFIRM:
                text("p", "这一步会再请您输一次密码（刚输过则不用）。", "yq-hint")
            form = Form(lambda sent: self._do(act, put, sent))
            with form.element:
                _alarming(form, f"确认{self._offer.label}", act.action)
                with form.element.default_slot.children[-1]:
                    self._back()
                    _cancel()
        ui.run_javascript("yipanqiPages.put('act')")

    def _back(self) -> None:
        if self._wants:
            button("返回修改", "yq-button is-quiet").on("click", self._edit)

    def _edit(self) -> None:
        self._put_place.clear()
        self._form.classes(remove="is-off")

    async def _do(self, act: Pending, put: Put, sent: Sent) -> None:
        """The yes."""
        if act.action in STEPS_TO_CONFIRM and not await prove_again(self._web, self._live):
            return
        session = self._live.visit.require()
        self._web.identity.require_step(session, act.action)
        key = sent.one("key")[:_KEY_CHARS]
        try:
            lines = await asyncio.to_thread(self._work.do, session.member, act, put.mark, key)
        except StaleVersion:
            await self._changed()
            return
        await self._reload()
        ui.run_javascript("yipanqiPages.close('act')")
        tell("\n".join(lines))

    async def _changed(self) -> None:
        """Somebody was quicker: show the report as it is now, and what was typed beside it."""
        assert self._case is not None
        before, self._case = self._case, await self._reload()
        told = self._case.told_since(before)
        self._put_place.clear()
        with self._put_place:
            with box("div", "yq-warning", role="alert"):
                text("p", "这份首报刚才有变化，这一步没有办。下面是变化，页面已更新：")
                for line in told or ("报告的登记信息有更新。",):
                    text("p", line)
            with box("div", "yq-row"):
                if self._offer.action in {offer.action for offer in self._case.offers}:
                    again = button("仍要办，重新核对", "yq-button")
                    again.on("click", self._again)
                _cancel("关闭")

    async def _again(self) -> None:
        if self._wants:
            self._edit()
            return
        assert self._case is not None
        await self._put(Pending(self._offer.action, self._case.view.report_no))


def _alarming(form: Form, label: str, action: str) -> None:
    key = box("input", type="hidden", name="key")
    key.classes("yq-key")
    form.finish(label, classes="yq-button is-stop" if action in _ALARMS else "yq-button")


def _cancel(label: str = "不办") -> Element:
    made = button(label, "yq-button is-quiet")
    return made.on("click", js_handler="() => yipanqiPages.close('act')")
