"""Put documents into the catalogue and bring the search indexes up to it.

The catalogue changes first, in one transaction per batch; an index that was interrupted is brought
up from the
generation it names, and the work done twice does no harm.
Writes: catalogue, keyword index, vector store. Does not: parse files.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import IndexUnavailable
from retrieval.index.catalog import Catalog
from retrieval.index.catalog_rows import (
    StoredClause,
    content_hash,
    document_key,
    origin_of,
    split_document_key,
)
from retrieval.index.digest import Corpus, load_corpus
from retrieval.index.editions import link_clauses
from retrieval.index.lexical import IndexState, LexicalIndex
from retrieval.types import Origin, ParsedDocument

if TYPE_CHECKING:  # numpy comes with these, and an index of words needs none
    from retrieval.index.embedding import Embedder, Vectors
    from retrieval.index.vector_store import VectorStore

WRITER_WAIT_S = 60.0
BATCH_CLAUSES = 2_000  # stored and indexed in one go
BATCH = 500  # held in memory at a time

Progress = Callable[[int], None]  # told how many clauses an index has taken in so far


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What taking documents in came to; texts by key, clauses by number."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    clauses_added: int = 0
    clauses_kept: int = 0
    clauses_removed: int = 0

    def __add__(self, other: "IngestReport") -> "IngestReport":
        return IngestReport(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.clauses_added + other.clauses_added,
            self.clauses_kept + other.clauses_kept,
            self.clauses_removed + other.clauses_removed,
        )


@dataclass(slots=True)
class _Tally:
    held: dict[str, tuple[str, bool]]  # content hash, shipped
    touched: set[str] = field(default_factory=set)
    report: IngestReport = field(default_factory=IngestReport)


def batches(documents: Iterable[ParsedDocument]) -> Iterator[list[ParsedDocument]]:
    """Group documents so that a group has about BATCH_CLAUSES clauses; memory stays flat."""
    group: list[ParsedDocument] = []
    size = 0
    for document in documents:
        group.append(document)
        size += len(document.clauses)
        if size >= BATCH_CLAUSES:
            yield group
            group, size = [], 0
    if group:
        yield group


def store_documents(
    catalog: Catalog, documents: Sequence[ParsedDocument], *, shipped: bool = False
) -> IngestReport:
    """Store texts in one transaction; a text whose content is held already is left alone."""
    with catalog.transaction():
        tally = _Tally({d.key: (d.content_hash, d.shipped) for d in catalog.documents()})
        generation = 0
        for document in documents:
            key = document_key(document.meta.doc_id, document.meta.edition, origin_of(document))
            held, content = tally.held.get(key), (content_hash(document), shipped)
            if held == content:
                tally.report += IngestReport(unchanged=(key,))
                continue
            generation = generation or catalog.advance()
            changes = catalog.put(document, shipped=shipped, generation=generation)
            tally.report += IngestReport(
                added=() if held else (key,),
                changed=(key,) if held else (),
                clauses_added=changes.added,
                clauses_kept=changes.kept,
                clauses_removed=changes.removed,
            )
            tally.touched.add(key)
            tally.held[key] = content
            if not shipped:
                catalog.withdraw(document.meta.doc_id, out=False)
        _relink(catalog, tally.touched)
    return tally.report


def _relink(catalog: Catalog, touched: Iterable[str]) -> None:
    """Pair digests and originals again where either changed."""
    held = {document.key for document in catalog.documents()}
    for doc_id, edition in sorted({split_document_key(key)[:2] for key in touched}):
        digest = document_key(doc_id, edition, Origin.DIGEST)
        original = document_key(doc_id, edition, Origin.ORIGINAL)
        if digest in held and original in held:
            links = link_clauses(catalog.clauses_of(digest), catalog.clauses_of(original))
            catalog.put_links(digest, original, links)


def remove_documents(catalog: Catalog, doc_keys: Sequence[str], *, withdraw: Sequence[str]) -> int:
    """Delete texts in one transaction, noting shipped documents that are to stay out; counts
    clauses."""
    with catalog.transaction():
        removed = catalog.drop(doc_keys, generation=catalog.advance())
        for doc_id in withdraw:
            catalog.withdraw(doc_id)
    return removed


def corpus_fingerprint(folder: Path) -> str:
    """Digest of all files a corpus is read from. Raises FileNotFoundError for a missing folder."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.md"), *folder.glob("*.toml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    if not folder.is_dir():
        raise FileNotFoundError(f"no corpus folder {folder}")
    return digest.hexdigest()


def sync_corpus(catalog: Catalog, folder: Path) -> IngestReport | None:
    """Take in what changed in the shipped corpus; None where nothing did. Raises DigestError."""
    fingerprint = corpus_fingerprint(folder)
    if fingerprint == catalog.setting("corpus"):
        return None
    corpus = load_corpus(folder)
    with catalog.transaction():
        report = _store_corpus(catalog, corpus)
        catalog.set_setting("corpus", fingerprint)
    return report


def _store_corpus(catalog: Catalog, corpus: Corpus) -> IngestReport:
    wanted = [d for d in corpus.documents if d.meta.doc_id not in catalog.withdrawn()]
    report = store_documents(catalog, wanted, shipped=True)
    keys = {document_key(d.meta.doc_id, d.meta.edition, origin_of(d)) for d in wanted}
    stale = [d.key for d in catalog.documents() if d.shipped and d.key not in keys]
    generation = catalog.advance()
    removed = catalog.drop(stale, generation=generation)
    catalog.put_terms(corpus.terms)
    return report + IngestReport(clauses_removed=removed)


def sync_lexical(
    catalog: Catalog,
    index: LexicalIndex,
    *,
    wait_s: float = WRITER_WAIT_S,
    afresh: bool = False,
    progress: Progress | None = None,
) -> None:
    """Bring the keyword index up to the catalogue; builds it anew where it is another's, damaged
    or asked for.

    Raises IndexUnavailable (`busy`) where another process writes longer than wait_s.
    """
    try:
        _write_lexical(catalog, index, wait_s, afresh, progress)
    except IndexUnavailable as error:
        if error.code == "busy":
            raise
        index.clear()
        _write_lexical(catalog, index, wait_s, True, progress)
    index.refresh()
    state = index.state
    is_current = state is not None and state.generation == catalog.generation
    if is_current and index.count() != catalog.count_clauses() and not afresh:
        sync_lexical(catalog, index, wait_s=wait_s, afresh=True, progress=progress)


def _write_lexical(
    catalog: Catalog, index: LexicalIndex, wait_s: float, afresh: bool, progress: Progress | None
) -> None:
    with index.write(wait_s=wait_s) as writer:
        generation, state = catalog.generation, index.state
        if afresh or state is None or state.catalog != catalog.identity:
            writer.delete_all()
            start = -1
        else:
            start = state.generation
            writer.delete(catalog.gone_since(start))
        if start == generation:
            return
        metas = {document.key: document.meta for document in catalog.documents()}
        done = 0
        changed = catalog.changed_since(start, generation)
        while batch := list(islice(changed, BATCH)):
            writer.upsert((stored, metas[stored.doc_key]) for stored in batch)
            done += len(batch)
            if progress:
                progress(done)
        writer.commit(IndexState(catalog.identity, generation))


def sync_vectors(  # noqa: PLR0913 — options are keyword-only
    catalog: Catalog,
    store: "VectorStore",
    embedder: "Embedder",
    *,
    since: int,
    until: int,
    progress: Progress | None = None,
) -> int:
    """Bring a vector store up from one generation (-1: from nothing) to another; returns how many
    were deleted.

    Raises IndexUnavailable and EmbeddingUnavailable; what was done until then stays and may be
    done again.
    """
    gone = catalog.gone_since(since) if since >= 0 else []
    store.delete(gone)
    titles = {document.key: document.meta.title for document in catalog.documents()}
    changed = catalog.changed_since(since, until)
    done = 0
    while batch := list(islice(changed, BATCH)):
        vectors = embedder.embed([embedding_text(c, titles.get(c.doc_key, "")) for c in batch])
        keys = [stored.key for stored in batch]
        store.upsert(keys, [str(stored.clause.ref) for stored in batch], placed(vectors))
        done += len(batch)
        if progress:
            progress(done)
    return len(gone)


def embedding_text(stored: StoredClause, title: str) -> str:
    """What a clause's vector is made of: title, headings and words."""
    clause = stored.clause
    return "\n".join(part for part in (title, *clause.parents, clause.title, clause.text) if part)


def placed(vectors: "Vectors") -> "Vectors":
    """Give rows of zeros, of which the model knows nothing, a direction far from all others."""
    unknown = ~vectors.any(axis=1)
    if unknown.any():
        vectors = vectors.copy()
        vectors[unknown, 0] = -1.0
    return vectors
