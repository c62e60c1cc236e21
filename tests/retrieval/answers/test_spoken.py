"""How much of a question a text speaks of, character by character."""

import pytest

from retrieval.answers.spoken import spoken_share
from tests.retrieval.small_library import make_knowledge

KNOWLEDGE = make_knowledge()


@pytest.mark.parametrize(
    ("question", "text", "least", "most"),
    [
        ("设备补助最高多少钱", "设备投资补助，最高不超过两千万元", 0.9, 1.0),
        ("首台套奖励多少", "首台（套）奖励五十万元", 1.0, 1.0),
        ("设备补助最高多少钱", "绿道由园林局负责养护", 0.0, 0.0),
        ("补助", "设备投资补助", 0.0, 0.0),
    ],
    ids=["put together otherwise", "in brackets", "of something else", "too little asked"],
)
def test_a_text_speaks_of_what_a_question_says(
    question: str, text: str, least: float, most: float
) -> None:
    share = spoken_share(KNOWLEDGE.analyst.analyse(question), text, KNOWLEDGE)

    assert least <= share <= most


def test_a_character_on_its_own_counts_little() -> None:
    question = KNOWLEDGE.analyst.analyse("骗领补贴怎么处理")

    assert 0 < spoken_share(question, "骗取资金的，责令退回", KNOWLEDGE) < 0.5
