"""`yipanqi serve`: the web chat and the HTTP API on loopback."""

from typing import Annotated

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_text
from bot.rendering.errors import EXIT_DONE
from bot.settings import load_settings


def serve(
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="端口，默认取 YIPANQI_PORT")
    ] = None,
) -> int:
    """启动网页问答和接口（只在本机可访问），按 Ctrl-C 停止。"""
    from bot.channels.web.server import claim_port, serve_until_stopped

    settings = load_settings()
    listener = claim_port(port or settings.port)  # before the slow part: a used port fails at once
    with listener:
        application = bootstrap.open_application(settings, report=say)
        application.library.start_dense()  # search by meaning joins in when it is ready
        write_text(f"网页问答：http://127.0.0.1:{listener.getsockname()[1]}")
        say("目前没有登录，只有本机能打开；按 Ctrl-C 停止。")
        try:
            serve_until_stopped(application, listener)
        finally:
            application.library.close()
    say("已停止。")
    return EXIT_DONE
