"""`yipanqi ledger`: verify the history, sign a checkpoint, take the ledger out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.receipt import read_receipt
from bot.channels.cli.registry_access import AsJson, machine, opened
from bot.rendering.errors import EXIT_DONE, EXIT_UNAVAILABLE

app = typer.Typer(help="账本：核验、签发检查点、导出。", no_args_is_help=True)


@app.command("verify")
def verify(
    receipts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RECEIPT]...", help="各地手里的回执文件，越新越好"),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """核验全部历史有没有被改、删、截断或换掉；有问题时退出码为 3，登记库转为只读。"""
    from registry.audit.verification import as_mapping

    held = [read_receipt(name) for name in receipts or ()]
    with opened() as registry:
        found = registry.proofs.verify(machine(), held)
    if as_json:
        write_json({"whole": found.is_whole, **as_mapping(found)})
    else:
        write_text(f"账本 {found.size} 条，首报 {found.reports} 份，对照回执 {len(held)} 份。")
        for problem in found.problems:
            place = f"（第 {problem.at} 条）" if problem.at else ""
            write_text(f"✗ {problem.code}{place} {problem.detail}".rstrip())
        write_text("核验通过，历史完整。" if found.is_whole else "核验没有通过，请见运维手册。")
    if not held:
        say("没有对照回执：截断、旧备份和整体重建须用各地手里的回执才能发现。")
    return EXIT_DONE if found.is_whole else EXIT_UNAVAILABLE


@app.command("checkpoint")
def checkpoint(
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="存成文件")] = None,
) -> int:
    """签发账本当前的检查点；交给外部保存，即成见证。"""
    with opened() as registry:
        record = registry.proofs.checkpoint(machine()).as_mapping()
    if out is None:
        write_json(record)
    else:
        Path(out).write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
        say(f"检查点已存到 {out}。")
    return EXIT_DONE


@app.command("export")
def export(
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="存成文件，默认写到标准输出")
    ] = None,
) -> int:
    """导出账本，一行一条 JSON；导出本身也记入账本。"""
    with opened() as registry:
        entries = registry.proofs.export(machine())
        if out is None:
            for entry in entries:
                write_json(entry)
            return EXIT_DONE
        with Path(out).open("w", encoding="utf-8") as file:
            for entry in entries:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    say(f"账本已导出到 {out}。")
    return EXIT_DONE
