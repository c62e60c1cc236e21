"""The chat page: the talk, and beside it the draft, the clauses and the other conversations.

Does not: answer, store or judge anything; that is the conversation's (bot.dialogue), which the page
reaches through bot.chats.chat.
"""

import asyncio
from functools import partial

from fastapi import Request
from nicegui import Client, ui

from bot.bootstrap import Web
from bot.channels.web.chat.answer_view import Actions
from bot.channels.web.chat.composer import Composer, Written
from bot.channels.web.chat.conversations_list import ListActs, Rail
from bot.channels.web.chat.draft_fields import offer_names
from bot.channels.web.chat.draft_form import DraftForm, Edit
from bot.channels.web.chat.events import call
from bot.channels.web.chat.files import ChatFiles
from bot.channels.web.chat.following import Following
from bot.channels.web.chat.opening import Opened, load, load_turns, settle_on, show_tools
from bot.channels.web.chat.panel import ClausePanel
from bot.channels.web.chat.rooms import Rooms
from bot.channels.web.chat.sending import Around, Sending, View
from bot.channels.web.chat.talk_log import TalkLog
from bot.channels.web.chat.tray import Tray
from bot.channels.web.chat.turns import Turns
from bot.channels.web.frame.elements import box
from bot.channels.web.frame.forms import tell
from bot.channels.web.frame.shell import Live, Pages, Route
from bot.channels.web.sign_in.proving import prove_again
from bot.chats.chat import CHANNEL, Turn, new_conversation
from bot.conversations.proving import needs_proof
from bot.dialogue.messages import MOST_TEXT, Attachment, Choice
from bot.rendering.errors import complain
from registry.errors import RegistryError
from registry.files.draft_files import DraftFile
from registry.filing.drafts import Draft
from retrieval.types import Citation

CONNECT_S = 90  # for a browser to connect; NiceGUI gives a page up that was not within a minute
_ID_CHARS = 64  # of the conversation a link asks for
_DRAFT_CHARS, _WORDS = 16, 200  # of what a link may begin with


def add_chat(pages: Pages, web: Web) -> None:
    """Serve the chat page."""
    rooms, tray = Rooms(), Tray(web.registry.waiting_files)
    Following(rooms, web.chat).install()

    async def build(live: Live, request: Request) -> None:
        wanted = request.query_params.get("c", "")
        page = ChatPage(web, live, rooms, tray)
        page.ask_for(wanted if len(wanted) <= _ID_CHARS else "")
        await page.build()
        page.begin(request.query_params.get("draft", ""), request.query_params.get("say", ""))

    route = Route("/", "chat", "问答", for_guests=True, assets=("chat.css", "chat.js"))
    pages.add(route, build)


