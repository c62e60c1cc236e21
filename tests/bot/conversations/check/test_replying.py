"""What answers a yes-no question of the case desk."""

import pytest

from bot.conversations.check.replying import answers_flag
from bot.understanding.case_facts.specs import fact_specs


@pytest.mark.parametrize(
    "words", ["是", "是的，没错", "属于重点领域", "没有", "不是重点的", "算吧"]
)
def test_a_bare_yes_or_no_or_the_matter_itself_answers(words: str) -> None:
    assert answers_flag(words, fact_specs()["is_key_field"], "是否属于重点领域？")


@pytest.mark.parametrize("words", ["是他们自己愿意的", "还没首报", "好，知道了", "收到"])
def test_words_about_another_matter_do_not(words: str) -> None:
    assert not answers_flag(words, fact_specs()["is_key_field"], "是否属于重点领域？")
