"""`yipanqi review`: the bureau's queue, likeness, findings, steps of the lifecycle, lists."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.registry_access import (
    Account,
    AsJson,
    caller,
    machine,
    opened,
    read_day,
    read_existing,
)
from bot.channels.cli.report import After, Limit, ReportNo
from bot.channels.cli.report_output import show_page
from bot.errors import BadInput
from bot.rendering.errors import EXIT_BAD_INPUT, EXIT_DONE

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    help="审查：待办、相似首报、审查记录、办理步骤、争议、名单。", no_args_is_help=True
)

Details = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="附带事项，可多次，见用户手册"),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="原因")]


@app.command("queue")
def queue(
    account: Account,
    waiting: Annotated[bool, typer.Option("--waiting", help="看排队中的")] = False,
    limit: Limit = 50,
    after: After = "",
    as_json: AsJson = False,
) -> int:
    """待审查的首报，按受理序号。"""
    with opened() as registry:
        page = registry.queries.review_queue(
            caller(account), after=after, limit=limit, waiting=waiting
        )
    return show_page(page, as_json=as_json)


@app.command("likeness")
def likeness(
    report_no: ReportNo,
    account: Account,
    record: Annotated[bool, typer.Option("--record", help="把结果记为审查记录")] = False,
    as_json: AsJson = False,
) -> int:
    """在先首报里有没有同一投资者、同一项目；只供审查人员参考，不自动退回。"""
    from bot.rendering.reports import candidate_text
    from registry.casework.findings import FindingKind

    with opened() as registry:
        found = registry.likeness.check(caller(account), report_no)
        if record:
            body = found.as_finding()
            registry.reviews.record(caller(account), report_no, FindingKind.LIKENESS, body)
    for candidate in found.candidates:
        if as_json:
            write_json(
                {
                    "report_no": candidate.report_no,
                    "unit": candidate.unit,
                    "state": candidate.state,
                    "likeness": candidate.comparison.likeness.value,
                    "label": candidate.comparison.likeness.label,
                    "score": round(candidate.comparison.score, 3),
                    "reasons": list(candidate.comparison.reasons),
                }
            )
        else:
            write_text(candidate_text(candidate))
    if not found.candidates:
        say("没有相似的在先首报。")
    return EXIT_DONE


@app.command("lists")
def lists(report_no: ReportNo, account: Account, as_json: AsJson = False) -> int:
    """投资方在目标企业名单和机会清单里的记录。"""
    with opened() as registry:
        found = registry.lists.matches(caller(account), report_no)
    for match in found:
        if as_json:
            write_json(
                {
                    "kind": match.kind,
                    "list": match.list_name,
                    "name": match.name,
                    "relation": match.relation.value,
                    "remark": match.detail,
                }
            )
        else:
            write_text(f"{match.list_name}：{match.name}  {match.detail}")
    if not found:
        say("名单里没有。")
    return EXIT_DONE


@app.command("import")
def import_list(
    source: Annotated[str, typer.Argument(metavar="FILE", help="XLSX，第一行是列名")],
    account: Account,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="名单名称；同名的被替换")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="targets 目标企业，opportunities 机会")
    ] = "targets",
    as_json: AsJson = False,
) -> int:
    """导入名单；有一行不对就一行也不导入，并逐行说明。"""
    from bot.office_files.sheets import read_rows
    from bot.rendering.registry_errors import row_lines
    from registry.errors import InvalidInput

    if kind not in ("targets", "opportunities"):
        raise BadInput(f"kind {kind!r}", code="bad_list", value=kind)
    path = read_existing(source)
    try:
        with opened() as registry:
            service, rows = registry.lists, read_rows(path)
            take = service.import_targets if kind == "targets" else service.import_opportunities
            done = take(caller(account), name, rows)
    except InvalidInput as error:
        if error.code != "bad_rows":
            raise
        for line in row_lines(error.fields["errors"]):  # type: ignore[arg-type]  # by its contract
            say(line)
        say("未导入任何一行，请改好后重来。")
        return EXIT_BAD_INPUT
    if as_json:
        write_json({"list": done.list_name, "rows": done.rows, "replaced": done.replaced})
    else:
        write_text(f"已导入“{done.list_name}” {done.rows} 行，替换原有 {done.replaced} 行。")
    return EXIT_DONE


@app.command("steps")
def steps(report_no: ReportNo, account: Account, as_json: AsJson = False) -> int:
    """您这一方现在能办哪几步，各缺什么。"""
    from bot.rendering.report_labels import GUARD_LABELS, STEP_LABELS

    with opened() as registry:
        found = registry.reviews.open_steps(caller(account), report_no)
    for step in found:
        if as_json:
            write_json(
                {
                    "step": step.name,
                    "to": step.target,
                    "clause": step.clause,
                    "local": step.is_local,
                    "open_guards": list(step.open_guards),
                }
            )
        else:
            missing = "；".join(GUARD_LABELS.get(guard, guard) for guard in step.open_guards)
            write_text(f"{step.name}  {STEP_LABELS.get(step.name, step.name)}  {missing}".rstrip())
    return EXIT_DONE


@app.command("take")
def take_step(  # noqa: PLR0913, PLR0917  # one parameter per option of the command
    report_no: ReportNo,
    step: Annotated[str, typer.Argument(metavar="STEP", help="步骤，如 start_review、grant")],
    account: Account,
    reason: Reason = "",
    details: Details = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="KEY", help="请求编号；重试用同一个")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """办理一步：退回、审查、征求意见、授予、撤回、签约、落地等。"""
    from bot.rendering.reports import report_as_mapping, state_label

    with opened() as registry:
        view = registry.reviews.take(
            caller(account, key), report_no, step, reason=reason, details=read_details(details)
        )
    if as_json:
        write_json(report_as_mapping(view))
    else:
        write_text(f"{report_no}：{state_label(view.state)}")
    return EXIT_DONE


@app.command("record")
def record_finding(
    report_no: ReportNo,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="记录的种类，见用户手册")],
    account: Account,
    details: Details = None,
    as_json: AsJson = False,
) -> int:
    """记一条审查记录：导引审查、征求投资者意见、复核、人工认定。"""
    from registry.casework.findings import FindingKind

    if kind not in list(FindingKind):
        known = "、".join(FindingKind)
        raise BadInput(f"kind {kind!r}", code="bad_finding", value=kind, known=known)
    with opened() as registry:
        body = read_details(details)
        number = registry.reviews.record(caller(account), report_no, FindingKind(kind), body)
    if as_json:
        write_json({"report_no": report_no, "kind": kind, "n": number})
    else:
        write_text(f"已记录（第 {number} 条）。")
    return EXIT_DONE


@app.command("settle")
def settle(
    report_no: ReportNo,
    account: Account,
    favoured: Annotated[str, typer.Option("--favoured", metavar="REPORT_NO", help="在先的那一份")],
    reason: Reason,
) -> int:
    """裁定两份首报的先后争议。"""
    with opened() as registry:
        registry.reviews.settle_dispute(
            caller(account), report_no, favoured_no=favoured, reason=reason
        )
    say("已裁定并记入账本。")
    return EXIT_DONE


@app.command("holders")
def holders(
    account: Account,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="投资方全称")] = "",
    uscc: Annotated[str, typer.Option("--uscc", metavar="CODE", help="统一社会信用代码")] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="哪一天终了，默认今天")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """某一天谁持有一个投资方各项目的首谈资格；查询有记录。"""
    from bot.rendering.reports import as_json_time, show_time

    with opened() as registry:
        day = read_day(on, "--on") or registry.store.clock.today()
        found = registry.queries.holders(caller(account), investor_name=name, uscc=uscc, on=day)
    for holder in found:
        until = None if holder.until is None else as_json_time(holder.until)
        if as_json:
            write_json(
                {"report_no": holder.report_no, "unit": holder.unit,
                 "since": as_json_time(holder.since), "until": until}
            )  # fmt: skip
        else:
            ended = "" if holder.until is None else f"，至 {show_time(holder.until)}"
            write_text(f"{holder.report_no}  {holder.unit}，自 {show_time(holder.since)}{ended}")
    if not found and not as_json:
        say("这一天没有单位持有首谈资格。")
    return EXIT_DONE


@app.command("expire")
def expire(
    clock_confirmed: Annotated[
        bool, typer.Option("--clock-confirmed", help="时钟跳变后，已核对过时钟")
    ] = False,
) -> int:
    """结束有效期已过的首谈资格（管理员；只在设了有效天数时），并依次递补。"""
    with opened() as registry:
        ended = registry.reviews.expire_due(machine(), clock_confirmed=clock_confirmed)
    for number in ended:
        write_text(f"{number}：首谈资格到期")
    if not ended:
        say("没有到期的首谈资格。")
    return EXIT_DONE


def read_details(given: "Sequence[str] | None") -> dict[str, Any]:
    """`name=value` options as a mapping; true, false, numbers and lists as JSON writes them.

    Raises BadInput.
    """
    found: dict[str, Any] = {}
    for text in given or ():
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise BadInput(f"detail {text!r}", code="bad_detail", value=text)
        is_json = value in ("true", "false", "null") or value.startswith(("[", "{"))
        try:
            found[name.strip()] = json.loads(value) if is_json else value
        except ValueError as error:
            raise BadInput(f"detail {text!r}", code="bad_detail", value=text) from error
    return found
