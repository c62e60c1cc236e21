"""What a chat page sends: each message once, one after another, shown when done or given back.

Does not: handle a message; the conversation does (dialogue.dispatcher), reached through chats.chat.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

from nicegui.element import Element

from bot.bootstrap import Web
from bot.channels.web.chat.draft_form import DraftForm, Edit
from bot.channels.web.chat.events import call
from bot.channels.web.chat.files import ChatFiles
from bot.channels.web.chat.rooms import Listener, Rooms
from bot.channels.web.chat.talk_log import TalkLog
from bot.channels.web.chat.turns import Turns
from bot.channels.web.frame.shell import Live
from bot.channels.web.sign_in.proving import prove_again
from bot.chats.chat import CHANNEL, Turn, new_conversation
from bot.dialogue.messages import Attachment, Incoming
from bot.rendering.errors import complain

_ID_CHARS = 64
_REMEMBERED = 50  # ids of messages a page has taken, so that a double click counts once


@dataclass(frozen=True, slots=True)
class View:
    """The parts of a page that a turn appears in. box: what holds them all."""

    box: Element
    log: TalkLog
    form: DraftForm
    files: ChatFiles
    turns: Turns


@dataclass(frozen=True, slots=True)
class Around:
    """Who else is told of a turn: the same person's other tabs, the list of conversations."""

    rooms: Rooms
    list_conversations: Callable[[], Awaitable[None]]


class Sending:
    """The messages of one page."""

    def __init__(self, web: Web, live: Live, page: Listener, view: View, *, around: Around) -> None:
        self._web, self._live, self._page = web, live, page
        self._view, self._around = view, around
        self._taken: list[str] = []

    def message(
        self,
        message_id: str,
        words: str = "",
        *,
        data: str = "",
        day: date | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> Incoming:
        """What whoever uses the page says in its conversation."""
        name = message_id[:_ID_CHARS] or new_conversation()
        talk, account = self._page.conversation, self._page.account
        return self.with_proof(Incoming(talk, account, CHANNEL, name, words, data, files, day))

    def with_proof(self, message: Incoming) -> Incoming:
        """The message, saying whether its sender has proved lately who they are."""
        session = self._live.visit.session
        is_recent = session is not None and self._web.identity.is_recent(session)
        return replace(message, is_proved=is_recent)

    async def say(self, message: Incoming, shown: str, *, edit: Edit | None = None) -> bool:
        """Have a message handled, one after another; False when it was not done."""
        if message.message_id in self._taken:
            return True  # a second click on what is under way
        self._taken = [*self._taken, message.message_id][-_REMEMBERED:]
        with self._view.box:  # what was clicked may be gone by then, a starter for one
            async with self._view.turns.one_at_a_time():
                try:
                    is_done = await self._turn(message, shown, edit)
                finally:
                    call("setBusy", False)
            if not is_done:
                self._taken.remove(message.message_id)
            return is_done

    async def _turn(self, message: Incoming, shown: str, edit: Edit | None) -> bool:
        call("accepted", message.conversation.removeprefix(f"{CHANNEL}:"), message.message_id)
        if self._view.turns.is_shown(message.message_id):  # sent again by a page that was reloaded
            call("known", message.message_id)
            return True
        waiting = self._view.log.ask(shown)
        try:
            turn = await self._handled(message, shown)
        except Exception as error:  # the edge of this channel: say it, keep what was typed
            return self._give_back(message, waiting, complain(error).text)
        if not turn.is_done:
            said = "\n".join(one.reply.text for one in turn.replies)
            return self._give_back(message, waiting, said)
        await self._show_done(turn, waiting, edit)
        return True

    async def _handled(self, message: Incoming, shown: str) -> Turn:
        """Have a message handled; a step that takes a proof asks for it, and is then taken."""
        chat = self._web.chat
        turn = await asyncio.to_thread(chat.say, message, shown=shown)
        if not turn.to_prove:
            return turn
        is_proved = await prove_again(self._web, self._live)
        return await asyncio.to_thread(chat.finish, message, turn, is_proved=is_proved)

    async def _show_done(self, turn: Turn, waiting: Element, edit: Edit | None) -> None:
        self._view.turns.add(turn)
        # other tabs first: this page may be closed while it shows the turn
        await self._around.rooms.tell(self._page, turn)
        waiting.delete()
        self._view.form.show(turn.draft, edit, _first_line(turn))
        self._view.form.show_files(await self._view.files.of(turn.draft))
        await self._view.log.reply(turn)
        call("done", turn.message_id)
        await self._around.list_conversations()

    def _give_back(self, message: Incoming, waiting: Element, problem: str) -> bool:
        waiting.delete()
        self._view.log.complain(problem)
        if not message.data:
            call("refused", message.text)
        return False


def _first_line(turn: Turn) -> str:
    said = turn.replies[0].reply.text if turn.replies else ""
    return said.partition("\n")[0]
