"""`yipanqi backup` and `yipanqi restore`: the registry as one file, taken while it works."""

from pathlib import Path
from typing import Annotated

import typer

from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.registry_access import AsJson, machine, opened, read_existing
from bot.rendering.errors import EXIT_DONE


def backup(
    target: Annotated[str, typer.Argument(metavar="FILE", help="备份文件")],
    as_json: AsJson = False,
) -> int:
    """备份登记库（不停机）；密钥和附件目录另行备份，见运维手册。"""
    with opened() as registry:
        facts = registry.backup(machine(), Path(target))
    if as_json:
        write_json({"file": target, "entries": facts.size, "rows": facts.rows, "head": facts.head})
    else:
        write_text(f"已备份到 {target}：账本 {facts.size} 条，共 {facts.rows} 行。")
        size = f"{facts.files} 个附件（{facts.file_bytes} 字节）"
        say(f"密钥（keys）和{size}不在其中，请另行备份；附件的摘要和公钥已列入。")
    return EXIT_DONE


def restore(
    source: Annotated[str, typer.Argument(metavar="FILE", help="备份文件")],
    as_json: AsJson = False,
) -> int:
    """把备份恢复到空的登记库；恢复后请用各地回执核验缺了什么。"""
    from bot.settings import load_settings
    from registry.database.engine import database_url
    from registry.upkeep.backup import restore_backup

    settings = load_settings()
    path = read_existing(source)
    facts = restore_backup(path, database_url(settings.database_url, settings.home))
    if as_json:
        write_json({"entries": facts.size, "rows": facts.rows, "head": facts.head})
    else:
        write_text(f"已恢复：账本 {facts.size} 条，共 {facts.rows} 行。")
        say("请运行 yipanqi ledger verify 并附上各地手里的回执，看备份之后缺了什么。")
        if facts.files:
            say(f"备份时有 {facts.files} 个附件，用 yipanqi evidence verify 看还缺哪些。")
        if facts.key:
            say(f"备份时的公钥是 {facts.key}。")
    return EXIT_DONE
