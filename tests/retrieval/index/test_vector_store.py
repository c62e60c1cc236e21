"""Chroma behind our own door: own vectors, upserts in place, no sockets, damage seen from a
child."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexUnavailable
from retrieval.index.embedding import Vectors, normalise_rows
from retrieval.index.vector_files import ModelStamp, VectorState, probe_in_child
from retrieval.index.vector_store import (
    BREAKER_FAILURES,
    BREAKER_PAUSE_S,
    ChromaStore,
    CircuitBreaker,
    open_embedded,
    open_server,
    probe,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:chromadb")

STATE = VectorState("0001", ModelStamp("hashed", 8), "catalog-1")
KEYS = [f"{n:032x}" for n in range(40)]
REFS = [f"test-water#{n}" for n in range(40)]


def make_vectors(count: int = 40, dimension: int = 8) -> Vectors:
    rows = np.random.default_rng(7).normal(size=(count, dimension)).astype(np.float32)
    return normalise_rows(rows)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChromaStore]:
    store = open_embedded(tmp_path / "0001", STATE)
    store.upsert(KEYS, REFS, make_vectors())
    yield store
    store.close()


def test_a_vector_finds_itself_first_with_cosine_one(store: ChromaStore) -> None:
    hits = store.search(make_vectors()[3], 5)

    assert hits[0] == (KEYS[3], pytest.approx(1.0, abs=1e-5))
    assert len(hits) == 5
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


def test_putting_vectors_in_twice_holds_them_once_with_the_newest_value(store: ChromaStore) -> None:
    turned = make_vectors()[::-1]

    store.upsert(KEYS, REFS, turned)

    assert store.count() == 40
    assert store.search(turned[0], 1)[0][0] == KEYS[0]


def test_more_vectors_than_one_batch_are_all_held(store: ChromaStore) -> None:
    keys = [f"{n:032x}" for n in range(1_000, 2_001)]

    store.upsert(keys, keys, make_vectors(1_001))

    assert store.count() == 1_041


def test_deleting_nothing_deletes_nothing(store: ChromaStore) -> None:
    store.delete([])

    assert store.count() == 40


def test_a_deleted_vector_is_not_found(store: ChromaStore) -> None:
    store.delete([KEYS[3], "unknown"])

    assert store.count() == 39
    assert KEYS[3] not in [key for key, _ in store.search(make_vectors()[3], 40)]


def test_clearing_empties_the_store_and_leaves_it_usable(store: ChromaStore) -> None:
    store.clear()
    assert store.search(make_vectors()[0], 3) == []

    store.upsert(KEYS[:1], REFS[:1], make_vectors(1))

    assert store.count() == 1


def test_vectors_of_another_length_are_refused(store: ChromaStore) -> None:
    with pytest.raises(IndexUnavailable) as caught:
        store.upsert(KEYS[:1], REFS[:1], make_vectors(1, 9))

    assert caught.value.code == "model_mismatch"
    assert caught.value.fields["wanted_dimension"] == 9


def test_a_query_the_store_cannot_serve_is_told_as_damage(store: ChromaStore) -> None:
    with pytest.raises(IndexUnavailable) as caught:
        store.search(make_vectors(1, 9)[0], 3)

    assert caught.value.code == "vectors_damaged"


def test_the_clauses_words_are_not_copied_into_the_store(tmp_path: Path) -> None:
    store = open_embedded(tmp_path / "0001", STATE)
    store.upsert(KEYS[:1], ["test-water#1"], make_vectors(1))
    store.close()

    held = (tmp_path / "0001" / "chroma.sqlite3").read_bytes()

    assert b"test-water#1" in held
    assert "节约用水".encode() not in held


def test_a_sound_store_recalls_itself_also_seen_from_a_child(tmp_path: Path) -> None:
    store = open_embedded(tmp_path / "0001", STATE)
    store.upsert(KEYS, REFS, make_vectors())
    store.close()

    assert probe_in_child(tmp_path / "0001", STATE.collection)
    assert probe(tmp_path / "0001", STATE.collection)


def _delete_segment(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            for part in path.iterdir():
                part.unlink()


def _truncate_database(folder: Path) -> None:
    path = folder / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:5_000])


def _flip_header(folder: Path) -> None:
    [header] = folder.glob("*/header.bin")
    header.write_bytes(bytes(255 - byte for byte in header.read_bytes()))


@pytest.mark.parametrize("damage", [_delete_segment, _truncate_database, _flip_header])
def test_damage_is_seen_by_the_child_and_does_not_reach_this_process(
    tmp_path: Path, damage: object
) -> None:
    store = open_embedded(tmp_path / "0001", STATE)
    store.upsert([f"{n:032x}" for n in range(1_200)], ["r"] * 1_200, make_vectors(1_200))
    store.close()

    damage(tmp_path / "0001")  # type: ignore[operator]

    assert not probe_in_child(tmp_path / "0001", STATE.collection)


# urllib3 asks once, at import, whether the machine has IPv6, by binding port 0 of ::1
_WATCHED = """
import sys
calls = []
def watch(event, args):
    if event == "socket.bind" and args[1][:2] == ("::1", 0):
        return
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"}:
        calls.append((event, args[1:]))
sys.addaudithook(watch)
from pathlib import Path
import numpy as np
from retrieval.index.vector_files import ModelStamp, VectorState
from retrieval.index.vector_store import open_embedded
store = open_embedded(Path(sys.argv[1]), VectorState("0001", ModelStamp("m", 2), "catalog-1"))
store.upsert(["a", "b"], ["a", "b"], np.eye(2, dtype=np.float32))
assert store.search(np.eye(2, dtype=np.float32)[0], 2)[0][0] == "a"
store.close()
print(calls)
"""


def test_the_embedded_store_opens_no_socket(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(tmp_path / "0001")],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"


def test_a_server_that_is_not_there_is_down_not_damaged(unused_port: int) -> None:
    with pytest.raises(IndexUnavailable) as caught:
        open_server(f"http://127.0.0.1:{unused_port}", STATE, clock_s=lambda: 0.0)

    assert caught.value.code == "server_down"


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        return int(probe_socket.getsockname()[1])


class _Server:
    """Answers or fails as told, and counts how often it was asked."""

    def __init__(self) -> None:
        self.is_up = False
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        if not self.is_up:
            raise ConnectionError("refused")
        return "answer"


def test_a_failing_server_is_left_alone_for_a_while_and_then_tried_again() -> None:
    now, server = [0.0], _Server()
    breaker = CircuitBreaker(lambda: now[0])
    for _ in range(BREAKER_FAILURES + 3):
        with pytest.raises(IndexUnavailable):
            breaker(server)
    assert server.asked == BREAKER_FAILURES

    server.is_up = True
    now[0] = BREAKER_PAUSE_S

    assert breaker(server) == "answer"


def test_one_success_forgets_earlier_failures() -> None:
    server = _Server()
    breaker = CircuitBreaker(lambda: 0.0)
    for is_up in [False] * (BREAKER_FAILURES - 1) + [True] + [False] * (BREAKER_FAILURES - 1):
        server.is_up = is_up
        if is_up:
            breaker(server)
        else:
            with pytest.raises(IndexUnavailable):
                breaker(server)

    server.is_up = True

    assert breaker(server) == "answer"
