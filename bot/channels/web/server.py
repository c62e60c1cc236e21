"""The web server: FastAPI with the API, NiceGUI with the pages, Uvicorn on loopback or behind TLS.

Does not: speak TLS itself; a proxy in front does (docs/operations.md).
"""

import errno
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Literal
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import Response
from nicegui import app as nicegui_app
from nicegui import ui
from nicegui.translations import translations
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles

from bot import bootstrap
from bot.channels.web.api import OPENAPI_PATH, add_api
from bot.channels.web.api.problems import problem
from bot.channels.web.chat.page import add_chat
from bot.channels.web.desks.pages import DeskFiles, add_desks
from bot.channels.web.frame.assets import STATIC
from bot.channels.web.frame.plain import message_page
from bot.channels.web.frame.shell import Pages
from bot.channels.web.serving.counted import counted
from bot.channels.web.serving.head import HeadAsGet
from bot.channels.web.serving.metrics import Metrics
from bot.channels.web.serving.middleware import (
    LOOPBACK_HOSTS,
    BodyLimit,
    OwnPagesOnly,
    SecurityHeaders,
)
from bot.channels.web.serving.nonces import Nonces
from bot.channels.web.serving.telegram_hook import telegram_host, telegram_routes
from bot.channels.web.settings.page import add_account
from bot.channels.web.settings.rules import add_health as add_health_page
from bot.channels.web.settings.rules import add_rules
from bot.channels.web.settings.staff import add_staff
from bot.channels.web.sign_in.factor import FactorPages
from bot.channels.web.sign_in.guard import Guard, PageConnections
from bot.channels.web.sign_in.invite import InvitePages
from bot.channels.web.sign_in.page import SignIn
from bot.channels.web.sign_in.password import PasswordPages
from bot.channels.web.sign_in.session import Sessions
from bot.channels.web.sign_in.sign_on import OtherWays
from bot.errors import BadInput, PartUnavailable
from bot.rendering.errors import complain
from bot.settings import Settings

LOOPBACK = "127.0.0.1"
KEEP_ALIVE_S = 150  # longer than a proxy's two minutes: a connection closed first loses a message
SHUTDOWN_S = 3  # how long open pages are waited for
LANGUAGE: Literal["zh-CN"] = "zh-CN"


def create_app(web: bootstrap.Web) -> FastAPI:
    """The whole web application; NiceGUI allows one per process."""
    metrics = Metrics()
    web = counted(web, metrics)
    guard = Guard(web)
    app = create_api(web, guard, metrics)
    _add_pages(app, web, guard)
    return app


def create_api(
    web: bootstrap.Web, guard: Guard | None = None, metrics: Metrics | None = None
) -> FastAPI:
    """The web application without the pages NiceGUI draws. metrics: as add_api."""
    guard = guard or Guard(web)
    app = FastAPI(
        title="一盘棋 接口",
        version="1",
        description="招商引资助手：问政策、核对案例、报首报、审核、核验账本。",
        docs_url=None,  # the stock page loads its scripts from another site
        redoc_url=None,
        openapi_url=OPENAPI_PATH,
    )
    for part in (
        SignIn(web, guard),
        InvitePages(web),
        FactorPages(web),
        PasswordPages(web, guard),
        OtherWays(web),
        DeskFiles(web),
    ):
        app.include_router(part.routes())
    app.include_router(telegram_routes(web.settings, web.registry.mail))
    app.mount("/assets", StaticFiles(directory=STATIC), name="assets")
    app.add_middleware(PageConnections, guard=guard)
    app.add_middleware(Sessions, web=web)
    app.add_middleware(BodyLimit)
    app.add_middleware(OwnPagesOnly, hosts=_hosts(web.settings))
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders, is_secure=web.is_secure)
    add_api(app, web, metrics=metrics)
    return app


def _hosts(settings: Settings) -> frozenset[str]:
    """The names we are known by: this machine, and the addresses people and Telegram use."""
    known = {urlsplit(settings.public_url).hostname, telegram_host(settings)}
    return LOOPBACK_HOSTS | {name for name in known if name}


def _add_pages(app: FastAPI, web: bootstrap.Web, guard: Guard) -> None:
    pages = Pages(web, guard)
    add_chat(pages, web)
    for add in (add_desks, add_account, add_staff, add_rules, add_health_page):
        add(pages, web)
    guard.install()
    app.add_middleware(Nonces, randomness=web.registry.store.randomness)
    app.add_middleware(
        GZipMiddleware
    )  # of the whole, as NiceGUI's own would come before the nonces
    translations[LANGUAGE] |= {
        "connection_lost": "与服务的连接断开了。",
        "trying_to_reconnect": "正在重连，已输入的内容会保留。若一直不恢复，请检查服务是否在运行。",
        "message_too_long": "内容太长。",
        "message_too_long_body": "请把问题缩短后再发。",
    }
    _add_error_pages(app)
    ui.run_with(
        app,
        language=LANGUAGE,
        dark=None,
        tailwind=False,
        favicon=STATIC / "favicon.svg",
        show_welcome_message=False,
        gzip_middleware_factory=None,
    )


def _add_error_pages(app: FastAPI) -> None:
    """Replace NiceGUI's English pages: nothing at this address, and a page that failed."""

    @nicegui_app.exception_handler(404)
    async def not_found(request: Request, _: Exception) -> Response:
        if allowed := methods_at(app, request.url.path):
            headers = {"Allow": ", ".join(allowed)}
            text = "这个地址不接受这种请求方式。"
            return problem(405, text, code="method_not_allowed", headers=headers)
        if request.url.path.startswith("/api/"):
            return problem(404, "没有这个地址。", code="not_found")
        return message_page("没有这个页面", "请检查网址，或回到问答。", status=404)

    @nicegui_app.exception_handler(Exception)
    async def failed(_: Request, error: Exception) -> Response:
        return message_page("页面出错", complain(error).text, status=500)


def methods_at(app: FastAPI, path: str) -> list[str]:
    """What may be asked at an address of ours: its pages take whatever no route of ours does."""
    routes = [each for each in app.routes if not isinstance(each, Mount)]
    asked: dict[str, Any] = {"type": "http", "path": path, "root_path": "", "headers": []}
    found = [
        method
        for method in ("DELETE", "GET", "PATCH", "POST", "PUT")
        if any(each.matches({**asked, "method": method})[0] is Match.FULL for each in routes)
    ]
    return sorted([*found, "HEAD"] if "GET" in found else found)


def claim_port(port: int, host: str = LOOPBACK) -> socket.socket:
    """Bind the port before anything slow is done. Raises BadInput or PartUnavailable."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} is in use"
            raise PartUnavailable(message, code="port_in_use", port=port) from error
        if error.errno == errno.EACCES:
            raise BadInput(f"port {port} denied", code="port_denied", port=port) from error
        raise
    return listener


def serve_until_stopped(web: bootstrap.Web, listener: socket.socket) -> None:
    """Serve on listener until SIGINT or SIGTERM, then close open pages and return."""
    config = uvicorn.Config(
        create_app(web),
        log_config=None,  # bot.logs has set up the one way logs go
        log_level="warning",
        access_log=False,  # addresses carry conversation ids
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=web.settings.proxies,
        timeout_graceful_shutdown=SHUTDOWN_S,
        timeout_keep_alive=KEEP_ALIVE_S,
        ws_max_size=1024 * 1024,
    )
    with _quiet_signals():
        uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """Uvicorn repeats the signal that stopped it; here that is a normal end, not a failure."""

    def ignore(_number: int, _frame: FrameType | None) -> None:
        return None

    previous = {number: signal.signal(number, ignore) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
