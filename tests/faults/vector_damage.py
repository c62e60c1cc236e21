"""Ways a vector store is damaged, and a program that lives through them; a crash ends it at once.

    python -m tests.faults.vector_damage KIND ROUNDS CLAUSES FOLDER

prints a line of JSON: what the rebuilt store finds, and how long that took.
"""

import json
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from retrieval.index.catalog import Catalog
from retrieval.index.dense import DenseIndex, DenseSettings
from retrieval.index.indexing import embedding_text, store_documents
from retrieval.index.vector_files import ModelStamp, VectorFolder
from retrieval.index.vector_store import SAME_PLACE, ChromaStore, guard_embedded
from tests.retrieval.samples import HashedEmbedder, make_document, make_meta

QUESTIONS, SAMPLE, TOP = 50, 400, 5


def _segment(folder: Path, name: str) -> Path:
    [found] = folder.glob(f"*/{name}")
    return found


def delete_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def delete_segment(folder: Path) -> None:
    shutil.rmtree(_segment(folder, "header.bin").parent)


def truncate_vectors(folder: Path) -> None:
    path = _segment(folder, "data_level0.bin")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zero_links(folder: Path) -> None:
    path = _segment(folder, "link_lists.bin")
    path.write_bytes(bytes(path.stat().st_size))


def flip_header(folder: Path) -> None:
    path = _segment(folder, "header.bin")
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


def truncate_database(folder: Path) -> None:
    path = folder / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:5_000])


def other_dimension(folder: Path) -> None:
    """A collection of the same name whose vectors are of another length."""
    import chromadb

    state = VectorFolder(folder.parent).state
    assert state is not None
    chromadb.api.shared_system_client.SharedSystemClient.clear_system_cache()
    shutil.rmtree(folder)
    client = chromadb.PersistentClient(str(folder))
    stamp = ModelStamp("other", 32)
    store = ChromaStore(client, stamp, name=state.collection, guard=guard_embedded)
    texts = [str(n) for n in range(1_100)]
    store.upsert(texts, texts, HashedEmbedder("other", 32).embed(texts))
    store.close()


def newer_version(folder: Path) -> None:
    """A database that a later version of the library has changed."""
    with sqlite3.connect(folder / "chroma.sqlite3") as connection:
        connection.execute("DROP TABLE embeddings_queue")
        connection.execute(
            "UPDATE migrations SET version = version + 1000, hash = 'later', filename = 'later.sql'"
        )
    connection.close()


DAMAGES: dict[str, Callable[[Path], None]] = {
    each.__name__: each
    for each in (
        delete_folder, delete_segment, truncate_vectors, zero_links, flip_header,
        truncate_database, other_dimension, newer_version,
    )
}  # fmt: skip


def make_texts(count: int) -> list[str]:
    """Clauses of random words, all different."""
    words = random.Random(7)  # the same library in every run
    return ["".join(chr(words.randrange(0x4E00, 0x5200)) for _ in range(24)) for _ in range(count)]


class Scene:
    """A library with its vectors, damaged and healed again and again."""

    def __init__(self, folder: Path, count: int) -> None:
        self.texts = make_texts(count)
        self.vectors = folder / "vectors"
        self.kept = folder / "kept"
        self.catalog = Catalog.open(folder / "library.sqlite")
        clauses = {str(n): ("", "", text) for n, text in enumerate(self.texts)}
        store_documents(self.catalog, [make_document(clauses=clauses)])
        dense = self.open()
        dense.sync()
        self.found = self.ask(dense)
        dense.close()
        shutil.copytree(self.vectors, self.kept)

    def open(self) -> DenseIndex:
        return DenseIndex(self.catalog, DenseSettings(self.vectors, HashedEmbedder))

    def ask(self, dense: DenseIndex) -> list[list[str]]:
        """What the golden questions find."""
        return [[k for k, _ in dense.search(t[4:20], TOP)] for t in self.texts[:QUESTIONS]]

    def exactness(self, found: list[list[str]]) -> float:
        """The part of what was found that is as near as the nearest of all vectors, compared one by
        one."""
        rows = list(self.catalog.changed_since(-1, 10**9))
        place = {row.key: n for n, row in enumerate(rows)}
        title = make_meta().title
        held = HashedEmbedder().embed([embedding_text(row, title) for row in rows])
        asked = HashedEmbedder().embed([text[4:20] for text in self.texts[:QUESTIONS]])
        near = 0
        for cosines, keys in zip(asked @ held.T, found, strict=True):
            least = np.sort(cosines)[-TOP] - SAME_PLACE
            near += sum(bool(cosines[place[key]] >= least) for key in keys)
        return near / (QUESTIONS * TOP)

    def recall(self, dense: DenseIndex) -> float:
        """The part of the sample that finds itself first."""
        step = max(len(self.texts) // SAMPLE, 1)
        sample = self.texts[::step][:SAMPLE]
        held = {row.key: row.clause.text for row in self.catalog.changed_since(-1, 10**9)}
        firsts = [(text, dense.search(text, 1)) for text in sample]
        return sum(held[hits[0][0]] == text for text, hits in firsts if hits) / len(sample)

    def live_through(self, damage: Callable[[Path], None], *, serving: bool) -> dict[str, float]:
        """Damage the store while it is closed, or while it serves; then open it as a start does."""
        shutil.rmtree(self.vectors)
        shutil.copytree(self.kept, self.vectors)
        if serving:
            dense = self.open()
            dense.sync()
            damage(self.vectors / "0001")
            self.ask(dense)
            dense.close()
        else:
            damage(self.vectors / "0001")
        dense = self.open()
        started = time.monotonic()
        assert self.ask(dense) == [[]] * QUESTIONS  # falls silent, and the keywords serve
        silent_s = time.monotonic() - started
        dense.sync()
        if not dense.search(self.texts[0], 1):
            dense.sync()  # what only a question shows is mended in the background then
        healed_s = time.monotonic() - started
        found = self.ask(dense)
        figures = {
            "silent_s": silent_s,
            "healed_s": healed_s,
            "same": sum(a == b for a, b in zip(found, self.found, strict=True)),
            "recall": self.recall(dense),
            "exact": self.exactness(found),
            "exact_before": self.exactness(self.found),
        }
        dense.close()
        return figures


def main() -> None:
    kind, rounds, clauses, folder = sys.argv[1:]
    scene = Scene(Path(folder), int(clauses))
    for n in range(int(rounds)):
        # What replaces the store by another cannot be done under one that serves.
        serving = n % 2 == 0 and kind not in {"other_dimension", "newer_version"}
        print(json.dumps(scene.live_through(DAMAGES[kind], serving=serving)), flush=True)


if __name__ == "__main__":
    main()
