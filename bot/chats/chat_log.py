"""The chat log: questions and answers as they were given, kept so that a page can be reopened.

Each answer is stored with its sentences' bindings: clause, edition, offsets and quoted characters.
Reads and writes: one SQLite file, `chat.sqlite` in the home folder.
Does not: hold reports or anything that has legal effect.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from retrieval.types import (
    Answer,
    AnswerSentence,
    AnswerStatus,
    AuthorityTier,
    Citation,
    Origin,
)

RETENTION_DAYS = 180  # an unrated exchange older than this is deleted when the log is opened
_BUSY_S = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS exchanges (
  id INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  as_of TEXT NOT NULL,
  answer TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS exchanges_by_conversation ON exchanges (conversation, id);
CREATE TABLE IF NOT EXISTS ratings (
  exchange INTEGER PRIMARY KEY REFERENCES exchanges (id),
  vote TEXT NOT NULL CHECK (vote IN ('up', 'down')),
  reason TEXT NOT NULL,
  rated_at TEXT NOT NULL
);
PRAGMA user_version = 1;
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with the answer it was given.

    as_of: the day the question was answered for; asked_at: aware UTC instant.
    """

    id: int
    conversation: str
    asked_at: datetime
    as_of: date
    answer: Answer


@dataclass(frozen=True, slots=True)
class ChatLog:
    """Access to one chat log; threads may share it, since every call opens its own connection."""

    path: Path

    @classmethod
    def open(cls, path: Path, *, now: datetime) -> "ChatLog":
        """Create the tables where missing and forget what is past its retention.

        Raises sqlite3.Error when the file is no database, OSError when its folder cannot be made.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        log = cls(path)
        cutoff = (now - timedelta(days=RETENTION_DAYS)).isoformat()
        with log.connection() as connection:
            connection.executescript(_SCHEMA)
            connection.execute(
                "DELETE FROM exchanges WHERE asked_at < ?"
                " AND id NOT IN (SELECT exchange FROM ratings)",
                (cutoff,),
            )
        return log

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside one transaction: committed at the end, or rolled back."""
        with closing(sqlite3.connect(self.path, timeout=_BUSY_S)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            with connection:
                yield connection

    def record(self, conversation: str, answer: Answer, *, as_of: date, at: datetime) -> Exchange:
        """Append one exchange and return it with its id."""
        with self.connection() as connection:
            cursor = connection.execute(
                "INSERT INTO exchanges (conversation, asked_at, as_of, answer) VALUES (?, ?, ?, ?)",
                (conversation, at.isoformat(), as_of.isoformat(), encode_answer(answer)),
            )
        return Exchange(int(cursor.lastrowid or 0), conversation, at, as_of, answer)

    def conversation(self, conversation: str, *, limit: int = 50) -> tuple[Exchange, ...]:
        """The last exchanges of a conversation, oldest first; empty when there is none."""
        with self.connection() as connection:
            rows = connection.execute(
                "SELECT id, asked_at, as_of, answer FROM exchanges"
                " WHERE conversation = ? ORDER BY id DESC LIMIT ?",
                (conversation, limit),
            ).fetchall()
        return tuple(
            Exchange(
                id=row[0],
                conversation=conversation,
                asked_at=datetime.fromisoformat(row[1]),
                as_of=date.fromisoformat(row[2]),
                answer=decode_answer(row[3]),
            )
            for row in reversed(rows)
        )


def encode_answer(answer: Answer) -> str:
    """Write an answer as JSON, complete."""
    return json.dumps(asdict(answer), ensure_ascii=False, default=date.isoformat)


def decode_answer(text: str) -> Answer:
    """Read what encode_answer wrote."""
    data: dict[str, Any] = json.loads(text)
    return Answer(
        question=data["question"],
        status=AnswerStatus(data["status"]),
        sentences=tuple(
            AnswerSentence(item["text"], tuple(item["citations"])) for item in data["sentences"]
        ),
        citations=tuple(_decode_citation(item) for item in data["citations"]),
        nearest=tuple(_decode_citation(item) for item in data["nearest"]),
        missing=tuple(data["missing"]),
        notes=tuple(data["notes"]),
        resolved_question=data["resolved_question"],
        rule=data["rule"],
    )


def encode_citations(citations: Iterable[Citation]) -> str:
    """Write citations as JSON, complete."""
    fields = [asdict(citation) for citation in citations]
    return json.dumps(fields, ensure_ascii=False, default=date.isoformat)


def decode_citations(text: str) -> tuple[Citation, ...]:
    """Read what encode_citations wrote."""
    return tuple(_decode_citation(data) for data in json.loads(text))


def _decode_citation(data: dict[str, Any]) -> Citation:
    days = {
        key: date.fromisoformat(data[key]) if data[key] else None
        for key in ("effective_from", "effective_to")
    }
    return Citation(
        **{**data, **days, "origin": Origin(data["origin"]), "tier": AuthorityTier(data["tier"])}
    )
