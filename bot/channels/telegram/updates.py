"""What an update says, and which updates are listened to. Pure.

Private chats only. Forwarded, edited and voice messages are answered with a reason and never acted
upon; groups, channels, other bots and messages sent through bots are not heard at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update

ALLOWED_UPDATES = ("message", "edited_message", "callback_query")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as Telegram names it; size in bytes, 0 when it is not told."""

    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A message or a pressed button in a private chat.

    data: what the button carries; pressed_on: the message it stands under; callback_id: for the
    acknowledgement. refusal: a key of the wording when this kind of message is not acted upon.
    """

    update_id: int
    chat_id: int
    user_id: int
    text: str = ""
    data: str = ""
    pressed_on: int | None = None
    callback_id: str = ""
    files: tuple[SentFile, ...] = ()
    refusal: str = ""


def read_update(raw: Mapping[str, Any]) -> Heard | None:
    """Read an update; None for what is not listened to, or is no update at all."""
    try:
        update = Update.de_json(dict(raw), None)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    if update.callback_query is not None:
        return _pressed(update.update_id, update.callback_query)
    if update.edited_message is not None:
        return _refused(update.update_id, update.edited_message, "edited")
    return _said(update.update_id, update.message) if update.message is not None else None


def _is_private(message: Message) -> bool:
    sender = message.from_user
    if sender is None or sender.is_bot or message.via_bot is not None:
        return False
    return message.chat.type == "private" and message.chat.id == sender.id


def _said(update_id: int, message: Message) -> Heard | None:
    if not _is_private(message):
        return None
    if message.forward_origin is not None:
        return _refused(update_id, message, "forwarded")
    if message.voice is not None or message.video_note is not None:
        return _refused(update_id, message, "voice")
    assert message.from_user is not None
    text = message.text or message.caption or ""
    files = _files(message)
    return Heard(update_id, message.chat.id, message.from_user.id, text, files=files)


def _refused(update_id: int, message: Message, why: str) -> Heard | None:
    if not _is_private(message) or message.from_user is None:
        return None
    return Heard(update_id, message.chat.id, message.from_user.id, refusal=why)


def _pressed(update_id: int, query: CallbackQuery) -> Heard | None:
    message = query.message
    if message is None or message.chat.type != "private" or message.chat.id != query.from_user.id:
        return None
    return Heard(
        update_id,
        message.chat.id,
        query.from_user.id,
        data=query.data or "",
        pressed_on=message.message_id,
        callback_id=query.id,
    )


def _files(message: Message) -> tuple[SentFile, ...]:
    if (document := message.document) is not None:
        name = document.file_name or "附件"
        return (SentFile(document.file_id, name, document.file_size or 0),)
    if message.photo:
        largest = message.photo[-1]
        return (SentFile(largest.file_id, "照片.jpg", largest.file_size or 0),)
    return ()
