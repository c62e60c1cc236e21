"""Gather what answering needs of the documents with facts, and keep what took long to make.

Reads: the library. Writes: the facts' table and the vectors of its forms, through `FactStore`.
Does not: hold documents without facts; answers reach them through `LibraryTexts`.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib.resources import files

import numpy as np

from bot.answers.library_texts import LibraryTexts
from retrieval.errors import EmbeddingUnavailable
from retrieval.facts.fact_store import FactStore, fingerprint
from retrieval.facts.fact_table import FactTable, build_table
from retrieval.facts.knowledge import Knowledge, parse_light_words
from retrieval.facts.matching import FactIndex, FormVectors
from retrieval.index.catalog_rows import document_key, terms_hash
from retrieval.index.editions import choices_over_time, ended_by_newer
from retrieval.index.embedding import Embedder, Vectors
from retrieval.index.library import Library
from retrieval.index.search import Hit
from retrieval.language.lexicon import FOLDING
from retrieval.questions.cues import SCAFFOLDING
from retrieval.questions.question import Gazetteer
from retrieval.types import Clause, DocumentMeta, Fact, Origin

SEARCH_LIMIT = 10
_BATCH = 512


def gather_knowledge(library: Library, metas: Sequence[DocumentMeta]) -> Knowledge:
    """The documents with facts, each in the edition given, and ports to all others."""
    clauses: dict[str, Clause] = {}
    originals: dict[str, Clause] = {}
    facts: list[Fact] = []
    for meta in metas:
        facts += library.facts(meta.doc_id, meta.edition)
        for clause in library.clauses(meta.doc_id, meta.edition):
            if clause.origin is Origin.ORIGINAL:
                continue
            clauses[str(clause.ref)] = clause
            original = library.original_of(clause.ref, meta.edition)
            if original is not None:
                originals[str(clause.ref)] = original

    def search(query: str, as_of: date) -> list[Hit]:
        return library.search(query, as_of=as_of, limit=SEARCH_LIMIT)

    return Knowledge(
        metas={meta.doc_id: meta for meta in metas},
        clauses=clauses,
        originals=originals,
        facts=facts,
        terms=library.terms(),
        gazetteer=Gazetteer.parse(_data("places.toml")),
        search=search,
        light_words=parse_light_words(_data("light_words.txt")),
        all_texts=LibraryTexts(library),
    )


def _data(name: str) -> str:
    return files("retrieval").joinpath("data", name).read_text("utf-8")


def digests(library: Library) -> tuple[DocumentMeta, ...]:
    """The editions that have facts, each ended where a newer text of its document begins."""
    texts = library.texts()
    editions = [text.meta for text in texts]
    return tuple(
        ended_by_newer(text.meta, editions) for text in texts if text.origin is Origin.DIGEST
    )


class Shelved:
    """The facts' tables of one library, stored under its home folder. Safe for several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._store = FactStore(library.facts_folder)
        self._lock = threading.Lock()
        self._makers: dict[tuple[str, str], threading.Thread] = {}  # by table and model

    def has_table(self, metas: Sequence[DocumentMeta]) -> bool:
        """Whether the table of these editions lies there."""
        return self._store.has_table(self._name(metas))

    def with_index(self, knowledge: Knowledge) -> Knowledge:
        """The same knowledge with its index: read from disk, made and stored where it is not."""
        name = self._name(tuple(knowledge.metas.values()))
        if not self._store.has_table(name):
            current = choices_over_time(digests(self._library))
            self._store.keep_only({self._name(metas) for metas in current})
        table = self._store.table(name, lambda: _build(knowledge))
        index = FactIndex(knowledge.facts, table, knowledge.light_words)
        return replace(knowledge, prepared=index.with_vectors(self._built_in_vectors(name, table)))

    def with_model(self, knowledge: Knowledge, model: Embedder) -> Knowledge | None:
        """The same knowledge with another model's vectors; None until they are made.

        They are made in a thread of their own, once, and stored.
        """
        name, index = self._name(tuple(knowledge.metas.values())), knowledge.index
        with self._lock:
            maker = self._makers.get((name, model.name))
            if maker is not None and maker.is_alive():
                return None
            stored = self._store.stored_vectors(name, model.name, len(index.forms))
            if stored is not None:
                vectors = FormVectors(model.embed, stored)
                return replace(knowledge, prepared=index.with_vectors(vectors))
            if maker is None:
                maker = threading.Thread(
                    target=self._make, args=(name, index.forms, model), daemon=True
                )
                self._makers[name, model.name] = maker
                maker.start()
        return None

    def wait(self) -> None:
        """Wait for the vectors being made."""
        for maker in tuple(self._makers.values()):
            maker.join()

    def _make(self, name: str, forms: Sequence[str], model: Embedder) -> None:
        with suppress(EmbeddingUnavailable):
            self._store.vectors(name, model.name, len(forms), lambda: _embed(forms, model))

    def _name(self, metas: Sequence[DocumentMeta]) -> str:
        """What a table is made of: digests, glossary, words of asking, and how texts are folded."""
        hashes = {text.key: text.content_hash for text in self._library.texts()}
        keys = [document_key(meta.doc_id, meta.edition, Origin.DIGEST) for meta in metas]
        contents = [f"{key} {hashes.get(key, '')}" for key in keys]
        glossary = terms_hash(self._library.terms())
        return fingerprint((*contents, glossary, SCAFFOLDING.pattern, FOLDING))

    @property
    def built_in_name(self) -> str:
        """Name of the built-in model; empty where it cannot be read."""
        try:
            return self._library.built_in.load().name
        except EmbeddingUnavailable:
            return ""

    def _built_in_vectors(self, name: str, table: FactTable) -> FormVectors | None:
        try:
            model = self._library.built_in.load()
        except EmbeddingUnavailable:  # facts are then found by characters alone
            return None
        return self._vectors(name, table, model)

    def _vectors(self, name: str, table: FactTable, model: Embedder) -> FormVectors:
        count = len(table.forms)
        forms = self._store.vectors(name, model.name, count, lambda: _embed(table.forms, model))
        return FormVectors(model.embed, forms)


def _build(knowledge: Knowledge) -> FactTable:
    return build_table(
        knowledge.facts, knowledge.clauses, knowledge.metas, knowledge.lexicon, strip=SCAFFOLDING
    )


def _embed(forms: Sequence[str], model: Embedder) -> Vectors:
    """The forms' vectors, a batch at a time, so that other threads get their turn."""
    batches = [model.embed(forms[at : at + _BATCH]) for at in range(0, len(forms), _BATCH)]
    return np.concatenate(batches) if batches else np.zeros((0, model.dimension), np.float32)
