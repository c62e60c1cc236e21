"""The outbox to Telegram: in order within a chat, one message a second, patient with errors."""

import asyncio
import base64
import logging
from collections.abc import Callable, Mapping
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from registry.messages.mail import MailService
from registry.transactions.outbox import Message

KIND = "telegram"  # of outbox messages that are calls of the Bot API
CHAT_PAUSE_S = 1.0  # Telegram's limit: one message a second into one chat
FIRST_WAIT_S, MOST_WAIT_S = 2.0, 60.0  # before Telegram is tried again when it is not reached
_logger = logging.getLogger(__name__)


class Sender:
    """Sends what is due. monotonic: seconds of a clock that never goes back."""

    def __init__(self, bot: Bot, mail: MailService, monotonic: Callable[[], float]) -> None:
        self._bot = bot
        self._mail = mail
        self._monotonic = monotonic
        self._last: dict[str, float] = {}
        self._wait_s = FIRST_WAIT_S

    async def send_due(self) -> int:
        """Send the first due message of every chat that may take one now; how many went out.

        Raises RegistryError. Where Telegram is not reached the others wait for the next round.
        """
        sent = 0
        start = self._monotonic()
        self._last = {chat: at for chat, at in self._last.items() if start - at < CHAT_PAUSE_S}
        for message in await asyncio.to_thread(self._mail.heads, KIND):
            if message.recipient in self._last:
                continue
            self._last[message.recipient] = self._monotonic()
            try:
                sent += await self._send(message)
            except (NetworkError, InvalidToken) as error:
                _logger.warning("telegram not reached: %s", type(error).__name__)
                await asyncio.to_thread(self._mail.postpone, message, self._wait_s)
                self._wait_s = min(self._wait_s * 2, MOST_WAIT_S)
                break
            self._wait_s = FIRST_WAIT_S
        return sent

    async def _send(self, message: Message) -> int:
        """Send one message and note what became of it; 1 when it went out.

        Raises NetworkError, InvalidToken: no fault of the message, which never dies of them.
        """
        try:
            await call(self._bot, message.body)
        except RetryAfter as error:
            await asyncio.to_thread(self._mail.postpone, message, _seconds(error))
        except (Forbidden, BadRequest) as error:
            # The person blocked the bot, or Telegram will never take this call: no use repeating.
            _logger.warning("telegram refused a message: %s", type(error).__name__)
            await asyncio.to_thread(self._mail.give_up, message)
        except (NetworkError, InvalidToken):
            raise
        except TelegramError as error:
            _logger.warning("telegram failed on a message: %s", type(error).__name__)
            await asyncio.to_thread(self._mail.mark_failed, message)
        else:
            await asyncio.to_thread(self._mail.mark_sent, message)
            return 1
        return 0


async def call(bot: Bot, body: Mapping[str, Any]) -> None:
    """Make one call of bot.channels.telegram.rendering. Raises TelegramError."""
    chat_id = body["chat_id"]
    match body["method"]:
        case "sendMessage":
            await _send_text(bot, chat_id, body)
        case "editMessageText":
            await _turn_page(bot, chat_id, body)
        case "editMessageReplyMarkup":
            await bot.edit_message_reply_markup(chat_id=chat_id, message_id=body["message_id"])
        case "sendDocument":
            content = base64.b64decode(body["content"])
            await bot.send_document(chat_id, InputFile(content, filename=body["name"]))


async def _turn_page(bot: Bot, chat_id: int, body: Mapping[str, Any]) -> None:
    """Put new text where a message stands; below it when that message cannot be changed."""
    try:
        await bot.edit_message_text(
            body["text"],
            chat_id=chat_id,
            message_id=body["message_id"],
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(body),
        )
    except BadRequest as error:
        if "not modified" not in str(error):
            await _send_text(bot, chat_id, body)


async def _send_text(bot: Bot, chat_id: int, body: Mapping[str, Any]) -> None:
    """As HTML, and plainly when Telegram cannot read the markup."""
    keyboard = _keyboard(body)
    try:
        await bot.send_message(
            chat_id, body["text"], parse_mode=ParseMode.HTML, reply_markup=keyboard
        )
    except BadRequest as error:
        if "parse entities" not in str(error):
            raise
        await bot.send_message(chat_id, body["text"], reply_markup=keyboard)


def _keyboard(body: Mapping[str, Any]) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in row]
        for row in body.get("buttons") or ()
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _seconds(error: RetryAfter) -> float:
    waited = error.retry_after
    return float(waited if isinstance(waited, int) else waited.total_seconds())
