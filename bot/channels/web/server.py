"""The web server: FastAPI with the API, NiceGUI with the pages, Uvicorn on loopback.

Does not: listen on any address but 127.0.0.1; there is no sign-in.
"""

import errno
import hashlib
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from types import FrameType
from typing import Literal

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app as nicegui_app
from nicegui import ui
from nicegui.translations import translations
from starlette.staticfiles import StaticFiles

from bot import bootstrap
from bot.channels.web.api import OPENAPI_PATH, add_docs, add_health, make_api
from bot.channels.web.middleware import BodyLimit, SameMachineOnly, SecurityHeaders
from bot.channels.web.page import ChatPage
from bot.channels.web.problems import install_problem_handlers, problem
from bot.chat import ChatService
from bot.errors import BadInput, PartUnavailable
from bot.rendering.errors import complain

LOOPBACK = "127.0.0.1"
SHUTDOWN_S = 3  # how long open pages are waited for
LANGUAGE: Literal["zh-CN"] = "zh-CN"
_STATIC = Path(__file__).parent / "static"
_CONVERSATION_CHARS = 64


def create_app(application: bootstrap.Application) -> FastAPI:
    """The whole web application; NiceGUI allows one per process."""
    app = create_api(application)
    _add_pages(app, bootstrap.open_chat(application))
    return app


def create_api(application: bootstrap.Application) -> FastAPI:
    """The web application without its pages."""
    app = FastAPI(
        title="一盘棋 接口",
        version="1",
        description="招商引资政策问答：答案逐句注明依据条款。",
        docs_url=None,  # the stock page loads its scripts from another site
        redoc_url=None,
        openapi_url=OPENAPI_PATH,
    )
    install_problem_handlers(app)
    app.include_router(make_api(application))
    add_health(app, application)
    add_docs(app)
    app.mount("/assets", StaticFiles(directory=_STATIC), name="assets")
    app.add_middleware(BodyLimit)
    app.add_middleware(SameMachineOnly)
    app.add_middleware(SecurityHeaders)
    return app


def _add_pages(app: FastAPI, service: ChatService) -> None:
    @ui.page("/", title="一盘棋 · 招商政策问答")
    async def chat(c: str | None = None) -> None:
        ui.add_head_html(_head())
        usable = c if c and len(c) <= _CONVERSATION_CHARS else None
        await ChatPage(service, usable).build()

    translations[LANGUAGE] |= {
        "connection_lost": "与服务的连接断开了。",
        "trying_to_reconnect": "正在重连，已输入的内容会保留。若一直不恢复，请检查服务是否在运行。",
        "message_too_long": "内容太长。",
        "message_too_long_body": "请把问题缩短后再发。",
    }
    _add_error_pages()
    ui.run_with(
        app,
        language=LANGUAGE,
        dark=None,
        tailwind=False,
        favicon=_STATIC / "favicon.svg",
        show_welcome_message=False,
    )


def _add_error_pages() -> None:
    """Replace NiceGUI's English pages: nothing at this address, and a page that failed."""

    @nicegui_app.exception_handler(404)
    async def not_found(request: Request, _: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return problem(404, "没有这个地址。", code="not_found")
        return HTMLResponse(_error_page("没有这个页面"), status_code=404)

    @nicegui_app.exception_handler(Exception)
    async def failed(_: Request, error: Exception) -> Response:
        return HTMLResponse(_error_page(complain(error).text), status_code=500)


def _error_page(message: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>一盘棋</title>'
        f'<link rel="stylesheet" href="/assets/chat.css?{_fingerprint("chat.css")}">'
        f'<div class="yq-app"><div class="yq-log"><h1>{escape(message)}</h1>'
        '<p><a class="yq-button" href="/">回到问答</a></p></div></div>'
    )


def _head() -> str:
    return (
        f'<link rel="stylesheet" href="/assets/chat.css?{_fingerprint("chat.css")}">'
        f'<script src="/assets/chat.js?{_fingerprint("chat.js")}"></script>'
        '<meta name="description" content="招商引资政策问答">'
    )


def _fingerprint(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


def claim_port(port: int) -> socket.socket:
    """Bind the port before anything slow is done. Raises BadInput or PartUnavailable."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
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


def serve_until_stopped(application: bootstrap.Application, listener: socket.socket) -> None:
    """Serve on listener until SIGINT or SIGTERM, then close open pages and return."""
    config = uvicorn.Config(
        create_app(application),
        log_level="warning",
        access_log=False,  # addresses carry conversation ids
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
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
