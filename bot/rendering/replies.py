"""What the conversation says, as plain text for a terminal and as the JSON other programs rely on.

Does not: word anything; long text is cut at sentences by split_text.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.dialogue.messages import Card, Choice, Handled, OutgoingFile, Reply
from bot.rendering.answers import citation_object
from bot.rendering.drafts import draft_json

_BREAKS = (
    re.compile(r"\n\n"),
    re.compile(r"\n"),
    re.compile(r"[。！？；]"),
    re.compile(r"[，、 ]"),
)


def handled_object(handled: Handled) -> dict[str, Any]:
    """What a message came to, as one JSON object."""
    return {
        "replies": [reply_object(reply) for reply in handled.replies],
        "intent": handled.intent.value,
        "draft": draft_json(handled.draft) if handled.draft is not None else None,
        "report_no": handled.report_no,
    }


def reply_object(reply: Reply) -> dict[str, Any]:
    """One reply: its text and choices, what it cites, its card and its file, null for none."""
    return {
        "text": reply.text,
        "choices": [{"label": choice.label, "data": choice.data} for choice in reply.choices],
        "citations": [citation_object(citation) for citation in reply.citations],
        "card": _card(reply.card) if reply.card else None,
        "file": _file(reply.file) if reply.file else None,
    }


def choices_line(choices: Iterable[Choice]) -> str:
    """Buttons for a terminal: 1 提交  2 修改."""
    return "    ".join(f"〔{number}〕{choice.label}" for number, choice in enumerate(choices, 1))


def split_text(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most so many characters, cut at paragraphs, lines, sentences.

    Joined again the pieces are the text, less white space at the cuts. Raises ValueError for
    a limit below 1.
    """
    if most < 1:
        raise ValueError(f"pieces of {most} characters")
    rest = text.strip()
    while len(rest) > most:
        end = _last_break(rest[:most])
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _last_break(window: str) -> int:
    """Where to cut: after the last break of the best kind that leaves no tiny piece."""
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(window)]
        if ends and ends[-1] > len(window) // 3:
            return ends[-1]
    return len(window)


def _card(card: Card) -> dict[str, Any]:
    rows = [{"label": row.label, "value": row.value, "note": row.note} for row in card.rows]
    return {"kind": card.kind.value, "title": card.title, "rows": rows, "lines": list(card.lines)}


def _file(file: OutgoingFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "content_base64": base64.b64encode(file.content).decode("ascii"),
    }
