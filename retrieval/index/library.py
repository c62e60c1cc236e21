"""The library: open it, take documents in, take them out, find clauses.

One object per process. The catalogue is the truth; every call sees the newest generation, whoever
wrote it.
Writes: `library.sqlite`, `index/` and `models/` under the home folder given.
Does not: parse files, answer questions, or load a vector model before `start_dense`.
"""

import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from retrieval.errors import IndexUnavailable, RetrievalError
from retrieval.index.built_in import BuiltInModel
from retrieval.index.catalog import Catalog
from retrieval.index.catalog_rows import StoredDocument, document_key
from retrieval.index.dense import DenseIndex, DenseSettings
from retrieval.index.indexing import (
    IngestReport,
    Progress,
    batches,
    remove_documents,
    store_documents,
    sync_corpus,
    sync_lexical,
)
from retrieval.index.lexical import LexicalIndex, LexicalQuery
from retrieval.index.search import Engines, Hit, SearchRequest, search_clauses
from retrieval.index.shelf import Shelf
from retrieval.types import AuthorityTier, Clause, DocumentMeta, Fact, Origin, ParsedDocument, Term
from rules.clauses import ClauseRef

if TYPE_CHECKING:
    from retrieval.index.embedding import Embedder

CATALOG_NAME = "library.sqlite"
LEXICAL_NAME = "index/lexical"
VECTORS_NAME = "index/vectors"
SERVER_NAME = "index/vector-server"
FACTS_NAME = "index/facts"


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """What was removed; vectors_pending: another process owns the vectors and takes them out
    itself."""

    documents: tuple[StoredDocument, ...] = ()
    clauses: int = 0
    vectors_pending: bool = False


