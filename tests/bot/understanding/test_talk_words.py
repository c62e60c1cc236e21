"""Words of talking to us."""

import pytest

from bot.understanding.talk_words import is_talk


@pytest.mark.parametrize(
    "words",
    [
        "能交了不",
        "英文名就这么写",
        "几个亿",
        "那算新的",
        "现在能交了不",
        "刚才说到哪了",
        "你看着填",
        "跟上次一样的",
    ],
)
def test_what_is_said_to_us_is_talk(words: str) -> None:
    assert is_talk(words)


@pytest.mark.parametrize(
    "words",
    [
        "先进复合材料产业园",
        "那曲牦牛乳深加工",
        "不锈钢精密管",
        "再生医学中心",
        "光伏",
        "陆志远",
        "股权直投",
    ],
)
def test_a_name_is_no_talk(words: str) -> None:
    assert not is_talk(words)
