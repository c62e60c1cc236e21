"""The public set is read, taken in as files are, and scored by passage and by answer."""

import json

import pytest

from retrieval.errors import DocumentError
from retrieval.evaluation.cmrc import (
    CmrcReport,
    Passage,
    PassageQuestion,
    parse_cmrc,
    passage_documents,
    run_cmrc,
    score_question,
)
from retrieval.types import Answer, AnswerSentence, AnswerStatus

TEXT = "灯塔建于1932年，高41米。守塔人每晚点灯。"
SET = {
    "data": [
        {
            "paragraphs": [
                {
                    "id": "P1",
                    "context": TEXT,
                    "qas": [
                        {
                            "id": "Q1",
                            "question": " 灯塔多高？ ",
                            "answers": [
                                {"text": "41米", "answer_start": 11},
                                {"text": "41 米", "answer_start": 11},
                                {"text": "，", "answer_start": 8},
                            ],
                        }
                    ],
                }
            ]
        }
    ]
}
QUESTION = PassageQuestion("Q1", "灯塔多高？", "P1", ("41米",))


def _answer(text: str, status: AnswerStatus = AnswerStatus.ANSWERED) -> Answer:
    return Answer("灯塔多高？", status, (AnswerSentence(text, ()),))


def test_the_set_is_read_with_each_reference_once() -> None:
    passages, questions = parse_cmrc(json.dumps(SET))

    assert passages == (Passage("P1", TEXT),)
    assert questions == (QUESTION,)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"data": [{}]}', '{"data": 3}', "[" * 100_000])
def test_what_is_no_such_set_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a CMRC 2018 set"):
        parse_cmrc(text)


def test_a_passage_goes_in_as_a_text_file_does() -> None:
    [(passage, document)] = passage_documents([Passage("P1", TEXT)])

    assert not isinstance(document, DocumentError)
    assert passage == "P1"
    assert document.text.replace("\n", "") == TEXT
    assert {clause.ref.doc_id for clause in document.clauses} == {document.meta.doc_id}


def test_passages_that_open_alike_stay_apart() -> None:
    found = list(passage_documents([Passage("P1", TEXT), Passage("P2", TEXT)]))

    ids = {document.meta.doc_id for _, document in found if not isinstance(document, DocumentError)}
    assert len(ids) == 2


def test_a_passage_without_words_is_told() -> None:
    [(passage, error)] = passage_documents([Passage("P1", " \n ")])

    assert passage == "P1"
    assert isinstance(error, DocumentError)


@pytest.mark.parametrize(
    ("found", "rank"), [(["P1"], 1), (["P2", "P1", "P1"], 2), (["P2"], 0), ([], 0)]
)
def test_the_rank_is_the_place_of_the_passage(found: list[str], rank: int) -> None:
    assert score_question(QUESTION, found, _answer("不知道")).rank == rank


@pytest.mark.parametrize(
    ("answer", "is_right", "is_refused"),
    [
        (_answer("灯塔高 ４１ 米。"), True, False),
        (_answer("灯塔高四十米。"), False, False),
        (_answer("41米", AnswerStatus.PARTLY), True, False),
        (_answer("没有写41米。", AnswerStatus.REFUSED), False, True),
    ],
    ids=lambda value: getattr(value, "status", value),
)
def test_an_answer_is_right_when_it_holds_a_reference(
    answer: Answer, is_right: bool, is_refused: bool
) -> None:
    score = score_question(QUESTION, [], answer)

    assert (score.is_right, score.is_refused) == (is_right, is_refused)


def test_shares_are_of_all_questions() -> None:
    other = PassageQuestion("Q2", "谁点灯？", "P2", ("守塔人",))
    scores = run_cmrc(
        (QUESTION, other),
        {"d1": "P1", "d2": "P2"},
        find=lambda _: ["elsewhere", "d2", "d1"],
        ask=lambda text: _answer("41米" if "高" in text else "", AnswerStatus.ANSWERED),
    )

    report = CmrcReport(scores, passages=2)

    assert [report.hit_within(k) for k in (1, 2, 5)] == [0.0, 0.5, 1.0]
    assert report.right == 0.5
    assert report.refused == 0.0
    assert [score.question.id for score in report.failures] == ["Q2"]


def test_hits_behind_the_fifth_do_not_count() -> None:
    [score] = run_cmrc(
        (QUESTION,), {"d1": "P1"}, find=lambda _: ["x"] * 5 + ["d1"], ask=lambda _: _answer("")
    )

    assert score.rank == 0


def test_an_empty_run_has_no_shares() -> None:
    report = CmrcReport((), passages=0)

    assert (report.right, report.refused, report.hit_within(1)) == (0.0, 0.0, 0.0)
