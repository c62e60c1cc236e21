"""`yipanqi telegram` as a process of its own that can be told where to be killed.

Run as `python -m tests.telegram.child FLAG`: for every line it is given it starts one such process,
tells its id and, when it has ended, its status. A child is forked from this one, which has imported
the program and opened nothing: reading the program anew is most of the time a start takes.
When the file FLAG is there, a child takes it away and kills itself at the point named in it.
Logs everything at DEBUG, so that a leak would be seen.
"""

import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

POINTS = ("stored", "acknowledging", "handled", "sending", "sent")
_PROGRAM = (
    "bot.answers.answering", "bot.bootstrap", "bot.channels.cli.telegram",
    "bot.channels.telegram.service", "bot.channels.telegram.webhook", "bot.conversations.ask",
    "bot.conversations.check.desk", "bot.conversations.filing.desk", "bot.conversations.help",
    "bot.conversations.learn.desk", "bot.conversations.review.desk",
    "bot.conversations.status.desk", "bot.dialogue.dispatcher", "bot.routing.router",
    "bot.checks.rule_context", "registry.likeness.finding", "registry.service",
    "retrieval.index.library", "retrieval.index.models",
)  # fmt: skip


def main() -> None:
    """Arm the points, and start a child for every line."""
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    logging.Logger.setLevel = _keeps_debug  # type: ignore[method-assign]
    for name in _PROGRAM:
        importlib.import_module(name)
    _arm(Path(sys.argv[1]))
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _run()
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run() -> NoReturn:
    from bot.channels.cli.main import main as command

    status = 1
    try:
        status = command(["telegram"])
    finally:
        os._exit(status)


def _arm(flag: Path) -> None:
    from bot.channels.telegram import sending
    from bot.channels.telegram.handling import Handling
    from bot.channels.telegram.service import TelegramService
    from registry.messages.mail import MailService

    def die_at(point: str) -> None:
        if flag.exists() and flag.read_text() == point:
            flag.unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    def after(owner: Any, name: str, point: str) -> None:
        plain: Callable[..., Any] = getattr(owner, name)

        def then_die(*args: Any, **kwargs: Any) -> Any:
            found = plain(*args, **kwargs)
            die_at(point)
            return found

        setattr(owner, name, then_die)

    after(MailService, "take_in", "stored")
    after(Handling, "converse", "handled")
    poll, send = TelegramService._updates, sending.call

    async def poll_or_die(self: TelegramService, offset: int | None) -> Any:
        if offset is not None:  # this poll would tell Telegram that the updates have arrived
            die_at("acknowledging")
        return await poll(self, offset)

    async def send_or_die(bot: Any, body: Any) -> None:
        die_at("sending")
        await send(bot, body)
        die_at("sent")

    TelegramService._updates = poll_or_die  # type: ignore[method-assign]
    sending.call = send_or_die


def _keeps_debug(self: logging.Logger, level: int | str) -> None:
    del self, level


if __name__ == "__main__":
    main()
