"""The form every verdict has."""

from datetime import date
from decimal import Decimal

import pytest

from rules import scheme
from rules.verdict import (
    Assessment,
    Findings,
    OpenPoint,
    Outcome,
    ParameterUse,
    Reason,
    Verdict,
)

DAY = date(2024, 3, 1)
OUTCOME = Outcome("ADMIT", "可以受理")


def make_findings() -> Findings:
    findings = Findings("first_report", DAY)
    findings.because("理由", scheme.FIRST_REPORT)
    return findings


def test_a_verdict_without_a_reason_cannot_be_made() -> None:
    with pytest.raises(AssertionError, match="needs a reason"):
        Findings("first_report", DAY).conclude(Verdict.YES, OUTCOME)


def test_clauses_are_listed_once_in_order_of_use() -> None:
    findings = make_findings()
    findings.because("又一条", scheme.FINAL)
    findings.because("再说", scheme.FIRST_REPORT)

    found = findings.conclude(Verdict.YES, OUTCOME)

    assert found.clauses == (scheme.FIRST_REPORT, scheme.FINAL)


def test_missing_facts_and_open_points_are_listed_once() -> None:
    findings = make_findings()
    point = OpenPoint("重大", "没有标准", scheme.LEAD_NEGOTIATION)

    findings.need("chain", "locality")
    findings.need("chain")
    findings.leave_open(point)
    findings.leave_open(point)

    found = findings.conclude(Verdict.UNDETERMINED, OUTCOME)
    assert found.missing_facts == ("chain", "locality")
    assert found.open_points == (point,)


def test_notes_of_a_child_are_passed_on_once() -> None:
    child_findings = make_findings()
    child_findings.notes.append("示例导引")
    child = child_findings.conclude(Verdict.YES, OUTCOME)
    findings = make_findings()

    findings.adopt(child)
    findings.adopt(child)

    found = findings.conclude(Verdict.YES, OUTCOME)
    assert found.children == (child, child)
    assert found.notes == ("示例导引",)


def test_what_a_child_left_undetermined_is_inherited() -> None:
    child_findings = make_findings()
    child_findings.need("chain")
    child_findings.leave_open(OpenPoint("重大", "没有标准", scheme.LEAD_NEGOTIATION))
    child_findings.parameters.append(ParameterUse("validity_days", "有效期", 90))
    child = child_findings.conclude(Verdict.UNDETERMINED, OUTCOME)
    findings = make_findings()

    findings.adopt(child)
    findings.inherit(child)

    found = findings.conclude(Verdict.UNDETERMINED, OUTCOME)
    assert found.missing_facts == child.missing_facts
    assert found.open_points == child.open_points
    assert found.parameters == child.parameters


def test_a_mapping_of_an_assessment_has_the_fields_callers_rely_on() -> None:
    found = Assessment(
        rule="first_report",
        verdict=Verdict.YES,
        outcome=OUTCOME,
        reasons=(Reason("理由", scheme.FIRST_REPORT),),
        as_of=DAY,
        missing_facts=("chain",),
        open_points=(OpenPoint("重大", "没有标准", scheme.LEAD_NEGOTIATION),),
        next_steps=("下一步",),
        notes=("说明",),
        parameters=(
            ParameterUse("validity_days", "有效期", 90),
            ParameterUse("review_days", "期限", None),
            ParameterUse("limit", "下限", Decimal("1E+4")),
            ParameterUse("key_fields", "领域", ("甲", "乙")),
            ParameterUse("start", "施行", date(2019, 6, 6), scheme.FINAL),
        ),
        children=(),
    )

    assert found.as_mapping() == {
        "rule": "first_report",
        "verdict": "YES",
        "outcome": "ADMIT",
        "outcome_text": "可以受理",
        "as_of": "2024-03-01",
        "reasons": [{"text": "理由", "clause": "hz-2019-40#4.1"}],
        "missing_facts": ["chain"],
        "open_points": [{"topic": "重大", "text": "没有标准", "clause": "hz-2019-40#4.2"}],
        "next_steps": ["下一步"],
        "notes": ["说明"],
        "parameters": [
            {"name": "validity_days", "label": "有效期", "value": 90, "provenance": "本局设定"},
            {"name": "review_days", "label": "期限", "value": None, "provenance": "本局设定"},
            {"name": "limit", "label": "下限", "value": "10000", "provenance": "本局设定"},
            {
                "name": "key_fields",
                "label": "领域",
                "value": ["甲", "乙"],
                "provenance": "本局设定",
            },
            {
                "name": "start",
                "label": "施行",
                "value": "2019-06-06",
                "provenance": "hz-2019-40#6",
            },
        ],
        "children": [],
    }


def test_an_outcome_reads_as_its_code() -> None:
    assert str(OUTCOME) == "ADMIT"
