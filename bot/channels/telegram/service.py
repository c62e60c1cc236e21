"""Runs the Telegram channel: poll (one process at a time), answer, send, until told to stop.

Reads: the Bot API. Does not: hold anything that is not in the database; killed at any point it goes
on where it stood.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from telegram import Bot, BotCommand
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.excuses import Excuses
from bot.channels.telegram.handling import Content, Handling
from bot.channels.telegram.holding import Holding, pause
from bot.channels.telegram.inbox import take_in
from bot.channels.telegram.intake import Intake, TryLater
from bot.channels.telegram.notices import forward_notices
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.updates import ALLOWED_UPDATES, SentFile, read_update
from bot.channels.telegram.webhook import Webhook
from bot.dialogue.messages import Conversation
from bot.errors import PartUnavailable
from bot.wording import say
from registry.errors import RegistryError
from registry.service import Registry

POLL_S = 25  # how long Telegram holds a poll open
IDLE_S = 0.2  # between two looks at inbox and outbox
FORGET_EVERY_S = 86_400.0
MOST_BACKOFF_S = 30.0
MOST_AT_ONCE = 8  # chats answered at the same time
COMMANDS = ("ask", "report", "check", "status", "review", "learn", "cancel", "help")
# Method names are case-insensitive; in this spelling the library hands the answer over unread.
_GET_UPDATES = "getupdates"
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the Bot API is. token: of the bot; never logged, never in a message of an error."""

    token: str
    api_url: str = "https://api.telegram.org"

    def bot(self) -> Bot:
        """A bot with time limits of its own; nothing of it is kept on disk."""
        root = self.api_url.rstrip("/")
        request = HTTPXRequest(connection_pool_size=16, read_timeout=20, connect_timeout=10)
        return Bot(
            self.token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=request,
            get_updates_request=request,
        )

    def __repr__(self) -> str:
        return f"Address(api_url={self.api_url!r})"


