"""Feedback: a reader's thumb up or down on one answer, with the reason.

Reads and writes: the table `ratings` of the chat log. The last vote on an answer counts.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.chats.chat_log import ChatLog
from bot.errors import BadInput

MAX_REASON_CHARS = 500


class Vote(StrEnum):
    """What a reader thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rating:
    """One reader's judgement of one exchange; reason may be empty."""

    exchange: int
    vote: Vote
    reason: str
    rated_at: datetime


def rate(log: ChatLog, rating: Rating) -> None:
    """Store a rating in place of an earlier one on the same exchange.

    Raises BadInput when the reason passes MAX_REASON_CHARS or the exchange is not in the log.
    """
    if len(rating.reason) > MAX_REASON_CHARS:
        raise BadInput(
            f"reason has {len(rating.reason)} characters, at most {MAX_REASON_CHARS}",
            code="reason_too_long",
            field="reason",
            limit=MAX_REASON_CHARS,
        )
    with log.connection() as connection:
        known = connection.execute("SELECT 1 FROM exchanges WHERE id = ?", (rating.exchange,))
        if known.fetchone() is None:
            raise BadInput(f"no exchange {rating.exchange!r}", code="no_exchange", field="id")
        connection.execute(
            "INSERT INTO ratings (exchange, vote, reason, rated_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (exchange) DO UPDATE SET"
            " vote = excluded.vote, reason = excluded.reason, rated_at = excluded.rated_at",
            (rating.exchange, rating.vote.value, rating.reason, rating.rated_at.isoformat()),
        )


def ratings_of(log: ChatLog, conversation: str) -> dict[int, Rating]:
    """The ratings of a conversation's exchanges, by exchange id."""
    with log.connection() as connection:
        rows = connection.execute(
            "SELECT r.exchange, r.vote, r.reason, r.rated_at FROM ratings r"
            " JOIN exchanges e ON e.id = r.exchange WHERE e.conversation = ?",
            (conversation,),
        ).fetchall()
    return {
        row[0]: Rating(row[0], Vote(row[1]), row[2], datetime.fromisoformat(row[3])) for row in rows
    }
