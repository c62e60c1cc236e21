"""Golden cases are read from TOML, judged by what they ask for, and counted by kind."""

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.evaluation import GoldenCase, judge, load_cases, run_golden, tally
from retrieval.types import Answer, AnswerStatus
from tests.fakes import make_answer, make_refusal

CASE = GoldenCase("a-1", "a", "向谁报告？", (AnswerStatus.ANSWERED,))
DUE = GoldenCase("b-1", "b", "有效期多久？", (AnswerStatus.REFUSED,))
EITHER = GoldenCase("b-2", "b", "多久？", (AnswerStatus.ANSWERED, AnswerStatus.REFUSED))


def test_a_file_of_cases_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(
        '[[case]]\nid = "a-1"\nkind = "a"\nquestion = "向谁报告？"\nstatus = ["answered"]\n'
        'must = [["市投资促进局"]]\ncite = ["test-scheme#4.1|x"]\nas_of = 2020-01-01\n',
        "utf-8",
    )

    [case] = load_cases([path])

    assert case.must == (("市投资促进局",),)
    assert str(case.as_of) == "2020-01-01"


@pytest.mark.parametrize(
    "row", ['id = "a-1"', 'id = "a-1"\nkind = "a"\nquestion = "问"\nstatus = ["maybe"]']
)
def test_a_case_that_cannot_be_used_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"[[case]]\n{row}", "utf-8")

    with pytest.raises(ValueError, match=r"a\.toml: case 'a-1'"):
        load_cases([path])


@pytest.mark.parametrize(
    ("case", "answer", "problems"),
    [
        (CASE, make_answer(), []),
        (replace(CASE, must=(("局长", "市投资 促进局"),)), make_answer(), []),
        (replace(CASE, must=(("火星",),)), make_answer(), ["缺：火星"]),
        (replace(CASE, must=(("试行制度",),)), make_answer(), []),
        (replace(CASE, must_not=("越城",)), make_answer(), ["不应有：越城"]),
        (replace(CASE, cite=("test-scheme#4.1",)), make_answer(), []),
        (replace(CASE, cite=("x|test-press",)), make_answer(), []),
        (replace(CASE, cite=("test-scheme#4.2",)), make_answer(), ["未引：test-scheme#4.2"]),
        (replace(DUE, cite=("test-scheme#4.1",)), make_refusal(), []),
        (CASE, make_refusal(), ["状态：refused，应为answered"]),
    ],
    ids=str,
)
def test_an_answer_is_held_against_its_case(
    case: GoldenCase, answer: Answer, problems: list[str]
) -> None:
    judged = judge(case, answer)

    assert list(judged.problems) == problems
    assert judged.passed == (not problems)


def test_refusals_are_counted_by_whether_they_were_due() -> None:
    judged = [judge(case, make_refusal()) for case in (CASE, DUE, EITHER)]

    counts = tally(judged)

    assert (counts.total, counts.refusals_due, counts.refused_rightly) == (3, 1, 1)
    assert (counts.answerable, counts.false_refusals) == (1, 1)


def test_a_run_is_counted_by_kind_in_the_order_met() -> None:
    report = run_golden(lambda case: make_answer(case.question), (DUE, CASE, EITHER))

    assert list(report.by_kind) == ["b", "a"]
    assert report.by_kind["b"].total == 2
    assert report.overall.passed == 2
    assert [judged.case.id for judged in report.failures] == ["b-1"]
