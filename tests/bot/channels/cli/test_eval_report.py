"""The figures as lines, as records and as a table between two marks."""

from datetime import date
from pathlib import Path

import pytest

from bot.channels.cli.eval_report import (
    BEGIN,
    END,
    cmrc_text,
    golden_records,
    golden_text,
    markdown_table,
    put_table,
)
from bot.errors import BadInput
from retrieval.evaluation.cmrc import CmrcReport, PassageQuestion, QuestionScore
from retrieval.evaluation.golden import GoldenCase, Report, run_golden
from retrieval.types import AnswerStatus
from tests.fakes import make_answer

DAY = date(2026, 11, 22)
MISSED = PassageQuestion("Q1", "多高？", "P1", ("41米", "四十一米"))


@pytest.fixture
def report() -> Report:
    cases = [
        GoldenCase(f"a-{number}", "类型一", "向谁报告？", (status,))
        for number, status in enumerate((AnswerStatus.ANSWERED, AnswerStatus.REFUSED))
    ]
    return run_golden(lambda case: make_answer(case.question), cases)


def test_columns_stand_under_their_heads_in_chinese_too(report: Report) -> None:
    lines = golden_text("golden", report, None).splitlines()

    widths = {
        sum(2 if ord(ch) > 0x2E7F else 1 for ch in line)
        for line in lines[1:4]
    }  # fmt: skip
    assert lines[0] == "题集 golden"
    assert len(widths) == 1


def test_records_end_with_the_failures(report: Report) -> None:
    records = golden_records("golden", report, None)

    assert [record.get("kind") or record["failed"] for record in records] == [
        "类型一",
        "all",
        "a-1",
    ]
    assert {record["set"] for record in records} == {"golden"}


def test_a_set_without_failures_lists_none() -> None:
    assert "没过" not in golden_text("golden", Report(()), None)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (QuestionScore(MISSED, 0, is_right=False, is_refused=True), "拒答（段落不在前 5 位）"),
        (QuestionScore(MISSED, 2, is_right=False, is_refused=False), "（段落在第 2 位）"),
    ],
)
def test_a_failure_of_the_public_set_says_where_it_went_wrong(
    score: QuestionScore, words: str
) -> None:
    said = cmrc_text(CmrcReport((score,), 1), None)

    assert words in said
    assert "应有：41米|四十一米" in said


def test_the_table_has_a_row_a_set_and_a_line_for_the_public_one(report: Report) -> None:
    public = CmrcReport((QuestionScore(MISSED, 1, is_right=True, is_refused=False),), 1)

    table = markdown_table({"golden": report, "empty": Report(())}, public, DAY)

    assert table.startswith("Measured on 2026-11-22")
    assert "| golden | 2 | 1 (50.0%) |" in table
    assert "| empty | 0 | 0 |" in table
    assert "answer holds the reference 100.0%" in table


@pytest.mark.parametrize("page", ["", BEGIN, f"{BEGIN}{END}\n{BEGIN}{END}", None])
def test_a_page_needs_exactly_one_pair_of_marks(
    report: Report, tmp_path: Path, page: str | None
) -> None:
    path = tmp_path / "page.md"
    if page is not None:
        path.write_text(page, "utf-8")

    with pytest.raises(BadInput):
        put_table(path, {"golden": report}, None, DAY)

    assert page is None or path.read_text("utf-8") == page
