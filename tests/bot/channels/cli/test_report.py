"""`yipanqi report`: file, list, show and export, from a terminal."""

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.bot.channels.cli.registry_commands import REPORT, Desk

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\t=1")


def test_a_report_is_filed_with_receipt_and_code(desk: Desk) -> None:
    filed = desk.file("", REPORT, "--out", "r.json", "--qr", "r.svg", "--json")

    assert filed.record["report_no"].startswith("首报-")
    assert json.loads(Path("r.json").read_text("utf-8")) == filed.record["receipt"]
    assert Path("r.svg").read_bytes().startswith(b"<?xml")


def test_filing_again_gives_the_receipt_of_before_and_leaves_no_draft(desk: Desk) -> None:
    first = desk.file("", REPORT, "--json").record

    again = desk.file("", REPORT, "--json").record

    assert again["already"]
    assert again["receipt"] == first["receipt"]
    assert "以前已受理" in desk.file().out


def test_what_is_missing_is_named_in_chinese(desk: Desk) -> None:
    outcome = desk.file("", REPORT.replace('chain = "集成电路"\n', ""))

    assert (outcome.status, outcome.out) == (2, "")
    assert "还缺：产业链" in outcome.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml", "首报文件读不懂"),
        ("[[1", "首报文件读不懂"),
        ('"星座" = "狮子"', "没有“星座”这一项"),
        ('total_investment = "好多钱"', "“总投资”的金额看不懂"),
        ('uscc = "123"', "信用代码不对"),
        ("is_new_project = false", "现在不能首报"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(desk: Desk, text: str, said: str) -> None:
    body = text if "=" not in text or "星座" in text else _replaced(text)

    outcome = desk.file("", body)

    assert outcome.status == 2
    assert said in outcome.err


def _replaced(line: str) -> str:
    """The report with one slot said otherwise."""
    name = line.partition(" = ")[0]
    kept = [row for row in REPORT.splitlines() if not row.startswith(name) and "是否" not in row]
    new = [] if name == "is_new_project" else ["is_new_project = true"]
    return "\n".join([*kept, *new, line])


def test_a_report_from_standard_input(desk: Desk) -> None:
    text = json.dumps({"project_name": "甲", "investor_name": "示例有限公司"}).encode()

    outcome = desk.run("report", "file", "-", "--as", desk.district, stdin=text)

    assert "还缺：" in outcome.err


def test_the_rival_learns_of_nothing(desk: Desk) -> None:
    first, second = desk.file().out, desk.file(desk.rival).out
    shown = desk.run("report", "show", "首报-2026-000002", "--as", desk.rival)

    assert "已受理，进入审查。" in first
    assert "已受理，进入审查。" in second
    for text in (second, shown.out, desk.run("report", "list", "--as", desk.rival).out):
        assert "余杭" not in text
        assert "排队" not in text


def test_a_pre_check_is_one_bit(desk: Desk) -> None:
    desk.file()
    ask = ("report", "precheck", "--json", "--as", desk.rival, "--name")

    hit = desk.run(*ask, "示例半导体（杭州）有限公司")
    miss = desk.run(*ask, "无人报过有限公司")

    assert hit.record == {"answer": "ask_city", "text": "需市级核对"}
    assert miss.record == {"answer": "may_file", "text": "可以申报"}
    assert "企业全称" in desk.run(*ask, "示例").err


def test_lists_and_pages(desk: Desk) -> None:
    for n in range(3):
        desk.file("", REPORT.replace("示例半导体", f"示例{n}号"))

    first = desk.run("report", "list", "--as", desk.district, "--limit", "2", "--json")
    lines = [json.loads(line) for line in first.out.splitlines()]
    rest = desk.run("report", "list", "--as", desk.district, "--after", lines[-1]["next"])
    register = desk.run("report", "list", "--as", desk.reviewer, "--register", "--unit", "余杭区")

    assert [line.get("seq") for line in lines] == [3, 2, None]
    assert rest.out.startswith("首报-2026-000001")
    assert len(register.out.splitlines()) == 3
    assert desk.run("report", "list", "--as", desk.district, "--idle", "1").err == "没有。\n"
    assert desk.run("report", "list", "--as", desk.district, "--overdue").status == 0
    assert desk.run("report", "list", "--as", desk.district, "--register").status == 2
    assert "不是日期" in desk.run("report", "list", "--as", desk.lead, "--from", "x").err


def test_a_report_is_shown_with_its_course(desk: Desk) -> None:
    desk.file()

    text = desk.run("report", "show", "首报-2026-000001", "--as", desk.reviewer).out
    record = desk.run("report", "show", "首报-2026-000001", "--as", desk.reviewer, "--json").record

    assert "投资方：示例半导体有限公司" in text
    assert "总投资：120000万元" in text
    assert record["content"]["total_investment"]["unit"] == "万元"
    assert record["timeline"][-1]["kind"] == "viewed"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_an_export_runs(desk: Desk, formula: str) -> None:
    line = f'"项目名称" = {json.dumps(formula, ensure_ascii=False)}'
    desk.file("", REPORT.replace('"项目名称" = "功率器件生产基地"', line))

    desk.run("report", "export", "--as", desk.reviewer, "--out", "all.xlsx")
    cells = [c for row in load_workbook("all.xlsx").active.iter_rows() for c in row]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    named = next(str(cell.value) for cell in cells if "SUM" in str(cell.value) or ("1" in
                 str(cell.value) and str(cell.value).startswith("'")))  # fmt: skip
    assert named.startswith("'")


def test_exports_to_word_and_their_refusals(desk: Desk) -> None:
    desk.file()

    one = desk.run("report", "export", "首报-2026-000001", "--as", desk.district, "--out", "a.docx")
    register = desk.run("report", "export", "--as", desk.lead, "--out", "b.docx")

    assert (one.status, register.status) == (0, 0)
    cells = [cell.text for row in Document("a.docx").tables[0].rows for cell in row.cells]
    assert "示例半导体有限公司" in cells
    assert "首报-2026-000001" in [c.text for c in Document("b.docx").tables[0].rows[1].cells]
    for account, out in ((desk.rival, "c.docx"), (desk.district, "d.pdf")):
        refused = desk.run("report", "export", "首报-2026-000001", "--as", account, "--out", out)
        assert refused.status == 2
        assert not Path(out).exists()
