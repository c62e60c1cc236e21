"""`yipanqi staff token`: personal access tokens, by which programs act for a member."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.cli.output import write_json, write_text
from bot.channels.cli.registry_access import Account, AsJson, caller, opened
from bot.clock import SHANGHAI
from bot.rendering.errors import EXIT_DONE

if TYPE_CHECKING:
    from registry.people.access_tokens import AccessToken

app = typer.Typer(help="访问令牌：新建、列出、作废。", no_args_is_help=True)


@app.command("create")
def create(
    account: Account,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="用途，如 周报脚本")],
    scope: Annotated[
        list[str],
        typer.Option("--scope", metavar="SCOPE", help="范围，可写多个，如 ask、reports:read"),
    ],
    days: Annotated[int, typer.Option("--days", help="有效天数，1 至 366")] = 90,
    as_json: AsJson = False,
) -> int:
    """新建一个访问令牌；令牌只显示这一次。"""
    with opened() as registry:
        made = registry.access_tokens.create(
            caller(account), name=name, scopes=scope, life=timedelta(days=days)
        )
    if as_json:
        write_json({**_record(made.token), "token": made.secret})
    else:
        until = _day(made.token.expires_at)
        write_text(f"编号：{made.token.id}\n令牌：{made.secret}（{until} 前有效，只显示这一次）")
    return EXIT_DONE


@app.command("list")
def list_tokens(account: Account, as_json: AsJson = False) -> int:
    """列出一个账号的访问令牌，不含令牌本身。"""
    with opened() as registry:
        tokens = registry.access_tokens.list(caller(account))
    for token in tokens:
        if as_json:
            write_json(_record(token))
        else:
            used = "未用过" if token.used_at is None else f"最近使用 {_day(token.used_at)}"
            scopes = "、".join(sorted(token.scopes))
            write_text(f"{token.id}  {token.name}  {scopes}  至 {_day(token.expires_at)}  {used}")
    return EXIT_DONE


@app.command("revoke")
def revoke(
    token: Annotated[str, typer.Argument(metavar="ID", help="令牌编号，见 staff token list")],
    account: Account,
    as_json: AsJson = False,
) -> int:
    """作废一个访问令牌，立即生效。"""
    with opened() as registry:
        registry.access_tokens.revoke(caller(account), token)
    if as_json:
        write_json({"id": token.strip(), "revoked": True})
    else:
        write_text(f"已作废 {token.strip()}。")
    return EXIT_DONE


def _record(token: "AccessToken") -> dict[str, object]:
    return {
        "id": token.id,
        "account": token.member.account,
        "name": token.name,
        "scopes": sorted(scope.value for scope in token.scopes),
        "created_at": _instant(token.created_at),
        "expires_at": _instant(token.expires_at),
        "used_at": _instant(token.used_at),
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _day(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat()