class ChatPage:
    """One open page: its conversation and its elements."""

    def __init__(self, web: Web, live: Live, rooms: Rooms, tray: Tray) -> None:
        self._web, self._live, self._rooms = web, live, rooms
        self._service = web.chat
        self._files = ChatFiles(web.chat, tray, lambda: self.account)
        self._id = new_conversation()
        self._turns = Turns(self._show, lambda turn: self._view.form.show(turn.draft))
        self._is_open = False

    @property
    def account(self) -> str | None:
        """Account of who is signed in now; None for a guest."""
        member = self._live.visit.member
        return member.account if member else None

    def _own_account(self) -> str:
        return self._live.visit.require().member.account

    @property
    def conversation(self) -> str:
        """The conversation's id as the dispatcher has it."""
        return f"{CHANNEL}:{self._id}"

    def ask_for(self, wanted: str) -> None:
        """Open an earlier conversation rather than a new one; empty: a new one."""
        self._id = wanted or self._id

    async def build(self) -> None:
        """Lay the page out, then bring back what there was of the conversation."""
        self._id, trouble = await asyncio.to_thread(
            settle_on, self._service, self._id, self.account
        )
        async with self._turns.one_at_a_time():  # what other tabs say from now on comes after it
            self._rooms.enter(self)
            ui.context.client.on_delete(lambda: self._rooms.leave(self))
            opened = Opened(trouble=trouble)
            if trouble is None:
                opened = await asyncio.to_thread(
                    load, self._service, self.conversation, self.account
                )
            self._lay_out(opened.draft)
            if opened.trouble is not None:
                self._view.log.complain(complain(opened.trouble).text)
            elif not opened.turns:
                self._view.log.welcome(self._live.visit.role, self._on_starter)
            if not await _is_looked_at(ui.context.client):  # what may be long comes after
                return
            if opened.turns:
                await self._bring_back(opened)
            self._view.form.show_files(await self._files.of(opened.draft))
            self._is_open = True
        await self._list_conversations()
        await self._files.restore()

    async def _bring_back(self, opened: Opened) -> None:
        self._view.log.be_restored(is_done=False)
        await self._turns.show(opened.turns)
        self._offer_earlier(opened.turns, has_earlier=opened.has_earlier)
        self._view.log.be_restored(is_done=True)

    def _offer_earlier(self, turns: tuple[Turn, ...], *, has_earlier: bool) -> None:
        before = turns[0].message_id if turns else ""
        look = partial(self._look_back, before)
        self._view.log.offer_earlier(look if has_earlier else None)

    async def _look_back(self, before: str) -> None:
        """Show what was said before a message."""
        self._view.log.offer_earlier(None)  # pressed once
        try:
            turns, has_earlier = await asyncio.to_thread(
                load_turns, self._service, self.conversation, before
            )
        except RegistryError as error:
            tell(complain(error).text, is_error=True)
            self._view.log.offer_earlier(partial(self._look_back, before))
            return
        for turn in turns:
            self._turns.add(turn)
        await self._view.log.show_earlier(turns)
        self._offer_earlier(turns, has_earlier=has_earlier)

    def _lay_out(self, draft: Draft | None) -> None:
        today = self._service.clock.today()
        with box("div", "yq-chat") as whole:
            acts = ListActs(
                self._service, self._own_account, self._list_changed, self._list_conversations
            )
            self._rail = Rail(self._id, acts if self.account else None)
            with box("div", "yq-talk"):
                show_tools(today, is_member=self.account is not None)
                with box("main", "yq-main", id="main", tabindex="-1"):
                    log = TalkLog(Actions(self._open_clause, self._service.rate), self._on_choice)
                self._composer = Composer(self._on_written, self._files.put, today)
            offer = partial(offer_names, self._web.registry)
            form = DraftForm(self._on_edit, self._on_form_button, self._on_remove, offer)
        self._panel = ClausePanel(in_library=self.account is not None)
        self._view = View(whole, log, form, self._files, self._turns)
        around = Around(self._rooms, self._list_conversations)
        self._sending = Sending(self._web, self._live, self, self._view, around=around)
        form.show(draft)

    def begin(self, draft_id: str, words: str) -> None:
        """Begin with what a link of another page asks for: a draft to go on with, or words."""
        if draft_id and self.account is not None:
            message = self._sending.message("", data=f"file.resume:{draft_id[:_DRAFT_CHARS]}")
            ui.timer(0, lambda: self._sending.say(message, "继续填写"), once=True)
        elif words:
            call("giveBack", words[:_WORDS])

    async def _list_changed(self, is_gone: bool) -> None:  # as ListActs calls it
        if is_gone:
            ui.navigate.to("/")
        else:
            await self._list_conversations()

    async def _list_conversations(self) -> None:
        if (account := self.account) is None:
            return
        words = self._rail.words
        try:
            headings = await asyncio.to_thread(self._service.headings, account, words)
        except RegistryError as error:
            self._rail.complain(complain(error).text)
            return
        if words == self._rail.words:  # else what was typed meanwhile is looked for
            self._rail.show(headings, self._service.clock.now())

    async def _show(self, turn: Turn) -> None:
        with self._view.box:
            await self._view.log.show(turn)

    # --- what the person does ---

    async def _on_written(self, written: Written) -> None:
        files = await self._files.read(written.files)
        if await self._lacks_files(written, files):
            self._composer.complain(
                "有附件已经不在了，没有发送。请重新添加后再发；内容还在输入框里。"
            )
            return
        names = "、".join(file.name for file in files)
        shown = "\n".join(p for p in (written.text.strip(), names and f"附件：{names}") if p)
        if len(written.text) > MOST_TEXT:
            self._composer.complain("这段话太长，没有发送。请分几次发，或存成文件用附件发。")
            return
        send = self._sending
        message = send.message(written.id, written.text, day=written.day, files=files)
        if await send.say(message, shown or "（没有写内容）"):
            await self._files.drop(written.files)
        elif written.files:
            await self._files.give_back(written.files)

    async def _lacks_files(self, written: Written, files: tuple[Attachment, ...]) -> bool:
        """Whether files of a new message are gone; those of one that was taken need not be here."""
        if len(files) == len(written.files):
            return False
        find = self._web.registry.transcripts.find
        try:
            return await asyncio.to_thread(find, self.conversation, written.id) is None
        except RegistryError:
            return True

    async def _on_starter(self, words: str, message_id: str) -> None:
        await self._sending.say(self._sending.message(message_id, words), words)

    async def _on_choice(self, choice: Choice, message_id: str) -> bool:
        message = self._sending.message(message_id, data=choice.data)
        if needs_proof(message) and not await prove_again(self._web, self._live):
            return False
        return await self._sending.say(self._sending.with_proof(message), choice.label)

    async def _on_form_button(self, label: str, data: str, message_id: str) -> None:
        await self._sending.say(self._sending.message(message_id, data=data), label)

    async def _on_edit(self, edit: Edit) -> None:
        message = self._sending.message(edit.message_id, edit.text, data=edit.data)
        await self._sending.say(message, edit.shown, edit=edit)

    async def _on_remove(self, draft_id: str, file: DraftFile) -> None:
        if await self._files.remove(draft_id, file):
            await self._show_files()

    def knows(self, message_id: str) -> bool:
        """Whether the turn of a message stands in the log."""
        return self._turns.is_shown(message_id)

    async def hear(self, turn: Turn) -> None:
        """Show what was said in another tab of the same conversation."""
        await self._turns.hear(turn)
        if self._is_open:
            await self._show_files()

    async def _show_files(self) -> None:
        form = self._view.form
        form.show_files(await self._files.of(form.draft))

    def _open_clause(self, citation: Citation) -> None:
        self._panel.show(self._service.cited_clause(citation))


async def _is_looked_at(client: Client) -> bool:
    """Wait until a browser shows the page; False where none does, and the page is given up."""
    try:
        await client.connected(timeout=CONNECT_S)
    except TimeoutError:
        return False
    return not client.is_deleted