class TelegramService:
    """The running channel. holder: unique to this process, for the lease."""

    def __init__(  # noqa: PLR0913  # what a running channel is made of
        self,
        bot: Bot,
        registry: Registry,
        conversation: Conversation,
        *,
        content: Content,
        holder: str,
        monotonic: Callable[[], float],
        webhook: Webhook | None = None,
    ) -> None:
        self._bot = bot
        self._registry = registry
        self._mail = registry.mail
        self._webhook = webhook
        self._holding = Holding(registry.leases, holder, monotonic)
        self._monotonic = monotonic
        self._forget_at = monotonic()
        self._content = content
        handling = Handling(registry, conversation, content)
        self._intake = Intake(registry.mail, handling, self._fetch, asyncio.to_thread)
        self._sender = Sender(bot, registry.mail, monotonic)
        self._excuses = Excuses(bot)
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until stop is set. Raises PartUnavailable when Telegram refuses the token."""
        try:
            await self._bot.initialize()
        except InvalidToken:
            await self._bot.request.shutdown()
            _refuse_token()
        except TelegramError as error:
            _logger.warning("telegram not reached yet: %s", type(error).__name__)
        taking_in = self._poll_loop if self._webhook is None else self._hook_loop
        loops = [self._holding.keep, self._answer_loop, self._send_loop, taking_in]
        running: list[asyncio.Task[None]] = [asyncio.create_task(loop(stop)) for loop in loops]
        try:
            stopping = asyncio.create_task(stop.wait())
            done, _ = await asyncio.wait([*running, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            for task in done:
                task.result()
        finally:
            stop.set()
            for task in (*running, *self._tasks):
                task.cancel()
            await asyncio.gather(*running, *self._tasks, return_exceptions=True)
            await self._bot.request.shutdown()  # the bot's own waits for an initialisation

    async def _hook_loop(self, stop: asyncio.Event) -> None:
        """Have Telegram post updates to the web server, which takes them in."""
        assert self._webhook is not None
        while await self._holding.wait(stop):
            try:
                await self._bot.set_webhook(
                    self._webhook.url,
                    secret_token=self._webhook.secret,
                    allowed_updates=ALLOWED_UPDATES,
                    drop_pending_updates=False,
                )
            except InvalidToken:
                _refuse_token()
            except TelegramError as error:
                _logger.warning("webhook not set: %s", type(error).__name__)
                await pause(stop, MOST_BACKOFF_S)
            else:
                await self._introduce()
                await stop.wait()

    async def _poll_loop(self, stop: asyncio.Event) -> None:
        """Take updates in while this process holds the lease."""
        offset: int | None = None
        backoff = 1.0
        is_ready = False
        while await self._holding.wait(stop):
            try:
                if not is_ready:  # while a webhook is set, polling is refused
                    await self._bot.delete_webhook(drop_pending_updates=False)
                    await self._introduce()
                    is_ready = True
                updates = await self._updates(offset)
                await self._take_in(updates)
                # After a week without updates their numbers begin anew, perhaps below the old ones:
                # once everything is confirmed, whatever comes next is asked for.
                offset = int(updates[-1]["update_id"]) + 1 if updates else None
                backoff = 1.0
            except InvalidToken:
                _refuse_token()
            except RetryAfter as error:
                waited = error.retry_after
                await pause(stop, waited if isinstance(waited, int) else waited.total_seconds())
            except (TelegramError, RegistryError) as error:
                is_ready = is_ready and not isinstance(error, Conflict)
                _logger.warning("poll failed: %s", type(error).__name__)
                await pause(stop, backoff)
                backoff = min(backoff * 2, MOST_BACKOFF_S)

    async def _take_in(self, updates: list[dict[str, Any]]) -> None:
        """Store updates; what cannot be stored is not confirmed, so that Telegram sends it again.

        Raises RegistryError.
        """
        for position, update in enumerate(updates):
            try:
                await asyncio.to_thread(take_in, self._mail, update)
            except RegistryError:
                for each in map(read_update, updates[position:]):
                    if each is not None:
                        await self._excuses.tell(each.chat_id)
                raise

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Updates as Telegram sent them, unread: one nobody can read must not stop the others."""
        asked = {"timeout": POLL_S, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            asked["offset"] = offset
        found = await self._bot.do_api_request(
            _GET_UPDATES, api_kwargs=asked, read_timeout=POLL_S + 10
        )
        assert isinstance(found, list)
        return found

    async def _answer_loop(self, stop: asyncio.Event) -> None:
        """Hand waiting updates out, one at a time within a chat, several chats at once."""
        while await self._holding.wait(stop):
            try:
                waiting = await asyncio.to_thread(self._intake.waiting)
                for chat, updates in waiting.items():
                    if chat not in self._busy:
                        self._busy.add(chat)
                        self._start(self._answer_chat(chat, updates))
            except RegistryError as error:
                _logger.warning("inbox not read: %s", type(error).__name__)
                await pause(stop, 1.0)
            await pause(stop, IDLE_S)

    async def _answer_chat(self, chat: int, updates: list[Any]) -> None:
        try:
            async with self._places:
                for received, heard in updates:
                    if heard is not None:
                        await self._acknowledge(heard.chat_id, heard.callback_id)
                    await self._intake.work_off(received, heard)
                    self._excuses.is_over(chat)
        except (RegistryError, TryLater) as error:
            _logger.warning("update waits: %s", type(error).__name__)
            if chat and isinstance(error, RegistryError):
                await self._excuses.tell(chat)
            await asyncio.sleep(1.0)
        finally:
            self._busy.discard(chat)

    async def _acknowledge(self, chat: int, callback_id: str) -> None:
        """Stop the button's spinner, or show that we are writing; what fails here is no loss."""
        with suppress(TelegramError):
            if callback_id:
                await self._bot.answer_callback_query(callback_id)
            else:
                await self._bot.send_chat_action(chat, "typing")

    async def _send_loop(self, stop: asyncio.Event) -> None:
        while await self._holding.wait(stop):
            try:
                await asyncio.to_thread(forward_notices, self._mail, self._content)
                await self._sender.send_due()
                if self._monotonic() >= self._forget_at:
                    self._forget_at += FORGET_EVERY_S
                    await asyncio.to_thread(self._mail.forget_old)
            except RegistryError as error:
                _logger.warning("outbox not read: %s", type(error).__name__)
            await pause(stop, IDLE_S)

    async def _introduce(self) -> None:
        """The command menu; without it everything still works."""
        commands = [BotCommand(name, say(f"telegram.menu_{name}")) for name in COMMANDS]
        with suppress(TelegramError):
            await self._bot.set_my_commands(commands)

    async def _fetch(self, file: SentFile) -> bytes:
        found = await self._bot.get_file(file.file_id)
        return bytes(await found.download_as_bytearray())

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _refuse_token() -> NoReturn:
    # The library's own error spells the token out: nothing of it goes on.
    raise PartUnavailable("telegram refuses the token", code="telegram_token") from None
