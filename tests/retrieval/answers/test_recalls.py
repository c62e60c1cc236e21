"""A turn that asks of the last answer itself: its source, a point of its list, what it left out."""

import pytest

from retrieval.answers.citations import cite
from retrieval.answers.composing import Bound, Reply
from retrieval.answers.recalls import is_left_unanswered, reply_from_last, say_unanswered
from retrieval.types import AnswerStatus
from tests.retrieval.fact_hits import KNOWLEDGE

CLAUSE = KNOWLEDGE.clauses["hz-2019-40#4.1"]
META = KNOWLEDGE.metas["hz-2019-40"]
CITED = cite(CLAUSE.text, CLAUSE, META)
LAST = Reply(
    AnswerStatus.ANSWERED,
    (Bound("首报向市投资促进局报备。", (CITED,)),),
    values=("先报备", "再审查", "后赋予"),
)
BEFORE = "首报怎么报"
OPEN = Reply(AnswerStatus.REFUSED, (Bound("文件未规定多久答复。"),), nearest=(CITED,))


@pytest.mark.parametrize(
    "text",
    [
        "依据呢",
        "原文怎么写的？",
        "哪一条规定的",
        "出处是哪",
        "这条原文给我看看",
        "有文件依据吗",
        "凭什么这么说",
    ],
)
def test_the_source_of_the_last_answer_is_quoted(text: str) -> None:
    reply = reply_from_last(text, BEFORE, LAST, KNOWLEDGE)

    assert reply is not None
    assert reply.bound[0].text.startswith("《")
    assert {c.clause for bound in reply.bound for c in bound.citations} == {"4.1"}


def test_every_quotation_holds_its_characters() -> None:
    reply = reply_from_last("依据呢", BEFORE, LAST, KNOWLEDGE)

    assert reply is not None
    for citation in (c for bound in reply.bound for c in bound.citations):
        assert CLAUSE.text[citation.start : citation.end] == citation.quote


def test_behind_an_open_point_stands_the_nearest_clause() -> None:
    reply = reply_from_last("依据呢", BEFORE, OPEN, KNOWLEDGE)

    assert reply is not None
    assert "没有规定" in reply.bound[0].text
    assert reply.bound[1].citations[0].clause == "4.1"


@pytest.mark.parametrize(
    "text", ["依据《布局导引》审什么", "依据谁来定", "哪条产业链最多", "第三个区也报了怎么办"]
)
def test_a_question_with_more_in_it_is_no_question_for_the_source(text: str) -> None:
    assert reply_from_last(text, BEFORE, LAST, KNOWLEDGE) is None


def test_an_answer_without_citations_has_no_source_to_quote() -> None:
    assert reply_from_last("依据呢", BEFORE, Reply(AnswerStatus.REFUSED, ()), KNOWLEDGE) is None


MEMBERS = [
    ("那第二个呢", "前面列的第2项是：再审查。"),
    ("第3项是什么？", "前面列的第3项是：后赋予。"),
    ("最后一个呢", "前面列的第3项是：后赋予。"),
    ("倒数第二个", "前面列的第2项是：再审查。"),
    ("第五个是什么", "前面只列了3项，没有第5项。"),
]


@pytest.mark.parametrize(("text", "said"), MEMBERS, ids=[case[0] for case in MEMBERS])
def test_a_member_of_the_last_list_is_named(text: str, said: str) -> None:
    reply = reply_from_last(text, BEFORE, LAST, KNOWLEDGE)

    assert reply is not None
    assert [bound.text for bound in reply.bound] == [said]
    assert reply.bound[0].citations == (CITED,)


def test_a_list_within_a_sentence_counts_too() -> None:
    last = Reply(AnswerStatus.ANSWERED, (Bound("分三层：①基金牵头单位；②常务会议；③财经委。"),))
    reply = reply_from_last("第二个呢", BEFORE, last, KNOWLEDGE)

    assert reply is not None
    assert reply.bound[0].text == "前面列的第2项是：常务会议。"


def test_items_asked_for_by_number_are_those_of_the_annex() -> None:
    assert reply_from_last("第二项呢", "第7项谁配合", LAST, KNOWLEDGE) is None
    assert reply_from_last("第10项呢", BEFORE, LAST, KNOWLEDGE) is None


def test_where_nothing_was_listed_an_ordinal_is_an_ordinary_follow_up() -> None:
    assert reply_from_last("第二个呢", BEFORE, OPEN, KNOWLEDGE) is None


SILENT = Reply(AnswerStatus.ANSWERED, (Bound("首报向市投资促进局报备。"),))

UNANSWERED = [
    ("a time, which the answer has not", "多久报完", True),
    ("a consequence, which the answer has not", "会怎么罚", True),
    ("whether there is what it does not speak of", "有没有例外", True),
    ("another party", "换成市属平台呢", True),
    ("words it speaks of", "能不能向市投资促进局报备", False),
    ("to have it said again", "多久，再说一遍", False),
    ("nothing definite", "那区里呢", False),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in UNANSWERED], ids=[case[0] for case in UNANSWERED]
)
def test_the_same_answer_again_may_leave_a_turn_unanswered(text: str, *, expected: bool) -> None:
    assert is_left_unanswered(text, SILENT, SILENT, KNOWLEDGE) is expected


def test_another_answer_is_never_the_same_again() -> None:
    assert not is_left_unanswered("多久报完", OPEN, SILENT, KNOWLEDGE)


def test_what_the_clauses_do_not_say_is_said_beside_what_they_do() -> None:
    reply = say_unanswered("那多久报完？", LAST)

    assert reply.status is AnswerStatus.PARTLY
    assert "没有写“多久报完”" in reply.bound[0].text
    assert reply.bound[1] == LAST.bound[0]
    assert reply.nearest == (CITED,)


def test_a_party_that_is_not_set_apart_is_named() -> None:
    reply = say_unanswered("换成市属平台呢", LAST)

    assert "没有对“市属平台”另作规定" in reply.bound[0].text


def test_beside_an_open_point_it_stays_a_refusal() -> None:
    assert say_unanswered("有没有例外", OPEN).status is AnswerStatus.REFUSED
