"""What the library holds, and which document speaks of something."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers.composing import Reply
from retrieval.answers.document_lists import answer_catalogue
from retrieval.types import ParsedDocument
from tests.retrieval.held_regulation import (
    BEFORE_BOTH,
    OLD_DAY,
    TODAY,
    knowledge_with_regulation,
    regulation,
)

KNOWLEDGE = knowledge_with_regulation()


def look_up(text: str, as_of: date = TODAY) -> Reply | None:
    return answer_catalogue(KNOWLEDGE.analyst.analyse(text), KNOWLEDGE, as_of)


def said(reply: Reply | None) -> str:
    assert reply is not None
    return "".join(bound.text for bound in reply.bound)


def test_all_documents_are_listed_with_all_their_editions() -> None:
    words = said(look_up("资料库里有哪些文件"))

    assert "现有文件4份" in words
    assert "甲政发〔2018〕12号，正式文件，2019-01-01起施行，当日不在施行期" in words
    assert "甲政发〔2022〕30号，正式文件，2023-03-01起施行）" in words
    assert "湖州考察报告" in words


def test_every_document_of_the_list_is_cited() -> None:
    reply = look_up("资料库里有哪些文件")

    assert reply is not None
    assert all(bound.citations for bound in reply.bound[1:])


@pytest.mark.parametrize(
    ("day", "number"), [(TODAY, "甲政发〔2022〕30号"), (OLD_DAY, "甲政发〔2018〕12号")]
)
def test_the_document_that_speaks_of_something_is_named_in_its_edition(
    day: date, number: str
) -> None:
    words = said(look_up("哪份文件讲绿道", day))

    assert "1份" in words
    assert number in words


def test_before_a_document_was_in_force_it_speaks_of_nothing() -> None:
    assert look_up("哪份文件讲绿道", BEFORE_BOTH) is None


def test_a_document_with_facts_is_found_by_its_words_and_place() -> None:
    assert "杭州试行制度" in said(look_up("哪份文件讲到首谈资格"))
    assert "湖州考察报告" in said(look_up("哪篇讲湖州"))


@pytest.mark.parametrize("text", ["首报向谁报", "哪份文件讲红烧肉", "哪份文件讲的"])
def test_other_questions_are_left_alone(text: str) -> None:
    assert look_up(text) is None


def test_a_long_list_is_cut_off_and_says_so() -> None:
    def copy(number: int) -> ParsedDocument:
        document = regulation()[0]
        meta = replace(document.meta, doc_id=f"copy-{number}", title=f"第{number}号办法")
        return replace(document, meta=meta)

    knowledge = knowledge_with_regulation(*(copy(number) for number in range(40)))

    reply = answer_catalogue(knowledge.analyst.analyse("资料库有哪些文件"), knowledge, TODAY)

    assert "其余14份请在文件库页面查看" in said(reply)


def test_documents_of_other_places_are_listed_when_those_are_asked_for() -> None:
    words = said(look_up("库里哪些材料讲的不是杭州"))

    assert "湖州考察报告" in words
    assert "杭州试行制度" not in words


@pytest.mark.parametrize("text", ["有几份文件是湖州的", "湖州的文件有几份"])
def test_the_documents_of_a_place_are_listed(text: str) -> None:
    words = said(look_up(text))

    assert "湖州的文件有1份" in words
    assert "湖州考察报告" in words


@pytest.mark.parametrize("text", ["最新的一份是哪年的", "资料截止到什么时候", "资料库有更新吗"])
def test_the_last_document_by_its_date_is_named_and_how_many_have_none(text: str) -> None:
    assert "最晚的有1份" in said(look_up(text))


def test_the_first_document_by_its_date_is_named() -> None:
    assert "最早的有1份" in said(look_up("最早的文件是哪份"))


def test_what_is_an_official_text_is_told_by_the_whole_list() -> None:
    assert "现有文件4份" in said(look_up("哪些是正式文件，哪些只是报道"))


@pytest.mark.parametrize("text", ["最早完成的任务是哪项", "最新的平台是哪个", "哪些是重大项目"])
def test_what_asks_for_no_document_is_left_alone(text: str) -> None:
    assert look_up(text) is None
