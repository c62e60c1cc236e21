"""Standard output and standard error of the command line.

Answers go to stdout, one JSON object a line or plain text; progress and complaints go to stderr.
"""

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from bot.rendering.errors import EXIT_DONE

# What drives a terminal or turns the order of words about; C1 codes do so as escape sequences do.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says; what cannot be written becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def write_json(record: Mapping[str, Any]) -> None:
    """One object on one line of stdout, not escaped, flushed so that a reader sees it at once."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_text(text: str) -> None:
    """Lines for a person on stdout, without the control characters a document might carry."""
    sys.stdout.write(plain(text) + "\n")
    sys.stdout.flush()


def tell(text: str, record: Mapping[str, Any], *, as_json: bool) -> int:
    """What was done, as words or as an object; returns the exit status of a command done."""
    if as_json:
        write_json(record)
    else:
        write_text(text)
    return EXIT_DONE


def say(text: str) -> None:
    """One remark on stderr."""
    sys.stderr.write(plain(text) + "\n")
    sys.stderr.flush()


def plain(text: str) -> str:
    """The text without terminal control characters."""
    return _CONTROLS.sub("", text)
