"""What an update says, and which updates are listened to. Pure.

Private chats only. Forwarded, edited and voice messages are answered with a reason and never acted
upon; of stickers, places, films only the words beside them count. Groups, channels, other bots,
messages sent through bots and notes of Telegram's own (pinned a message) are not heard at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.dialogue.text_cleaning import clean_text

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

    key: names the update; the same again only when Telegram repeats it. data: what the button
    carries; pressed_on: the message it stands under; callback_id: for the acknowledgement.
    refusal: a key of the wording when this kind of message is not acted upon.
    is_unread: whether something came with it that is not taken.
    """

    key: str
    chat_id: int
    user_id: int
    text: str = ""
    data: str = ""
    pressed_on: int | None = None
    callback_id: str = ""
    files: tuple[SentFile, ...] = ()
    refusal: str = ""
    is_unread: bool = False


def read_update(raw: Mapping[str, Any], key: str = "") -> Heard | None:
    """Read an update; None for what is not listened to, or is no update at all."""
    try:
        update = Update.de_json(dict(raw), None)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    if update.callback_query is not None:
        return _pressed(key, update.callback_query)
    if update.edited_message is not None:
        return _refused(key, update.edited_message, "edited")
    return _said(key, update.message) if update.message is not None else None


def _is_private(message: Message) -> bool:
    sender = message.from_user
    if sender is None or sender.is_bot or message.via_bot is not None:
        return False
    return message.chat.type == "private" and message.chat.id == sender.id


def _said(key: str, message: Message) -> Heard | None:
    if not _is_private(message):
        return None
    if message.forward_origin is not None:
        return _refused(key, message, "forwarded")
    if message.voice is not None or message.video_note is not None:
        return _refused(key, message, "voice")
    assert message.from_user is not None
    text = clean_text(message.text or message.caption or "")
    files = _files(message)
    is_unread = message.effective_attachment is not None and not files
    if not text and not files and not is_unread:
        return None
    sender = message.from_user.id
    return Heard(key, message.chat.id, sender, text, files=files, is_unread=is_unread)


def _refused(key: str, message: Message, why: str) -> Heard | None:
    if not _is_private(message) or message.from_user is None:
        return None
    return Heard(key, message.chat.id, message.from_user.id, refusal=why)


def _pressed(key: str, query: CallbackQuery) -> Heard | None:
    message = query.message
    if message is None or message.chat.type != "private" or message.chat.id != query.from_user.id:
        return None
    return Heard(
        key,
        message.chat.id,
        query.from_user.id,
        data=clean_text(query.data or ""),
        pressed_on=message.message_id,
        callback_id=query.id,
    )


def _files(message: Message) -> tuple[SentFile, ...]:
    if (document := message.document) is not None:
        name = clean_text(document.file_name or "附件")
        return (SentFile(document.file_id, name, document.file_size or 0),)
    if message.photo:
        largest = message.photo[-1]
        name = f"照片{message.message_id}.jpg"  # those of an album are told apart
        return (SentFile(largest.file_id, name, largest.file_size or 0),)
    return ()
