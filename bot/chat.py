"""The conversation about policy questions, the same for every channel that keeps one.

Does not: render, or know which channel it serves.
"""

import logging
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat_log import ChatLog, Exchange
from bot.clock import Clock
from bot.feedback import Rating, Vote, rate, ratings_of
from bot.ports import Answering, Documents
from retrieval.types import Answer, Citation, Clause

HISTORY_QUESTIONS = 6  # earlier questions handed to the answering side
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """An answered question; exchange is None when it could not be written to the chat log."""

    answer: Answer
    as_of: date
    exchange: int | None
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause cut around the cited characters: before + quote + after is its whole text."""

    citation: Citation
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class ChatService:
    """Asks, remembers, rates and shows clauses."""

    answering: Answering
    documents: Documents
    log: ChatLog
    clock: Clock

    def ask(
        self, conversation: str, question: str, *, as_of: date | None, history: Sequence[str]
    ) -> Turn:
        """Answer one question and log it; a log that cannot be written does not lose the answer."""
        day = as_of or self.clock.today()
        recent = tuple(history)[-HISTORY_QUESTIONS:]
        answer = self.answering.answer(clean_text(question), as_of=day, history=recent)
        try:
            exchange = self.log.record(conversation, answer, as_of=day, at=self.clock.now()).id
        except (sqlite3.Error, OSError) as error:
            _logger.warning("chat log not written: %s", type(error).__name__)
            return Turn(answer, day, None)
        return Turn(answer, day, exchange)

    def reopen(self, conversation: str) -> tuple[Turn, ...]:
        """The turns of an earlier conversation, oldest first."""
        ratings = ratings_of(self.log, conversation)
        return tuple(
            _turn(exchange, ratings.get(exchange.id))
            for exchange in self.log.conversation(conversation)
        )

    def rate(self, exchange: int, vote: Vote, reason: str = "") -> Rating:
        """Store what a reader thinks of an answer. Raises BadInput as bot.feedback.rate does."""
        rating = Rating(exchange, vote, clean_text(reason).strip(), self.clock.now())
        rate(self.log, rating)
        return rating

    def cited_clause(self, citation: Citation) -> CitedClause:
        """The clause behind a citation; only the quote when the clause has left the library."""
        for clause in self.documents.clauses(citation.doc_id):
            if is_cited(clause, citation):
                return _cut(clause.text, citation)
        return CitedClause(citation, "", citation.quote, "")


def is_cited(clause: Clause, citation: Citation) -> bool:
    """Whether citation's quote stands in clause at its offsets."""
    return (
        clause.ref.clause == citation.clause
        and clause.edition == citation.edition
        and clause.origin is citation.origin
        and clause.text[citation.start : citation.end] == citation.quote
    )


def clean_text(text: str) -> str:
    """Replace what no file, database or terminal can hold: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "�")


def new_conversation() -> str:
    """An unguessable id for a conversation."""
    return secrets.token_urlsafe(16)


def _turn(exchange: Exchange, rating: Rating | None) -> Turn:
    return Turn(exchange.answer, exchange.as_of, exchange.id, rating)


def _cut(text: str, citation: Citation) -> CitedClause:
    return CitedClause(
        citation,
        before=text[: citation.start],
        quote=text[citation.start : citation.end],
        after=text[citation.end :],
    )
