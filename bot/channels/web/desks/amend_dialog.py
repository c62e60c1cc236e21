"""Changing what a filed report says, in a dialog of its own page: only what differs is written.

The number and the order stay. What identifies the project is shown and cannot be changed here.
"""

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.bootstrap import Web
from bot.channels.web.chat.draft_fields import FLAGS, GROUPS, PASSAGES, offer_names
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import Form, Sent, tell
from bot.channels.web.frame.shell import Live
from bot.rendering.drafts import display_of, label_of
from bot.reports.amending import amend
from bot.reports.case_views import Case
from registry.errors import InvalidInput
from registry.filing.slots import IDENTITY_SLOTS, REQUIRED_SLOTS

_ID = "amend"
_MOST_TEXT, _MOST_REASON = "2000", "500"
_SUBMIT_AGAIN = "submit"  # the step that hands a returned report in again


class AmendDialog:
    """The dialog of one page. reload: shows the report anew and returns it."""

    def __init__(self, web: Web, live: Live, reload: Callable[[], Awaitable[Case]]) -> None:
        self._web, self._live, self._reload = web, live, reload
        self._dialog = box("dialog", "yq-dialog yq-act is-wide", id=_ID)
        self._dialog.props["aria-labelledby"] = "amend-title"
        self._case: Case | None = None

    def open(self, case: Case) -> None:
        """Begin, with what the report says now in the fields."""
        self._case = case
        self._dialog.clear()
        with self._dialog:
            text("h2", "修改内容", id="amend-title")
            self._head(case)
            form = Form(self._save)
            with form.element:
                offer_names(self._web.registry)
                for title, slots in GROUPS:
                    with box("fieldset", "yq-group"):
                        text("legend", title)
                        for slot in slots:
                            if slot not in IDENTITY_SLOTS:
                                _field(slot, display_of(slot, case.view.content.get(slot)))
                with box("label", "yq-label-field"):
                    text("span", "为什么改 *")
                    box("textarea", name="reason", rows="2", maxlength=_MOST_REASON, required="")
                form.finish("保存修改")
                with form.element.default_slot.children[-1]:
                    leave = button("不改了", "yq-button is-quiet")
                    leave.on("click", js_handler=f"() => yipanqiPages.close('{_ID}')")
        ui.run_javascript(f"yipanqiPages.open('{_ID}')")

    def _head(self, case: Case) -> None:
        if (why := returned_because(case)) is not None:
            text("p", f"退回原因：{why}", "yq-warning")
        fixed = "、".join(label_of(name) for name in IDENTITY_SLOTS)
        text("p", f"编号和次序不变。{fixed}决定是哪个项目，不能改；要改请撤回重报。", "yq-hint")

    async def _save(self, sent: Sent) -> None:
        assert self._case is not None
        names = [slot for _, slots in GROUPS for slot in slots if slot not in IDENTITY_SLOTS]
        given = {name: sent.one(name) for name in names}
        if not sent.one("reason").strip():
            raise InvalidInput("no reason", code="empty", field="reason")
        arguments = (self._web.registry, self._live.visit.caller(), self._case.view, given)
        changed = await asyncio.to_thread(amend, *arguments, reason=sent.one("reason"))
        case = await self._reload()
        ui.run_javascript(f"yipanqiPages.close('{_ID}')")
        again = any(offer.action == _SUBMIT_AGAIN for offer in case.offers)
        then = "改好了就点“补正后重报”。" if again else ""
        tell(f"已修改 {changed} 项。{then}" if changed else f"没有改动。{then}")


def returned_because(case: Case) -> str | None:
    """Why the report was returned, while it is."""
    if case.view.state != "RETURNED":
        return None
    returns = (event.reason for event in reversed(case.events) if event.step == "return")
    return next(returns, None)


def _field(slot: str, shown: str) -> None:
    with box("label", "yq-label-field"):
        text("span", f"{label_of(slot)} *" if slot in REQUIRED_SLOTS else label_of(slot))
        if slot in FLAGS:
            with box("select", name=slot):
                for value in ("", *FLAGS[slot]):
                    option = text("option", value or "没填", value=value)
                    if value == shown:
                        option.props["^selected"] = ""
        elif slot in PASSAGES:
            text("textarea", shown, name=slot, rows="2", maxlength=_MOST_TEXT)
        else:
            made = box("input", name=slot, maxlength="200", autocomplete="off")
            made.props["list"] = f"known-{slot}"
            made.props["^value"] = shown
