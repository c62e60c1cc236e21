"""A follow-up is understood from what was said before."""

from dataclasses import replace

import pytest

from retrieval.answers.composing import Reply
from retrieval.answers.conversation import Resolved, resolve
from retrieval.types import AnswerStatus
from tests.retrieval.fact_hits import KNOWLEDGE, analyse

CONTEXT = frozenset({"hz-2019-40#annex.10"})
LAST_REPLY = Reply(
    AnswerStatus.ANSWERED,
    (),
    context=CONTEXT,
    topic="能耗",
    values=("先向市投资促进局报备", "赋予排他性首谈资格"),
)

REWRITTEN = [
    ("who assists", "那谁配合？", "能耗谁牵头", "能耗谁配合"),
    ("the deadline", "期限呢", "能耗谁牵头", "能耗期限"),
    ("an item of the last list", "上面第二条展开说", "首报首谈的流程", "赋予排他性首谈资格是什么"),
    (
        "a question on an item of the last list",
        "第一项由哪个部门办",
        "首报首谈的流程",
        "先向市投资促进局报备由哪个部门办",
    ),
    ("another place", "那湖州呢", "泰州的固投强度是多少", "湖州的固投强度是多少"),
    ("another department", "那市财政局呢", "市发改委管什么", "市财政局管什么"),
    ("another year", "2023年呢", "2019年签约多少个", "2023年签约多少个"),
    ("another mechanism", "那首报呢", "能耗什么时候出台", "首报什么时候出台"),
    ("another period", "24年前七个月的呢", "2023年1—9月签约多少个", "24年前七个月签约多少个"),
    (
        "another place and another period",
        "那湖州呢，2019年签了多少",
        "泰州2020年1—5月签约多少个",
        "湖州2019年签约多少个",
    ),
    ("what it differs from", "跟首报有什么区别", "能耗怎么统筹", "能耗跟首报有什么区别"),
    ("another month", "那7月底的呢", "12月底前要签约多少个", "7月底要签约多少个"),
    ("another thing held alike", "首报也这么定吗", "能耗谁牵头", "首报和能耗定一样吗"),
    ("a party in place of another", "换成市属平台呢", "能耗谁牵头", "能耗谁牵头"),
    ("a year in place of a period", "2023年呢", "2024年1—7月签约多少个", "2023年签约多少个"),
    ("the last place is kept", "期限呢", "湖州能耗谁牵头", "湖州能耗期限"),
    ("the topic asked before is kept", "谁批", "首报首谈的流程", "首报首谈能耗谁批"),
    ("an item beyond the list is an ordinary follow-up", "第九点呢", "能耗谁牵头", "能耗第九点"),
]


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [case[1:] for case in REWRITTEN],
    ids=[case[0] for case in REWRITTEN],
)
def test_a_follow_up_is_made_a_question_of_its_own(text: str, last: str, expected: str) -> None:
    resolved = resolve(text, Resolved(analyse(last)), LAST_REPLY, KNOWLEDGE)

    assert resolved.question.text == expected
    assert resolved.rewritten
    assert resolved.context == CONTEXT


@pytest.mark.parametrize("text", ["违反首报首谈有什么后果", "四（一）写了什么"])
def test_a_question_of_its_own_is_left_as_it_is(text: str) -> None:
    resolved = resolve(text, Resolved(analyse("能耗谁牵头")), LAST_REPLY, KNOWLEDGE)

    assert resolved == Resolved(analyse(text))


def test_the_first_message_leans_on_nothing() -> None:
    assert resolve("那谁配合", None, None, KNOWLEDGE) == Resolved(analyse("那谁配合"))


def test_of_several_readings_the_one_that_fits_best_is_taken() -> None:
    def fit(reading: Resolved) -> float:
        return 1.0 if reading.question.text == "首报首谈谁批" else 0.0

    last = Resolved(analyse("首报首谈的流程"))

    assert resolve("谁批", last, LAST_REPLY, KNOWLEDGE, fit).question.text == "首报首谈谁批"


def test_a_turn_that_names_its_own_topic_may_stand_alone() -> None:
    last = Resolved(analyse("首报首谈的流程"))

    alone = resolve("签约谁牵头", last, LAST_REPLY, KNOWLEDGE, lambda r: float(not r.rewritten))
    leaning = resolve("签约谁牵头", last, LAST_REPLY, KNOWLEDGE, lambda r: float(r.rewritten))

    assert alone.question.text == "签约谁牵头"
    assert alone.context == CONTEXT
    assert leaning.rewritten


def test_a_turn_that_goes_on_does_not_want_what_was_said_and_one_that_checks_it_may() -> None:
    reply = replace(LAST_REPLY, facts=frozenset({"hz-2019-40/steps"}))
    last = Resolved(analyse("首报首谈的流程"))

    def said(text: str) -> frozenset[str]:
        return resolve(text, last, reply, KNOWLEDGE).said

    assert said("谁批") == reply.facts
    assert said("谁批是吗") == said("再说一下谁批") == frozenset()
