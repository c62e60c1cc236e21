"""`yipanqi check` as somebody types it: lists, schemas, one case, batches, and bad input."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.bot.channels.cli.conftest import Run

CASE = 'rule = "R13"\nas_of = 2024-03-01\n[facts]\ntotal_investment = "十二亿"\n'


def write_case(text: str, name: str = "case.toml") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_every_rule_is_listed(run: Run) -> None:
    lines = run("check", "--list").out.splitlines()

    assert any(line.startswith("R3 ") and "first_negotiation" in line for line in lines)
    assert any(line.startswith("R18 ") for line in lines)


def test_the_list_as_json_has_the_facts_and_clauses(run: Run) -> None:
    records = {record["number"]: record for record in run("check", "--list", "--json").records}

    assert records["R13"]["facts"] == ["total_investment"]
    assert records["R13"]["clauses"] == ["hz-2024-chain#1.1"]


@pytest.mark.parametrize("key", ["R14", "r14", "huzhou_345"])
def test_a_schema_tells_which_facts_a_rule_takes(run: Run, key: str) -> None:
    readable, line = run("check", "--schema", key), run("check", "--schema", key, "--json")

    assert json.loads(readable.out) == line.records[0]
    assert line.records[0]["properties"]["plot_ratio"]["title"] == "容积率"
    assert line.out.count("\n") == 1


def test_a_case_is_answered_in_chinese(run: Run) -> None:
    outcome = run("check", "--case", write_case(CASE))

    assert outcome.status == 0
    assert "结论：总投资10亿元以上、不到50亿元（是）" in outcome.out
    assert "判断日：2024-03-01" in outcome.out
    assert "没有法律后果" in outcome.out
    assert outcome.err == ""


def test_the_json_keeps_the_contract(run: Run) -> None:
    (record,) = run("check", "--case", write_case(CASE), "--json").records

    contract = "rule verdict outcome reasons missing_facts open_points next_steps parameters"
    assert set(contract.split()) <= set(record)
    assert (record["rule"], record["verdict"]) == ("investment_bracket", "YES")
    assert record["outcome"] == "FROM_10"
    assert record["reasons"][0].keys() == {"text", "clause"}


def test_a_parameter_shows_its_provenance(run: Run) -> None:
    Path("home").mkdir()
    Path("home/local_settings.toml").write_text("major_project_min_investment_wan = 100000\n")
    case = 'rule = "R11"\n[facts]\nneeds_energy_quota = true\ntotal_investment = "10亿元"\n'

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YIPANQI_HOME", "home")
        (record,) = run("check", "--case", write_case(case), "--json").records

    assert record["verdict"] == "YES"
    assert record["parameters"][0]["provenance"] == "本局设定"
    assert record["parameters"][0]["name"] == "major_project_min_investment_wan"


@pytest.mark.parametrize(
    "text",
    [
        CASE,
        json.dumps({"rule": "R13", "facts": {"total_investment": {"amount": 12, "unit": "亿元"}}}),
    ],
)
def test_a_case_comes_from_standard_input_too(run: Run, text: str) -> None:
    outcome = run("check", "--case", "-", "--json", stdin=text.encode())

    assert outcome.records[0]["outcome"] == "FROM_10"


def test_json_files_are_read(run: Run) -> None:
    name = write_case('{"rule": "R17", "facts": {"main_industry_count": 1}}', "case.json")

    assert run("check", "--case", name, "--json").records[0]["missing_facts"] == ["standard_place"]


def test_the_day_of_the_option_goes_before_the_day_of_the_case(run: Run) -> None:
    name = write_case('rule = "R11"\nas_of = 2024-03-01\n')

    given = run("check", "--case", name, "--json").records[0]
    asked = run("check", "--case", name, "--as-of", "2019-06-05", "--json").records[0]

    assert (given["as_of"], asked["as_of"]) == ("2024-03-01", "2019-06-05")
    assert asked["outcome"] == "NOT_IN_FORCE"


def test_without_any_day_it_is_today(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPANQI_TODAY", "2025-05-05")

    outcome = run("check", "--case", write_case('rule = "R11"\n'), "--json")

    assert outcome.records[0]["as_of"] == "2025-05-05"


def test_a_case_without_a_rule_takes_the_option(run: Run) -> None:
    name = write_case('[facts]\ntotal_investment = "1亿元"\n')

    assert run("check", "--case", name, "--rule", "R13", "--json").records[0]["outcome"] == "FROM_1"


def test_all_errors_of_a_case_come_at_once_one_a_line(run: Run) -> None:
    case = (
        'rule = "R14"\n[facts]\nplot_ratio = 0\nfixed_investment = "-3亿元"\n'
        'far = 1\nland_area_mu = "12"\n'
    )

    outcome = run("check", "--case", write_case(case))

    assert (outcome.status, outcome.out) == (2, "")
    assert [line.partition("：")[0] for line in outcome.err.splitlines()] == [
        "plot_ratio", "fixed_investment", "far", "land_area_mu",
    ]  # fmt: skip
    assert "例如" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--case"),
        (("--list", "--schema", "R1"), "一次只能用一个"),
        (("--case", "missing.toml"), "找不到文件"),
        (("--case", "."), "不是文件"),
        (("--schema", "R99"), "R99"),
        (("--batch", "missing.xlsx", "--out", "r.xlsx"), "找不到文件"),
        (("--batch", "good.toml"), "--out"),
        (("--batch", "good.toml", "--out", "r.csv"), ".xlsx"),
        (("--case", "good.toml", "--as-of", "昨天"), "2024-06-05"),
        (("--case", "empty.toml"), "--rule"),
        (("--case", "unknown.toml"), "R99"),
        (("--case", "key.toml"), "other"),
        (("--case", "syntax.toml"), "TOML"),
        (("--case", "syntax.json"), "JSON"),
        (("--case", "binary.toml"), "UTF-8"),
        (("--case", "number.toml"), "rule"),
        (("--case", "list.json"), "facts"),
        (("--case", "day.toml"), "as_of"),
        (("--batch", "good.toml", "--out", "good.toml"), ".xlsx"),
        (("--batch", "broken.xlsx", "--out", "r.xlsx"), "表格"),
        (("--batch", "same.jsonl", "--out", "same.jsonl"), "同一个文件"),
    ],
)
def test_bad_input_is_a_chinese_line_and_status_2(run: Run, arguments, words: str) -> None:
    files = {
        "good.toml": CASE, "empty.toml": "", "unknown.toml": 'rule = "R99"',
        "key.toml": "other = 1",
        "syntax.toml": "[", "syntax.json": "{", "number.toml": "rule = 3", "list.json": "[1]",
        "day.toml": 'rule = "R11"\nas_of = "昨天"', "broken.xlsx": "x", "same.jsonl": "{}",
    }  # fmt: skip
    for name, text in files.items():
        write_case(text, name)
    Path("binary.toml").write_bytes(b"\xff\xfe")

    outcome = run("check", *arguments)

    assert outcome.status == 2
    assert words in outcome.err
    assert outcome.out == ""


def test_a_setting_of_the_bureau_that_cannot_be_read_is_named(run: Run, monkeypatch) -> None:
    Path("home").mkdir()
    Path("home/local_settings.toml").write_text("validity = 90\n")
    monkeypatch.setenv("YIPANQI_HOME", "home")

    outcome = run("check", "--case", write_case(CASE))

    assert outcome.status == 2
    assert "validity" in outcome.err


def test_a_faulty_environment_variable_is_the_edges_to_word(run: Run, monkeypatch) -> None:
    monkeypatch.setenv("YIPANQI_TODAY", "gestern")

    outcome = run("check", "--case", write_case(CASE))

    assert outcome.status == 2
    assert "YIPANQI_TODAY" in outcome.err


def test_a_batch_of_lines_gives_a_line_a_case(run: Run) -> None:
    rows = [
        '{"id": 7, "rule": "R13", "facts": {"total_investment": "2亿元"}}',
        "",
        '{"id": "x", "rule": "R13", "facts": {"total_investment": "2"}}',
        "{",
        '{"facts": {}}',
        '{"rule": "R99"}',
    ]
    Path("in.jsonl").write_text("\n".join(rows), encoding="utf-8")

    outcome = run("check", "--batch", "in.jsonl", "--out", "out.jsonl", "--as-of", "2024-03-01")

    found = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert outcome.status == 2
    assert "共5行：判断1行，有误4行" in outcome.err
    assert [row["row"] for row in found] == [1, 3, 4, 5, 6]
    assert (found[0]["id"], found[0]["outcome"], found[0]["as_of"]) == (7, "FROM_1", "2024-03-01")
    assert all(row["errors"] for row in found[1:])


def test_a_batch_sheet_gives_a_result_sheet_without_formulas(run: Run) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["编号", "规则", "判断日期", "总投资", "用地面积"])
    sheet.append(["+cmd|' /C calc'!A0", "R13", "2024-03-01", "2亿元", "100亩"])
    sheet.append([None, None, None, None, None])
    sheet.append(["乙", None, None, "五亿", None])
    sheet.append(["丙", "R13", None, "@SUM(1)", None])
    book.save("in.xlsx")

    outcome = run("check", "--batch", "in.xlsx", "--out", "out.xlsx", "--rule", "R13")

    rows = list(openpyxl.load_workbook("out.xlsx").active.iter_rows())
    values = [[cell.value for cell in row] for row in rows]
    assert outcome.status == 2
    assert values[0][:3] == ["行号", "编号", "规则"]
    assert values[1][1].startswith("'+cmd")
    assert [row[0] for row in values[1:]] == ["2", "4", "5"]
    assert values[2][5] == "总投资1亿元以上、不到10亿元"
    assert "total_investment" in values[3][-1]
    assert all(cell.data_type != "f" for row in rows for cell in row)


def test_a_whole_batch_without_errors_has_status_0(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.checks.batch_check._PROGRESS_STEP", 1)
    Path("in.jsonl").write_text('{"rule": "R13", "facts": {}}\n', encoding="utf-8")

    assert run("check", "--batch", "in.jsonl", "--out", "out.xlsx").status == 0


def test_an_empty_sheet_is_refused(run: Run) -> None:
    openpyxl.Workbook().save("in.xlsx")

    outcome = run("check", "--batch", "in.xlsx", "--out", "out.xlsx")

    assert outcome.status == 2
    assert "列名" in outcome.err


def test_a_column_nobody_knows_is_an_error_of_its_row(run: Run) -> None:
    book = openpyxl.Workbook()
    book.active.append(["规则", "总投次"])
    book.active.append(["R13", "1亿元"])
    book.save("in.xlsx")

    run("check", "--batch", "in.xlsx", "--out", "out.jsonl")

    record = json.loads(Path("out.jsonl").read_text("utf-8"))
    assert "总投次" in record["errors"][0]
