"""Keyword search: BM25 over uni- and bigrams in a tantivy index on disk.

The tokens are cut by `tokenizing`; tantivy only splits them again at the spaces put between them.
The folder holds
the engine's files and `state.json`, which says up to which catalogue generation they go.
Writes: the folder given. One writer at a time, held by a file lock; readers reload when the state
moves.
Does not: know which editions are in force; the caller names the documents and places to look in.
"""

import json
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy
from filelock import FileLock, Timeout

from retrieval.errors import IndexUnavailable
from retrieval.index.catalog_rows import StoredClause
from retrieval.language.tokenizing import tokenize
from retrieval.types import DocumentMeta

LAYOUT = 1  # of the fields and the tokens; another number means: build anew
TEXT_BOOST = 1.0  # the boosts are measured: golden questions, and CMRC among 20,000 articles
HEADING_BOOST = 0.8
TITLE_BOOST = 0.1
PHRASE_BOOST = 0.2
MAX_QUERY_TOKENS = 400
_WRITER_HEAP_BYTES = 48_000_000
_ANALYZER = "spaces"
_FIELDS = (("text", TEXT_BOOST), ("heading", HEADING_BOOST), ("title", TITLE_BOOST))


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which catalogue (by its random identity) a folder was built from, and up to which
    generation.

    commit: random name of the last write, by which readers see that there was one.
    """

    catalog: str
    generation: int
    layout: int = LAYOUT
    commit: str = ""


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """What to look for and where.

    phrases: words of the dictionary that occur in the question; a clause with the exact run is
    lifted.
    excluded_documents: document keys not to look in; places: clause places to look in, None for
    all.
    """

    text: str
    phrases: tuple[str, ...] = ()
    excluded_documents: frozenset[str] = frozenset()
    places: frozenset[str] | None = None


class LexicalIndex:
    """A folder of tantivy files, read by many and written by one at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files = folder / "engine"
        self._state_file = folder / "state.json"
        self._schema = _schema()
        self._index: tantivy.Index | None = None
        self._searcher: tantivy.Searcher | None = None
        self._seen: IndexState | None = None

    @property
    def state(self) -> IndexState | None:
        """Up to where the files on disk go; None where there is no usable index."""
        try:
            state = IndexState(**json.loads(self._state_file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return state if state.layout == LAYOUT else None

    def refresh(self) -> None:
        """See what other threads and processes wrote since the last look."""
        state = self.state
        if state == self._seen and self._searcher is not None:
            return
        if state is None:
            self._searcher = None
            return
        index = self._open()
        try:
            index.reload()
            self._searcher = index.searcher()
        except (ValueError, OSError) as error:
            raise IndexUnavailable(f"keyword index: {error}", code="lexical_damaged") from error
        self._seen = state

    def count(self) -> int:
        """How many clauses can be found."""
        return self._reader().num_docs

    def search(self, query: LexicalQuery, limit: int) -> list[tuple[str, float]]:
        """Clause keys with their BM25 score, best first, ties by key; empty where no token
        matches."""
        compiled = self._compile(query)
        if compiled is None:
            return []
        reader = self._reader()
        found = reader.search(compiled, limit=limit, count=False).hits
        hits = [
            (str(reader.doc(address).get_first("key")), float(score)) for score, address in found
        ]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def write(self, *, wait_s: float = 0.0) -> "LexicalWriter":
        """Take the writer's lock.

        Raises IndexUnavailable: `busy` where somebody else holds it longer than wait_s,
        `lexical_damaged` where the files cannot be written to.
        """
        lock = FileLock(self._folder / "writer.lock")
        try:
            lock.acquire(timeout=wait_s)
        except Timeout as error:
            raise IndexUnavailable(
                "another process writes the keyword index", code="busy"
            ) from error
        try:
            return LexicalWriter(self._open().writer(_WRITER_HEAP_BYTES, 1), lock, self._state_file)
        except (ValueError, OSError, IndexUnavailable) as error:
            lock.release()
            raise IndexUnavailable(f"keyword index: {error}", code="lexical_damaged") from error

    def clear(self) -> None:
        """Throw the files away; the next write builds anew."""
        self._index = self._searcher = self._seen = None
        self._state_file.unlink(missing_ok=True)
        shutil.rmtree(self._files, ignore_errors=True)

    def _open(self) -> tantivy.Index:
        if self._index is None:
            self._files.mkdir(parents=True, exist_ok=True)
            try:
                index = tantivy.Index(self._schema, str(self._files))
            except (ValueError, OSError) as error:
                raise IndexUnavailable(f"keyword index: {error}", code="lexical_damaged") from error
            analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            index.register_tokenizer(_ANALYZER, analyzer)
            self._index = index
        return self._index

    def _reader(self) -> tantivy.Searcher:
        if self._searcher is None:
            self.refresh()
        if self._searcher is None:
            raise IndexUnavailable("the keyword index is not built yet", code="lexical_missing")
        return self._searcher

    def _compile(self, query: LexicalQuery) -> tantivy.Query | None:
        tokens = list(dict.fromkeys(tokenize(query.text)))[:MAX_QUERY_TOKENS]
        phrases = [tokenize(phrase) for phrase in query.phrases]
        wanted = [self._any_token(field, boost, tokens) for field, boost in _FIELDS if tokens]
        wanted += [
            self._phrase(field, run) for run in phrases for field in ("text", "heading") if run
        ]
        if not wanted:
            return None
        should = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in wanted])
        parts = [(tantivy.Occur.Must, should)]
        if query.places is not None:
            inside = tantivy.Query.term_set_query(self._schema, "place", sorted(query.places))
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(inside, 0.0)))
        if query.excluded_documents:
            names = sorted(query.excluded_documents)
            outside = tantivy.Query.term_set_query(self._schema, "document", names)
            parts.append((tantivy.Occur.MustNot, outside))
        return tantivy.Query.boolean_query(parts)

    def _any_token(self, field: str, boost: float, tokens: Sequence[str]) -> tantivy.Query:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, token, "freq"))
            for token in tokens
        ]
        return tantivy.Query.boost_query(tantivy.Query.boolean_query(terms), boost)

    def _phrase(self, field: str, run: Sequence[str]) -> tantivy.Query:
        if len(run) == 1:
            query = tantivy.Query.term_query(self._schema, field, run[0])
        else:
            query = tantivy.Query.phrase_query(self._schema, field, list(run))
        return tantivy.Query.boost_query(query, PHRASE_BOOST)


