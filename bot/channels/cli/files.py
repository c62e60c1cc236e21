"""`yipanqi report files|fetch|amend` and `yipanqi evidence`: files of a report, changes to it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.registry_access import (
    Account,
    AsJson,
    caller,
    machine,
    opened,
    read_existing,
)
from bot.channels.cli.report import ReportNo
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE, EXIT_UNAVAILABLE

evidence = typer.Typer(help="附件目录：核对、清理（管理员）。", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add those of one report to the commands of `yipanqi report`."""
    for command in (files, fetch, amend):
        app.command(command.__name__)(command)


def files(report_no: ReportNo, account: Account, as_json: AsJson = False) -> int:
    """一份首报的附件清单。"""
    with opened() as registry:
        found = registry.evidence.list(caller(account), report_no)
    for kept in found:
        if as_json:
            write_json(
                {"id": kept.id, "name": kept.name, "kind": kept.kind.value, "size": kept.size,
                 "sha256": kept.sha256, "bureau_only": kept.bureau_only}
            )  # fmt: skip
        else:
            write_text(f"{kept.id}  {kept.name}（{kept.kind}，{kept.size} 字节）")
    if not found and not as_json:
        say("没有附件。")
    return EXIT_DONE


def fetch(
    report_no: ReportNo,
    file_id: Annotated[str, typer.Argument(metavar="FILE_ID", help="附件编号")],
    account: Account,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="存成文件")],
) -> int:
    """取出一个附件并核对摘要；取出有记录。"""
    target = Path(out)
    if target.exists():
        raise BadInput(f"{out!r} exists", code="file_exists", value=out)
    with opened() as registry:
        kept, content = registry.evidence.read(caller(account), report_no, file_id)
    target.write_bytes(content)
    say(f"已把“{kept.name}”存到 {target}，摘要相符。")
    return EXIT_DONE


def amend(
    report_no: ReportNo,
    source: Annotated[str, typer.Argument(metavar="FILE", help="TOML 或 JSON，只写要改的项目")],
    account: Account,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="为什么改")],
) -> int:
    """修改一份已报备或被退回的首报；编号和次序不变，决定项目身份的内容不能改。"""
    from bot.rendering.reports import state_label
    from bot.reports.report_files import read_report

    path = read_existing(source)
    slots = read_report(path.read_bytes(), path.suffix.lower())
    with opened() as registry:
        view = registry.reviews.amend(caller(account), report_no, slots, reason=reason)
    write_text(f"{report_no}：已修改 {len(slots)} 项，{state_label(view.state)}。")
    return EXIT_DONE


@evidence.command("verify")
def verify(as_json: AsJson = False) -> int:
    """核对每个附件在不在、有没有变；恢复备份之后用它看还缺哪些。有问题时退出码为 3。"""
    with opened() as registry:
        found = registry.evidence.check(machine())
    labels = {"evidence_lost": "缺失", "evidence_changed": "内容变了"}
    for problem in found:
        if as_json:
            write_json({"id": problem.id, "report_no": problem.report_no, "code": problem.code})
        else:
            write_text(f"✗ {problem.report_no}  附件 {problem.id}：{labels[problem.code]}")
    if not found and not as_json:
        write_text("附件齐全，摘要相符。")
    return EXIT_UNAVAILABLE if found else EXIT_DONE


@evidence.command("sweep")
def sweep() -> int:
    """清除没有登记的零散文件（上传中断、草稿放弃后留下的）；请在无人上传时运行。"""
    with opened() as registry:
        removed = registry.evidence.sweep(machine()) + registry.draft_files.sweep(machine())
    say(f"清除了 {removed} 个文件。")
    return EXIT_DONE
