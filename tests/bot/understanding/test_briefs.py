"""Briefs as people paste or attach them: prose, lines, tables, paragraphs."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.briefs import brief_text, understand_brief
from bot.understanding.passages import MOST_SUMMARY
from tests.bot.understanding.cases import doubted, shown, vocabulary

PROSE = """高端碳化硅功率器件生产基地项目情况汇报
一、项目概况
示例半导体有限公司拟在余杭投资建设高端碳化硅功率器件生产基地项目，总投资12亿元，其中固定资产投资8亿元，用地200亩，容积率2.0。项目属于集成电路产业链。
项目分两期建设，一期3亿元。全部达产后预计年产值20亿元，年税收1.2亿元，年用电约2000万千瓦时。
二、企业情况
示例半导体有限公司注册资本5000万元，去年营收6亿元，系上海企业，在杭州没有公司。
三、进展情况
9月12日企业来余杭考察，已签意向书。
四、企业诉求
希望解决用地指标和人才公寓问题。
联系人：张工 13800000000
经办人：李科 0571-88880000"""


def read(source: Any) -> dict[str, Any]:
    return shown(understand_brief(source, vocabulary()))


def test_prose_under_headings() -> None:
    found = read(PROSE)
    summary = found.pop("summary")

    assert found == {
        "project_name": "高端碳化硅功率器件生产基地项目",
        "investor_name": "示例半导体有限公司",
        "total_investment": "120000万元",
        "fixed_investment": "80000万元",
        "land_area_mu": "200亩",
        "plot_ratio": "2",
        "chain": "集成电路",
        "annual_output": "200000万元",
        "annual_tax": "12000万元",
        "energy": "年用电约2000万千瓦时",
        "is_new_project": True,
        "intent_evidence": ["考察（9月12日）", "意向书"],
        "appeal": "希望解决用地指标和人才公寓问题。",
        "investor_contact": "张工",
        "investor_phone": "13800000000",
        "unit_contact": "李科 0571-88880000",
    }
    assert summary.startswith("示例半导体有限公司拟在余杭")
    assert summary.endswith("年用电约2000万千瓦时。")


def test_a_form_with_labels_beside_values() -> None:
    rows = [
        ["项目名称", "示例产线", "投资方", "示例光电有限公司"],
        ["总投资（万元）", 120000, "固投", None],
        ["是否新项目", "是", "用地（亩）", 150],
        ["是否跨区域布局", "否", "产业链", "视觉智能"],
        ["容积率", 2.5, "简介", "新建两条产线，年产一百万件。"],
    ]

    assert read(rows) == {
        "project_name": "示例产线",
        "investor_name": "示例光电有限公司",
        "total_investment": "120000万元",
        "is_new_project": True,
        "land_area_mu": "150亩",
        "cross_region": False,
        "chain": "视觉智能",
        "plot_ratio": "2.5",
        "summary": "新建两条产线，年产一百万件。",
    }


def test_a_table_with_a_header() -> None:
    rows = [
        ["项目名称", "投资方", "总投资(亿元)", "联系人", "联系电话"],
        ["示例基地", "示例光电有限公司", "12", "张工", "13800000000"],
    ]

    assert read(rows) == {
        "project_name": "示例基地",
        "investor_name": "示例光电有限公司",
        "total_investment": "120000万元",
        "investor_contact": "张工",
        "investor_phone": "13800000000",
    }


def test_a_row_as_documents_are_read_with_merged_cells() -> None:
    text = (
        "招商项目信息表\n投资方；示例半导体有限公司；总投资（万元）；56000\n"
        "项目简介；建设两条产线；建设两条产线"
    )

    assert read(text) == {
        "investor_name": "示例半导体有限公司",
        "total_investment": "56000万元",
        "summary": "建设两条产线",
    }


def test_a_cell_goes_before_prose() -> None:
    text = (
        "项目名称\t示例一号\n"
        "示例科技有限公司拟建设示例二号生产基地项目，具体内容正在论证之中，资金由企业自筹。"
    )

    assert read(text)["project_name"] == "示例一号"


def test_two_sums_for_one_slot_are_a_choice() -> None:
    understood = understand_brief("总投资\t10亿元\n项目总投资12亿元。", vocabulary())

    assert doubted(understood) == {"10亿元": ["total_investment"]}


def test_a_long_introduction_is_cut_at_a_sentence() -> None:
    sentence = "企业长期从事示例产品的研发，计划在此建设新的产线。"
    text = f"项目简介\n{sentence * 40}"

    summary = read(text)["summary"]
    assert len(summary) <= MOST_SUMMARY
    assert summary.endswith("产线。")
    assert len(summary) > MOST_SUMMARY - len(sentence) - 1


def test_a_bad_cell_is_said() -> None:
    understood = understand_brief([["容积率", "0"], ["联系电话", "1380000"]], vocabulary())

    assert [(i.slot, i.problem) for i in understood.invalid] == [
        ("plot_ratio", "plot_ratio_range"),
        ("investor_phone", "phone_length"),
    ]


def test_rows_become_text() -> None:
    assert brief_text([["a", None, 1], [" b\nc "]]) == "a\t\t1\nb c"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.sampled_from(
    [
        "项目名称", "总投资（万元）", "12", "联系人", "张工", "", None, "用地", "200亩", "简介",
        "建设。", "；", "是", 3.5, "电话",
    ]
), max_size=6), max_size=8))  # fmt: skip
def test_any_table_is_read(rows: list[list[object]]) -> None:
    text = brief_text(rows)
    understood = understand_brief(rows, vocabulary())

    assert all(one.raw == text[one.start : one.end] for one in understood.found)
