import logging
from datetime import date
from pathlib import Path

import pytest

from bot import bootstrap
from bot.chat import HISTORY_QUESTIONS, ChatService, clean_text, new_conversation
from bot.feedback import Vote
from tests.fakes import (
    SCHEME_TEXT,
    FakeAnswering,
    elsewhere_citation,
    make_application,
    make_citation,
)


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering()


@pytest.fixture
def service(tmp_path: Path, answering: FakeAnswering) -> ChatService:
    return bootstrap.open_chat(make_application(tmp_path, answering))


def test_a_question_is_answered_as_of_the_business_day_and_logged(
    service: ChatService, answering: FakeAnswering
) -> None:
    turn = service.ask("mine", "向谁报告？", as_of=None, history=())

    assert answering.asked == [("向谁报告？", date(2026, 11, 22), None, ())]
    assert turn.exchange is not None
    assert service.reopen("mine") == (turn,)


def test_another_day_can_be_chosen(service: ChatService, answering: FakeAnswering) -> None:
    turn = service.ask("mine", "向谁报告？", as_of=date(2019, 6, 5), history=())

    assert turn.as_of == date(2019, 6, 5)
    assert answering.asked[0][1] == date(2019, 6, 5)


def test_only_the_latest_questions_go_along(service: ChatService, answering: FakeAnswering) -> None:
    earlier = [f"问题{number}" for number in range(HISTORY_QUESTIONS + 3)]

    service.ask("mine", "那呢？", as_of=None, history=earlier)

    assert answering.asked[0][3] == tuple(earlier[3:])


def test_an_answer_survives_a_log_that_cannot_be_written(
    service: ChatService, caplog: pytest.LogCaptureFixture
) -> None:
    service.log.path.unlink()
    service.log.path.mkdir()

    with caplog.at_level(logging.WARNING):
        turn = service.ask("mine", "秘密的问题", as_of=None, history=())

    assert turn.exchange is None
    assert turn.answer.sentences
    assert "秘密" not in caplog.text
    assert "OperationalError" in caplog.text


def test_a_rating_comes_back_with_its_turn(service: ChatService) -> None:
    turn = service.ask("mine", "向谁报告？", as_of=None, history=())
    assert turn.exchange is not None

    rating = service.rate(turn.exchange, Vote.DOWN, " 依据不对\n")

    assert rating.reason == "依据不对"
    assert service.reopen("mine")[0].rating == rating


def test_the_cited_clause_is_cut_around_the_quote(service: ChatService) -> None:
    cited = service.cited_clause(make_citation())

    assert cited.quote == "收报告的是市投资促进局。"
    assert cited.before + cited.quote + cited.after == SCHEME_TEXT


def test_a_quote_that_is_the_whole_clause_leaves_nothing_around_it(service: ChatService) -> None:
    cited = service.cited_clause(elsewhere_citation())

    assert (cited.before, cited.after) == ("", "")


@pytest.mark.parametrize(
    "changes",
    [{"doc_id": "gone"}, {"clause": "9"}, {"edition": "2030"}, {"start": 1, "end": 13}],
    ids=str,
)
def test_a_citation_without_its_clause_still_shows_its_quote(
    service: ChatService, changes: dict[str, object]
) -> None:
    cited = service.cited_clause(make_citation(**changes))

    assert (cited.before, cited.quote, cited.after) == ("", "收报告的是市投资促进局。", "")


def test_what_no_file_can_hold_is_replaced() -> None:
    assert clean_text("好\ud800坏\0") == "好?坏�"


def test_conversations_have_ids_nobody_guesses() -> None:
    ids = {new_conversation() for _ in range(100)}

    assert len(ids) == 100
    assert all(len(one) >= 22 for one in ids)
