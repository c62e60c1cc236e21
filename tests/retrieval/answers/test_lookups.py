"""Whether a document is in force on a day."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers.lookups import answer_in_force
from retrieval.types import AnswerStatus, Origin
from tests.retrieval.fact_hits import KNOWLEDGE, TODAY, analyse
from tests.retrieval.small_library import clause_of, make_knowledge

SCHEME = KNOWLEDGE.metas["hz-2019-40"]
LAST = date(2024, 1, 1)
IN_FORCE = clause_of("hz-2019-40#4.1")
SIXTH = replace(
    IN_FORCE,
    ref=replace(IN_FORCE.ref, clause="6"),
    label="六",
    title="其他事项",
    text="本制度自2019年6月6日起施行，试行。",
)


def said_on(
    day: date, text: str = "一盘棋制度施行了吗", **changes: object
) -> tuple[str, str] | None:
    changed = replace(SCHEME, **changes)  # type: ignore[arg-type]
    knowledge = make_knowledge(
        metas={**KNOWLEDGE.metas, SCHEME.doc_id: changed},
        clauses={**KNOWLEDGE.clauses, "hz-2019-40#6": SIXTH},
    )
    reply = answer_in_force(analyse(text), knowledge, day)
    if reply is None:
        return None
    assert reply.status is AnswerStatus.ANSWERED
    return reply.bound[0].text, reply.bound[0].citations[0].clause


DAYS = [
    ("the day before it takes effect", date(2019, 6, 5), {}, "还没有。"),
    ("the day it takes effect", date(2019, 6, 6), {}, "2019年6月6日时已经施行"),
    ("the day after", date(2019, 6, 7), {}, "2019年6月7日时已经施行"),
    ("today, as a trial", TODAY, {}, "是试行文件"),
    ("its last day", date(2023, 12, 31), {"effective_to": LAST}, "时已经施行"),
    ("the day it ends", LAST, {"effective_to": LAST}, "2024年1月1日起不再有效"),
]


@pytest.mark.parametrize(
    ("day", "changes", "expected"), [case[1:] for case in DAYS], ids=[case[0] for case in DAYS]
)
def test_the_day_decides_and_the_clause_on_it_is_cited(
    day: date, changes: dict[str, object], expected: str
) -> None:
    said, clause = said_on(day, **changes) or ("", "")

    assert expected in said
    assert clause == "6"


def test_a_document_without_a_status_is_not_called_one_on_trial() -> None:
    said, _ = said_on(TODAY, status="") or ("", "")

    assert "文件；" not in said


def test_a_named_document_comes_before_the_home_citys() -> None:
    day = date(2020, 9, 1)
    report = replace(KNOWLEDGE.metas["huzhou-report"], effective_from=day)
    knowledge = make_knowledge(metas={**KNOWLEDGE.metas, report.doc_id: report})

    reply = answer_in_force(knowledge.analyst.analyse("《湖州考察报告》还有效吗"), knowledge, day)

    assert reply is not None
    assert reply.topic == "湖州考察报告"


def test_a_clause_that_tells_the_month_is_cited_where_there_is_no_clause_on_effect() -> None:
    clause = replace(IN_FORCE, text="6月施行。")
    knowledge = make_knowledge(clauses={**KNOWLEDGE.clauses, "hz-2019-40#4.1": clause})

    reply = answer_in_force(analyse("一盘棋制度施行了吗"), knowledge, TODAY)

    assert reply is not None
    assert reply.bound[0].citations[0].quote == "6月施行。"


def test_an_originals_characters_are_quoted() -> None:
    original = replace(SIXTH, text="本文件自2019年6月6日起施行。", origin=Origin.ORIGINAL)
    knowledge = make_knowledge(
        clauses={**KNOWLEDGE.clauses, "hz-2019-40#6": SIXTH},
        originals={"hz-2019-40#6": original},
    )

    reply = answer_in_force(analyse("一盘棋制度施行了吗"), knowledge, TODAY)

    assert reply is not None
    assert reply.bound[0].citations[0].quote == original.text


NOT_ASKED = [
    ("something else was asked", "能耗谁牵头"),
    ("whether something within it holds", "首谈资格还有效吗"),
    ("who carries it out", "谁来实施了吗"),
    ("another place", "深圳的制度施行了吗"),
    ("a document without a day", "《湖州考察报告》还有效吗"),
]


@pytest.mark.parametrize("text", [case[1] for case in NOT_ASKED], ids=[c[0] for c in NOT_ASKED])
def test_what_is_not_about_being_in_force_is_left_to_others(text: str) -> None:
    assert said_on(TODAY, text) is None


def test_a_library_without_dated_documents_has_no_answer() -> None:
    assert said_on(TODAY, effective_from=None) is None
