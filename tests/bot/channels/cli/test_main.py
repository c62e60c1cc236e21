import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import bootstrap
from bot.channels.cli.main import main
from tests.bot.channels.cli.conftest import Run

HEAVY = {
    "chromadb",
    "docx",
    "fastapi",
    "langchain_core",
    "nicegui",
    "pypdfium2",
    "rich",
    "sentence_transformers",
    "torch",
    "trafilatura",
}


def test_starting_up_imports_nothing_heavy() -> None:
    code = "import sys, bot.channels.cli.main; print(*{n.split('.')[0] for n in sys.modules})"

    listing = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert HEAVY.isdisjoint(listing.stdout.split())


@pytest.mark.parametrize(
    "arguments", [(), ("--help",), ("ask", "--help"), ("corpus",), ("corpus", "--help")]
)
def test_help_is_chinese(run: Run, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)

    assert outcome.status == 0
    said = outcome.out + outcome.err
    assert "选项" in said
    assert "用法：yipanqi" in said
    assert "显示这页说明" in said
    assert not re.search(r"Usage|Options|Commands|Show this|<bool>|<str>|<int|… +│", said)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nonsense",), "没有这个命令：nonsense"),
        (("ask", "--nonsense"), "没有这个选项：--nonsense"),
        (("ask", "问", "--place"), "--place"),
        (("corpus", "show"), "缺少参数"),
        (("serve", "--port", "0"), "--port"),
        (("ask", "一", "二"), "多余的参数：二"),
    ],
    ids=str,
)
def test_wrong_use_is_told_in_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    outcome = run(*arguments)

    assert outcome.status == 2
    assert words in outcome.err
    assert "--help" in outcome.err
    assert outcome.err.count("\n") == 1


def test_an_interruption_is_no_trace(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "open_application", interrupt)

    outcome = run("ask", "问")

    assert outcome.status == 130
    assert outcome.err == "已中断。\n"


def test_an_error_nobody_thought_of_is_still_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret text")

    monkeypatch.setattr(bootstrap, "open_application", fail)

    outcome = run("ask", "问")

    assert outcome.status == 3
    assert "ZeroDivisionError" in outcome.err
    assert "secret" not in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIPANQI_TODAY", "someday")

    assert main(["ask", "问"]) == 2
    assert "YIPANQI_TODAY" in capsys.readouterr().err


def test_a_home_that_is_a_file_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("x")
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path / "taken"))

    assert main(["corpus", "list"]) == 3
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "YIPANQI_HOME" in captured.err


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = (
        f"{sys.executable} -m bot.channels.cli.main --help | head -c 1; exit ${{PIPESTATUS[0]}}"
    )

    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert result.returncode == 0
    assert result.stderr == ""


def test_the_version_is_the_installed_one(run: Run) -> None:
    assert run("version").out.startswith("yipanqi 0.")
