"""Which rules are put to a case, and the question that would change the answer."""

from dataclasses import replace

import pytest

from bot.conversations.check.case import Case
from bot.conversations.check.judging import judge, next_question
from bot.understanding.case_facts.types import Said
from tests.bot.conversations.checking import TODAY, shipped_data, tell


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("滨江已经拿到首谈资格，我们能谈这个生物医药项目吗", ["violation", "layout_conformity"]),
        ("市长交办的项目，我们能谈吗", ["violation", "lead_negotiation"]),
        ("滨江的老项目，我们能谈吗", ["violation", "project_transfer"]),
        ("没首报就引进了，现在能补报吗", ["first_report", "violation"]),
        ("首谈没谈成，能不能转给淳安", ["failed_first_talk"]),
    ],
)
def test_rules_nobody_asked_for_come_when_the_facts_touch_them(text: str, rules: list[str]) -> None:
    _, judged = tell(text, "余杭区")

    assert [assessment.rule for assessment in judged.assessments] == rules


def test_nothing_is_asked_when_the_answer_stands() -> None:
    case, judged = tell("滨江已经拿到首谈资格，我们能谈吗", "余杭区")

    assert next_question(case, judged, shipped_data(), TODAY) is None


def test_the_question_is_one_whose_answer_settles_the_matter() -> None:
    case, judged = tell("我们能谈吗", "余杭区")

    question = next_question(case, judged, shipped_data(), TODAY)

    assert question is not None
    assert question.fact.name == "active_holder"
    assert [value for value, _ in question.branches] == ["其他单位", "无"]


def test_no_fact_is_asked_for_twice_and_not_more_than_three() -> None:
    case, judged = tell("能给多少用地指标奖励", "余杭区")
    data = shipped_data()

    asked = replace(case, asked=("land_mode",))
    many = replace(case, asked=("a", "b", "c"))
    closed = replace(case, closed=True)

    question = next_question(asked, judged, data, TODAY)
    assert question is not None
    assert question.fact.name != "land_mode"
    assert next_question(many, judged, data, TODAY) is None
    assert next_question(closed, judged, data, TODAY) is None


def test_words_no_rule_can_read_are_left_out_and_named() -> None:
    case = Case(facts={"total_investment": Said("很多", "很多")}, rules=("investment_bracket",))

    judged = judge(case, shipped_data(), TODAY)

    assert judged.unusable == ("total_investment",)
    assert judged.assessments[0].outcome.code == "AMOUNT_MISSING"


def test_the_day_that_was_said_is_the_day_of_the_judgement() -> None:
    _, judged = tell("附7截至2019年7月31日逾期没有")

    assert judged.assessments[0].as_of.isoformat() == "2019-07-31"
    assert judged.assessments[0].outcome.code == "NOT_PAST"
