"""From the durable inbox to the outbox: what came in is answered once, in order within a chat.

Reads and writes: inbox and outbox, through registry.mail. An update is stored before Telegram is
told that it arrived; its answers are queued in the transaction that marks it handled.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.channels.telegram.handling import CHANNEL, Handling
from bot.channels.telegram.rendering import Call, calls_of
from bot.channels.telegram.sending import KIND
from bot.channels.telegram.updates import Heard, SentFile, read_update
from bot.messages import Attachment, Reply
from bot.wording import say
from registry.inbox import Received
from registry.mail import MailService

MOST_FILE_BYTES = 20 * 2**20  # what the Bot API lets a bot download
Fetch = Callable[[SentFile], Awaitable[bytes]]
InThread = Callable[..., Awaitable[Any]]
_logger = logging.getLogger(__name__)


def take_in(mail: MailService, raw: Mapping[str, Any]) -> None:
    """Store an update durably; a repeated one is stored once. Raises RegistryError."""
    mail.take_in(CHANNEL, str(raw["update_id"]), raw)


class Intake:
    """Works off the inbox. in_thread: runs a blocking call elsewhere (asyncio.to_thread)."""

    def __init__(
        self, mail: MailService, handling: Handling, fetch: Fetch, in_thread: InThread
    ) -> None:
        self._mail = mail
        self._handling = handling
        self._fetch = fetch
        self._in_thread = in_thread

    def waiting(self) -> dict[int, list[tuple[Received, Heard | None]]]:
        """Updates not handled yet by chat, oldest first; under 0 what nobody listens to."""
        by_chat: dict[int, list[tuple[Received, Heard | None]]] = {}
        found = self._mail.unhandled(CHANNEL)
        for received in sorted(found, key=lambda item: int(item.source_id)):
            heard = read_update(received.body)
            by_chat.setdefault(heard.chat_id if heard else 0, []).append((received, heard))
        return by_chat

    async def work_off(self, received: Received, heard: Heard | None) -> None:
        """Answer one update. Raises RegistryError; the update then stays to be handled again."""
        calls: list[Call] = []
        if heard is not None:
            attachments, problems = await self._download(heard)
            if attachments or not heard.files:
                calls = await self._in_thread(self._handling.answer, heard, attachments)
            calls += problems
        queued = [(KIND, f"{CHANNEL}:{call['chat_id']}", call) for call in calls]
        await self._in_thread(
            self._mail.answer, CHANNEL, received.source_id, {"calls": len(queued)}, queued
        )

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
                except Exception as error:  # the edge to Telegram: the text is still answered
                    _logger.warning("file not fetched: %s", type(error).__name__)
                    key = "file_lost"
            if key:
                problems += calls_of(Reply(say(f"telegram.{key}")), heard.chat_id)
        return attachments, problems
