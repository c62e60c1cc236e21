import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chats.chat_log import RETENTION_DAYS, ChatLog, decode_answer, encode_answer
from bot.chats.feedback import Rating, Vote, rate
from tests.fakes import make_answer, make_refusal

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)


@pytest.fixture
def log(tmp_path: Path) -> ChatLog:
    return ChatLog.open(tmp_path / "home" / "chat.sqlite", now=NOW)


@pytest.mark.parametrize(
    "answer",
    [make_answer(), make_refusal(), make_answer(rule={"verdict": "YES", "reasons": []})],
    ids=["answered", "refused", "with a rule"],
)
def test_an_answer_comes_back_as_it_was(answer) -> None:  # type: ignore[no-untyped-def]
    assert decode_answer(encode_answer(answer)) == answer


def test_a_conversation_comes_back_in_order_and_alone(log: ChatLog) -> None:
    for question in ("一", "二"):
        log.record("mine", make_answer(question), as_of=DAY, at=NOW)
    log.record("other", make_answer("三"), as_of=DAY, at=NOW)

    exchanges = log.conversation("mine")

    assert [exchange.answer.question for exchange in exchanges] == ["一", "二"]
    assert exchanges[0].as_of == DAY
    assert exchanges[0].asked_at == NOW


def test_only_the_last_exchanges_come_back(log: ChatLog) -> None:
    for number in range(5):
        log.record("mine", make_answer(str(number)), as_of=DAY, at=NOW)

    exchanges = log.conversation("mine", limit=2)

    assert [exchange.answer.question for exchange in exchanges] == ["3", "4"]


def test_an_unknown_conversation_is_empty(log: ChatLog) -> None:
    assert log.conversation("nobody's") == ()


def test_what_is_past_its_retention_is_forgotten_unless_it_was_rated(log: ChatLog) -> None:
    plain = log.record("mine", make_answer("旧"), as_of=DAY, at=NOW)
    rated = log.record("mine", make_answer("评过"), as_of=DAY, at=NOW)
    rate(log, Rating(rated.id, Vote.UP, "", NOW))

    kept_to_the_day = ChatLog.open(log.path, now=NOW + timedelta(days=RETENTION_DAYS))
    assert [e.id for e in kept_to_the_day.conversation("mine")] == [plain.id, rated.id]

    later = ChatLog.open(log.path, now=NOW + timedelta(days=RETENTION_DAYS, seconds=1))
    assert [exchange.id for exchange in later.conversation("mine")] == [rated.id]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "chat.sqlite"
    path.write_bytes(b"not a database, just some bytes " * 40)

    with pytest.raises(sqlite3.DatabaseError):
        ChatLog.open(path, now=NOW)


def test_a_failure_inside_a_transaction_leaves_nothing(log: ChatLog) -> None:
    with pytest.raises(RuntimeError):
        _insert_and_fail(log)

    with log.connection() as connection:
        assert connection.execute("SELECT count(*) FROM exchanges").fetchone() == (0,)


def _insert_and_fail(log: ChatLog) -> None:
    with log.connection() as connection:
        connection.execute(
            "INSERT INTO exchanges (conversation, asked_at, as_of, answer) VALUES ('x','','','')"
        )
        raise RuntimeError
