"""`yipanqi staff`: who works with the registry, in which unit and role, and their ways in."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.bootstrap import public_url
from bot.channels.cli import tokens
from bot.channels.cli.output import tell, write_json, write_text
from bot.channels.cli.registry_access import AsJson, machine, opened
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE
from bot.settings import load_settings

if TYPE_CHECKING:
    from registry.people.invites import Invited
    from registry.transactions.permissions import Role, UnitKind

app = typer.Typer(help="人员：增加、列出、邀请、停用、改角色。", no_args_is_help=True)
app.add_typer(tokens.app, name="token")


@app.command("add")
def add(
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="单位，如 余杭区")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="角色，见用户手册")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="姓名")],
    unit_kind: Annotated[
        str | None,
        typer.Option(
            "--unit-kind",
            metavar="KIND",
            help="新单位的类别：locality、development_zone、platform、bureau",
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """增加一名人员（单位没有时一并建立），输出账号和一次性邀请码。"""
    with opened() as registry:
        made = registry.staff.add(
            machine(), unit=unit, role=_role(role), name=name, unit_kind=_unit_kind(unit_kind)
        )
    return _show(made, as_json=as_json)


@app.command("list")
def list_members(as_json: AsJson = False) -> int:
    """列出全部人员。"""
    from bot.rendering.report_labels import ROLE_LABELS

    with opened() as registry:
        members = registry.staff.list(machine())
    for member in members:
        if as_json:
            write_json(
                {
                    "account": member.account,
                    "name": member.name,
                    "unit": member.unit,
                    "role": member.role.value,
                    "active": member.active,
                }
            )
        else:
            state = "" if member.active else "（已停用）"
            label = ROLE_LABELS[member.role]
            write_text(f"{member.account}  {member.unit}  {label}  {member.name}{state}")
    return EXIT_DONE


@app.command("invite")
def invite(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="账号")],
    as_json: AsJson = False,
) -> int:
    """给一个账号新的一次性邀请码，旧的作废；忘了密码也用它重设。"""
    with opened() as registry:
        made = registry.staff.invite(machine(), account)
    return _show(made, as_json=as_json)


@app.command("revoke")
def revoke(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="账号")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="原因，如 调离")],
    as_json: AsJson = False,
) -> int:
    """停用一个账号，立即生效。"""
    with opened() as registry:
        registry.staff.revoke(machine(), account, reason=reason)
    return tell(f"已停用 {account}。", {"account": account, "active": False}, as_json=as_json)


@app.command("role")
def change_role(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="账号")],
    role: Annotated[str, typer.Argument(metavar="ROLE", help="新角色")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="原因")],
    as_json: AsJson = False,
) -> int:
    """改变一个账号的角色。"""
    from bot.rendering.report_labels import ROLE_LABELS

    with opened() as registry:
        member = registry.staff.change_role(machine(), account, _role(role), reason=reason)
    return tell(
        f"{member.account} 现在是{ROLE_LABELS[member.role]}。",
        {"account": member.account, "role": member.role.value},
        as_json=as_json,
    )


@app.command("link")
def link(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="账号")],
    sso: Annotated[str, typer.Option("--sso", metavar="VALUE", help="单点登录里认人的那一项的值")],
    as_json: AsJson = False,
) -> int:
    """把单点登录的身份登记到一个账号。"""
    from bot.identity.oidc import CHANNEL, external_id_of

    issuer = load_settings().oidc_issuer
    if not issuer:
        raise BadInput("no issuer", code="sso_setting", field="OIDC_ISSUER")
    with opened() as registry:
        external_id = external_id_of(issuer, sso.strip())
        registry.staff.link(machine(), account, channel=CHANNEL, external_id=external_id)
    return tell(
        f"已登记，{account} 可以单点登录。", {"account": account, "linked": True}, as_json=as_json
    )


@app.command("bindings")
def bindings(as_json: AsJson = False) -> int:
    """列出等人确认的 Telegram 绑定。"""
    from bot.clock import SHANGHAI

    with opened() as registry:
        waiting = registry.binding_requests.waiting(machine())
    if not waiting and not as_json:
        write_text("没有等确认的绑定。")
    for one in waiting:
        until = one.expires_at.astimezone(SHANGHAI)
        facts = {"number": one.number, "account": one.member.account, "chat": one.external_id}
        if as_json:
            write_json({**facts, "expires_at": until.isoformat()})
        else:
            who = f"{one.member.account}  {one.member.unit}  {one.member.name}"
            asked = f"Telegram 编号 {one.external_id}，{until:%m-%d %H:%M} 前有效"
            write_text(f"{one.number}  {who}  {asked}")
    return EXIT_DONE


@app.command("confirm")
def confirm(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="bindings 列出的序号")],
    as_json: AsJson = False,
) -> int:
    """确认一个绑定；先向本人核对 Telegram 编号。"""
    with opened() as registry:
        member = registry.binding_requests.confirm(machine(), number)
    told = {"account": member.account, "bound": True}
    return tell(f"已确认 {member.account} 的绑定。", told, as_json=as_json)


@app.command("refuse")
def refuse(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="bindings 列出的序号")],
    as_json: AsJson = False,
) -> int:
    """拒绝一个绑定。"""
    with opened() as registry:
        member = registry.binding_requests.refuse(machine(), number)
    told = {"account": member.account, "bound": False}
    return tell(f"已拒绝 {member.account} 的绑定。", told, as_json=as_json)


@app.command("factor-off")
def factor_off(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="账号")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="原因，如 手机遗失")],
    as_json: AsJson = False,
) -> int:
    """取消一个账号的动态验证码，供本人手机和恢复码都没有时用。"""
    with opened() as registry:
        registry.second_factors.remove(machine(), account, reason=reason)
    return tell(
        f"已取消 {account} 的动态验证码。",
        {"account": account, "second_factor": False},
        as_json=as_json,
    )


def _show(made: "Invited", *, as_json: bool) -> int:
    from bot.identity.first_link import invite_link

    account = made.member.account
    if as_json:
        write_json({"account": account, "invite": made.code})
    else:
        address = invite_link(public_url(load_settings()), made.code)
        write_text(f"账号：{account}\n邀请码：{made.code}（24 小时内有效，只显示这一次）")
        write_text(f"设置密码：{address}")
    return EXIT_DONE


def _role(text: str) -> "Role":
    from registry.transactions.permissions import Role

    try:
        return Role(text.strip())
    except ValueError as error:
        known = "、".join(Role)
        raise BadInput(f"role {text!r}", code="bad_role", value=text, known=known) from error


def _unit_kind(text: str | None) -> "UnitKind | None":
    from registry.transactions.permissions import UnitKind

    if text is None:
        return None
    try:
        return UnitKind(text.strip())
    except ValueError as error:
        known = "、".join(UnitKind)
        raise BadInput(f"kind {text!r}", code="bad_unit_kind", value=text, known=known) from error
