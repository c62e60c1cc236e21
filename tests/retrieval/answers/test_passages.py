"""Sentences of texts without facts, beside the facts of others."""

from dataclasses import replace
from datetime import date

import pytest

from retrieval.answers.answering import Answerer
from retrieval.answers.passages import better_passage, refuse_other_editions
from retrieval.facts.ranking import rank_facts
from retrieval.types import Answer, AnswerStatus
from tests.retrieval.held_regulation import BEFORE_BOTH, OLD_DAY, TODAY, knowledge_with_regulation
from tests.retrieval.small_library import make_knowledge

KNOWLEDGE = knowledge_with_regulation()
ANSWERER = Answerer(KNOWLEDGE)


def ask(text: str, as_of: date = TODAY) -> Answer:
    return ANSWERER.answer(text, as_of=as_of)


def said(answer: Answer) -> str:
    return "".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("day", "words", "other"),
    [(TODAY, "处二百元罚款", "五十元"), (OLD_DAY, "处五十元罚款", "二百元")],
)
def test_the_text_of_the_day_answers(day: date, words: str, other: str) -> None:
    answer = ask("在绿道上骑行电动车罚多少钱", day)

    assert answer.status is AnswerStatus.ANSWERED
    assert words in said(answer)
    assert other not in said(answer)


def test_the_edition_is_named_where_there_are_several() -> None:
    assert "（2023-03-01起施行的版本）第三条：" in said(ask("在绿道上骑行电动车罚多少钱"))


def test_a_day_before_all_editions_is_refused_without_their_words() -> None:
    answer = ask("在绿道上骑行电动车罚多少钱", BEFORE_BOTH)

    assert answer.status is AnswerStatus.REFUSED
    assert "文本不在资料库中" in said(answer)
    assert "元罚款" not in said(answer)
    assert answer.citations == ()


def test_facts_still_answer_what_they_are_asked() -> None:
    assert "市发改委" in said(ask("能耗谁牵头"))


def test_a_sure_fact_is_not_searched_against() -> None:
    question = KNOWLEDGE.analyst.analyse("能耗谁牵头")
    best = rank_facts(question, KNOWLEDGE, as_of=TODAY)[0]

    def search() -> list[object]:
        raise AssertionError("searched although the fact is sure")

    assert better_passage(question, best, search, KNOWLEDGE) is None  # type: ignore[arg-type]


def test_a_text_that_speaks_of_no_more_than_the_fact_is_not_preferred() -> None:
    question = KNOWLEDGE.analyst.analyse("绿道由谁负责养护")
    best = rank_facts(question, KNOWLEDGE, as_of=TODAY)[0]
    hits = KNOWLEDGE.search("绿道由谁负责养护", TODAY)

    def find() -> list[object]:
        return list(hits)

    found = better_passage(question, replace(best, similarity=0.4, coverage=0.3), find, KNOWLEDGE)  # type: ignore[arg-type]
    level = better_passage(question, replace(best, similarity=0.4, coverage=0.84), find, KNOWLEDGE)  # type: ignore[arg-type]

    assert found is not None
    assert found.clause.ref.clause == "art.2"
    assert level is None or level.coverage >= 0.96


def test_where_all_editions_are_in_force_no_other_is_sought() -> None:
    knowledge = make_knowledge()
    question = knowledge.analyst.analyse("红烧肉怎么做")

    assert refuse_other_editions(question, knowledge, TODAY) is None


def test_what_no_edition_speaks_of_is_refused_otherwise() -> None:
    answer = ask("红烧肉怎么做", BEFORE_BOTH)

    assert "不在资料库中" not in said(answer)
    assert answer.status is AnswerStatus.REFUSED
