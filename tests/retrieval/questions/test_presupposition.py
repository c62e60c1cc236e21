"""What a yes/no question takes for granted, against the fact that answers it."""

import pytest

from retrieval.questions.presupposition import Stance, find_stance
from retrieval.types import Fact, FactKind
from tests.retrieval.fact_hits import KNOWLEDGE, analyse, fact_of

LEAD = fact_of("energy-lead")
COOPERATE = fact_of("energy-cooperate")
DEADLINE = fact_of("energy-deadline")
QUANTITY = fact_of("intensity")
EACH_SPEAKS = Stance.SPEAKS_FOR_ITSELF

CASES = [
    ("the department that leads", "能耗是市发改委牵头吗", LEAD, Stance.CONFIRMS),
    ("another department", "能耗是市经信局牵头吗", LEAD, Stance.CORRECTS),
    ("one of two that assist", "能耗是市经信局配合吗", COOPERATE, Stance.CONFIRMS),
    ("one right and one wrong", "能耗是市经信局和市财政局配合吗", COOPERATE, Stance.CORRECTS),
    ("an open question", "能耗谁牵头", LEAD, EACH_SPEAKS),
    (
        "another name of the same sort",
        "它是在创业板上市的吗",
        fact_of("report", text="2023年在科创板上市。", value=("科创板",)),
        Stance.CORRECTS,
    ),
    (
        "the whole where the fact tells a share",
        "核心部件全是自己造的吧",
        fact_of("report", text="70%的核心部件由自己制造。", value=("70%",)),
        Stance.CORRECTS,
    ),
    ("a short name for the department", "能耗是投促局配合吗", COOPERATE, Stance.CONFIRMS),
    (
        "a department that is the subject itself",
        "市发改委牵头吗",
        fact_of("energy-lead", subject="市发改委的能耗"),
        EACH_SPEAKS,
    ),
    ("the right month", "能耗制度7月底前出台吗", DEADLINE, Stance.CONFIRMS),
    ("the right month in characters", "能耗制度七月底前出台吗", DEADLINE, Stance.CONFIRMS),
    ("another month", "能耗制度12月底前出台吗", DEADLINE, Stance.CORRECTS),
    (
        "a month where the fact names none",
        "能耗制度7月出台吗",
        fact_of("energy-deadline", text="能耗制度每年评估。", value=("每年",)),
        EACH_SPEAKS,
    ),
    (
        "a body without a name",
        "能耗是由区政府牵头的吧",
        LEAD,
        Stance.CORRECTS,
    ),
    (
        "a longer run of years",
        "连续五年全省第一吧",
        fact_of("intensity", text="连续四年列全省前二。", value=("四年",)),
        Stance.CORRECTS,
    ),
    (
        "another rank",
        "湖州排全国第一吧",
        fact_of("intensity", text="湖州居全国第二。", value=("第二",)),
        Stance.CORRECTS,
    ),
    (
        "another currency",
        "港资投了2520亿元人民币吧",
        fact_of("intensity", text="港资累计投资2520亿美元。", value=("2520",), unit="亿美元"),
        Stance.CORRECTS,
    ),
    (
        "the whole of what is a part",
        "全部税收都要上缴吗",
        fact_of("intensity", text="税收的地方留成部分收归市级所有。", value=()),
        Stance.CORRECTS,
    ),
    (
        "every one of what are three kinds",
        "是不是所有项目都要市里主谈",
        fact_of("intensity", text="有三类项目由市级主谈。", value=()),
        Stance.CORRECTS,
    ),
    (
        "by itself what takes a step more",
        "报了备就自动获得资格吗",
        fact_of("intensity", text="报备以后还要审查。", value=()),
        Stance.CORRECTS,
    ),
    (
        "a case of the asker's own",
        "我们的项目用了500万元，算高吗",
        QUANTITY,
        EACH_SPEAKS,
    ),
    ("the right amount", "湖州固投强度到了455.5万元吗", QUANTITY, Stance.CONFIRMS),
    ("another amount", "湖州固投强度到了500万元吗", QUANTITY, Stance.CORRECTS),
    (
        "an amount that only ends another",
        "有5.5万元吗",
        QUANTITY,
        Stance.CORRECTS,
    ),
    (
        "a figure that stands only beside the one asked for",
        "外资项目是40个吗",
        fact_of("intensity", text="外资项目10个，包含在40个之内。", value=("10个",), unit="个"),
        Stance.CORRECTS,
    ),
    (
        "a right count where what is sought among it is not named",
        "40个项目里有没有农夫山泉",
        fact_of("intensity", text="落地项目40个。", value=("40个",), unit="个"),
        EACH_SPEAKS,
    ),
    (
        "the right pace with a wrong count",
        "每年出10条政策吗",
        fact_of("energy-deadline", text="每年出1至2条政策。", value=("1至2条",)),
        Stance.CORRECTS,
    ),
    (
        "a count in Chinese numerals",
        "有四项吗",
        fact_of("intensity", text="标准共4项。", value=("4项",)),
        Stance.CONFIRMS,
    ),
    ("the right year", "湖州2019年固投强度高吗", QUANTITY, EACH_SPEAKS),
    ("another year", "湖州2021年固投强度高吗", QUANTITY, Stance.CORRECTS),
    ("one of two years right", "湖州2019年和2021年固投强度高吗", QUANTITY, EACH_SPEAKS),
    (
        "the right pace",
        "能耗制度每年评估吗",
        fact_of("energy-deadline", text="制度每年评估。"),
        Stance.CONFIRMS,
    ),
    (
        "the same pace in other words",
        "能耗制度每年评估吗",
        fact_of("energy-deadline", text="制度按年度评估。"),
        Stance.CONFIRMS,
    ),
    (
        "another pace",
        "能耗制度每月评估吗",
        fact_of("energy-deadline", text="制度每年评估。"),
        Stance.CORRECTS,
    ),
    ("a pace where the fact has none", "能耗制度每月评估吗", DEADLINE, EACH_SPEAKS),
    ("an amount of another unit", "湖州固投强度到了500家吗", QUANTITY, EACH_SPEAKS),
    ("no amount at all", "湖州固投强度高吗", QUANTITY, EACH_SPEAKS),
    ("an amount a penalty does not settle", "罚3万元吗", fact_of("penalty"), EACH_SPEAKS),
    ("an open point", "首谈资格是3个月吗", fact_of("validity"), EACH_SPEAKS),
    (
        "a sentence that says yes or no itself",
        "湖州固投强度到了500万元吗",
        fact_of("intensity", text="没有到，是455.5万元。"),
        EACH_SPEAKS,
    ),
    (
        "a difference between texts",
        "湖州固投强度到了500万元吗",
        fact_of("intensity", kind=FactKind.DIFFERENCE),
        EACH_SPEAKS,
    ),
]


@pytest.mark.parametrize(
    ("question", "fact", "stance"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_stance_of_the_fact(question: str, fact: Fact, stance: Stance) -> None:
    assert find_stance(analyse(question), fact, KNOWLEDGE.lexicon) is stance
