from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chats.chat_log import ChatLog
from bot.chats.feedback import MAX_REASON_CHARS, Rating, Vote, rate, ratings_of
from bot.errors import BadInput
from tests.fakes import make_answer

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> ChatLog:
    return ChatLog.open(tmp_path / "chat.sqlite", now=NOW)


@pytest.fixture
def exchange(log: ChatLog) -> int:
    return log.record("mine", make_answer(), as_of=date(2026, 11, 22), at=NOW).id


def test_a_rating_is_stored_with_its_reason(log: ChatLog, exchange: int) -> None:
    rating = Rating(exchange, Vote.DOWN, "依据不对", NOW)

    rate(log, rating)

    assert ratings_of(log, "mine") == {exchange: rating}


def test_the_last_vote_counts(log: ChatLog, exchange: int) -> None:
    rate(log, Rating(exchange, Vote.DOWN, "依据不对", NOW))
    last = Rating(exchange, Vote.UP, "", NOW + timedelta(minutes=1))

    rate(log, last)

    assert ratings_of(log, "mine") == {exchange: last}


def test_ratings_of_another_conversation_are_not_shown(log: ChatLog, exchange: int) -> None:
    rate(log, Rating(exchange, Vote.UP, "", NOW))

    assert ratings_of(log, "other") == {}


def test_a_reason_may_be_as_long_as_the_limit_and_no_longer(log: ChatLog, exchange: int) -> None:
    rate(log, Rating(exchange, Vote.DOWN, "字" * MAX_REASON_CHARS, NOW))

    with pytest.raises(BadInput) as caught:
        rate(log, Rating(exchange, Vote.DOWN, "字" * (MAX_REASON_CHARS + 1), NOW))

    assert caught.value.code == "reason_too_long"


def test_an_exchange_that_is_not_in_the_log_cannot_be_rated(log: ChatLog) -> None:
    with pytest.raises(BadInput) as caught:
        rate(log, Rating(99, Vote.UP, "", NOW))

    assert caught.value.code == "no_exchange"
