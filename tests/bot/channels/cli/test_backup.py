"""`yipanqi backup` and `restore`: brought back whole, and what is missing is told by a receipt."""

import shutil
from pathlib import Path

from tests.bot.channels.cli.registry_commands import REPORT, Desk


def test_a_restored_registry_is_whole_and_its_missing_tail_is_found(desk: Desk) -> None:
    desk.file()
    made = desk.run("backup", "b.gz", "--json").record
    desk.file("", REPORT.replace("示例半导体", "另一家"), "--out", "late.json")
    home = desk.folder / "home"
    (home / "registry.sqlite").unlink()

    restored = desk.run("restore", "b.gz", "--json").record

    assert (restored["entries"], restored["rows"]) == (made["entries"], made["rows"])
    assert desk.run("ledger", "verify").status == 0
    assert desk.run("ledger", "verify", "late.json").status == 3


def test_a_restore_needs_an_empty_registry_and_a_whole_backup(desk: Desk) -> None:
    desk.run("backup", "b.gz")
    Path("half.gz").write_bytes(Path("b.gz").read_bytes()[:-40])

    onto_data = desk.run("restore", "b.gz")
    shutil.rmtree(desk.folder / "home")
    cut = desk.run("restore", "half.gz")

    assert onto_data.status == cut.status == 2
    assert "不是空的" in onto_data.err
    assert desk.run("restore", "none.gz").status == 2
