"""Errors of the shell.

BotError
├── BadInput         what somebody typed, configured or sent cannot be used (exit status 2)
└── PartUnavailable  a part of the installation cannot serve now (exit status 3)

Messages are English, for developers; bot.rendering.errors makes the Chinese line of them.
"""


class BotError(Exception):
    """Base of the shell's errors. code: machine code; fields: what the message is made of."""

    code = "bot"

    def __init__(self, message: str, *, code: str | None = None, **fields: object) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.fields = fields


class BadInput(BotError):
    """Input that the sender can mend."""

    code = "bad_input"


class PartUnavailable(BotError):
    """A part that the operator can mend."""

    code = "unavailable"
