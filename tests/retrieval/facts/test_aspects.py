"""Aspects of a topic: what is asked for, and whether a fact speaks of it."""

import pytest

from retrieval.facts.aspects import asked_aspects, asked_words, unspoken

ASKED = [
    ("对不授予首谈权的决定不服怎么申诉", "申诉"),
    ("客商坚决不想跟我们谈", "投资者不同意"),
    ("首谈资格可以转让给邻区吗", "转让"),
    ("税收两个区怎么分，五五还是三七", "分成比例"),
    ("产业生态占多少权重", "权重"),
    ("产业链链长是谁", "人员"),
    ("取消一年还是三年", "期限"),
    ("零跑卖了多少辆车", "多少辆"),
    ("一个亿行不行，首报", "门槛"),
    ("外资里高技术占多少", "占比"),
]


@pytest.mark.parametrize(("text", "name"), ASKED, ids=[case[0] for case in ASKED])
def test_an_aspect_is_asked_for(text: str, name: str) -> None:
    assert [aspect.name for aspect in asked_aspects(text)] == [name]


@pytest.mark.parametrize("text", ["首报向谁报", "审批分成哪几个阶段", "一盘棋是什么", "占了多少钱"])
def test_a_plain_question_asks_for_no_aspect(text: str) -> None:
    assert asked_aspects(text) == ()


def test_a_fact_that_does_not_speak_of_the_aspect_lacks_it() -> None:
    aspects = asked_aspects("对审查决定不服怎么申诉")

    assert unspoken(aspects, "首报由市投资促进局审查", "首报由市投资促进局审查") == ("申诉",)
    assert unspoken(aspects, "没有规定对审查结果的复核", "没有规定对审查结果的复核") == ()


def test_a_length_of_time_must_be_given_not_only_spoken_of() -> None:
    aspects = asked_aspects("取消一年还是三年")
    said = "取消先进评比资格。取消多久，文件没有写。"

    assert unspoken(aspects, said, said) == ("期限",)
    assert unspoken(aspects, said, "") == ()
    assert unspoken(aspects, "取消两年内的资格", "取消两年内的资格") == ()


def test_the_words_of_the_asker_are_kept() -> None:
    assert asked_words("产业链链长是谁") == ("链长",)
