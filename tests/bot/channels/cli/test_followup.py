"""`yipanqi report note|follow|attach|stats`."""

from pathlib import Path

from tests.bot.channels.cli.registry_commands import Desk

NO = "首报-2026-000001"


def test_a_project_is_followed_up(desk: Desk) -> None:
    desk.file()
    Path("纪要.pdf").write_bytes(b"%PDF-1.7 minutes")
    who = ("--as", desk.district)

    steps = [
        desk.run("report", "note", NO, *who, "--kind", "visit", "--text", "已赴企业考察"),
        desk.run("report", "follow", NO, *who, "--owner", desk.district, "--next", "签约", "--due",
                 "2026-01-01"),
        desk.run("report", "attach", NO, "纪要.pdf", *who, "--json"),
    ]  # fmt: skip
    shown = desk.run("report", "show", NO, *who).out

    assert [step.status for step in steps] == [0, 0, 0]
    assert "已赴企业考察" in shown
    assert "纪要.pdf" in shown
    assert "下一步：签约" in desk.run("report", "list", *who, "--overdue").out


def test_figures_of_a_period(desk: Desk) -> None:
    desk.file()
    period = ("--from", "2026-01-01", "--to", "2099-12-31")

    record = desk.run("report", "stats", "--as", desk.lead, *period, "--json").record
    text = desk.run("report", "stats", "--as", desk.lead, *period).out

    assert (record["total"], record["by_bracket"]) == (1, {"from_10": 1})
    assert "按单位：余杭区 1" in text


def test_what_cannot_be_noted_is_one_line(desk: Desk) -> None:
    desk.file()
    who = ("--as", desk.district)
    Path("run.exe").write_bytes(b"MZ\x90\x00")

    for arguments, said in (
        (("report", "note", NO, *who, "--kind", "gossip", "--text", "x"), "没有“gossip”这类记录"),
        (("report", "note", NO, *who, "--text", " "), "“内容”没有填"),
        (("report", "attach", NO, "run.exe", *who), "附件须是"),
        (("report", "attach", NO, "none.pdf", *who), "找不到文件"),
        (("report", "follow", NO, *who, "--owner", desk.rival), "跟进人须是"),
    ):
        outcome = desk.run(*arguments)
        assert outcome.status == 2
        assert said in outcome.err
