"""From the durable inbox to the outbox: what came in is answered once, in order within a chat.

Reads and writes: inbox and outbox, through registry.mail. An update is stored before Telegram is
told that it arrived; its answers are queued in the transaction that marks it handled.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.handling import Handling, Undone
from bot.channels.telegram.inbox import CHANNEL, number_of, update_of
from bot.channels.telegram.rendering import Call, calls_of
from bot.channels.telegram.sending import KIND
from bot.channels.telegram.updates import Heard, SentFile, read_update
from bot.dialogue.messages import Attachment, Reply
from bot.wording import say
from registry.errors import ReadOnly, StorageUnavailable
from registry.messages.mail import MailService
from registry.transactions.inbox import Received

MOST_FILE_BYTES = 20 * 2**20  # what the Bot API lets a bot download
MOST_TRIES = 5  # of an update that fails for another reason than the database
Fetch = Callable[[SentFile], Awaitable[bytes]]
InThread = Callable[..., Awaitable[Any]]
_logger = logging.getLogger(__name__)


class TryLater(Exception):
    """An update was not answered and stays in the inbox."""


class Intake:
    """Works off the inbox. in_thread: runs a blocking call elsewhere (asyncio.to_thread)."""

    def __init__(
        self, mail: MailService, handling: Handling, fetch: Fetch, in_thread: InThread
    ) -> None:
        self._mail = mail
        self._handling = handling
        self._fetch = fetch
        self._in_thread = in_thread
        self._tries: dict[str, int] = {}

    def waiting(self) -> dict[int, list[tuple[Received, Heard | None]]]:
        """Updates not handled yet by chat, oldest first; under 0 what nobody listens to."""
        by_chat: dict[int, list[tuple[Received, Heard | None]]] = {}
        found = self._mail.unhandled(CHANNEL)
        for received in sorted(found, key=number_of):
            heard = read_update(update_of(received), received.source_id)
            by_chat.setdefault(heard.chat_id if heard else 0, []).append((received, heard))
        return by_chat

    async def work_off(self, received: Received, heard: Heard | None) -> None:
        """Answer one update. Raises RegistryError, TryLater; it then stays to be handled again."""
        calls = await self._calls(heard) if heard is not None else []
        queued = [(KIND, f"{CHANNEL}:{call['chat_id']}", call) for call in calls]
        await self._in_thread(
            self._mail.answer, CHANNEL, received.source_id, {"calls": len(queued)}, queued
        )

    async def _calls(self, heard: Heard) -> list[Call]:
        """What answers an update; an excuse when it fails again and again."""
        key = heard.key
        self._tries[key] = self._tries.get(key, 0) + 1
        try:
            calls = await self._answer(heard)
        except (ReadOnly, StorageUnavailable):
            raise  # for as long as it takes
        except Undone as undone:
            if self._tries[key] < MOST_TRIES:
                raise TryLater from undone
            return undone.calls
        except Exception as error:  # the edge of the channel: one update must not stop a chat
            _logger.warning("update not answered: %s", type(error).__name__)
            if self._tries[key] < MOST_TRIES:
                raise TryLater from error
            return list(calls_of(Reply(say("telegram.not_done")), heard.chat_id))
        del self._tries[key]
        return calls

    async def _answer(self, heard: Heard) -> list[Call]:
        """Its files are fetched only for somebody who is listened to."""
        admitted = await self._in_thread(self._handling.admit, heard)
        if isinstance(admitted, list):
            return admitted
        attachments, problems = await self._download(heard)
        if heard.files and not attachments:
            return problems
        said = await self._in_thread(self._handling.converse, heard, admitted, attachments)
        return [*said, *problems]

    async def _download(self, heard: Heard) -> tuple[Sequence[Attachment], list[Call]]:
        attachments: list[Attachment] = []
        problems: list[Call] = []
        for file in heard.files:
            key = ""
            if file.size > MOST_FILE_BYTES:
                key = "file_too_large"
            else:
                try:
                    attachments.append(Attachment(file.name, await self._fetch(file)))
                except TelegramError as error:  # the text is still answered
                    _logger.warning("file not fetched: %s", type(error).__name__)
                    key = "file_lost"
            if key:
                problems += calls_of(Reply(say(f"telegram.{key}")), heard.chat_id)
        return attachments, problems
