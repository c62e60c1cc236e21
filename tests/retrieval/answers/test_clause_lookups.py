"""Clauses by their number: of the scheme, of a regulation in two editions."""

from datetime import date

import pytest

from retrieval.answers.clause_lookups import answer_clause
from retrieval.answers.composing import Reply
from retrieval.types import AnswerStatus
from tests.retrieval.held_regulation import BEFORE_BOTH, OLD_DAY, TODAY, knowledge_with_regulation

KNOWLEDGE = knowledge_with_regulation()
TITLE = "《甲市公共绿道管理办法》"


def look_up(text: str, as_of: date = TODAY) -> Reply | None:
    return answer_clause(KNOWLEDGE.analyst.analyse(text), KNOWLEDGE, as_of)


def said(reply: Reply | None) -> str:
    assert reply is not None
    return "".join(bound.text for bound in reply.bound)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "甲市公共绿道管理办法第三条",
            f"{TITLE}（2023-03-01起施行的版本）第三条：在绿道上骑行电动车的，处二百元罚款。",
        ),
        ("甲市公共绿道管理办法第四条第二款", "关闭绿道应当公告。"),
        ("甲市公共绿道管理办法第四条第(二)项", "（二）道面抢修。"),
        ("甲市公共绿道管理办法第四条第一款第一项", "（一）大风、暴雨；"),
        ("四(一)写了什么", "有明确意向的项目先向市投资促进局报备"),
        ("附件第10项", "牵头：市发改委"),
    ],
)
def test_a_clause_is_given_in_its_words(text: str, words: str) -> None:
    assert words in said(look_up(text))


def test_a_paragraph_is_given_without_the_others() -> None:
    reply = look_up("甲市公共绿道管理办法第四条第二款")

    assert "全天开放" not in said(reply)
    assert "道面抢修" not in said(reply)


def test_a_whole_article_has_its_items() -> None:
    reply = look_up("甲市公共绿道管理办法第四条")

    for words in ("全天开放", "大风、暴雨", "道面抢修", "应当公告"):
        assert words in said(reply)


def test_every_quote_stands_in_its_clause() -> None:
    for text in ("第四条", "第四条第二款", "第三条", "第四条第一款第一项"):
        reply = look_up(f"甲市公共绿道管理办法{text}")
        assert reply is not None
        for citation in (c for bound in reply.bound for c in bound.citations):
            (meta,) = [m for m in KNOWLEDGE.catalogue.editions if m.edition == citation.edition]
            clause = KNOWLEDGE.texts.clause(meta, citation.clause)
            assert clause is not None
            assert clause.text[citation.start : citation.end] == citation.quote


def test_an_older_day_gives_the_older_text() -> None:
    reply = look_up("甲市公共绿道管理办法第三条", OLD_DAY)

    assert "五十元" in said(reply)
    assert "2019-01-01起施行的版本" in said(reply)


def test_a_day_before_all_editions_gives_no_text() -> None:
    reply = look_up("甲市公共绿道管理办法第三条", BEFORE_BOTH)

    assert reply is not None
    assert reply.status is AnswerStatus.REFUSED
    assert "2018年5月1日有效的《甲市公共绿道管理办法》文本不在资料库中" in said(reply)
    assert all(not bound.citations for bound in reply.bound)


@pytest.mark.parametrize(
    ("text", "label"),
    [("第九条", "第9条"), ("第三条第五款", "第3条第5款"), ("第三条第一项", "第3条第（1）项")],
)
def test_what_a_document_does_not_have_is_said(text: str, label: str) -> None:
    reply = look_up(f"甲市公共绿道管理办法{text}")

    assert reply is not None
    assert reply.status is AnswerStatus.REFUSED
    assert f"共5条，没有{label}" in said(reply)


def test_two_clauses_are_given_one_after_the_other() -> None:
    reply = look_up("甲市公共绿道管理办法第二条和第三条")

    assert said(reply).index("综合行政执法局") < said(reply).index("二百元")
    assert reply is not None
    assert len(reply.context) == 2


@pytest.mark.parametrize("text", ["首报向谁报", "第九条怎么说", "四（九）写了什么"])
def test_nothing_is_given_for_what_names_no_clause_there_is(text: str) -> None:
    assert look_up(text) is None


def test_before_the_scheme_a_number_without_a_title_means_nothing() -> None:
    assert look_up("四(一)写了什么", date(2019, 6, 5)) is None
