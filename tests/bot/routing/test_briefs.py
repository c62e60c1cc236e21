"""A pasted brief is told from a conversation."""

import pytest

from bot.routing.briefs import asks_at_end, is_brief
from bot.routing.folding import fold

LABELLED = (
    "项目名称：示例项目\n投资方：示例科技有限公司\n总投资：5亿元\n用地：50亩\n诉求：能否支持能耗？"
)
RUNNING = (
    "示例制药有限公司拟在我区投资建设创新药研发生产基地，总投资约6.8亿元，固定资产投资4亿元，用地60亩，容积率2.0。"
    "企业成立于多年以前，主营业务为生物医药，去年营业收入稳定增长，研发人员占比较高，技术来源可靠，市场前景较好。"
    "达产后预计年产值10亿元，年税收6000万元，带动就业三百人，双方已多次洽谈，对方明确表示愿意落户，后续将签订协议。"
)


@pytest.mark.parametrize("text", [LABELLED, RUNNING])
def test_a_page_of_facts_is_a_brief(text: str) -> None:
    assert is_brief(fold(text))


@pytest.mark.parametrize(
    "text", ["投资额改成2亿，另外补贴政策是什么", "能耗谁牵头？" * 40, "", "联系人：王某"]
)
def test_talk_is_no_brief(text: str) -> None:
    assert not is_brief(fold(text))


def test_a_question_of_right_at_the_end_makes_it_a_case() -> None:
    assert asks_at_end(fold(f"{RUNNING}请问我们还能谈吗？"))
    assert not asks_at_end(fold(LABELLED))
    assert not asks_at_end("")
