"""`yipanqi report note|follow|attach|stats`: what happens to a project after its report."""

from typing import Annotated

import typer

from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.registry_access import (
    Account,
    AsJson,
    caller,
    opened,
    read_day,
    read_existing,
)
from bot.channels.cli.report import ReportNo
from bot.errors import BadInput
from bot.rendering.errors import EXIT_DONE


def add_commands(app: typer.Typer) -> None:
    """Add them to the commands of `yipanqi report`."""
    for command in (note, follow, attach, stats):
        app.command(command.__name__)(command)


def note(
    report_no: ReportNo,
    account: Account,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="内容")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="note、visit、talk、meeting、problem")
    ] = "note",
    on: Annotated[
        str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="哪一天，默认今天")
    ] = None,
) -> int:
    """记一条进展（走访、洽谈、会议、问题）；市局记的只有市局看得见。"""
    from registry.casework.progress import NoteKind

    if kind not in list(NoteKind):
        raise BadInput(f"kind {kind!r}", code="bad_note_kind", value=kind)
    with opened() as registry:
        day = read_day(on, "--on")
        registry.progress.add_note(
            caller(account), report_no, NoteKind(kind), text, happened_on=day
        )
    say("已记录。")
    return EXIT_DONE


def follow(
    report_no: ReportNo,
    account: Account,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="ACCOUNT", help="跟进人的账号")
    ] = None,
    next_step: Annotated[
        str | None, typer.Option("--next", metavar="TEXT", help="下一步；空为已完成")
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="YYYY-MM-DD", help="下一步的期限")
    ] = None,
) -> int:
    """定跟进人、下一步和期限。"""
    with opened() as registry:
        registry.progress.follow_up(
            caller(account),
            report_no,
            owner=owner,
            next_step=next_step,
            due_on=read_day(due, "--due"),
        )
    say("已记录。")
    return EXIT_DONE


def attach(
    report_no: ReportNo,
    source: Annotated[str, typer.Argument(metavar="FILE", help="文件，20 MB 以内")],
    account: Account,
    as_json: AsJson = False,
) -> int:
    """给首报加一个附件；类型按内容判断，登记摘要。"""
    path = read_existing(source)
    with opened() as registry:
        kept = registry.evidence.attach(caller(account), report_no, path.name, path.read_bytes())
    if as_json:
        write_json({"id": kept.id, "name": kept.name, "kind": kept.kind, "sha256": kept.sha256})
    else:
        write_text(f"已收：{kept.name}，编号 {kept.id}，摘要 {kept.sha256}")
    return EXIT_DONE


def stats(
    account: Account,
    from_day: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="受理日期起")],
    to_day: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="受理日期止")],
    as_json: AsJson = False,
) -> int:
    """一段时间的首报数：按单位、产业链、状态、投资档次。"""
    from bot.rendering.reports import counts_lines

    first, last = read_day(from_day, "--from"), read_day(to_day, "--to")
    assert first is not None
    assert last is not None
    with opened() as registry:
        counts = registry.statistics.counts(caller(account), first, last)
    if as_json:
        write_json(
            {
                "from": first.isoformat(),
                "to": last.isoformat(),
                "total": counts.total,
                "investment_yuan": counts.yuan,
                "by_unit": dict(counts.by_unit),
                "by_chain": dict(counts.by_chain),
                "by_state": dict(counts.by_state),
                "by_bracket": {key.value: n for key, n in counts.by_bracket.items()},
            }
        )
        return EXIT_DONE
    for line in counts_lines(counts):
        write_text(line)
    return EXIT_DONE
