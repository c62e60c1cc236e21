import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from bot import bootstrap, doctor
from bot.doctor import Finding, Health, examine
from bot.errors import PartUnavailable
from bot.settings import Settings
from retrieval.errors import EmbeddingUnavailable, IndexUnavailable, RetrievalError
from tests.fakes import FakeLibrary


@pytest.fixture(autouse=True)
def _fake_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "open_library", lambda *_, **__: FakeLibrary())


def look(home: Path, **changes: object) -> dict[str, Finding]:
    settings = Settings(_env_file=None, home=home, **changes)  # type: ignore[call-arg]
    return {finding.part: finding for finding in examine(settings, {})}


def test_on_a_sound_machine_nothing_is_bad(tmp_path: Path) -> None:
    findings = look(tmp_path / "home")

    assert [f for f in findings.values() if f.health is Health.BAD] == []
    assert findings["索引"].detail == "2 个文件版本可查"


def test_whatever_is_bad_comes_with_a_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    monkeypatch.setattr(doctor, "MIN_FREE_MIB", 2**60)

    findings = look(
        tmp_path / "taken", corpus=tmp_path / "gone", embedding_model=str(tmp_path / "no-model")
    )

    bad = {part for part, finding in findings.items() if finding.health is Health.BAD}
    assert bad == {
        "Python",
        "依赖",
        "SQLite",
        "数据目录",
        "磁盘空间",
        "语料",
        "向量模型",
        "首报登记",
    }
    assert all(findings[part].mend for part in bad)


def test_a_check_that_fails_by_itself_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PartUnavailable("x")

    monkeypatch.setattr(bootstrap, "open_library", fail)

    assert look(tmp_path)["索引"].health is Health.BAD


def test_a_misspelt_variable_is_pointed_out(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, home=tmp_path)  # type: ignore[call-arg]

    findings = {f.part: f for f in examine(settings, {"YIPANQI_PROT": "1"})}

    assert findings["设置"].health is Health.OPTIONAL
    assert "YIPANQI_PROT" in findings["设置"].detail


def test_a_damaged_chat_log_is_found(tmp_path: Path) -> None:
    (tmp_path / bootstrap.CHAT_LOG_NAME).write_bytes(b"no database " * 400)

    finding = look(tmp_path)["问答记录"]

    assert finding.health is Health.BAD
    assert "移到别处" in finding.mend


def test_a_sound_chat_log_is_good(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / bootstrap.CHAT_LOG_NAME).close()

    assert look(tmp_path)["问答记录"].health is Health.GOOD


def test_a_missing_browser_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert look(tmp_path)["浏览器"].health is Health.OPTIONAL


@pytest.mark.parametrize(
    ("problem", "health"),
    [
        (None, Health.OPTIONAL),
        (IndexUnavailable("x", code="owned"), Health.OPTIONAL),
        (IndexUnavailable("x", code="model_mismatch"), Health.BAD),
        (EmbeddingUnavailable("x", code="load_failed"), Health.BAD),
    ],
    ids=str,
)
def test_search_by_meaning_that_does_not_serve_is_told_apart(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problem: RetrievalError | None,
    health: Health,
) -> None:
    library = FakeLibrary(problem, dense_ready=False)
    monkeypatch.setattr(bootstrap, "open_library", lambda *_, **__: library)

    finding = look(tmp_path)["语义检索"]

    assert finding.health is health
    assert finding.mend


@pytest.mark.parametrize("model", ["some-org-model", "."])
def test_a_model_by_name_or_folder_is_accepted(tmp_path: Path, model: str) -> None:
    assert look(tmp_path, embedding_model=model)["向量模型"].health is Health.GOOD


def test_a_model_without_the_library_that_reads_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)

    finding = look(tmp_path, embedding_model="some-org-model")["向量模型"]

    assert finding.health is Health.BAD
    assert "EXTRA=models" in finding.mend
