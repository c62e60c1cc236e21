"""Questions about a document that is named and has no facts."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers.composing import Reply
from retrieval.answers.named_texts import answer_from_named
from retrieval.facts.knowledge import Knowledge
from retrieval.intake.parsing import parse_bytes
from retrieval.types import AnswerStatus
from tests.retrieval.held_regulation import (
    BEFORE_BOTH,
    OLD_DAY,
    TODAY,
    FakeTexts,
    knowledge_with_regulation,
    regulation,
)
from tests.retrieval.small_library import make_knowledge

KNOWLEDGE = knowledge_with_regulation()
TITLE = "甲市公共绿道管理办法"


def look_up(text: str, as_of: date = TODAY, knowledge: Knowledge = KNOWLEDGE) -> Reply | None:
    return answer_from_named(knowledge.analyst.analyse(text), knowledge, as_of)


def said(reply: Reply | None) -> str:
    assert reply is not None
    return "".join(bound.text for bound in reply.bound)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        (f"《{TITLE}》规定由谁负责养护", TODAY, "市综合行政执法局负责养护"),
        (f"《{TITLE}》规定由谁负责养护", OLD_DAY, "市园林局负责养护"),
        (f"{TITLE}对骑行电动车罚款多少", TODAY, "处二百元罚款"),
        (f"{TITLE}还有效吗", TODAY, f"适用的是《{TITLE}》2023-03-01起施行的版本"),
        (f"{TITLE}还有效吗", OLD_DAY, "2019-01-01起施行的版本"),
        (f"《{TITLE}》", TODAY, "共6个条款"),
        (f"《{TITLE}》是哪个文号", TODAY, "文号是甲政发〔2022〕30号"),
    ],
)
def test_the_named_document_answers(text: str, day: date, words: str) -> None:
    reply = look_up(text, day)

    assert words in said(reply)
    assert reply is not None
    assert reply.status is AnswerStatus.ANSWERED
    assert reply.bound[0].citations


def test_what_the_named_document_does_not_say_is_refused() -> None:
    reply = look_up(f"《{TITLE}》对红烧肉的做法有什么要求")

    assert reply is not None
    assert reply.status is AnswerStatus.REFUSED
    assert "没有写到“对红烧肉的做法有什么要求”" in said(reply)


@pytest.mark.parametrize("text", [f"{TITLE}还有效吗", f"{TITLE}由谁负责养护"])
def test_on_a_day_before_all_editions_there_is_no_text(text: str) -> None:
    reply = look_up(text, BEFORE_BOTH)

    assert reply is not None
    assert reply.status is AnswerStatus.REFUSED
    assert "文本不在资料库中" in said(reply)


@pytest.mark.parametrize("text", ["首报向谁报", "杭州试行制度里首报向谁报"])
def test_where_no_document_or_one_with_facts_is_named_nothing_is_said(text: str) -> None:
    assert look_up(text) is None


def test_a_document_with_facts_named_beside_it_leaves_the_answer_to_the_facts() -> None:
    assert look_up(f"{TITLE}和杭州试行制度有什么不同") is None


def test_one_edition_alone_is_in_force_since_its_day() -> None:
    texts = FakeTexts(regulation()[:1])
    knowledge = make_knowledge(all_texts=texts)

    assert "2019年1月1日起施行；资料库里没有修订或废止它的材料" in said(
        look_up(f"{TITLE}还有效吗", knowledge=knowledge)
    )


def test_an_undated_document_is_said_to_be_undated() -> None:
    document = regulation()[0]
    meta = replace(document.meta, effective_from=None)
    knowledge = make_knowledge(all_texts=FakeTexts([replace(document, meta=meta)]))

    assert "没有写明施行日期" in said(look_up(f"{TITLE}还有效吗", knowledge=knowledge))


def test_clauses_search_does_not_find_are_read_all_the_same() -> None:
    class Blind(FakeTexts):
        def search(self, *_: object) -> tuple[()]:
            return ()

    knowledge = make_knowledge(all_texts=Blind(regulation()))

    assert "处二百元罚款" in said(look_up(f"{TITLE}对骑行电动车罚款多少", knowledge=knowledge))


RULES = """甲市公共绿道巡查规则

甲政发〔2024〕5号

第一条 绿道每日巡查两次。
第二条 本规则自2024年1月1日起试行，试行期一年。
"""


def test_a_document_whose_time_is_over_is_said_to_be_over() -> None:
    knowledge = make_knowledge(all_texts=FakeTexts(parse_bytes(RULES.encode(), "规则.txt")))

    for question in ("公共绿道巡查规则还有效吗", "公共绿道巡查规则什么时候失效的"):
        assert "自2025年1月1日起不再有效" in said(look_up(question, knowledge=knowledge))


def test_what_a_document_is_about_describes_it() -> None:
    assert "收录了" in said(look_up("公共绿道管理办法写了什么"))
