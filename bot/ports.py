"""What the shell needs of the answering side: the ports that channels and their fakes share."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from retrieval.types import Answer, Clause, DocumentMeta


class Answering(Protocol):
    """Answers questions from the library."""

    def answer(
        self,
        question: str,
        *,
        as_of: date,
        place: str | None = None,
        history: Sequence[str] = (),
    ) -> Answer:
        """Answer question as of a day; a question that cannot be used comes back refused.

        history: earlier questions of the same conversation, oldest first.
        """
        ...


class Documents(Protocol):
    """The documents, for showing them."""

    def documents(self) -> Sequence[DocumentMeta]:
        """Every edition of every document, in a fixed order."""
        ...

    def clauses(self, doc_id: str) -> Sequence[Clause]:
        """The clauses of a document in the order of its text; empty for an unknown id."""
        ...
