"""Logs to stderr: one line an event, as text or as JSON, each with the id of its request.

Does not: write what somebody said. A failure is logged by its class and the lines of our source it
went through; the message of an error may hold a value and is left out.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TextIO

LogFormat = Literal["json", "text"]
ACCESS = "bot.access"
_NOTHING = ""
request_id: ContextVar[str] = ContextVar("request_id", default=_NOTHING)
_MARK = "yipanqi"  # of our own handler, so that it is set up once
_FACTS = "facts"  # attribute of a record: what its line says besides the message


class Lines(logging.Formatter):
    """Records as lines."""

    def __init__(self, form: LogFormat) -> None:
        super().__init__()
        self._is_json = form == "json"

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the record holds."""
        facts = facts_of(record)
        if self._is_json:
            return json.dumps(facts, ensure_ascii=False, default=str)
        head = f"{facts.pop('at')} {facts.pop('level')} {facts.pop('logger')}"
        message = facts.pop("message")
        rest = " ".join(f"{key}={value}" for key, value in facts.items())
        return " ".join(" ".join(part for part in (head, message, rest) if part).split())


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says: time, level, logger, message, the request's id, and the failure's place."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage() if record.exc_info is None else str(record.msg),
    }
    if current := request_id.get():
        facts["request_id"] = current
    facts |= getattr(record, _FACTS, {})
    if record.exc_info and record.exc_info[1] is not None:
        facts["error"] = type(record.exc_info[1]).__name__
        facts["trace"] = trace_of(record.exc_info[1])
    return facts


def trace_of(error: BaseException) -> list[str]:
    """The lines a failure went through: `adjudication.py:93 take`."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def log_access(**facts: object) -> None:
    """One line for a request that has been answered."""
    logging.getLogger(ACCESS).info("request", extra={_FACTS: facts})


def set_up_logs(form: LogFormat, stream: TextIO, *, level: int = logging.INFO) -> logging.Handler:
    """Send all logs to stream, in place of what was set up before; our own from level on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(form))
    handler.set_name(_MARK)
    root = logging.getLogger()
    for other in [other for other in root.handlers if other.get_name() == _MARK]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in ("bot", "registry", "retrieval", "rules"):
        logging.getLogger(name).setLevel(level)
    return handler
