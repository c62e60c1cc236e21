"""Where something is said: the documents, official ones first, and the clause of each."""

from datetime import date

import pytest

from retrieval.answers.composing import Reply
from retrieval.answers.where_said import answer_where_said
from tests.retrieval.held_regulation import BEFORE_BOTH, TODAY, knowledge_with_regulation

KNOWLEDGE = knowledge_with_regulation()


def asked(text: str, as_of: date = TODAY) -> Reply | None:
    return answer_where_said(KNOWLEDGE.analyst.analyse(text), KNOWLEDGE, as_of)


@pytest.mark.parametrize(
    "text",
    [
        "首谈资格出自哪里",
        "首谈资格的出处",
        "首谈资格在哪份文件里",
        "首谈资格是哪份文件里的",
        "提到首谈资格的是哪篇",
        "哪几份材料讲到首谈资格",
        "有没有首谈资格方面的文件",
    ],
)
def test_the_document_and_its_clause_are_named_and_cited(text: str) -> None:
    reply = asked(text)

    assert reply is not None
    assert "讲到“首谈资格”的文件有" in reply.bound[0].text
    assert "杭州试行制度" in reply.bound[1].text
    assert all(bound.citations for bound in reply.bound[1:])


def test_a_text_taken_in_without_facts_is_found_too() -> None:
    reply = asked("绿道出自哪份文件")

    assert reply is not None
    assert "甲政发〔2022〕30号" in reply.bound[1].text


@pytest.mark.parametrize(
    "text",
    ["首报向谁报", "红烧肉出自哪里", "资金来自哪里", "湖州的标准出自哪里", "有没有省里的文件"],
)
def test_other_questions_are_left_alone(text: str) -> None:
    assert asked(text) is None


def test_before_a_document_was_in_force_it_says_nothing() -> None:
    assert asked("绿道出自哪份文件", BEFORE_BOTH) is None
