"""Rules that the bureau takes in itself fill what the scheme leaves open; nothing else does."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from retrieval.answers.answering import Answerer
from retrieval.intake.parsing import parse_bytes
from retrieval.types import Answer, AnswerStatus
from tests.retrieval.held_regulation import FakeTexts
from tests.retrieval.test_golden import KNOWLEDGE as SHIPPED

TODAY = date(2026, 11, 22)
BEFORE_RULES = date(2025, 3, 31)
DOCUMENTS = Path(__file__).parent.with_name("documents")
RULES = (DOCUMENTS / "first_report_rules.txt").read_text("utf-8")
MEASURES = (DOCUMENTS / "district_measures.txt").read_text("utf-8")
ELSEWHERE = RULES.replace("杭州", "宁波").replace("杭投促", "甬投促")


def answerer(*files: str) -> Answerer:
    held = [d for text in files for d in parse_bytes(text.encode(), "own.txt")]
    texts = FakeTexts(held)
    return Answerer(replace(SHIPPED, all_texts=texts, prepared=SHIPPED.index))


NEWS = """杭州举行低空经济招商推介会

2026-10-12 09:30 来源：某报 作者：某人

10月11日，杭州低空经济招商推介会举行，现场签约项目18个。
下一步将设立总规模50亿元的低空经济专项子基金，首期规模20亿元。
"""
HERE = answerer(RULES)
OTHER_PLACE = answerer(ELSEWHERE)
DISTRICT = answerer(MEASURES)


def ask(who: Answerer, text: str, as_of: date = TODAY) -> Answer:
    return who.answer(text, as_of=as_of)


def said(answer: Answer) -> str:
    return "".join(sentence.text for sentence in answer.sentences)


FILLED = {
    "首谈资格有效期多长": "6个月",
    "首谈权能延期吗": "延期一次",
    "首报要交哪些材料": "首报申请表",
    "什么算有明确意向": "书面投资意向函",
    "首报几天审完": "3个工作日",
    "两个区同一天报备怎么办": "协商裁定",
    "不授予首谈权怎么申诉": "申请复核",
}


@pytest.mark.parametrize(("question", "words"), FILLED.items())
def test_a_rule_of_the_bureau_answers_what_the_scheme_leaves_open(
    question: str, words: str
) -> None:
    answer = ask(HERE, question)

    assert answer.status is AnswerStatus.ANSWERED
    assert words in said(answer)
    assert said(answer).startswith("《杭州市招商引资项目首报首谈操作细则》")
    assert "杭政办函〔2019〕40号本身没有写这一项。" in said(answer)
    assert answer.citations[0].doc_id not in SHIPPED.metas


@pytest.mark.parametrize("question", FILLED)
def test_without_the_rule_the_same_question_is_open(question: str) -> None:
    assert ask(Answerer(SHIPPED), question).status is AnswerStatus.REFUSED


@pytest.mark.parametrize("question", FILLED)
def test_before_its_day_the_rule_says_nothing(question: str) -> None:
    assert ask(HERE, question, BEFORE_RULES).status is AnswerStatus.REFUSED


@pytest.mark.parametrize("question", FILLED)
def test_the_rule_of_another_place_says_nothing_here(question: str) -> None:
    answer = ask(OTHER_PLACE, question)

    assert answer.status is AnswerStatus.REFUSED
    assert all(citation.place != "宁波" for citation in answer.citations)


@pytest.mark.parametrize("question", ["首报要交保证金吗", "首报能撤回吗", "首谈权能转让给别的区吗"])
def test_what_the_rule_leaves_open_too_stays_open(question: str) -> None:
    assert ask(HERE, question).status is AnswerStatus.REFUSED


def test_what_the_scheme_itself_says_is_answered_from_the_scheme() -> None:
    answer = ask(HERE, "首报向哪个部门报备")

    assert {citation.doc_id for citation in answer.citations} == {"hz-2019-40"}


def test_headings_of_chapters_are_not_read_out_as_sentences() -> None:
    assert "第二章" not in said(ask(HERE, "什么算有明确意向"))


def test_rules_that_are_in_the_library_are_not_said_to_be_missing() -> None:
    question = "首报首谈的相关规则要求什么时候制定完"

    assert "不在资料库" in said(ask(Answerer(SHIPPED), question))
    assert "不在资料库" not in said(ask(HERE, question))


def test_a_rule_goes_by_the_end_of_its_title() -> None:
    answer = ask(HERE, "首报首谈操作细则由谁解释？")

    assert "市投资促进局负责解释" in said(answer)


def test_another_place_is_answered_from_its_own_rule() -> None:
    answer = ask(OTHER_PLACE, "宁波的首谈资格有效期是多久")

    assert said(answer).startswith("《宁波市招商引资项目首报首谈操作细则》")
    assert "6个月" in said(answer)
    assert "杭政办函" not in said(answer)


def test_whether_another_place_has_a_rule_is_answered_with_the_rule() -> None:
    assert "资料库收录了《宁波市招商引资项目首报首谈操作细则》" in said(
        ask(OTHER_PLACE, "宁波有没有首报首谈制度")
    )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("余杭区设备补助最高能拿多少钱", "最高2000万元"),
        ("首台套奖励多少钱", "一次性奖励50万元"),
        ("固定资产投资要达到多少才能享受余杭的措施", "不低于5000万元"),
        ("余杭的镇街初审要几个工作日", "5个工作日内初审"),
        ("余杭这个措施由谁解释，有效期几年", "有效期三年"),
    ],
)
def test_a_district_s_own_measures_answer_questions_on_them(question: str, words: str) -> None:
    answer = ask(DISTRICT, question)

    assert answer.status is AnswerStatus.ANSWERED
    assert words in said(answer)
    assert "杭政办函" not in said(answer)


def test_a_clause_is_quoted_without_its_headings_said_twice() -> None:
    assert said(ask(DISTRICT, "余杭区设备补助最高能拿多少钱")).startswith(
        "《余杭区支持示例产业若干措施》二（一）设备投资补助：对实际设备投资额"
    )


def test_a_district_s_measures_leave_the_scheme_s_own_answers_alone() -> None:
    answer = ask(DISTRICT, "首报向哪个部门报备")

    assert {citation.doc_id for citation in answer.citations} == {"hz-2019-40"}


@pytest.mark.parametrize("question", ["宁波首报要交保证金吗", "宁波首谈权能转让吗"])
def test_what_another_place_s_rule_leaves_open_is_not_answered_from_ours(question: str) -> None:
    answer = ask(OTHER_PLACE, question)

    assert answer.status is AnswerStatus.REFUSED
    assert "《宁波市招商引资项目首报首谈操作细则》在库的文本没有写到" in said(answer)


def test_titles_and_addressees_answer_nothing() -> None:
    assert "印发给你们" not in said(ask(OTHER_PLACE, "宁波的首报首谈由几个人审"))


def test_what_a_district_s_measures_leave_open_is_said_of_them() -> None:
    answer = ask(DISTRICT, "余杭的措施里有没有土地优惠")

    assert answer.status is AnswerStatus.REFUSED
    assert "《余杭区支持示例产业若干措施》在库的文本没有写到" in said(answer)


def test_a_term_in_chinese_numerals_is_a_term() -> None:
    answer = ask(
        answerer("""杭州市首谈资格管理办法

第一条 首谈资格有效期为九个月。
第二条 本办法自2026年1月1日起施行。
"""),
        "首谈资格有效期多久",
    )

    assert "有效期为九个月" in said(answer)


def test_news_answers_by_its_sentences_where_only_it_speaks_of_the_matter() -> None:
    answer = ask(answerer(NEWS), "低空经济子基金首期规模多大")

    assert "首期规模20亿元" in said(answer)
    assert "来源" not in said(answer)
