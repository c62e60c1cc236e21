"""Sums over stated figures, with the working shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answers.arithmetic import Figure, figures, work_out
from retrieval.types import Fact, FactKind
from rules.clauses import ClauseRef
from tests.retrieval.fact_hits import analyse


def fact_saying(text: str, *values: str, unit: str = "") -> Fact:
    ref = ClauseRef("hz-2019-40", "1")
    return Fact("x/y", ref, FactKind.QUANTITY, "项目", text, value=values, unit=unit)


FIGURES = [
    ("a number with its unit", "投资3.5亿元", [("3.5", "亿元")]),
    ("years and dates are none", "2019年7月31日签约2个", [("2", "个")]),
    ("days within a limit are", "15日内办结", [("15", "日")]),
    ("a share", "占36.5%", [("36.5", "%")]),
    ("a bare number", "由388到455", [("388", ""), ("455", "")]),
    ("full-width digits", "１２家", [("12", "家")]),
]


@pytest.mark.parametrize(
    ("text", "found"), [case[1:] for case in FIGURES], ids=[case[0] for case in FIGURES]
)
def test_figures_are_read_with_their_units(text: str, found: list[tuple[str, str]]) -> None:
    assert [(str(figure.number), figure.unit) for figure in figures(text)] == found


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.sampled_from(["亿元", "个", "%"]))
def test_a_written_figure_reads_back(number: Decimal, unit: str) -> None:
    assert figures(f"共{number}{unit}") == (Figure(number, unit),)


RISE = fact_saying("由388万元提高到455.5万元。", "388万元", "455.5万元")
SIGNED = fact_saying("签约40个，其中外资10个。", "40个", "10个")
AVERAGE = fact_saying("签约4个，总投资90亿元。", "4个", "90亿元")
DONE = fact_saying("签约120个，完成全年目标的80%。", "120个", "80%")
GROWN = fact_saying("签约120个，增长20%。", "120个", "20%")
TWO_SUMS = fact_saying("内资30亿元，外资12.5亿元。", "30亿元", "12.5亿元")

SUMS = [
    ("the rise between two values", "提高了多少", RISE, "相差67.5万元（455.5－388）"),
    (
        "the unit of the fact where values have none",
        "提高了多少",
        fact_saying("由3提高到5。", "3", "5", unit="天"),
        "相差2天（5－3）",
    ),
    ("figures of the question come first", "从3天到8天差多少", RISE, "相差5天（8－3）"),
    (
        "a unit said once holds for both",
        "从3到8天差多少",
        fact_saying("没有数。"),
        "相差5天（8－3）",
    ),
    (
        "figures of the sentence where the values give no pair",
        "相差多少",
        fact_saying("由30天压缩到12天。", "压缩"),
        "相差18天（30－12）",
    ),
    ("a share of two stated figures", "10个占40个的比例是多少", SIGNED, "10÷40≈25%"),
    ("an average", "平均每个多少", AVERAGE, "平均约22.5亿元（90÷4）"),
    ("the target from what was done", "倒推全年目标", DONE, "约150个（120÷80%）"),
    ("the year before from the growth", "按增速倒推上年", GROWN, "约100个（120÷1.2）"),
    (
        "the year after the one named",
        "2019年完成的算哪一年",
        fact_saying("当年完成的算作次年的任务。"),
        "2019年完成的，对应2020年",
    ),
    (
        "a standard by the mu times an area",
        "50亩的地一年税收多少",
        fact_saying("亩均税收30万元，产出是亩均500万元，亩均投资强度400万元。", "30万元"),
        "50亩×30万元＝1500万元",
    ),
    (
        "the investment asked for on an area",
        "60亩的项目投资要到多少万",
        fact_saying("亩均税收30万元，亩均投资强度400万元。", "30万元"),
        "60亩×400万元＝24000万元",
    ),
    (
        "one bracket in a wider one",
        "10亿以上项目占亿元以上的比例",
        fact_saying("签约亿元以上项目531个，其中10亿元以上65个。", "531"),
        "65÷531≈12.2%",
    ),
    (
        "a share of two figures of the question, one of them stated",
        "10个占50个的比例是多少",
        fact_saying("外资项目10个。", "10个"),
        "10÷50≈20%",
    ),
    ("an average of the figures asked", "57个一共800亿，平均一个多少", SIGNED, "（800÷57）"),
    ("a total of two sums", "加起来多少", TWO_SUMS, "合计42.5亿元（30＋12.5）"),
]


@pytest.mark.parametrize(
    ("question", "fact", "expected"), [case[1:] for case in SUMS], ids=[case[0] for case in SUMS]
)
def test_the_sum_is_worked_out(question: str, fact: Fact, expected: str) -> None:
    assert expected in (work_out(analyse(question), fact) or "")


NO_SUMS = [
    ("the year after of no year", "完成的算哪一年", fact_saying("算作次年的任务。")),
    ("a year that the fact does not speak of", "2019年完成的算哪一年", SIGNED),
    ("no sum was asked for", "是什么", RISE),
    ("things are counted, not an amount", "1比50亿元多几个", fact_saying("共5家。", "5家")),
    ("a share of figures nobody stated", "7个占41个的比例是多少", SIGNED),
    ("a share of nothing", "0个占0个的比例是多少", fact_saying("0个。", "0个")),
    ("a difference of equals", "差多少", fact_saying("3个和3个。", "3个", "3个")),
    ("a difference of unlike units", "差多少", fact_saying("3个，5亿元。", "3个", "5亿元")),
    ("a difference of shares", "差多少", fact_saying("3%到5%。", "3%", "5%")),
    ("an average without a count", "平均每个多少", TWO_SUMS),
    ("an average over none", "平均每个多少", fact_saying("0个，9亿元", "0个", "9亿元")),
    ("a target without a share", "倒推全年目标", SIGNED),
    ("a target from nothing done", "倒推全年目标", fact_saying("0%，5个。", "0%", "5个")),
    ("the year before without growth", "按增速倒推上年", SIGNED),
    ("a target from a growth", "倒推全年目标", GROWN),
    ("an area where nothing goes by the mu", "50亩的地税收多少", SIGNED),
    ("brackets the fact does not count", "10亿以上占亿元以上的比例", fact_saying("共5家。", "5家")),
    ("a total of a single sum", "加起来多少", AVERAGE),
]


@pytest.mark.parametrize(
    ("question", "fact"), [case[1:] for case in NO_SUMS], ids=[case[0] for case in NO_SUMS]
)
def test_nothing_is_estimated(question: str, fact: Fact) -> None:
    assert work_out(analyse(question), fact) is None
