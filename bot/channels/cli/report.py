"""`yipanqi report`: file reports, list them, read them, follow them up, take them out."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.registry_access import (
    Account,
    AsJson,
    caller,
    opened,
    read_existing,
)
from bot.channels.cli.report_output import (
    check_image,
    make_filter,
    save_receipt,
    show_page,
    write_export,
)
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE

if TYPE_CHECKING:
    from registry.service import Registry

app = typer.Typer(
    help="首报：预查、报备、列表、查看、跟进、附件、导出、统计。", no_args_is_help=True
)

ReportNo = Annotated[str, typer.Argument(metavar="REPORT_NO", help="首报编号，如 首报-2026-000123")]
Limit = Annotated[int, typer.Option("--limit", help="一页几条，最多 200")]
After = Annotated[str, typer.Option("--after", metavar="NEXT", help="上一页给出的 next")]
FromDay = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="受理日期起")]
ToDay = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="受理日期止")]


@app.command("precheck")
def precheck(
    account: Account,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="投资方全称")] = "",
    uscc: Annotated[
        str | None, typer.Option("--uscc", metavar="CODE", help="统一社会信用代码")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """报备前预查：只回答“可以申报”或“需市级核对”，每天 20 次。"""
    from registry.filing.precheck import PreCheck

    with opened() as registry:
        found = registry.reports.precheck(caller(account), investor_name=name, uscc=uscc)
    text = {PreCheck.MAY_FILE: "可以申报", PreCheck.ASK_CITY: "需市级核对"}[found]
    if as_json:
        write_json({"answer": found.value, "text": text})
    else:
        write_text(text)
    return EXIT_DONE


@app.command("file")
def file(  # noqa: PLR0913, PLR0917  # one parameter per option of the command
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="TOML 或 JSON；- 为标准输入")],
    account: Account,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="请求编号；重试用同一个，默认取文件内容的摘要"),
    ] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="把回执存成文件")] = None,
    qr: Annotated[
        str | None, typer.Option("--qr", metavar="FILE", help="把回执二维码存成 .png 或 .svg")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """报备一份首报（首报给市投资促进局），输出受理编号和回执。"""
    from bot.rendering.receipts import receipt_lines
    from bot.rendering.reports import NOTICES
    from bot.reports.report_files import read_report

    path = None if source == "-" else read_existing(source)
    text = sys.stdin.buffer.read() if path is None else path.read_bytes()
    slots = read_report(text, "" if path is None else path.suffix.lower())
    check_image(qr)
    key = key or "file-" + hashlib.sha256(account.encode() + b"\0" + text).hexdigest()[:40]
    with opened() as registry:
        draft = registry.drafts.open(caller(account), slots)
        try:
            filed = registry.reports.file(caller(account, key), draft.id, draft.version)
        finally:
            _drop_if_open(registry, account, draft.id)
    save_receipt(filed.receipt, out, qr)
    if as_json:
        record = {"report_no": filed.report_no, "seq": filed.seq, "already": filed.already}
        notice = NOTICES.get(filed.notice, filed.notice)
        write_json({**record, "notice": notice, "receipt": filed.receipt})
        return EXIT_DONE
    write_text("这份首报以前已受理，以下是原来的回执。" if filed.already else "已受理，进入审查。")
    for line in receipt_lines(filed.receipt):
        write_text(line)
    if filed.notice:
        write_text(NOTICES.get(filed.notice, filed.notice))
    return EXIT_DONE


def _drop_if_open(registry: "Registry", account: str, draft_id: str) -> None:
    """Leave no draft behind that did not become a report; the file is still there."""
    from registry.filing.drafts import DraftState

    draft = registry.drafts.get(caller(account), draft_id)
    if draft.state is DraftState.OPEN:
        registry.drafts.discard(caller(account), draft_id, draft.version)


@app.command("list")
def list_reports(  # noqa: PLR0913, PLR0917  # one parameter per option of the command
    account: Account,
    register: Annotated[bool, typer.Option("--register", help="全市台账（市局）")] = False,
    idle: Annotated[
        int | None, typer.Option("--idle", metavar="DAYS", min=1, help="闲置满几天的")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="下一步已过期限的")] = False,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="只看一个单位")] = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="只看一种状态，如 EXCLUSIVE")
    ] = None,
    chain: Annotated[
        str | None, typer.Option("--chain", metavar="CHAIN", help="只看一条产业链")
    ] = None,
    investor: Annotated[
        str | None, typer.Option("--investor", metavar="NAME", help="投资方全称或信用代码")
    ] = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
    limit: Limit = 50,
    after: After = "",
    as_json: AsJson = False,
) -> int:
    """列出首报：默认是自己的（负责人为本单位的）；市局用 --register 看全市台账。"""
    asked = make_filter(unit, state, chain, investor, (from_day, to_day))
    with opened() as registry:
        queries, who = registry.queries, caller(account)
        if idle is not None:
            page = queries.idle(who, days=idle, after=after, limit=limit)
        elif overdue:
            page = queries.overdue(who, after=after, limit=limit)
        elif register:
            page = queries.register(who, asked, after=after, limit=limit)
        else:
            page = queries.mine(who, after=after, limit=limit)
    return show_page(page, as_json=as_json)


@app.command("show")
def show(report_no: ReportNo, account: Account, as_json: AsJson = False) -> int:
    """查看一份首报：内容、经过、附件。市局的每次查看都有记录。"""
    from bot.rendering.reports import as_json_time, event_text, report_as_mapping, report_rows

    with opened() as registry:
        who = caller(account)
        view = registry.reports.view(who, report_no)
        events = registry.queries.timeline(who, report_no)
        notes = registry.progress.notes(who, report_no).rows
        files = registry.evidence.list(who, report_no)
    if as_json:
        record = report_as_mapping(view)
        record["timeline"] = [
            {"at": as_json_time(e.at), "kind": e.kind, "step": e.step, "state": e.state,
             "unit": e.unit, "reason": e.reason, "clause": e.clause}
            for e in events
        ]  # fmt: skip
        record["notes"] = [
            {"id": n.id, "kind": n.kind.value, "on": n.happened_on.isoformat(), "note": n.note}
            for n in notes
        ]
        record["files"] = [
            {"id": f.id, "name": f.name, "kind": f.kind.value, "size": f.size, "sha256": f.sha256}
            for f in files
        ]
        write_json(record)
        return EXIT_DONE
    for label, value in report_rows(view):
        write_text(f"{label}：{value}")
    for event in events:
        write_text(event_text(event))
    for note in notes:
        write_text(f"{note.happened_on}  {note.note}")
    for found in files:
        write_text(f"附件 {found.id}  {found.name}（{found.kind}，{found.size} 字节）")
    return EXIT_DONE


@app.command("export")
def export(  # noqa: PLR0913, PLR0917  # one parameter per option of the command
    account: Account,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="存成 .xlsx 或 .docx")],
    report_no: Annotated[
        str | None, typer.Argument(metavar="REPORT_NO", help="首报编号；不写则导出台账（市局）")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="只要一个单位")] = None,
    state: Annotated[str | None, typer.Option("--state", metavar="STATE", help="一种状态")] = None,
    chain: Annotated[str | None, typer.Option("--chain", metavar="CHAIN", help="产业链")] = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
) -> int:
    """把一份首报或台账导出为 XLSX 或 DOCX；导出有记录。"""
    from bot.rendering.reports import register_rows, report_rows, show_time

    target = Path(out)
    if target.suffix.lower() not in (".xlsx", ".docx"):
        raise BadInput(f"{out!r}", code="bad_export", value=out)
    with opened() as registry:
        if report_no is not None:
            made = registry.exports.report(caller(account), report_no)
            rows: list[Sequence[str]] = [("项目", "内容"), *report_rows(made.view)]
            title, at = f"首报 {report_no}", made.at
        else:
            asked = make_filter(unit, state, chain, None, (from_day, to_day))
            taken = registry.exports.register(caller(account), asked)
            rows, title, at = list(register_rows(taken.rows)), "首报台账", taken.at
            if taken.is_cut:
                say("台账太长，只导出了前一部分，请缩小范围。")
    write_export(target, title, rows, note=f"{account} 于 {show_time(at)} 导出")
    say(f"已导出 {len(rows) - 1} 行到 {target}。")
    return EXIT_DONE
