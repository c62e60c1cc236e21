"""Documents go into the catalogue once, and the indexes follow, also after an interruption."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import DigestError, IndexUnavailable
from retrieval.index import indexing
from retrieval.index.catalog import Catalog
from retrieval.index.indexing import (
    batches,
    corpus_fingerprint,
    placed,
    remove_documents,
    store_documents,
    sync_corpus,
    sync_lexical,
    sync_vectors,
)
from retrieval.index.lexical import LexicalIndex, LexicalQuery
from retrieval.types import Origin
from tests.retrieval.samples import WATER, HashedEmbedder, make_document, make_meta, write_corpus

CHANGED = WATER | {"2": ("第二条", "主管部门", "市水利局牵头。")}


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(tmp_path / "library.sqlite")
    yield catalog
    catalog.close()


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    return LexicalIndex(tmp_path / "lexical")


def found(index: LexicalIndex, catalog: Catalog, text: str) -> list[str]:
    keys = [key for key, _ in index.search(LexicalQuery(text), 10)]
    clauses = catalog.clauses(keys)
    return [str(clauses[key].clause.ref) for key in keys]


def test_the_same_content_twice_is_one_document_and_no_new_generation(catalog: Catalog) -> None:
    first = store_documents(catalog, [make_document(), make_document()])
    generation = catalog.generation

    second = store_documents(catalog, [make_document()])

    assert (first.added, first.unchanged) == (("test-water@2020@digest",),) * 2
    assert second.unchanged == ("test-water@2020@digest",)
    assert catalog.generation == generation


def test_a_changed_file_counts_what_changed(catalog: Catalog) -> None:
    store_documents(catalog, [make_document()])

    report = store_documents(catalog, [make_document(clauses=CHANGED)])

    assert report.changed == ("test-water@2020@digest",)
    assert (report.clauses_added, report.clauses_kept, report.clauses_removed) == (1, 2, 1)


def test_an_original_is_linked_to_its_digest_whichever_comes_first(catalog: Catalog) -> None:
    store_documents(catalog, [make_document(origin=Origin.ORIGINAL)])
    store_documents(catalog, [make_document()])

    links = catalog.links("test-water@2020@digest")

    assert links.to_original == {"1": "1", "2": "2", "3": "3"}


def test_another_edition_is_not_linked(catalog: Catalog) -> None:
    other = make_document(make_meta(edition="2010"), origin=Origin.ORIGINAL)
    store_documents(catalog, [make_document(), other])

    assert not catalog.links("test-water@2020@digest").to_original


def test_the_corpus_is_read_again_only_when_a_file_changed(
    catalog: Catalog, tmp_path: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus", [make_document()])
    (corpus / "glossary.toml").write_text('[[term]]\nterm = "节水"\n', "utf-8")
    assert sync_corpus(catalog, corpus) is not None
    assert sync_corpus(catalog, corpus) is None
    generation = catalog.generation

    write_corpus(corpus, [make_document(clauses=CHANGED)])
    report = sync_corpus(catalog, corpus)

    assert report is not None
    assert (report.clauses_added, report.clauses_kept) == (1, 2)
    assert len(list(catalog.changed_since(generation, catalog.generation))) == 1
    assert [term.term for term in catalog.terms()] == ["节水"]


def test_a_document_that_left_the_corpus_leaves_the_library(
    catalog: Catalog, tmp_path: Path
) -> None:
    corpus = write_corpus(
        tmp_path / "corpus", [make_document(), make_document(make_meta("test-park"))]
    )
    sync_corpus(catalog, corpus)
    (corpus / "test-park.md").unlink()

    sync_corpus(catalog, corpus)

    assert [each.meta.doc_id for each in catalog.documents()] == ["test-water"]


def test_a_malformed_corpus_leaves_the_library_as_it_was(catalog: Catalog, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", [make_document()])
    sync_corpus(catalog, corpus)
    (corpus / "zz-broken.md").write_text("no front matter")

    with pytest.raises(DigestError):
        sync_corpus(catalog, corpus)

    assert len(catalog.documents()) == 1
    assert catalog.setting("corpus") != corpus_fingerprint(corpus)


def test_a_missing_corpus_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        corpus_fingerprint(tmp_path / "nowhere")


def test_a_removed_shipped_document_stays_out_until_added_by_hand(
    catalog: Catalog, tmp_path: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus", [make_document()])
    sync_corpus(catalog, corpus)
    assert remove_documents(catalog, ["test-water@2020@digest"], withdraw=["test-water"]) == 3
    write_corpus(corpus, [make_document(clauses=CHANGED)])
    sync_corpus(catalog, corpus)
    assert catalog.documents() == ()

    store_documents(catalog, [make_document()])

    assert catalog.withdrawn() == frozenset()


def test_the_keyword_index_follows_change_and_removal(
    catalog: Catalog, index: LexicalIndex
) -> None:
    store_documents(catalog, [make_document()])
    told: list[int] = []
    sync_lexical(catalog, index, progress=told.append)
    assert found(index, catalog, "水务局")[0] == "test-water#2"
    assert told == [3]

    store_documents(catalog, [make_document(clauses=CHANGED)])
    sync_lexical(catalog, index, progress=told.append)

    assert told == [3, 1]
    assert index.count() == 3
    assert found(index, catalog, "水利局牵头")[0] == "test-water#2"


def test_an_index_cut_off_before_its_state_was_noted_does_the_work_again(
    catalog: Catalog, index: LexicalIndex, tmp_path: Path
) -> None:
    store_documents(catalog, [make_document()])
    sync_lexical(catalog, index)
    state = (tmp_path / "lexical" / "state.json").read_text()
    store_documents(catalog, [make_document(make_meta("test-park"))])
    sync_lexical(catalog, index)
    (tmp_path / "lexical" / "state.json").write_text(state)

    sync_lexical(catalog, index)

    assert index.count() == catalog.count_clauses() == 6


def test_an_index_of_another_catalogue_is_built_anew(
    catalog: Catalog, index: LexicalIndex, tmp_path: Path
) -> None:
    other = Catalog.open(tmp_path / "other.sqlite")
    store_documents(other, [make_document(make_meta("test-park"))])
    sync_lexical(other, index)
    other.close()
    store_documents(catalog, [make_document()])

    sync_lexical(catalog, index)

    assert index.count() == 3
    assert {ref.split("#")[0] for ref in found(index, catalog, "水")} == {"test-water"}


@pytest.mark.parametrize("name", ["meta.json", "*.term"])
def test_a_damaged_index_is_built_anew(
    catalog: Catalog, index: LexicalIndex, tmp_path: Path, name: str
) -> None:
    store_documents(catalog, [make_document()])
    sync_lexical(catalog, index)
    for path in (tmp_path / "lexical" / "engine").glob(name):
        path.write_bytes(b"")
    store_documents(catalog, [make_document(make_meta("test-park"))])

    fresh = LexicalIndex(tmp_path / "lexical")
    sync_lexical(catalog, fresh)

    assert fresh.count() == 6


def test_an_index_that_lost_a_clause_is_built_anew(catalog: Catalog, index: LexicalIndex) -> None:
    store_documents(catalog, [make_document()])
    sync_lexical(catalog, index)
    [key, *_] = [key for key, _ in index.search(LexicalQuery("水"), 10)]
    with index.write() as writer:
        writer.delete([key])
        state = index.state
        assert state is not None
        writer.commit(replace(state, generation=state.generation))
    store_documents(catalog, [make_document(make_meta("test-park"))])

    sync_lexical(catalog, index)

    assert index.count() == 6


def test_a_busy_index_is_told(catalog: Catalog, index: LexicalIndex, tmp_path: Path) -> None:
    store_documents(catalog, [make_document()])
    with LexicalIndex(tmp_path / "lexical").write(), pytest.raises(IndexUnavailable) as caught:
        sync_lexical(catalog, index, wait_s=0.0)

    assert caught.value.code == "busy"


class MemoryStore:
    """Vectors in a dictionary."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.deleted: list[str] = []

    def upsert(self, keys: list[str], refs: list[str], vectors: object) -> None:
        self.held |= dict(zip(keys, refs, strict=True))

    def delete(self, keys: list[str]) -> None:
        self.deleted += keys
        for key in keys:
            self.held.pop(key, None)

    def count(self) -> int:
        return len(self.held)