class Library:
    """The documents of one home folder, for reading and writing. Safe for several threads."""

    def __init__(
        self, home: Path, catalog: Catalog, lexical: LexicalIndex, dense: DenseIndex
    ) -> None:
        self.facts_folder = home / FACTS_NAME  # for what is made of the facts
        self.built_in = BuiltInModel(catalog)
        self._catalog = catalog
        self._lexical = lexical
        self._dense = dense
        self._lock = threading.RLock()
        self._shelf: tuple[int, Shelf] | None = None

    @classmethod
    def open(
        cls,
        home: Path,
        corpus: Path | None = None,
        *,
        embedder: "Callable[[], Embedder] | None" = None,
        chroma_url: str = "",
        progress: Progress | None = None,
    ) -> Self:
        """Open the library of a home folder, taking in the shipped corpus where it changed.

        embedder: makes the model of `start_dense`; None for the built-in one.
        progress: told how many clauses were indexed, where any are.
        Raises DigestError for a malformed corpus, IndexUnavailable where the catalogue cannot
        serve.
        """
        catalog = Catalog.open(home / CATALOG_NAME)
        if corpus is not None:
            sync_corpus(catalog, corpus)
        settings = DenseSettings(
            root=home / (SERVER_NAME if chroma_url else VECTORS_NAME),
            make_embedder=embedder or (lambda: library.built_in.load()),  # noqa: PLW0108 - bound below
            url=chroma_url,
        )
        dense = DenseIndex(catalog, settings)
        library = cls(home, catalog, LexicalIndex(home / LEXICAL_NAME), dense)
        library._repair_lexical(progress)
        return library

    def close(self) -> None:
        """Close all files; the vector index notes that it was closed in order."""
        self._dense.close()
        self._catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # what there is

    @property
    def generation(self) -> int:
        """Number of the last write to the library; another number, other contents."""
        return self._catalog.generation

    def documents(self) -> tuple[DocumentMeta, ...]:
        """Every edition of every document, by id, oldest edition first."""
        return self._view().metas

    def texts(self) -> tuple[StoredDocument, ...]:
        """Every text held with its source: an edition may have a digest and an original."""
        return self._view().documents

    def editions_of(self, doc_id: str) -> tuple[DocumentMeta, ...]:
        """The editions of a document, oldest first; empty for an unknown id."""
        return tuple(meta for meta in self.documents() if meta.doc_id == doc_id)

    def in_force(self, as_of: date) -> tuple[DocumentMeta, ...]:
        """The editions that count on a day."""
        excluded = self._view().excluded(as_of)
        keys = {(d.meta.doc_id, d.meta.edition) for d in self.texts() if d.key not in excluded}
        return tuple(meta for meta in self.documents() if (meta.doc_id, meta.edition) in keys)

    def clauses(self, doc_id: str, edition: str = "") -> tuple[Clause, ...]:
        """The clauses of a document in the order of its text, the digest's before the original's.

        edition: one edition only; empty for all, oldest first.
        """
        return tuple(
            clause
            for meta in self.editions_of(doc_id)
            if edition in ("", meta.edition)
            for origin in (Origin.DIGEST, Origin.ORIGINAL)
            for clause in self._catalog.clauses_of(document_key(doc_id, meta.edition, origin))
        )

    def clause(self, ref: ClauseRef, edition: str, origin: Origin = Origin.DIGEST) -> Clause | None:
        """One clause of one edition, None where there is none."""
        return self._catalog.clause(document_key(ref.doc_id, edition, origin), ref.clause)

    def original_of(self, ref: ClauseRef, edition: str) -> Clause | None:
        """The original's clause to quote for a digest's clause; None where no original was taken
        in."""
        return self._view().original_of(ref, edition)

    def text_of(self, doc_id: str, edition: str, origin: Origin) -> str:
        """The full text the clauses' offsets count in; empty where there is none."""
        return self._catalog.text(document_key(doc_id, edition, origin))

    def facts(self, doc_id: str, edition: str) -> tuple[Fact, ...]:
        """The typed facts of an edition's digest, in order."""
        return self._catalog.facts(document_key(doc_id, edition, Origin.DIGEST))

    def terms(self) -> tuple[Term, ...]:
        """The glossary."""
        return self._view().terms

    # search

    def search(  # noqa: PLR0913 — options are keyword-only
        self,
        query: str,
        *,
        as_of: date,
        limit: int = 10,
        places: Iterable[str] | None = None,
        tiers: Iterable[AuthorityTier] | None = None,
        include_superseded: bool = False,
        phrases: Sequence[str] = (),
        dense: bool = True,
    ) -> list[Hit]:
        """The best clauses for a question among the editions in force on as_of, best first.

        dense: let the vectors have a say where they are ready; the keywords alone serve otherwise.
        """
        request = SearchRequest(
            query,
            as_of,
            limit,
            None if places is None else frozenset(places),
            None if tiers is None else frozenset(tiers),
            include_superseded,
            tuple(phrases),
        )
        shelf = self._view()
        use_dense = dense and self._dense.is_ready
        engines = Engines(
            lexical=self._find_words,
            fetch=self._catalog.clauses,
            dense=self._dense.search if use_dense else None,
            dense_weight=self._dense.weight if use_dense else 0.0,
        )
        return search_clauses(request, shelf, engines)

    def _find_words(self, query: LexicalQuery, limit: int) -> list[tuple[str, float]]:
        with self._lock:
            state = self._lexical.state
            if state is None or state.generation != self._catalog.generation:
                self._repair_lexical(None)
            self._lexical.refresh()
        return self._lexical.search(query, limit)

    def _repair_lexical(self, progress: Progress | None) -> None:
        """Bring the keyword index up; another process that writes at this moment does it for us."""
        state = self._lexical.state
        is_usable = state is not None and state.catalog == self._catalog.identity
        if is_usable and state is not None and state.generation == self._catalog.generation:
            with suppress(IndexUnavailable):
                self._lexical.refresh()
                if self._lexical.count() == self._catalog.count_clauses():
                    return
        try:
            sync_lexical(
                self._catalog,
                self._lexical,
                wait_s=0.0 if is_usable else 60.0,
                progress=progress,
            )
        except IndexUnavailable as error:
            if error.code != "busy" or not is_usable:
                raise

    def _view(self) -> Shelf:
        generation = self._catalog.generation
        with self._lock:
            if self._shelf is None or self._shelf[0] != generation:
                catalog = self._catalog
                documents = catalog.documents()
                links = {
                    (d.meta.doc_id, d.meta.edition): catalog.links(d.key)
                    for d in documents
                    if d.origin is Origin.DIGEST
                }
                shelf = Shelf(
                    documents, catalog.terms(), links, catalog.places(), find=catalog.clause
                )
                self._shelf = (generation, shelf)
                self._dense.nudge()
            return self._shelf[1]

    # taking in and out

    def add(
        self, documents: Iterable[ParsedDocument], *, progress: Progress | None = None
    ) -> IngestReport:
        """Take parsed documents in; what is held already with the same content is left alone.

        A text replaces the one of the same id, edition and origin; only its changed clauses are
        indexed again.
        Raises IndexUnavailable (`busy`) where another process holds the keyword index for long.
        """
        report = IngestReport()
        for group in batches(documents):
            report += store_documents(self._catalog, group)
            with self._lock:
                sync_lexical(self._catalog, self._lexical)
            if self._dense.is_ready:
                with suppress(RetrievalError):
                    self._dense.sync()
            if progress:
                progress(report.clauses_added)
        return report

    def remove(
        self, target: str, *, edition: str = "", origin: Origin | None = None
    ) -> RemovalReport:
        """Take a document out everywhere: catalogue, keyword index, vectors.

        target: a document id, the name of a source file or the SHA-256 of its bytes. An id that
        has texts taken in by
        `add` and a shipped digest means the former; the digest serves alone again. A shipped
        digest removed by its id
        stays out until `restore`. Returns an empty report where nothing goes by that name.
        """
        found = [
            d
            for d in self._catalog.documents()
            if target in (d.meta.doc_id, d.source_name, d.sha256)
            and edition in ("", d.meta.edition)
            and origin in (None, d.origin)
        ]
        chosen = [d for d in found if not d.shipped] or found
        if not chosen:
            return RemovalReport()
        withdrawn = sorted({d.meta.doc_id for d in chosen if d.shipped})
        count = remove_documents(self._catalog, [d.key for d in chosen], withdraw=withdrawn)
        with self._lock:
            sync_lexical(self._catalog, self._lexical, afresh=True)
            shutil.rmtree(self.facts_folder, ignore_errors=True)
        erased = self._dense.erase()
        self._view()
        return RemovalReport(tuple(chosen), count, vectors_pending=not erased)

    def restore(self, doc_id: str, corpus: Path) -> None:
        """Let a shipped document that was removed come back. Raises DigestError."""
        with self._catalog.transaction():
            self._catalog.withdraw(doc_id, out=False)
            self._catalog.set_setting("corpus", "")
        sync_corpus(self._catalog, corpus)
        with self._lock:
            sync_lexical(self._catalog, self._lexical)

    # search by meaning

    def start_dense(self) -> None:
        """Load the vector model and build its index in the background; returns at once."""
        self._dense.start()

    def wait_dense(self, timeout_s: float | None = None) -> bool:
        """Wait for the background work; whether search by meaning is ready."""
        return self._dense.wait(timeout_s)

    @property
    def dense_model(self) -> "Embedder | None":
        """The model search by meaning works with; None until it is loaded."""
        return self._dense.model

    @property
    def dense_ready(self) -> bool:
        """Whether search by meaning serves now."""
        return self._dense.is_ready

    @property
    def dense_problem(self) -> RetrievalError | None:
        """Why search by meaning does not serve; its code is one of `owned`, `model_mismatch`,
        `load_failed`, …"""
        return self._dense.problem

    def build_dense(self, *, afresh: bool = False, progress: Progress | None = None) -> None:
        """Bring the vector index up in this thread; afresh: with the model now set, into a new
        folder.

        Raises IndexUnavailable (`owned`, `model_mismatch`, `server_down`) and EmbeddingUnavailable.
        """
        self._dense.sync(afresh=afresh, progress=progress)
