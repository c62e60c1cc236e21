"""`yipanqi ledger`: verified against receipts from outside; damage is told and stops writing."""

import json
import sqlite3
from pathlib import Path

from tests.bot.channels.cli.registry_commands import REPORT, Desk


def test_a_whole_ledger_is_verified(desk: Desk) -> None:
    desk.file("", REPORT, "--out", "r.json")

    outcome = desk.run("ledger", "verify", "r.json", "--json")

    assert outcome.status == 0
    assert (outcome.record["whole"], outcome.record["problems"]) == (True, [])
    assert "各地手里的回执" in desk.run("ledger", "verify").err


def test_a_row_edited_behind_its_back_is_found_and_stops_filing(desk: Desk) -> None:
    desk.file()
    with sqlite3.connect(desk.folder / "home" / "registry.sqlite") as connection:
        connection.execute("UPDATE filing SET unit = '萧山区'")
    connection.close()

    outcome = desk.run("ledger", "verify")
    refused = desk.file("", REPORT.replace("示例半导体", "另一家"))

    assert outcome.status == 3
    assert "核验没有通过" in outcome.out
    assert refused.status == 3
    assert "只读" in refused.err


def test_checkpoint_and_export(desk: Desk) -> None:
    desk.file()

    printed = desk.run("ledger", "checkpoint").record
    desk.run("ledger", "checkpoint", "--out", "point.json")
    desk.run("ledger", "export", "--out", "ledger.jsonl")
    lines = desk.run("ledger", "export").out.splitlines()

    assert printed["format"] == "yipanqi-checkpoint/1"
    assert json.loads(Path("point.json").read_text("utf-8"))["size"] >= printed["size"]
    written = Path("ledger.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["entry"]["seq"] for line in written] == [*range(1, len(written) + 1)]
    assert len(lines) == len(written) + 1  # the export before is an entry too
