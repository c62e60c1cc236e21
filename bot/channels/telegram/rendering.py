"""Replies as calls of the Bot API: HTML, inline buttons, pieces within Telegram's limits. Pure."""

import base64
import html
from collections.abc import Iterator, Sequence
from typing import Any

from bot.dialogue.messages import Choice, OutgoingFile, Reply
from bot.rendering.replies import split_text

MOST_UNITS = 4096  # of a message, counted by Telegram in UTF-16 units after its markup is read
_PIECE_CHARS = 2048  # never above MOST_UNITS, whatever the characters are
_ROW_CHARS = 14  # of button labels beside each other on a narrow phone

Call = dict[str, Any]  # {"method": …, its arguments}; JSON values only


def calls_of(reply: Reply, chat_id: int) -> Iterator[Call]:
    """The calls that say a reply in a chat; buttons stand under the last piece of its text."""
    pieces = list(split_text(reply.text, MOST_UNITS if _is_plain(reply.text) else _PIECE_CHARS))
    for position, piece in enumerate(pieces):
        call: Call = {"method": "sendMessage", "chat_id": chat_id, "text": _html(piece)}
        if reply.choices and position == len(pieces) - 1:
            call["buttons"] = buttons(reply.choices)
        yield call
    if reply.file:
        yield document(reply.file, chat_id)


def buttons(choices: Sequence[Choice]) -> list[list[list[str]]]:
    """Choices in rows of [label, data], short ones beside each other."""
    rows: list[list[list[str]]] = []
    width = _ROW_CHARS + 1
    for choice in choices:
        if width + len(choice.label) > _ROW_CHARS:
            rows.append([])
            width = 0
        rows[-1].append([choice.label, choice.data])
        width += len(choice.label)
    return rows


def document(file: OutgoingFile, chat_id: int) -> Call:
    """The call that sends a file."""
    content = base64.b64encode(file.content).decode("ascii")
    return {"method": "sendDocument", "chat_id": chat_id, "name": file.name, "content": content}


def without_buttons(chat_id: int, message_id: int) -> Call:
    """The call that takes the buttons off a message once one was pressed."""
    return {"method": "editMessageReplyMarkup", "chat_id": chat_id, "message_id": message_id}


def in_place(reply: Reply, chat_id: int, message_id: int) -> Call | None:
    """The call that puts a reply where a message stands; None when it does not fit there."""
    if reply.file or len(reply.text) > _PIECE_CHARS:
        return None
    call: Call = {"method": "editMessageText", "chat_id": chat_id, "message_id": message_id}
    return {**call, "text": _html(reply.text), "buttons": buttons(reply.choices)}


def _is_plain(text: str) -> bool:
    return all(ord(char) < 0x10000 for char in text)


def _html(text: str) -> str:
    return html.escape(text, quote=False)
