"""`yipanqi telegram` as a process of its own that can be told where to be killed.

Run as `python -m tests.telegram.child FLAG`: when the file FLAG is there, the process takes it away
and kills itself at the point named in it. Logs everything at DEBUG, so that a leak would be seen.
"""

import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

POINTS = ("stored", "acknowledging", "handled", "sending", "sent")


def main() -> int:
    """Arm the points and run the command."""
    flag = Path(sys.argv[1])
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    logging.Logger.setLevel = _keeps_debug  # type: ignore[method-assign]
    from bot.channels.cli.main import main as command

    _arm(flag)
    return command(["telegram"])


def _arm(flag: Path) -> None:
    from bot.channels.telegram import sending
    from bot.channels.telegram.handling import Handling
    from bot.channels.telegram.service import TelegramService
    from registry.mail import MailService

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
    after(Handling, "answer", "handled")
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
    sys.exit(main())