class LexicalWriter:
    """The one writer; nothing is seen by readers before `commit`."""

    def __init__(self, writer: tantivy.IndexWriter, lock: FileLock, state_file: Path) -> None:
        self._writer = writer
        self._lock = lock
        self._state_file = state_file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is not None:
                self._writer.rollback()
            self._writer.wait_merging_threads()
        finally:
            self._lock.release()

    def upsert(self, clauses: Iterable[tuple[StoredClause, DocumentMeta]]) -> int:
        """Put clauses in place of what has their key; returns how many."""
        count = 0
        for stored, meta in clauses:
            self._writer.delete_documents_by_term("key", stored.key)
            self._writer.add_document(_document(stored, meta))
            count += 1
        return count

    def delete_all(self) -> None:
        """Take everything out, so that the engine drops the files that hold it."""
        self._writer.delete_all_documents()

    def delete(self, keys: Iterable[str]) -> None:
        """Take clauses out; unknown keys are no matter."""
        for key in keys:
            self._writer.delete_documents_by_term("key", key)

    def commit(self, state: IndexState) -> None:
        """Make everything so far visible and durable, then note how far it goes."""
        self._writer.commit()
        self._writer.garbage_collect_files()
        draft = self._state_file.with_suffix(".tmp")
        noted = replace(state, commit=secrets.token_hex(8))
        draft.write_text(json.dumps(asdict(noted)), "utf-8")
        draft.replace(self._state_file)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("document", "place"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name, _ in _FIELDS:
        builder.add_text_field(name, tokenizer_name=_ANALYZER, index_option="position")
    return builder.build()


def _document(stored: StoredClause, meta: DocumentMeta) -> tantivy.Document:
    clause = stored.clause
    heading = "\n".join((*clause.parents, clause.label, clause.title))
    title = "\n".join((meta.title, meta.number, *meta.short_titles, clause.place))
    return tantivy.Document(
        key=stored.key,
        document=stored.doc_key,
        place=clause.place,
        text=" ".join(tokenize(clause.text)),
        heading=" ".join(tokenize(heading)),
        title=" ".join(tokenize(title)),
    )
