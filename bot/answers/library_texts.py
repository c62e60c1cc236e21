"""The library's texts as the answering side asks for them.

Reads: the library, at every call the newest generation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.index.library import Library
from retrieval.index.search import Hit
from retrieval.types import Clause, DocumentMeta, Origin
from rules.clauses import ClauseRef


@dataclass(frozen=True, slots=True)
class LibraryTexts:
    """Every edition of every document of a library."""

    library: Library

    def editions(self) -> Sequence[DocumentMeta]:
        """All editions, by document, the oldest first."""
        return self.library.documents()

    def clause(self, meta: DocumentMeta, clause_id: str) -> Clause | None:
        """One clause of an edition in the words to quote: the original's where there are any."""
        ref = ClauseRef(meta.doc_id, clause_id)
        digest = self.library.clause(ref, meta.edition)
        if digest is None:
            return self.library.clause(ref, meta.edition, Origin.ORIGINAL)
        return self.library.original_of(ref, meta.edition) or digest

    def clauses(self, meta: DocumentMeta) -> Sequence[Clause]:
        """The clauses of an edition in the order of its text: the original's, if it is there."""
        clauses = self.library.clauses(meta.doc_id, meta.edition)
        originals = tuple(clause for clause in clauses if clause.origin is Origin.ORIGINAL)
        return originals or clauses

    def search(self, query: str, as_of: date | None, limit: int) -> Sequence[Hit]:
        """The best clauses in force on a day; None: of all editions ever."""
        return self.library.search(
            query, as_of=as_of or date.max, limit=limit, include_superseded=as_of is None
        )
