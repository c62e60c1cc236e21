import json

import pytest

from bot.rendering.answers import answer_object, answer_text, status_word
from retrieval.types import Answer, AnswerSentence, AnswerStatus
from tests.fakes import make_answer, make_citation, make_refusal


def test_the_conclusion_comes_first_then_points_then_sources() -> None:
    lines = answer_text(make_answer()).splitlines()

    assert lines[0] == "报告交给市投资促进局。[1]"
    assert lines[1] == "· 有明确意向时就要报。[1]"
    assert lines.index("依据：") > lines.index("注：这是试行制度。") > 2
    assert any(line.startswith("[2] ") and "其他地区做法·绍兴越城" in line for line in lines)


def test_a_point_that_brings_its_own_mark_gets_no_second_one() -> None:
    sentences = tuple(AnswerSentence(text, ()) for text in ("三步：", "1. 报", "（二）审", "③谈"))

    text = answer_text(make_answer(sentences=sentences, citations=(), notes=()))

    assert text == "三步：\n1. 报\n（二）审\n③谈"


def test_two_sentences_are_no_list() -> None:
    sentences = (AnswerSentence("是。", ()), AnswerSentence("因为如此。", ()))

    assert answer_text(make_answer(sentences=sentences, citations=(), notes=())) == (
        "是。\n因为如此。"
    )


def test_a_refusal_says_what_is_open_and_what_is_nearest() -> None:
    text = answer_text(make_refusal())

    assert text.startswith("文件未规定有效期。")
    assert "文件未规定的事项：\n· 有效期多久、能否延长" in text
    assert "最接近的条款：\n[1] 《测试制度（试行）》" in text
    assert "\n依据：" not in text


def test_a_quote_of_several_lines_is_shown_on_one() -> None:
    answer = make_answer(citations=(make_citation(quote="上\n\n下"),), sentences=(), notes=())

    assert answer_text(answer).endswith("    “上 下”")


def test_the_object_has_exactly_the_promised_keys() -> None:
    record = answer_object(make_answer(), elapsed_ms=1.26)

    assert list(record) == [
        "question",
        "status",
        "answer",
        "sentences",
        "citations",
        "rule",
        "missing",
        "nearest",
        "elapsed_ms",
    ]
    assert list(record["citations"][0]) == [
        "doc_id",
        "edition",
        "title",
        "number",
        "clause",
        "clause_title",
        "quote",
        "origin",
        "tier",
        "place",
        "effective_from",
        "effective_to",
        "status",
    ]
    assert record["elapsed_ms"] == 1.3
    assert record["rule"] is None
    assert record["citations"][0]["effective_from"] == "2019-06-06"
    assert record["citations"][0]["effective_to"] is None
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record


def test_every_index_of_a_sentence_names_a_citation() -> None:
    record = answer_object(make_answer(), elapsed_ms=0)

    used = {index for sentence in record["sentences"] for index in sentence["citations"]}
    assert used <= set(range(len(record["citations"])))


def test_an_assessment_goes_along_as_plain_data() -> None:
    assert answer_object(make_answer(rule={"verdict": "YES"}), elapsed_ms=0)["rule"] == {
        "verdict": "YES"
    }


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (make_answer(), "有依据"),
        (make_answer(status=AnswerStatus.PARTLY), "部分有依据"),
        (make_refusal(), "文件未规定"),
        (make_refusal(missing=()), "未能回答"),
    ],
    ids=["answered", "partly", "silent", "unusable"],
)
def test_the_status_has_a_word(answer: Answer, word: str) -> None:
    assert status_word(answer) == word
