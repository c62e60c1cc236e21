"""The log of a talk: what was said and what was replied, as it streams or all at once.

Does not: have anything answered; the page does (chat.page).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui
from nicegui.element import Element

from bot.channels.web.chat.answer_view import Actions, Pause
from bot.channels.web.chat.events import call
from bot.channels.web.chat.reply_view import OnChoice, show_question, show_reply
from bot.channels.web.chat.welcome import show_welcome
from bot.channels.web.frame.elements import box, button, text
from bot.chats.chat import Turn
from registry.transactions.permissions import Role

STREAM_PAUSE_S = 0.06  # between two sentences, so that the eye can follow


class TalkLog:
    """The log of one page."""

    def __init__(self, actions: Actions, on_choice: OnChoice) -> None:
        self._actions, self._on_choice = actions, on_choice
        self._welcome: Element | None = None
        self._log = box("div", "yq-log", id="log", role="log", aria_live="polite")
        self._log.props["aria-label"] = "对话"
        with self._log:
            text("h1", "问答", "yq-spoken")
            self._more = box("div", "yq-earlier", aria_live="off")

    def welcome(self, role: Role | None, on_starter: Callable[[str, str], Awaitable[None]]) -> None:
        """Offer what a conversation can begin with, until something is said."""
        with self._log:
            self._welcome = show_welcome(role, on_starter)

    def ask(self, shown: str) -> Element:
        """Show what was said; the line below it that says it is being worked on."""
        with self._log:
            self._clear_welcome()
            show_question(shown)
            return text("p", "正在处理…", "yq-waiting", role="status")

    def complain(self, problem: str) -> None:
        """Say what went wrong."""
        with self._log:
            text("p", problem, "yq-error", role="alert")

    async def reply(self, turn: Turn) -> None:
        """Show the replies to what was just asked, one after another."""
        await self._replies(turn, _short_pause)
        call("showLatest", True)

    async def show(self, turn: Turn) -> None:
        """Show a turn that was made before, or in another tab."""
        with self._log:
            self._clear_welcome()
            show_question(turn.said)
        await self._replies(turn, _no_pause)
        call("known", turn.message_id)

    async def show_earlier(self, turns: Sequence[Turn]) -> None:
        """Show turns from before all those that are here, above them; nothing moves for the eye."""
        with self._log, box("div", aria_live="off") as place:
            place.move(self._log, target_index=2)  # below the heading and the way to earlier ones
            for turn in turns:
                with place:
                    show_question(turn.said)
                await self._replies(turn, _no_pause, place)
        call("letGo")

    def offer_earlier(self, on_press: Callable[[], Awaitable[None]] | None) -> None:
        """Offer what was said before; None: there is no more of it."""
        self._more.clear()
        if on_press is not None:
            with self._more:
                more = button("看更早的", "yq-button is-quiet is-small", id="earlier")
                more.on("click", on_press)

    def be_restored(self, *, is_done: bool) -> None:
        """Between the two nothing is read out: what comes back was heard before."""
        self._log.props["aria-busy"] = "false" if is_done else "true"
        self._log.update()
        if is_done:
            with self._log:
                text("p", "已恢复先前的对话，可以接着说。", "yq-divider", role="status")
            call("showLatest")

    async def _replies(self, turn: Turn, pause: Pause, place: Element | None = None) -> None:
        with place or self._log:
            for said in turn.replies:
                await show_reply(said, self._actions, self._on_choice, pause)

    def _clear_welcome(self) -> None:
        if self._welcome is not None:
            self._welcome.delete()
            self._welcome = None


async def _short_pause() -> None:
    ui.run_javascript("yipanqi.showLatest()")
    await asyncio.sleep(STREAM_PAUSE_S)


async def _no_pause() -> None:
    return None
