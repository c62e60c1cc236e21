"""`yipanqi telegram`: the conversation in Telegram, until Ctrl-C."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import time
from typing import TYPE_CHECKING

from bot import bootstrap
from bot.channels.cli.output import say
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.bootstrap import Dialogue


def telegram() -> int:
    """在 Telegram 上聊天（长轮询），按 Ctrl-C 停止。"""
    settings = load_settings()
    if not settings.telegram_token:
        raise BadInput("no telegram token", code="no_telegram_token")
    with bootstrap.open_dialogue(settings, report=say) as dialogue:
        say("Telegram 已连上，按 Ctrl-C 停止。")
        asyncio.run(_serve(settings, dialogue))
    say("已停止。")
    return EXIT_DONE


async def _serve(settings: Settings, dialogue: "Dialogue") -> None:
    from bot.channels.telegram.handling import Content
    from bot.channels.telegram.service import Address, HideToken, TelegramService

    os.environ["PTB_TIMEDELTA"] = "true"  # durations as the library will give them from now on
    token = settings.telegram_token.get_secret_value()
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    hide = HideToken(token)
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler is not None:
            handler.addFilter(hide)
    service = TelegramService(
        Address(token, settings.telegram_api_url).bot(),
        dialogue.registry,
        dialogue.dispatcher,
        content=Content(settings.telegram_content),
        holder=f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}",
        monotonic=time.monotonic,
        polls=not settings.telegram_webhook_secret,
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await service.run(stop)
