"""The bot's token out of every log: libraries write whole addresses, and errors spell it out."""

import logging
import re
import traceback

_TOKENS = re.compile(r"(?<![\w-])(bot)?\d{5,}:[\w-]{8,}")


class HideToken(logging.Filter):
    """Takes tokens out of a record: its message, and the text of the failure it tells of."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record; it is always let through."""
        text = record.getMessage()
        if (cleaned := self._without(text)) != text:
            record.msg, record.args = cleaned, ()
        if record.exc_info and record.exc_info[1] is not None:
            told = "".join(traceback.format_exception(record.exc_info[1]))
            if (safe := self._without(told)) != told:
                record.exc_info, record.exc_text = None, safe
        return True

    def _without(self, text: str) -> str:
        return _TOKENS.sub("***", text.replace(self._token, "***"))
