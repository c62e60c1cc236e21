"""`yipanqi mcp`: the tools of the assistant for another one, over stdin and stdout."""

from typing import Annotated

import typer

from bot import bootstrap
from bot.channels.cli.output import say
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE
from bot.settings import load_settings


def mcp(
    account: Annotated[
        str | None,
        typer.Option("--as", metavar="ACCOUNT", help="以哪个账号；不填只能问政策和核对案例"),
    ] = None,
) -> int:
    """供其他助手问政策、核对案例、查自己的首报：MCP 服务，只读。"""
    from bot.channels.mcp.server import make_server
    from bot.channels.mcp.tools import Tools

    settings = load_settings()
    application = bootstrap.open_application(settings, report=say)
    registry = bootstrap.open_registry(settings)
    try:
        if account is not None:
            account = account.strip()
            member = registry.staff.find(account)
            if member is None or not member.active:
                raise BadInput(f"no account {account!r}", code="no_account", value=account)
        make_server(Tools(application, registry, account)).run("stdio")
    finally:
        registry.close()
        application.library.close()
    return EXIT_DONE
