"""Reading a case told in free words: facts with their words, and what is asked."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.case_facts.reader import MOST_CHARS, read_case
from bot.understanding.case_facts.specs import fact_specs
from bot.understanding.case_facts.types import Aside
from rules.facts import parse_facts
from tests.bot.conversations.checking import TODAY, read, shipped_data, tell

SETS = ("case_facts_held_out.toml", "case_facts_second.toml", "case_facts_third.toml")
FOLDER = Path(__file__).parents[1]


def _cases() -> list[dict[str, Any]]:
    texts = [(FOLDER / name).read_text("utf-8") for name in SETS]
    return [case for text in texts for case in tomllib.loads(text)["case"]]


CASES = _cases()
WORDS = st.sampled_from(
    [
        "滨江", "余杭区", "我们", "隔壁区", "江干", "首谈资格", "拿到了", "没有", "报过",
        "还能谈吗",
        "总投资12亿", "3-5亿", "亩均税收28万", "容积率1.6", "2025年13月", "2025年11月供地",
        "附十二项",
        "，", "。", "？", "\n", "情节严重", "搬到", "从", "10%", "承载地区8%", "345",
        "一事一议", "　",
        "１２亿", "是不是", "如果", "换成", "不知道", "2019-06-06", "重大项目",
    ]
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_the_facts_are_read(case: dict[str, Any]) -> None:
    reading = read(case["text"], case.get("unit"))

    values = {name: said.value for name, said in reading.facts.items()}
    expected = case.get("facts", {})
    assert {name: values.get(name) for name in expected} == expected
    assert not set(case.get("not_facts", ())) & set(values)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_the_rule_that_answers_leads(case: dict[str, Any]) -> None:
    _, judged = tell(case["text"], case.get("unit"))

    assert judged.assessments[0].rule == case["rules"][0]
    if "outcome" in case:
        assert judged.assessments[0].outcome.code == case["outcome"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_every_fact_is_in_words_of_the_text_and_can_be_judged(case: dict[str, Any]) -> None:
    reading = read(case["text"], case.get("unit"))

    for name, said in reading.facts.items():
        assert said.raw
        assert said.raw in case["text"]
        if name != "as_of":
            parse_facts((fact_specs()[name],), {name: said.value})


def test_all_rules_are_reached_by_some_case() -> None:
    from rules.catalog import RULES

    reached = {rule for case in CASES for rule in case["rules"]}

    assert reached == {rule.name for rule in RULES}


@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=9).map("".join)),
    st.sampled_from([None, "余杭区", "滨江区"]),
    st.sampled_from([None, "active_holder", "chain", "total_investment", "is_major", "land_mode",
                     "supply_completed_on", "locality", "main_industry_count", "nothing"]),
)  # fmt: skip
def test_any_text_is_read_and_no_word_is_invented(
    text: str, unit: str | None, asked: str | None
) -> None:
    reading = read_case(
        text, shipped_data(), today=TODAY, asked=asked, unit=unit, known=("rival_report",)
    )

    said = [*reading.facts.values(), *reading.supposed.values()]
    assert all(fact.raw in text for fact in said)
    assert all(fact.raw for fact in reading.facts.values())
    assert all(doubt.raw in text for doubt in reading.doubts)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12亿算重大项目吗", "is_major"),
        ("这是不是新项目", "is_new_project"),
        ("供地完成了没有", "supply_completed"),
        ("滨江有没有首谈资格", "active_holder"),
        ("滨江报没报过", "rival_report"),
        ("滨江报过吗", "rival_report"),
        ("投资方同意吗", "investor_opinion"),
        ("我们能跟企业谈吗", "negotiated"),
    ],
)
def test_what_is_asked_is_not_a_fact(text: str, name: str) -> None:
    assert name not in read(text, "余杭区").facts


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("要是情节严重呢", "is_serious", True),
        ("如果是重大项目呢", "is_major", True),
        ("那要是不跨区呢", "cross_region", False),
    ],
)
def test_what_is_supposed_updates_the_case(text: str, name: str, value: bool) -> None:
    reading = read(text)

    assert reading.follows
    assert reading.facts[name].value is value


def test_doings_of_another_unit_are_not_the_askers() -> None:
    reading = read("滨江在谈这个项目", "余杭区")

    assert "negotiated" not in reading.facts
    assert "preliminary_talks" not in reading.facts


def test_an_assumption_is_listed_and_is_no_fact() -> None:
    reading = read("前沿材料项目符合导引吗", "临安区")

    assert "locality" not in reading.facts
    assert [(a.fact, a.value) for a in reading.assumptions] == [("locality", "临安区")]


def test_a_correction_within_the_sentence_holds() -> None:
    assert read("不是新项目，不对，是新项目").facts["is_new_project"].value is True


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    reading = read("啊" * MOST_CHARS + "滨江已经拿到首谈资格")

    assert reading.is_empty


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("先看结论", Aside.CONCLUDE),
        ("重新来", Aside.ANEW),
        ("展开", Aside.MORE),
        ("导出", Aside.EXPORT),
        ("滨江已经拿到首谈权，先看结论再说其他的事情", None),
    ],
)
def test_words_about_the_talk_itself(text: str, aside: Aside | None) -> None:
    assert read(text).aside is aside


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("is_major", "是的", True),
        ("is_major", "还没有", False),
        ("active_holder", "没有", "无"),
        ("active_holder", "萧山", "萧山区"),
        ("land_mode", "盘活存量土地", "stock"),
        ("land_mode", "租购厂房吧", "plant"),
        ("total_investment", "12亿", "120000万元"),
        ("total_investment", "12000万元", "12000万元"),
        ("supply_completed_on", "2025年11月30日", "2025-11-30"),
        ("chain", "深海装备", "深海装备"),
        ("existing_district", "西湖", "西湖区"),
        ("report_unit_type", "区、县（市）", "locality"),
        ("plot_ratio", "1.8", "1.8"),
    ],
)
def test_a_bare_answer_fills_the_fact_that_was_asked_for(
    asked: str, text: str, value: object
) -> None:
    said = read(text, asked=asked).facts[asked]

    assert parse_facts((fact_specs()[asked],), {asked: said.value})
    if asked not in ("supply_completed_on",):
        assert said.value == value


@pytest.mark.parametrize(
    ("asked", "text", "aside"),
    [
        ("is_major", "不清楚", Aside.UNKNOWN),
        ("active_holder", "是的", Aside.YES),
        ("land_mode", "是", Aside.YES),
        ("is_major", "跳过", Aside.CONCLUDE),
    ],
)
def test_an_answer_that_is_no_value(asked: str, text: str, aside: Aside) -> None:
    reading = read(text, asked=asked)

    assert reading.aside is aside
    assert asked not in reading.facts


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("total_investment", "很多钱"),
        ("is_major", "今天下雨"),
        ("chain", "这是什么意思？"),
        ("nothing", "是"),
        ("active_holder", ""),
    ],
)
def test_words_that_answer_nothing_fill_nothing(asked: str, text: str) -> None:
    assert asked not in read(text, asked=asked).facts


def test_a_range_answers_with_both_its_ends() -> None:
    reading = read("3-5亿", asked="total_investment")

    assert reading.ranges == {"total_investment": ("30000万元", "50000万元")}
