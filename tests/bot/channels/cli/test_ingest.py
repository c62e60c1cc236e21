import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.cli.ingest import find_files
from bot.channels.cli.main import main
from tests.bot.conftest import DIGEST

TEXT = "测试堤防办法\n第一条 堤防由水利处管。\n第二条 每年六月检查一次。\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a small corpus and a folder of files to take in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YIPANQI_CORPUS", str(tmp_path / "corpus"))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "test-rule.md").write_text(DIGEST, "utf-8")
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "dyke.txt").write_text(TEXT, "gb18030")
    (folder / ".hidden").write_text("x")
    return folder


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command on the real library."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_a_file_is_taken_in_once_and_can_be_removed(
    files: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    status, out, _ = command("ingest", str(files))
    assert (status, out[:3]) == (0, "已收入")
    assert "《测试堤防办法》" in out

    status, out, _ = command("ingest", str(files), "--json")
    assert (status, '"status": "unchanged"' in out) == (0, True)
    doc_id = out.partition('"doc_id": "')[2].partition('"')[0]

    status, out, _ = command("ask", "堤防由谁管？")
    assert "水利处" in out

    status, out, _ = command("corpus", "remove", doc_id, "--json")
    assert (status, f'"doc_id": "{doc_id}"' in out) == (0, True)
    status, out, _ = command("ask", "堤防由谁管？")
    assert "水利处" not in out
    assert command("corpus", "remove", doc_id)[0] == 2


def test_a_changed_file_is_updated(
    files: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    command("ingest", str(files))
    (files / "deep" / "dyke.txt").write_text(TEXT.replace("六月", "七月"), "gb18030")

    status, out, _ = command("ingest", str(files / "deep" / "dyke.txt"))

    assert status == 0
    assert out.startswith(("已更新", "已收入"))


def test_each_refused_file_has_its_line_and_the_rest_is_taken(
    files: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    (files / "broken.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (files / "empty.txt").write_bytes(b"")

    status, out, err = command("ingest", str(files), "missing.txt", "/dev/null")

    assert status == 2
    assert out.count("已收入") == 1
    refused = [line for line in err.splitlines() if line.startswith("没有收入")]
    assert len(refused) == 4
    assert all(line.endswith("。") for line in refused)


def test_refusals_as_json_carry_their_code(
    files: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    status, out, _ = command("ingest", "missing.txt", "--json")

    assert status == 2
    assert '"status": "refused", "code": "missing"' in out


def test_a_file_that_may_not_be_read_is_told(
    files: Path,
    command: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert "权限" in command("ingest", str(files))[2]


def test_hidden_files_of_a_folder_are_left_alone(files: Path) -> None:
    assert list(find_files([str(files)])) == [files / "deep" / "dyke.txt"]


def test_a_removed_digest_can_be_restored(
    files: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    assert command("corpus", "remove", "test-rule")[0] == 0
    assert command("corpus", "show", "test-rule")[0] == 2

    assert command("corpus", "restore", "test-rule")[0] == 0
    assert command("corpus", "show", "test-rule")[0] == 0
    assert command("corpus", "restore", "gone")[0] == 2
