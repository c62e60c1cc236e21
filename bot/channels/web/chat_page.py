"""The chat page: the talk, and beside it the draft, the clauses and the other conversations.

Does not: answer, store or judge anything; that is the conversation's (bot.dispatcher), which the
page reaches through bot.chat.
"""

import asyncio
import json
from datetime import date

from fastapi import Request
from nicegui import ui
from nicegui.element import Element

from bot.bootstrap import Web
from bot.channels.web.answer_view import Actions, Pause
from bot.channels.web.chat_rooms import Rooms
from bot.channels.web.composer import Composer, Written
from bot.channels.web.conversations_list import Rail
from bot.channels.web.draft_form import DraftForm, Edit
from bot.channels.web.elements import box, button, text
from bot.channels.web.panel import ClausePanel
from bot.channels.web.reply_view import show_question, show_reply
from bot.channels.web.shell import Live, Pages, Route
from bot.channels.web.welcome import show_welcome
from bot.chat import CHANNEL, ChatService, Turn, new_conversation
from bot.messages import MOST_TEXT, Attachment, Choice, Incoming
from bot.rendering.errors import complain
from registry.drafts import Draft
from registry.errors import RegistryError
from retrieval.types import Citation

STREAM_PAUSE_S = 0.06  # between two sentences, so that the eye can follow
CONNECT_S = 30  # that a browser may take from the page's first bytes to its connection
_ID_CHARS = 64
_DRAFT_CHARS, _WORDS = 16, 200  # of what a link may begin with
_REMEMBERED = 50  # ids of messages this page has taken, so that a double click counts once


def add_chat(pages: Pages, web: Web) -> None:
    """Serve the chat page."""
    rooms = Rooms()

    async def build(live: Live, request: Request) -> None:
        wanted = request.query_params.get("c", "")
        page = ChatPage(web.chat, live, rooms, wanted if len(wanted) <= _ID_CHARS else "")
        await page.build()
        page.begin(request.query_params.get("draft", ""), request.query_params.get("say", ""))

    route = Route("/", "chat", "问答", for_guests=True, assets=("chat.css", "chat.js"))
    pages.add(route, build)


