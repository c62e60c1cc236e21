"""`yipanqi serve`: the web pages and the HTTP API."""

import logging
import sys
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_text
from bot.errors import BadInput
from bot.logs import set_up_logs
from bot.rendering.errors import EXIT_DONE
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.bootstrap import Web

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def serve(
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="端口，默认取 YIPANQI_PORT")
    ] = None,
) -> int:
    """启动网页和接口，按 Ctrl-C 停止。默认只在本机可访问。"""
    from bot.channels.web.server import claim_port, serve_until_stopped

    settings = load_settings()
    settings = settings.model_copy(update={"port": port or settings.port})
    _require_safe(settings)
    level = logging.INFO if settings.log_format == "json" else logging.WARNING
    set_up_logs(settings.log_format, sys.stderr, level=level)
    # before the slow part: a used port fails at once
    with (
        claim_port(settings.port, settings.host) as listener,
        bootstrap.open_web(settings, report=say) as web,
    ):
        web.application.library.start_dense()  # search by meaning joins in when it is ready
        _announce(web)
        serve_until_stopped(web, listener)
    say("已停止。")
    return EXIT_DONE


def _announce(web: "Web") -> None:
    from bot.identity.first_link import first_link

    address = bootstrap.public_url(web.settings)
    write_text(f"网页问答：{address}")
    if web.demo is not None:
        say("试用模式：登记库里都是示例数据，登录页可以一键进入各个角色。")
    elif link := first_link(web.registry, address):
        write_text(f"首次使用，请管理员在 24 小时内打开，设置密码（只能用一次）：{link}")
    if not web.is_secure:
        say("只有本机能打开；问答不用登录，其余要登录。按 Ctrl-C 停止。")


def _require_safe(settings: Settings) -> None:
    """Passwords never travel in clear: beyond this machine only behind a proxy that speaks TLS."""
    opened = urlsplit(settings.public_url)
    if opened.scheme == "https":
        return
    if settings.host not in _LOOPBACK:
        raise BadInput("host without TLS", code="host_without_tls", value=settings.host)
    if settings.public_url and opened.hostname not in _LOOPBACK:
        raise BadInput("address without TLS", code="address_without_tls", value=settings.public_url)
