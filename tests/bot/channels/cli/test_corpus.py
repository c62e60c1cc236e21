from pathlib import Path

import pytest

from tests.bot.channels.cli.conftest import Run
from tests.fakes import SCHEME_TEXT


def test_documents_are_listed_with_weight_place_and_validity(run: Run) -> None:
    lines = run("corpus", "list").out.splitlines()

    assert lines[0].startswith("test-scheme  《测试制度（试行）》（测政办〔2019〕1号）")
    assert "正式文件 · 杭州 · 2019版 · 2019年6月6日起施行 · 试行" in lines[0]


def test_documents_are_listed_as_json(run: Run) -> None:
    records = run("corpus", "list", "--json").records

    assert [record["doc_id"] for record in records] == ["test-scheme", "test-press"]
    assert records[0]["effective_from"] == "2019-06-06"
    assert records[1]["effective_from"] is None


def test_a_document_shows_its_clauses(run: Run) -> None:
    outcome = run("corpus", "show", "test-scheme")

    assert outcome.out.startswith("【4.1】四（一）报告（摘要）")
    assert SCHEME_TEXT in outcome.out


def test_one_clause_can_be_shown(run: Run) -> None:
    records = run("corpus", "show", "test-scheme", "--clause", "4.1", "--json").records

    assert [record["clause"] for record in records] == ["4.1"]
    assert records[0]["origin"] == "digest"


@pytest.mark.parametrize(
    "arguments",
    [("show", "gone"), ("show", "test-scheme", "--clause", "9"), ("gaps", "gone")],
    ids=str,
)
def test_what_is_not_there_is_said(run: Run, arguments: tuple[str, ...]) -> None:
    outcome = run("corpus", *arguments)

    assert outcome.status == 2
    assert outcome.err.count("\n") == 1


def test_gaps_are_listed_clause_by_clause(run: Run) -> None:
    records = run("corpus", "gaps", "hz-2019-40", "--json").records

    assert {record["doc_id"] for record in records} == {"hz-2019-40"}
    assert any(record["clause"] == "4.1" and record["open_points"] for record in records)


def test_gaps_read_well_for_a_person(run: Run) -> None:
    assert run("corpus", "gaps", "hz-2019-40").out.startswith("【hz-2019-40#")


def test_a_corpus_that_is_not_there_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIPANQI_CORPUS", str(tmp_path / "gone"))

    outcome = run("corpus", "gaps")

    assert outcome.status == 3
    assert outcome.err.count("\n") == 1
