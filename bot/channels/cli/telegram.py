"""`yipanqi telegram`: the conversation in Telegram, until Ctrl-C."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING

from bot import bootstrap
from bot.channels.cli.output import say
from bot.errors import BadInput
from bot.logs import set_up_logs
from bot.rendering.errors import EXIT_DONE
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.bootstrap import Dialogue
    from bot.channels.telegram.webhook import Webhook


def telegram() -> int:
    """在 Telegram 上聊天，按 Ctrl-C 停止。

    默认长轮询；设了 YIPANQI_TELEGRAM_WEBHOOK_URL 时由网页服务接收。可以同时开几个，只有一个在办。
    """
    settings = load_settings()
    from bot.channels.telegram.webhook import webhook_of

    if not settings.telegram_token.get_secret_value():
        raise BadInput("no telegram token", code="no_telegram_token")
    webhook = webhook_of(settings)
    set_up_logs(settings.log_format, sys.stderr, level=logging.WARNING)
    with bootstrap.open_dialogue(settings, report=say) as dialogue:
        say("Telegram 机器人已启动，正在连接；按 Ctrl-C 停止。")
        asyncio.run(_serve(settings, dialogue, webhook))
    say("已停止。")
    return EXIT_DONE


async def _serve(settings: Settings, dialogue: "Dialogue", webhook: "Webhook | None") -> None:
    from bot.channels.telegram.handling import Content
    from bot.channels.telegram.secrecy import HideToken
    from bot.channels.telegram.service import Address, TelegramService

    os.environ["PTB_TIMEDELTA"] = "true"  # durations as the library will give them from now on
    token = settings.telegram_token.get_secret_value()
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
        webhook=webhook,
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await service.run(stop)
