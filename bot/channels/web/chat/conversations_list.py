"""The list of one's own conversations: beside the talk, on a narrow screen behind a button."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui.events import GenericEventArguments

from bot.channels.web.chat.events import call
from bot.channels.web.frame.elements import box, button, text
from bot.channels.web.frame.forms import Form, Sent, field
from bot.chats.chat import CHANNEL, ChatService
from registry.messages.transcripts import MOST_LISTED, MOST_TITLE, Heading

_DIALOG = "conversation"
_MOST_TITLE = 40
_MOST_WORDS = 60  # characters that are looked for
_TYPING_S = 0.3  # between two looks while somebody types
_TYPED = "(event) => { if (!event.isComposing) emit(event.target.value) }"  # no half-typed pinyin
_HERE = ZoneInfo("Asia/Shanghai")


class Rail:
    """The list on one page; doing: None for a guest, whose page shows nothing here."""

    def __init__(self, current: str, doing: "ListActs | None") -> None:
        self._current, self._doing = current, doing
        self.words = ""  # only conversations with these are listed
        if doing is None:
            return
        box("div", "yq-shade is-rail", id="rail-shade")
        with box("aside", "yq-rail", id="rail", aria_label="对话列表"):
            with box("div", "yq-rail-head"):
                text("a", "新对话", "yq-button", href="/")
                button("×", "yq-close yq-rail-close", id="rail-close", aria_label="关闭对话列表")
            self._finder(doing)
            self._list = box("nav", "yq-rail-list", aria_label="我的对话")
        self._dialog = box("dialog", "yq-dialog", id=_DIALOG, aria_labelledby="conversation-title")

    def _finder(self, doing: "ListActs") -> None:
        async def find(event: GenericEventArguments) -> None:
            self.words = str(event.args or "")[:_MOST_WORDS]
            await doing.list_anew()

        words = box("input", "yq-input yq-rail-find", type="search", aria_label="找对话")
        words.props["placeholder"] = "找对话"
        words.props["autocomplete"] = "off"
        words.on("input", find, throttle=_TYPING_S, leading_events=False, js_handler=_TYPED)
        words.on("compositionend", find, js_handler="(event) => emit(event.target.value)")

    def show(self, headings: Sequence[Heading], now: datetime) -> None:
        """Fill the list."""
        self._list.clear()
        with self._list:
            if not headings:
                said = "没有说过这些话的对话。" if self.words.strip() else "还没有对话。"
                text("p", said, "yq-hint", role="status")
                return
            with box("ul", role="list"):
                for heading in headings:
                    self._line(heading, now)
            if len(headings) == MOST_LISTED:
                text("p", f"只列最近 {MOST_LISTED} 段，更早的请在上面找。", "yq-hint")

    def _line(self, heading: Heading, now: datetime) -> None:
        key = heading.conversation.removeprefix(f"{CHANNEL}:")
        title = title_of(heading)
        with box("li"):
            with box("a", "yq-rail-line", href=f"/?c={key}", title=heading.title) as link:
                text("span", title, "yq-rail-title")
                text("span", when(heading.last_at, now), "yq-rail-when")
            more = button(
                "⋯", "yq-rail-more", aria_label=f"改名或删除：{title}", title="改名或删除"
            )
            more.on("click", lambda: self._open(heading))
        if key == self._current:
            link.props["aria-current"] = "page"

    def _open(self, heading: Heading) -> None:
        """Ask what is to become of a conversation."""
        doing = self._doing
        assert doing is not None
        self._dialog.clear()

        async def rename(sent: Sent) -> None:
            await asyncio.to_thread(doing.rename, heading.conversation, sent.one("title"))
            await self._changed(heading, is_gone=False)

        with self._dialog:
            text("h2", "这段对话", id="conversation-title")
            form = Form(rename)
            with form.element:
                named = field("名称（清空就用第一句话）", name="title", maxlength=str(MOST_TITLE))
                named.props["^value"] = title_of(heading).removesuffix("…")
                form.finish("保存名称")
                with form.element.default_slot.children[-1]:
                    button("删除", "yq-button is-alarm").on("click", lambda: self._ask(heading))
                    _close("取消")
        call("openDialog", _DIALOG)

    def _ask(self, heading: Heading) -> None:
        doing = self._doing
        assert doing is not None
        self._dialog.clear()

        async def take_off(_: Sent) -> None:
            await asyncio.to_thread(doing.take_off, heading.conversation)
            await self._changed(heading, is_gone=True)

        with self._dialog:
            text("h2", "从列表里删除？", id="conversation-title")
            text("p", f"“{title_of(heading)}”不再列出。报过的首报、办过的事和记录都不受影响。")
            form = Form(take_off)
            with form.element:
                form.finish("删除", classes="yq-button is-stop")
                with form.element.default_slot.children[-1]:
                    _close("留着")
        call("openDialog", _DIALOG)

    async def _changed(self, heading: Heading, *, is_gone: bool) -> None:
        assert self._doing is not None
        call("closeDialog", _DIALOG)
        is_here = heading.conversation == f"{CHANNEL}:{self._current}"
        await self._doing.changed(is_gone and is_here)

    def complain(self, problem: str) -> None:
        """Say why there is no list."""
        self._list.clear()
        with self._list:
            text("p", problem, "yq-hint")


@dataclass(frozen=True, slots=True)
class ListActs:
    """What can be done in the list. account: of who does it, raising for a guest.

    changed: shows the list anew, given whether the page's own conversation is gone from it.
    list_anew: shows it with what the finder asks for.
    """

    service: ChatService
    account: Callable[[], str]
    changed: Callable[[bool], Awaitable[None]]
    list_anew: Callable[[], Awaitable[None]]

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation a name."""
        self.service.rename(conversation, self.account(), title)

    def take_off(self, conversation: str) -> None:
        """Take a conversation off the list."""
        self.service.take_off(conversation, self.account())


def _close(label: str) -> None:
    shut = button(label, "yq-button is-quiet")
    shut.on("click", js_handler=f"() => yipanqi.closeDialog('{_DIALOG}')")


def title_of(heading: Heading) -> str:
    """What was said first, on one line."""
    line = " ".join(heading.title.split())
    return line if len(line) <= _MOST_TITLE else f"{line[:_MOST_TITLE]}…"


def when(at: datetime, now: datetime) -> str:
    """A time as a list shows it: the hour today, else the day."""
    at, now = at.astimezone(_HERE), now.astimezone(_HERE)
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return f"{at.month}月{at.day}日" if at.year == now.year else f"{at:%Y-%m-%d}"
