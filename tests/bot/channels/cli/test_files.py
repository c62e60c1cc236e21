"""`yipanqi report files|fetch|amend` and `yipanqi evidence`: files kept, taken out, checked."""

import json
from pathlib import Path

from tests.bot.channels.cli.registry_commands import Desk

NO = "首报-2026-000001"


def attach(desk: Desk, content: bytes = b"%PDF-1.7 minutes") -> str:
    Path("纪要.pdf").write_bytes(content)
    made = desk.run("report", "attach", NO, "纪要.pdf", "--as", desk.district, "--json")
    return str(made.record["id"])


def test_a_file_is_listed_and_taken_out_unchanged(desk: Desk) -> None:
    desk.file()
    file_id = attach(desk)

    listed = desk.run("report", "files", NO, "--as", desk.district)
    record = desk.run("report", "files", NO, "--as", desk.reviewer, "--json").record
    taken = desk.run("report", "fetch", NO, file_id, "--as", desk.reviewer, "--out", "out.pdf")

    assert "纪要.pdf" in listed.out
    assert (record["id"], record["bureau_only"]) == (file_id, False)
    assert taken.status == 0
    assert Path("out.pdf").read_bytes() == b"%PDF-1.7 minutes"


def test_nothing_is_written_over_and_nothing_is_given_to_a_rival(desk: Desk) -> None:
    desk.file()
    file_id = attach(desk)
    Path("there.pdf").write_bytes(b"mine")

    over = desk.run("report", "fetch", NO, file_id, "--as", desk.district, "--out", "there.pdf")
    rival = desk.run("report", "fetch", NO, file_id, "--as", desk.rival, "--out", "new.pdf")

    assert (over.status, rival.status) == (2, 2)
    assert "已存在" in over.err
    assert Path("there.pdf").read_bytes() == b"mine"
    assert not Path("new.pdf").exists()


def test_no_files(desk: Desk) -> None:
    desk.file()

    assert "没有附件" in desk.run("report", "files", NO, "--as", desk.district).err
    assert "附件齐全" in desk.run("evidence", "verify").out


def test_lost_and_changed_files_are_named_and_strays_swept(desk: Desk) -> None:
    desk.file()
    folder = desk.folder / "home" / "evidence"
    lost, changed = attach(desk), attach(desk, b"%PDF-1.7 other")
    (folder / lost[:2] / lost).unlink()
    (folder / changed[:2] / changed).write_bytes(b"%PDF-1.7 forged")
    (folder / changed[:2] / "stray").write_bytes(b"left over")

    told = desk.run("evidence", "verify")
    records = [json.loads(x) for x in desk.run("evidence", "verify", "--json").out.splitlines()]
    swept = desk.run("evidence", "sweep")

    assert told.status == 3
    assert f"附件 {lost}：缺失" in told.out
    assert f"附件 {changed}：内容变了" in told.out
    assert {record["code"] for record in records} == {"evidence_lost", "evidence_changed"}
    assert "清除了 1 个文件" in swept.err


def test_a_report_is_amended_in_what_does_not_identify_it(desk: Desk) -> None:
    desk.file()
    Path("change.toml").write_text('"unit_contact" = "另一经办人"', "utf-8")
    Path("identity.toml").write_text('investor_name = "冒名有限公司"', "utf-8")
    by = ("--as", desk.district, "--reason", "更正")

    amended = desk.run("report", "amend", NO, "change.toml", *by)
    identity = desk.run("report", "amend", NO, "identity.toml", *by)

    assert (amended.status, identity.status) == (0, 2)
    assert "已修改 1 项" in amended.out
    assert "另一经办人" in desk.run("report", "show", NO, "--as", desk.district).out
    assert desk.run("ledger", "verify").status == 0
