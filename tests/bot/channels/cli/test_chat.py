"""`yipanqi chat`, as another program and as a person uses it."""

import io
import json
from pathlib import Path

import pytest

from bot.channels.cli.main import main


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YIPANQI_CORPUS", str(corpus))


def talk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: str, *options: str
) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one run."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    status = main(["chat", *options])
    out, err = capsys.readouterr()
    return status, out, err


def test_each_line_in_gives_one_object_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = '新线路向哪个部门报备\n{"text": ["坏"]}\n\n{"text": "你好", "message_id": "a"}\n'

    status, out, _ = talk(monkeypatch, capsys, lines, "--jsonl")

    made = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [record["intent"] for record in made] == ["ask", "help", "smalltalk", "smalltalk"]
    assert set(made[0]) == {"replies", "intent", "draft", "report_no"}
    assert made[0]["replies"][0]["citations"][0]["doc_id"] == "test-rule"
    assert "text" in made[1]["replies"][0]["text"]


def test_a_draft_comes_with_its_slots_and_goes_on_in_the_next_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(
        ["staff", "add", "--unit", "余杭区", "--role", "district_lead", "--name", "经办", "--json"]
    )
    account = json.loads(capsys.readouterr().out)["account"]
    first = "我要首报，投资方示例半导体有限公司，总投资12亿元\n"

    _, out, _ = talk(monkeypatch, capsys, first, "--as", account, "--jsonl")
    draft = json.loads(out)["draft"]
    _, out, _ = talk(monkeypatch, capsys, "总投资改成2亿元\n", "--as", account, "--jsonl")
    changed = json.loads(out)["draft"]

    assert draft["slots"]["total_investment"]["display"] == "120000万元"
    assert draft["slots"]["investor_name"]["raw"] == "示例半导体有限公司"
    assert "project_name" in draft["missing"]
    assert changed["slots"]["total_investment"]["display"] == "20000万元"
    assert changed["version"] > draft["version"]


def test_an_account_nobody_has_is_refused_before_anything_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = talk(monkeypatch, capsys, "你好\n", "--as", "S99999")

    assert (status, out) == (2, "")
    assert "S99999" in err


def test_a_person_sees_replies_numbered_choices_and_how_to_leave(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = talk(monkeypatch, capsys, "你好\n/file 没有.txt\nexit\n不会说到\n")

    assert status == 0
    assert "没有登录" in out
    assert "〔1〕" in out
    assert "找不到文件" in err
    assert out.rstrip().endswith("再见。")
