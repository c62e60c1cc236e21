"""The vector index helps when it can, heals itself, and never stands in the way."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import EmbeddingUnavailable, IndexUnavailable
from retrieval.index import vector_store
from retrieval.index.catalog import Catalog
from retrieval.index.dense import DenseIndex, DenseSettings
from retrieval.index.embedding import Embedder, SentenceTransformerEmbedder, _Encoder
from retrieval.index.indexing import remove_documents, store_documents
from retrieval.index.vector_files import VectorFolder
from tests.retrieval.samples import WATER, HashedEmbedder, make_document, make_meta

KEY = "test-water@2020@digest"


def sound(path: Path, collection: str) -> bool:
    return True


def unsound(path: Path, collection: str) -> bool:
    return False


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(tmp_path / "library.sqlite")
    store_documents(catalog, [make_document()])
    yield catalog
    catalog.close()


Open = Callable[..., DenseIndex]


@pytest.fixture
def open_dense(tmp_path: Path, catalog: Catalog) -> Iterator[Open]:
    opened: list[DenseIndex] = []

    def open_one(make: Callable[[], Embedder] = HashedEmbedder, **options: object) -> DenseIndex:
        settings = DenseSettings(tmp_path / "vectors", make, probe=sound)
        dense = DenseIndex(catalog, replace(settings, **options))  # type: ignore[arg-type]
        opened.append(dense)
        return dense

    yield open_one
    for dense in opened:
        dense.close()


def first(dense: DenseIndex, catalog: Catalog, text: str) -> str:
    [(key, _), *_] = dense.search(text, 3)
    return str(catalog.clauses([key])[key].clause.ref)


def test_nothing_is_found_and_nothing_is_loaded_before_the_start(open_dense: Open) -> None:
    dense = open_dense()

    assert dense.search("水价", 3) == []
    assert not dense.wait(0)
    assert dense.weight == 0.0


def test_started_in_the_background_it_finds_by_meaning(open_dense: Open, catalog: Catalog) -> None:
    dense = open_dense()

    dense.start()
    dense.start()

    assert dense.wait(60)
    assert first(dense, catalog, "超计划用水加价") == "test-water#3"
    assert dense.weight == HashedEmbedder.weight
    assert dense.search("？！", 3) == []


def test_a_nudge_brings_in_what_the_catalogue_got_since(open_dense: Open, catalog: Catalog) -> None:
    dense = open_dense()
    dense.start()
    dense.wait(60)
    store_documents(catalog, [make_document(make_meta("test-park"), {"1": ("", "", "公园开放")})])

    dense.nudge()

    assert dense.wait(60)
    assert first(dense, catalog, "公园开放") == "test-park#1"


def test_the_next_process_reads_the_store_and_embeds_nothing_again(open_dense: Open) -> None:
    open_one = open_dense()
    open_one.sync()
    open_one.close()
    embedder, probed = HashedEmbedder(), []

    def probe(path: Path, collection: str) -> bool:
        probed.append(path)
        return True

    dense = open_dense(lambda: embedder, probe=probe)
    dense.sync()

    assert embedder.asked == []
    assert len(probed) == 1, "files may be damaged although they were closed in order"
    assert len(dense.search("水", 3)) == 3


def test_a_second_owner_is_refused_with_a_reason(open_dense: Open) -> None:
    open_dense().sync()
    second = open_dense()

    with pytest.raises(IndexUnavailable) as caught:
        second.sync()

    assert caught.value.code == "owned"
    assert second.problem is caught.value
    assert second.search("水", 3) == []


def test_vectors_of_a_former_shipped_model_are_built_anew_unasked(open_dense: Open) -> None:
    dense = open_dense(lambda: HashedEmbedder("static-000000000001"))
    dense.sync()
    dense.close()
    newer = HashedEmbedder("static-000000000002", 32)

    dense = open_dense(lambda: newer)
    dense.sync()

    assert len(newer.asked) == 3
    assert len(dense.search("水", 3)) == 3
    assert dense.problem is None


def test_vectors_of_another_model_are_refused_until_built_afresh(open_dense: Open) -> None:
    dense = open_dense()
    dense.sync()
    dense.close()
    other = open_dense(lambda: HashedEmbedder("other", 32))
    with pytest.raises(IndexUnavailable) as caught:
        other.sync()
    assert caught.value.code == "model_mismatch"
    assert caught.value.fields["built_model"] == "hashed"
    assert caught.value.fields["wanted_model"] == "other"

    other.sync(afresh=True)

    assert len(other.search("水", 3)) == 3
    assert other.problem is None


def test_a_store_that_fails_the_probe_is_set_aside_and_built_again(
    open_dense: Open, tmp_path: Path
) -> None:
    dense = open_dense()
    dense.sync()
    dense.close()
    next((tmp_path / "vectors" / "0001").glob("chroma.sqlite3")).write_bytes(b"rubbish")

    again = open_dense(probe=unsound)
    again.sync()

    assert len(again.search("水", 3)) == 3
    assert (tmp_path / "vectors" / "quarantine-0001").is_dir()


def test_a_store_of_another_catalogue_is_built_again(
    open_dense: Open, tmp_path: Path, catalog: Catalog
) -> None:
    dense = open_dense()
    dense.sync()
    dense.close()
    state = VectorFolder(tmp_path / "vectors").state
    assert state is not None
    VectorFolder(tmp_path / "vectors").note(replace(state, catalog="another"))

    again = open_dense()
    again.sync()

    assert len(again.search("水", 3)) == 3
    assert not (tmp_path / "vectors" / "0001").exists()


def test_a_store_that_lost_vectors_is_built_again(open_dense: Open, catalog: Catalog) -> None:
    dense = open_dense()
    dense.sync()
    keys = [key for key, _ in dense.search("水", 3)]
    assert dense._store is not None
    dense._store.delete(keys[:1])

    dense.sync()

    assert len(dense.search("水", 3)) == 3


def test_a_store_that_fails_while_serving_falls_silent_and_is_built_again(
    open_dense: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    dense = open_dense()
    dense.sync()

    def fail(self: object, vector: object, limit: int) -> None:
        raise IndexUnavailable("gone", code="vectors_damaged")

    with monkeypatch.context() as patch:
        patch.setattr(vector_store.ChromaStore, "search", fail)
        assert dense.search("水", 3) == []
    assert not dense.is_ready

    dense.sync()

    assert dense.is_ready
    assert len(dense.search("水", 3)) == 3


def test_after_many_deletions_the_store_moves_to_a_fresh_folder(
    open_dense: Open, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.index.dense.MIN_DELETED_FOR_FRESH_FOLDER", 2)
    dense = open_dense()
    dense.sync()
    changed = {key: (label, title, text + "补充") for key, (label, title, text) in WATER.items()}
    store_documents(catalog, [make_document(clauses=changed)])
    dense.sync()
    store_documents(catalog, [make_document()])

    dense.sync()

    state = VectorFolder(tmp_path / "vectors").state
    assert state is not None
    assert (state.folder, state.deleted) == ("0002", 0)
    assert len(dense.search("水", 9)) == 3


def test_erasing_needs_no_model(open_dense: Open, catalog: Catalog) -> None:
    dense = open_dense()
    dense.sync()
    dense.close()
    remove_documents(catalog, [KEY], withdraw=[])

    def refuse() -> Embedder:
        raise AssertionError("a model was asked for")

    assert open_dense(refuse).erase()

    dense = open_dense()
    dense.sync()
    assert dense.search("水", 3) == []


def test_erasing_what_was_never_built_is_done_at_once(open_dense: Open) -> None:
    assert open_dense().erase()


def test_erasing_in_another_processs_store_is_left_to_it(
    open_dense: Open, catalog: Catalog
) -> None:
    owner = open_dense()
    owner.sync()
    remove_documents(catalog, [KEY], withdraw=[])

    assert not open_dense().erase()

    assert owner.erase()
    assert owner.search("水", 3) == []


def test_a_model_that_cannot_be_loaded_is_the_problem(open_dense: Open) -> None:
    def fail(model: str) -> _Encoder:
        raise EmbeddingUnavailable("no such model", code="load_failed")

    dense = open_dense(lambda: SentenceTransformerEmbedder("x", load=fail))
    dense.start()

    assert not dense.wait(60)
    assert dense.problem is not None
    assert dense.problem.code == "load_failed"
    assert dense.search("水", 3) == []


def test_a_python_without_chromadb_serves_by_words_alone(
    open_dense: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "chromadb", None)
    dense = open_dense()

    with pytest.raises(IndexUnavailable) as caught:
        dense.sync()

    assert caught.value.code == "chroma_unusable"


def test_a_server_that_is_away_is_the_problem_and_nothing_else(open_dense: Open) -> None:
    dense = open_dense(url="http://127.0.0.1:9")

    with pytest.raises(IndexUnavailable) as caught:
        dense.sync()

    assert caught.value.code == "server_down"
    assert dense.search("水", 3) == []


_KILLED = """
import os, sys
from pathlib import Path
from retrieval.index.catalog import Catalog
from retrieval.index.dense import DenseIndex, DenseSettings
from tests.retrieval.samples import HashedEmbedder
root = Path(sys.argv[1])
dense = DenseIndex(Catalog.open(root / "library.sqlite"), DenseSettings(root / "vectors",
HashedEmbedder))
dense.sync()
os._exit(9)
"""


def test_after_a_kill_the_store_is_probed_and_used(
    open_dense: Open, catalog: Catalog, tmp_path: Path
) -> None:
    root = Path(__file__).parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(root)},
        check=False,
    )
    assert killed.returncode == 9
    probed: list[Path] = []

    def probe(path: Path, collection: str) -> bool:
        probed.append(path)
        return True

    embedder = HashedEmbedder()
    dense = open_dense(lambda: embedder, probe=probe)
    dense.sync()

    assert probed == [tmp_path / "vectors" / "0001"]
    assert embedder.asked == []
    assert len(dense.search("水", 3)) == 3
