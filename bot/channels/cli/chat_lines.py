"""Messages of `yipanqi chat` as lines: plain text, or an object {text, message_id, attachments}.

attachments: a list of paths, or of {name, path} and {name, content_base64}.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue.messages import Attachment
from bot.errors import BadInput

MOST_FILE_BYTES = 20 * 2**20  # read from a path; what the registry keeps may be less


@dataclass(frozen=True, slots=True)
class Line:
    """One message as typed. message_id: "" where the line gives none."""

    text: str = ""
    data: str = ""
    message_id: str = ""
    attachments: tuple[Attachment, ...] = ()


def parse_line(line: str) -> Line:
    """Read a line; what is no object with a text, data or attachments is plain text.

    Raises BadInput (`chat_line`, `no_file`, `not_a_file`, `file_too_large`).
    """
    given = _object_of(line)
    if given is None:
        return Line(line.rstrip("\r\n"))
    text, data, message_id = (_text(given, name) for name in ("text", "data", "message_id"))
    listed = given.get("attachments") or []
    if not isinstance(listed, list):
        raise _bad("attachments")
    return Line(text, data, message_id, tuple(_attachment(item) for item in listed))


def read_attachment(path: Path, name: str = "") -> Attachment:
    """A file of this machine. Raises BadInput (`no_file`, `not_a_file`, `file_too_large`)."""
    if not path.exists():
        raise BadInput(f"no file {path}", code="no_file", value=str(path))
    if not path.is_file():
        raise BadInput(f"{path} is no file", code="not_a_file", value=str(path))
    if path.stat().st_size > MOST_FILE_BYTES:
        limit = MOST_FILE_BYTES // 2**20
        raise BadInput(f"{path} is too large", code="file_too_large", value=str(path), limit=limit)
    return Attachment(name or path.name, path.read_bytes())


def _object_of(line: str) -> Mapping[str, Any] | None:
    if not line.lstrip().startswith("{"):
        return None
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return None
    known = {"text", "data", "attachments"}
    return given if isinstance(given, dict) and known & set(given) else None


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _bad(name)
    return str(value)


def _attachment(item: object) -> Attachment:
    if isinstance(item, str):
        return read_attachment(Path(item))
    if not isinstance(item, dict):
        raise _bad("attachments")
    name = str(item.get("name") or "")
    if isinstance(item.get("path"), str):
        return read_attachment(Path(item["path"]), name)
    try:
        content = base64.b64decode(str(item["content_base64"]), validate=True)
    except (KeyError, binascii.Error, ValueError) as error:
        raise _bad("attachments") from error
    return Attachment(name or "附件", content)


def _bad(field: str) -> BadInput:
    return BadInput(f"bad {field} of a line", code="chat_line", field=field)