class ChatPage:
    """One open page: its conversation and its elements."""

    def __init__(self, service: ChatService, live: Live, rooms: Rooms, wanted: str) -> None:
        self._service, self._live, self._rooms = service, live, rooms
        self._id = wanted or new_conversation()
        self._order = asyncio.Lock()
        self._taken: list[str] = []
        self._welcome: Element | None = None

    @property
    def account(self) -> str | None:
        """Account of who is signed in now; None for a guest."""
        member = self._live.visit.member
        return member.account if member else None

    @property
    def conversation(self) -> str:
        """The conversation's id as the dispatcher has it."""
        return f"{CHANNEL}:{self._id}"

    async def build(self) -> None:
        """Lay the page out and bring back an earlier conversation."""
        turns, draft, trouble = await asyncio.to_thread(self._load)
        self._app = box("div", "yq-chat")
        with self._app:
            self._rail = Rail(self._id, is_member=self.account is not None)
            with box("div", "yq-talk"):
                self._tools()
                with box("main", "yq-main", id="main", tabindex="-1"):
                    self._log = box("div", "yq-log", id="log", role="log", aria_live="polite")
                    self._log.props["aria-label"] = "对话"
                self._composer = Composer(self._on_written, self._service.clock.today())
            self._form = DraftForm(self._on_edit, self._on_form_button)
        self._panel = ClausePanel()
        self._actions = Actions(self._open_clause, self._service.rate)
        self._form.show(draft)
        with self._log:
            if trouble is not None:
                text("p", complain(trouble).text, "yq-error", role="alert")
            if not turns and trouble is None:
                self._welcome = show_welcome(self._live.visit.role, self._on_starter)
        self._rooms.enter(self)
        client = ui.context.client
        client.on_delete(lambda: self._rooms.leave(self))
        try:
            await client.connected(timeout=CONNECT_S)  # what may be long comes after the page
        except TimeoutError:
            return  # nobody is looking
        async with self._order:
            await self._show_again(turns)
        await self._list_conversations()

    def begin(self, draft_id: str, words: str) -> None:
        """Begin with what a link of another page asks for: a draft to go on with, or words."""
        if draft_id and self.account is not None:
            message = self._message("", data=f"file.resume:{draft_id[:_DRAFT_CHARS]}")
            ui.timer(0, lambda: self._say(message, "继续填写"), once=True)
        elif words:
            _run("giveBack", words[:_WORDS])

    def _load(self) -> tuple[tuple[Turn, ...], Draft | None, RegistryError | None]:
        """What there was of the conversation; a new one in place of somebody else's."""
        try:
            if not self._service.may_open(self.conversation, self.account):
                self._id = new_conversation()
                return (), None, None
            turns = self._service.reopen(self.conversation)
            return turns, self._service.draft(self.conversation, self.account), None
        except RegistryError as error:
            return (), None, error

    def _tools(self) -> None:
        with box("div", "yq-tools"):
            if self.account is not None:
                button("对话列表", "yq-button is-quiet yq-rail-toggle", id="rail-toggle")
            with box("label", "yq-day", title="政策问题按这一天有效的文本回答"):
                text("span", "按此日规定")
                day = box("input", type="date", id="as-of")
                day.props["data-value"] = self._service.clock.today().isoformat()
            toggle = button("首报", "yq-button is-quiet yq-form-toggle", id="form-toggle")
            toggle.props["hidden"] = "hidden"
            text("a", "新对话", "yq-button is-quiet", href="/", id="new-conversation")

    async def _list_conversations(self) -> None:
        if (account := self.account) is None:
            return
        try:
            headings = await asyncio.to_thread(self._service.headings, account)
        except RegistryError as error:
            self._rail.complain(complain(error).text)
            return
        self._rail.show(headings, self._service.clock.now())

    async def _show_again(self, turns: tuple[Turn, ...]) -> None:
        if not turns:
            return
        for turn in turns:
            await self.show(turn, _no_pause)
        with self._log:
            text("p", "已恢复先前的对话，可以接着说。", "yq-divider", role="status")
        ui.run_javascript("yipanqi.showLatest()")

    async def show(self, turn: Turn, pause: Pause) -> None:
        """Add a turn to the log."""
        with self._log:
            self._clear_welcome()
            show_question(turn.said)
            for said in turn.replies:
                await show_reply(said, self._actions, self._on_choice, pause)

    def _clear_welcome(self) -> None:
        if self._welcome is not None:
            self._welcome.delete()
            self._welcome = None

    # --- what the person does ---

    async def _on_written(self, written: Written) -> None:
        files = await self._composer.take(written.files)
        names = "、".join(file.name for file in files)
        shown = "\n".join(p for p in (written.text.strip(), names and f"附件：{names}") if p)
        if len(written.text) > MOST_TEXT:
            self._composer.complain("这段话太长，没有发送。请分几次发，或存成文件用附件发。")
            return
        message = self._message(written.id, written.text, day=written.day, files=files)
        await self._say(message, shown or "（没有写内容）")

    async def _on_starter(self, words: str, message_id: str) -> None:
        await self._say(self._message(message_id, words), words)

    async def _on_choice(self, choice: Choice, message_id: str) -> bool:
        message = self._message(message_id, data=choice.data)
        return await self._say(message, choice.label)

    async def _on_form_button(self, label: str, data: str, message_id: str) -> None:
        await self._say(self._message(message_id, data=data), label)

    async def _on_edit(self, edit: Edit) -> None:
        message = self._message(edit.message_id, edit.text, data=edit.data)
        await self._say(message, edit.shown, edit=edit)

    def _message(
        self,
        message_id: str,
        words: str = "",
        *,
        data: str = "",
        day: date | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> Incoming:
        name = message_id[:_ID_CHARS] or new_conversation()
        return Incoming(self.conversation, self.account, CHANNEL, name, words, data, files, day)

    # --- a turn ---

    async def _say(self, message: Incoming, shown: str, *, edit: Edit | None = None) -> bool:
        """Have a message handled, one after another; False when it was not done."""
        if message.message_id in self._taken:
            return True  # a second click on what is under way
        self._taken = [*self._taken, message.message_id][-_REMEMBERED:]
        with self._app:  # what was clicked may be gone by then, a starter for one
            async with self._order:
                try:
                    is_done = await self._turn(message, shown, edit)
                finally:
                    ui.run_javascript("yipanqi.setBusy(false)")
            if not is_done:
                self._taken.remove(message.message_id)
            return is_done

    async def _turn(self, message: Incoming, shown: str, edit: Edit | None) -> bool:
        with self._log:
            self._clear_welcome()
            show_question(shown)
            waiting = text("p", "正在处理…", "yq-waiting", role="status")
        _run("accepted", self._id, message.message_id)
        try:
            turn = await asyncio.to_thread(self._service.say, message, shown=shown)
        except Exception as error:  # the edge of this channel: say it, keep what was typed
            return self._give_back(message, waiting, complain(error).text)
        if not turn.is_done:
            said = "\n".join(one.reply.text for one in turn.replies)
            return self._give_back(message, waiting, said)
        waiting.delete()
        await self._reply(turn, edit)
        _run("done", message.message_id)
        await self._rooms.tell(self, turn)
        await self._list_conversations()
        return True

    async def _reply(self, turn: Turn, edit: Edit | None) -> None:
        self._form.show(turn.draft, edit, _first_line(turn))
        with self._log:
            for said in turn.replies:
                await show_reply(said, self._actions, self._on_choice, _short_pause)
        ui.run_javascript("yipanqi.showLatest()")

    def _give_back(self, message: Incoming, waiting: Element, problem: str) -> bool:
        waiting.delete()
        with self._log:
            text("p", problem, "yq-error", role="alert")
        if not message.data:
            _run("giveBack", message.text)
        return False

    async def hear(self, turn: Turn) -> None:
        """Show what was said in another tab of the same conversation."""
        with self._app:
            self._form.show(turn.draft)
            await self.show(turn, _no_pause)

    def _open_clause(self, citation: Citation) -> None:
        self._panel.show(self._service.cited_clause(citation))


def _first_line(turn: Turn) -> str:
    said = turn.replies[0].reply.text if turn.replies else ""
    return said.partition("\n")[0]


def _run(function: str, *values: str) -> None:
    """Call a function of chat.js; JSON is JavaScript, and `<` never ends a script element."""
    arguments = ", ".join(json.dumps(value).replace("<", "\\u003c") for value in values)
    ui.run_javascript(f"yipanqi.{function}({arguments})")


async def _short_pause() -> None:
    ui.run_javascript("yipanqi.showLatest()")
    await asyncio.sleep(STREAM_PAUSE_S)


async def _no_pause() -> None:
    return None
