"""An assessment is shown whole: verdict, reasons, clauses, gaps, open points, parameters."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.rendering.assessments import assessment_text, clause_label, parameter_text
from rules.clauses import ClauseRef
from rules.fact_terms import CHAIN
from rules.scheme import FIRST_REPORT, annex
from rules.verdict import Assessment, OpenPoint, Outcome, ParameterUse, Reason, Verdict

WHOLE = Assessment(
    rule="r",
    verdict=Verdict.UNDETERMINED,
    outcome=Outcome("OPEN", "还不能定"),
    reasons=(Reason("甲理由。", FIRST_REPORT), Reason("乙理由。", annex(7))),
    as_of=date(2024, 3, 1),
    missing_facts=("chain", "other"),
    open_points=(OpenPoint("丙", "没有规定。", FIRST_REPORT),),
    next_steps=("补材料。",),
    parameters=(ParameterUse("p", "丁", Decimal("5")),),
    notes=("戊。",),
)


def test_every_part_is_shown_in_order() -> None:
    lines = assessment_text(WHOLE, [CHAIN]).splitlines()

    assert lines == [
        "结论：还不能定（待人工认定或补充材料）",
        "判断日：2024-03-01",
        "理由：",
        "  1. 甲理由。〔一盘棋制度（2019年试行）四（一）〕",
        "  2. 乙理由。〔一盘棋制度（2019年试行）附7〕",
        "依据条款：一盘棋制度（2019年试行）四（一）；一盘棋制度（2019年试行）附7",
        "缺少的材料：",
        "  - 项目所属产业链（chain，例如 集成电路）",
        "  - other",
        "制度未规定、需人工认定的事项：",
        "  - 丙：没有规定。〔一盘棋制度（2019年试行）四（一）〕",
        "下一步：",
        "  - 补材料。",
        "参数来源：",
        "  - 丁：5（来源：本局设定）",
        "说明：",
        "  - 戊。",
    ]


def test_empty_parts_are_left_out() -> None:
    bare = Assessment("r", Verdict.YES, WHOLE.outcome, WHOLE.reasons[:1], WHOLE.as_of)

    assert len(assessment_text(bare).splitlines()) == 5


def test_what_a_verdict_was_built_from_is_shown_inside_it() -> None:
    lines = assessment_text(replace(WHOLE, children=(WHOLE,))).splitlines()

    assert "其中：" in lines
    assert "  结论：还不能定（待人工认定或补充材料）" in lines


@pytest.mark.parametrize(
    ("clause", "label"),
    [
        ("hz-2019-40#4.1", "一盘棋制度（2019年试行）四（一）"),
        ("hz-2019-40#6", "一盘棋制度（2019年试行）六"),
        ("hz-2019-40#annex.12", "一盘棋制度（2019年试行）附12"),
        ("hz-2019-40#preamble", "一盘棋制度（2019年试行） preamble"),
        ("hz-2019-40#4.a", "一盘棋制度（2019年试行） 4.a"),
        ("zaozhuang-2020-study#2.1-huzhou", "枣庄考察报告（2020年） 2.1-huzhou"),
        ("other#3", "other 3"),
    ],
)
def test_clauses_are_cited_as_staff_cite_them(clause: str, label: str) -> None:
    assert clause_label(ClauseRef.parse(clause)) == label


@pytest.mark.parametrize(
    ("value", "source", "text"),
    [
        (None, None, "丁：未设定（来源：本局设定）"),
        (True, FIRST_REPORT, "丁：是（来源：一盘棋制度（2019年试行）四（一））"),
        (False, None, "丁：否（来源：本局设定）"),
        (("甲", "乙"), None, "丁：甲、乙（来源：本局设定）"),
    ],
)
def test_a_parameter_says_where_its_value_comes_from(value, source, text: str) -> None:
    assert parameter_text(ParameterUse("p", "丁", value, source)) == text
