"""Replies as JSON, complete enough to be shown again with their cards, buttons and files. Pure.

Does not: keep a file above MOST_FILE_BYTES; its reply is kept without it.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.chats.chat_log import decode_answer, decode_citations, encode_answer, encode_citations
from bot.chats.feedback import Rating
from bot.dialogue.messages import Card, CardKind, Choice, OutgoingFile, Reply, Row

MOST_FILE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as it is shown. as_of and exchange: day and number in the chat log, of an answer.

    exchange is None for other replies, and for an answer that could not be logged.
    """

    reply: Reply
    as_of: date | None = None
    exchange: int | None = None
    rating: Rating | None = None


def said_mapping(said: Said) -> dict[str, Any]:
    """A reply as JSON without floats; what is empty is left out."""
    reply = said.reply
    stored: dict[str, Any] = {
        "text": reply.text,
        "choices": [[choice.label, choice.data] for choice in reply.choices],
        "citations": encode_citations(reply.citations) if reply.citations else None,
        "card": _card(reply.card) if reply.card else None,
        "file": _file(reply.file) if reply.file else None,
        "answer": encode_answer(reply.answer) if reply.answer else None,
        "as_of": said.as_of.isoformat() if said.as_of else None,
        "exchange": said.exchange,
    }
    return {name: value for name, value in stored.items() if value}


def parse_said(stored: Mapping[str, Any]) -> Said:
    """Read what said_mapping wrote."""
    reply = Reply(
        stored.get("text", ""),
        tuple(Choice(label, data) for label, data in stored.get("choices", ())),
        decode_citations(stored["citations"]) if "citations" in stored else (),
        _parse_card(stored["card"]) if "card" in stored else None,
        _parse_file(stored["file"]) if "file" in stored else None,
        decode_answer(stored["answer"]) if "answer" in stored else None,
    )
    day = date.fromisoformat(stored["as_of"]) if "as_of" in stored else None
    return Said(reply, day, stored.get("exchange"))


def _card(card: Card) -> dict[str, Any]:
    rows = [[row.label, row.value, row.note] for row in card.rows]
    return {"kind": card.kind.value, "title": card.title, "rows": rows, "lines": list(card.lines)}


def _parse_card(stored: Mapping[str, Any]) -> Card:
    rows = tuple(Row(*row) for row in stored["rows"])
    return Card(CardKind(stored["kind"]), stored["title"], rows, tuple(stored["lines"]))


def _file(file: OutgoingFile) -> dict[str, str] | None:
    if len(file.content) > MOST_FILE_BYTES:
        return None
    content = base64.b64encode(file.content).decode("ascii")
    return {"name": file.name, "media_type": file.media_type, "content": content}


def _parse_file(stored: Mapping[str, str]) -> OutgoingFile:
    content = base64.b64decode(stored["content"])
    return OutgoingFile(stored["name"], stored["media_type"], content)