def test_vectors_follow_only_what_changed(catalog: Catalog) -> None:
    store, embedder = MemoryStore(), HashedEmbedder()
    store_documents(catalog, [make_document()])
    first = catalog.generation
    sync_vectors(catalog, store, embedder, since=-1, until=first)  # type: ignore[arg-type]
    assert len(store.held) == len(embedder.asked) == 3
    store_documents(catalog, [make_document(clauses=CHANGED)])
    told: list[int] = []

    deleted = sync_vectors(
        catalog,
        store,  # type: ignore[arg-type]
        embedder,
        since=first,
        until=catalog.generation,
        progress=told.append,
    )

    assert (deleted, told, len(store.held)) == (1, [1], 3)
    assert "市水利局牵头" in embedder.asked[3]
    assert "甲市节约用水办法" in embedder.asked[3]


def test_a_row_of_zeros_is_put_where_nothing_else_is() -> None:
    rows = placed(np.array([[0.0, 0.0], [0.0, 1.0]], np.float32))

    assert rows.tolist() == [[-1.0, 0.0], [0.0, 1.0]]


def test_documents_are_grouped_by_their_clauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH_CLAUSES", 6)

    groups = [len(group) for group in batches(make_document() for _ in range(5))]

    assert groups == [2, 2, 1]
    assert list(batches([])) == []
