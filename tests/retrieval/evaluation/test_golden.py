"""Golden cases are read, judged and counted."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.citations import cite
from retrieval.evaluation.golden import GoldenCase, judge, load_cases, plain, run_golden, tally
from retrieval.types import Answer, AnswerSentence, AnswerStatus
from tests.retrieval.samples import make_meta
from tests.retrieval.small_library import clause_of

ANSWERED, PARTLY, REFUSED = AnswerStatus.ANSWERED, AnswerStatus.PARTLY, AnswerStatus.REFUSED
CITATION = cite("报备", clause_of("hz-2019-40#4.1"), make_meta())
CASE = GoldenCase("lead-1", "lead", "谁牵头", (ANSWERED,), must=(("市发改委", "发改委"),))

GOLDEN = """
[[case]]
id = "as-of-1"
kind = "as_of"
question = "生效了吗"
as_of = 2019-06-05
place = "杭州"
history = ["一盘棋制度是什么"]
status = ["answered", "partly"]
must = [["6月6日", "尚未"]]
must_not = ["已经"]
cite = ["hz-2019-40#6|hz-2019-40"]
why = "in force next day"

[[case]]
id = "plain"
kind = "lead"
question = "谁牵头"
status = ["answered"]
"""


def say(text: str, status: AnswerStatus = ANSWERED, notes: tuple[str, ...] = ()) -> Answer:
    return Answer(
        "谁牵头", status, (AnswerSentence(text, (0,)),), citations=(CITATION,), notes=notes
    )


def test_cases_are_read_with_all_they_ask_for(tmp_path: Path) -> None:
    path = tmp_path / "golden.toml"
    path.write_text(GOLDEN, "utf-8")

    first, second = load_cases([path])

    assert first == GoldenCase(
        "as-of-1",
        "as_of",
        "生效了吗",
        (ANSWERED, PARTLY),
        must=(("6月6日", "尚未"),),
        must_not=("已经",),
        cite=("hz-2019-40#6|hz-2019-40",),
        history=("一盘棋制度是什么",),
        as_of=date(2019, 6, 5),
        place="杭州",
        why="in force next day",
    )
    assert second == GoldenCase("plain", "lead", "谁牵头", (ANSWERED,))


@pytest.mark.parametrize(
    "row", ['id = "bad"\nkind = "lead"', GOLDEN.replace('"answered", "partly"', '"answerd"')]
)
def test_a_malformed_case_is_named_with_its_file(row: str, tmp_path: Path) -> None:
    path = tmp_path / "golden.toml"
    path.write_text(row if "[[case]]" in row else f"[[case]]\n{row}", "utf-8")

    with pytest.raises(ValueError, match=r"golden\.toml: case '(?:bad|as-of-1)'"):
        load_cases([path])


def test_a_file_without_cases_has_none(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("", "utf-8")

    assert load_cases([path]) == ()


JUDGED = [
    ("all that is asked for", CASE, say("由市发改委牵头"), ()),
    ("one alternative is enough", CASE, say("发改委牵头"), ()),
    ("a note counts as said", CASE, say("见注", notes=("市发改委",)), ()),
    ("a lost fact is named", CASE, say("不知道"), ("缺：市发改委|发改委",)),
    (
        "a wrong word is named",
        replace(CASE, must_not=("市经信局",)),
        say("市发改委和市经信局"),
        ("不应有：市经信局",),
    ),
    ("the clause is cited", replace(CASE, cite=("x#1|hz-2019-40#4.1",)), say("市发改委"), ()),
    ("the document is enough", replace(CASE, cite=("hz-2019-40",)), say("市发改委"), ()),
    (
        "another clause is not enough",
        replace(CASE, cite=("hz-2019-40#4.2",)),
        say("市发改委"),
        ("未引：hz-2019-40#4.2",),
    ),
    (
        "a wrong status is named",
        CASE,
        say("市发改委", REFUSED),
        ("状态：refused，应为answered",),
    ),
    (
        "commas and quotation marks do not matter",
        replace(CASE, must=(("1，200“家”",),)),
        say("共1200家"),
        (),
    ),
]


@pytest.mark.parametrize(
    ("case", "answer", "problems"), [case[1:] for case in JUDGED], ids=[case[0] for case in JUDGED]
)
def test_an_answer_is_judged(case: GoldenCase, answer: Answer, problems: tuple[str, ...]) -> None:
    judged = judge(case, answer)

    assert judged.problems == problems
    assert judged.passed is (problems == ())


def test_nearest_clauses_of_a_refusal_count_as_cited() -> None:
    refusal = Answer("q", REFUSED, (), nearest=(CITATION,))

    assert judge(replace(CASE, must=(), cite=("hz-2019-40#4.1",)), refusal).is_cited


def test_a_report_counts_by_kind_and_names_failures() -> None:
    other = replace(CASE, id="x", kind="deadline", status=(REFUSED,), must=())
    report = run_golden(
        lambda case: say("由市发改委牵头", ANSWERED if case.kind == "lead" else PARTLY),
        [CASE, other, replace(CASE, id="lead-2")],
    )

    assert list(report.by_kind) == ["lead", "deadline"]
    assert report.by_kind["lead"].passed == 2
    assert (report.overall.total, report.overall.refusals_due) == (3, 1)
    assert report.overall.refused_rightly == 0
    assert [judged.case.id for judged in report.failures] == ["x"]


@given(st.lists(st.tuples(st.sets(st.sampled_from(list(AnswerStatus)), min_size=1),
                          st.sampled_from(list(AnswerStatus)), st.booleans())))  # fmt: skip
def test_the_counts_add_up(
    drawn: list[tuple[set[AnswerStatus], AnswerStatus, bool]],
) -> None:
    judged = [
        judge(replace(CASE, status=tuple(due)), say("发改委" if right else "无", status))
        for due, status, right in drawn
    ]
    half = len(judged) // 2

    count = tally(judged)

    assert count.total == len(judged)
    assert count.passed <= min(count.right, count.cited)
    assert count.refused_rightly <= count.refusals_due
    assert count.refusals_due + count.false_refusals <= count.total
    parts = tally(judged[:half]), tally(judged[half:])
    for name in ("passed", "right", "cited", "refusals_due", "refused_rightly", "false_refusals"):
        assert getattr(count, name) == sum(getattr(part, name) for part in parts)


def test_plain_text_is_without_spaces_commas_and_quotation_marks() -> None:
    assert plain("“首报”， 首谈、１") == "首报首谈1"
