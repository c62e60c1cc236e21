"""What is said straight away while nothing can be stored: neither an update nor its answer.

Sent past the outbox, as that is stored too; once for each chat, until the chat was answered again.
"""

from contextlib import suppress

from telegram import Bot
from telegram.error import TelegramError

from bot.wording import say

_MOST_CHATS = 10_000


class Excuses:
    """Tells chats that their messages wait. Does not: keep a message; Telegram and the inbox do."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._told: set[int] = set()

    async def tell(self, chat_id: int) -> None:
        """Say it, unless it was said; what fails here is no loss."""
        if chat_id in self._told or len(self._told) >= _MOST_CHATS:
            return
        self._told.add(chat_id)
        with suppress(TelegramError):
            await self._bot.send_message(chat_id, say("telegram.nothing_stored"))

    def is_over(self, chat_id: int) -> None:
        """A chat was answered: the next trouble is told anew."""
        self._told.discard(chat_id)
