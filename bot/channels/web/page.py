"""The chat page: question box, conversation, clause panel.

Does not: answer, store or judge anything; that is bot.chat's.
"""

import asyncio
import json
import sqlite3
from datetime import date
from urllib.parse import quote

from fastapi import Request
from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from bot.bootstrap import Web
from bot.channels.web.answer_view import Actions, show_answer, show_question
from bot.channels.web.elements import box, button, text
from bot.channels.web.panel import ClausePanel
from bot.channels.web.shell import Live, Pages, Route
from bot.chat import ChatService, Turn, new_conversation
from bot.rendering.errors import complain
from retrieval.types import Citation

_CONVERSATION_CHARS = 64
STREAM_PAUSE_S = 0.06  # between two sentences, so that the eye can follow
SUGGESTIONS = (
    ("首报首谈", "首报向哪个部门报备？"),
    ("牵头部门", "土地要素保障由谁牵头、谁配合？"),
    ("违规后果", "违反首报首谈有什么后果？"),
    ("一事一议", "哪些项目可以一事一议？"),
    ("期限", "首谈权有没有有效期？"),
    ("外地做法", "越城区的人才工作是怎么做的？"),
)
# What is asked and the day it is asked about travel together: no order of events can part them.
_SEND_ON_ENTER = "(event) => { if (yipanqi.isSend(event)) emit(yipanqi.asked()) }"
_SEND_ON_CLICK = "() => emit(yipanqi.asked())"


def add_chat(pages: Pages, web: Web) -> None:
    """Serve the chat page."""

    async def build(_: Live, request: Request) -> None:
        wanted = request.query_params.get("c", "")
        usable = wanted if len(wanted) <= _CONVERSATION_CHARS else ""
        await ChatPage(web.chat, usable or None).build()

    route = Route("/", "chat", "问答", for_guests=True, assets=("chat.css", "chat.js"))
    pages.add(route, build)


class ChatPage:
    """One open page: its conversation, its day and its elements."""

    def __init__(self, service: ChatService, conversation: str | None) -> None:
        self._service = service
        self._conversation = conversation or new_conversation()
        self._history: list[str] = []
        self._as_of: date | None = None
        self._is_busy = False
        self._actions = Actions(self._open_clause, service.rate)

    async def build(self) -> None:
        """Lay the page out and bring back an earlier conversation."""
        self._app = box("div", "yq-chat")
        with self._app:
            self._tools()
            with box("main", "yq-main", id="main"):
                self._log = box("div", "yq-log", id="log", role="log", aria_live="polite")
                self._log.props["aria-label"] = "对话"
            self._composer()
        self._panel = ClausePanel()
        turns = await asyncio.to_thread(self._reopen)
        if turns:
            await self._show_again(turns)
        else:
            self._welcome()

    def _tools(self) -> None:
        with box("div", "yq-tools"):
            with box("label", "yq-day", title="按这一天有效的文本回答"):
                text("span", "按此日规定")
                day = box("input", type="date", id="as-of")
                day.props["value"] = self._service.clock.today().isoformat()
            text("a", "新对话", "yq-button is-quiet", href="/", id="new-conversation")

    def _composer(self) -> None:
        with box("form", "yq-composer", id="composer").on("submit.prevent", lambda: None):
            with box("div", "yq-field"):
                field = box("textarea", "yq-textarea", id="question", rows="1")
                field.props["aria-label"] = "问题"
                field.props["placeholder"] = "想问哪条政策？"
                field.on("keydown", self._on_send, js_handler=_SEND_ON_ENTER)
                self._send = button("发送", "yq-send", id="send")
                self._send.on("click", self._on_send, js_handler=_SEND_ON_CLICK)
            with box("p", "yq-hint"):
                text("span", "回车发送，Shift+回车换行。", "yq-keys")
                text("span", "回答只依据文库里的文件，请核对条款后使用。")

    def _welcome(self) -> None:
        with self._log, box("section", "yq-welcome") as welcome:
            text("h1", "问政策，答到条款")
            text("p", "每句话都注明依据，点开编号就能看到条款全文；文件没有规定的，如实告诉你。")
            with box("div", "yq-starters"):
                for title, question in SUGGESTIONS:
                    with box("button", "yq-starter", type="button") as starter:
                        text("span", title, "yq-starter-title")
                        text("span", question)
                    starter.on("click", lambda question=question: self._ask(question))
        self._welcome_section: Element | None = welcome

    async def _show_again(self, turns: tuple[Turn, ...]) -> None:
        self._welcome_section = None
        for turn in turns:
            with self._log:
                show_question(turn.answer.question)
                article = box("article", "yq-turn is-answer", aria_label="回答")
            await show_answer(turn, article, self._actions, _no_pause)
            self._history.append(turn.answer.question)
        with self._log:
            text("p", "已恢复先前的对话，可以接着问。", "yq-divider", role="status")
        ui.run_javascript("yipanqi.showLatest()")

    def _reopen(self) -> tuple[Turn, ...]:
        try:
            return self._service.reopen(self._conversation)
        except (sqlite3.Error, OSError, ValueError, KeyError, TypeError):
            return ()  # a damaged log must not keep anybody from asking

    async def _on_send(self, event: GenericEventArguments) -> None:
        asked = event.args if isinstance(event.args, dict) else {}
        self._as_of = day_or_none(str(asked.get("day") or ""))
        await self._ask(str(asked.get("question") or ""))

    async def _ask(self, question: str) -> None:
        """Answer one question; a second one sent meanwhile stays in its box."""
        if self._is_busy:
            return
        self._is_busy = True
        with self._app:  # what was clicked may be gone by then, a suggestion for one
            try:
                await self._answer(question)
            finally:
                self._is_busy = False
                ui.run_javascript("yipanqi.setBusy(false)")

    async def _answer(self, question: str) -> None:
        if self._welcome_section is not None:
            self._welcome_section.delete()
            self._welcome_section = None
        with self._log:
            show_question(question.strip() or "（没有写问题）")
            article = box("article", "yq-turn is-answer", aria_label="回答", aria_busy="true")
        with article:
            waiting = text("p", "正在查找条款…", "yq-waiting", role="status")
        ui.run_javascript(f"yipanqi.accepted({json.dumps(quote(self._conversation))})")
        try:
            turn = await asyncio.to_thread(self._ask_service, question)
        except Exception as error:  # the edge of this channel: say it, keep what was typed
            waiting.delete()
            with article:
                text("p", complain(error).text, "yq-error", role="alert")
            ui.run_javascript(f"yipanqi.giveBack({_script_text(question)})")
            return
        waiting.delete()
        await show_answer(turn, article, self._actions, _short_pause)
        article.props.pop("aria-busy", None)
        article.update()
        self._history.append(question)
        ui.run_javascript("yipanqi.showLatest()")

    def _ask_service(self, question: str) -> Turn:
        return self._service.ask(
            self._conversation, question, as_of=self._as_of, history=self._history
        )

    def _open_clause(self, citation: Citation) -> None:
        self._panel.show(self._service.cited_clause(citation))


def day_or_none(value: str) -> date | None:
    """The day a date field holds; None when it is empty or unfinished."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _script_text(value: str) -> str:
    """A JavaScript string literal; JSON is one, and `<` never ends a script element."""
    return json.dumps(value).replace("<", "\\u003c")


async def _short_pause() -> None:
    ui.run_javascript("yipanqi.showLatest()")
    await asyncio.sleep(STREAM_PAUSE_S)


async def _no_pause() -> None:
    return None
