"""Tables on disk: read back as they were, built anew when damaged, never trusted."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.facts.fact_store import FactStore, fingerprint
from retrieval.facts.fact_table import FactTable
from tests.retrieval.facts.test_fact_table import TABLE

NAME = "0" * 24


def never() -> FactTable:
    raise AssertionError("built although it was stored")


@pytest.fixture
def store(tmp_path: Path) -> FactStore:
    store = FactStore(tmp_path / "facts")
    store.table(NAME, lambda: TABLE)
    return store


def test_a_stored_table_is_the_one_that_was_built(store: FactStore) -> None:
    read = store.table(NAME, never)

    for field in ("tokens", "forms", "bodies", "subjects"):
        assert getattr(read, field) == getattr(TABLE, field)
    for field in ("idf", "owners", "form_weights"):
        assert np.array_equal(getattr(read, field), getattr(TABLE, field))
    for field in ("postings", "body_tokens"):
        assert np.array_equal(getattr(read, field).values, getattr(TABLE, field).values)
        assert np.array_equal(getattr(read, field).starts, getattr(TABLE, field).starts)


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def keep_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def put_another_file(path: Path) -> None:
    np.savez(path, tokens=np.zeros(3, np.uint8))


def put_a_pickle(path: Path) -> None:
    np.savez(path, tokens=np.array([object()], dtype=object))


def mix_two_tables(path: Path) -> None:
    with np.load(path) as file:
        arrays = dict(file)
    np.savez(path, **arrays | {"owners": arrays["owners"][:-1]})


DAMAGES = [flip_a_byte, keep_half, put_another_file, put_a_pickle, mix_two_tables]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_table_is_built_anew_and_stored(
    store: FactStore, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    (path,) = (tmp_path / "facts").iterdir()
    damage(path)
    built = []

    store.table(NAME, lambda: built.append(1) or TABLE)  # type: ignore[func-returns-value]

    assert built == [1]
    assert store.table(NAME, never).tokens == TABLE.tokens


def test_another_name_is_another_table(store: FactStore) -> None:
    assert store.has_table(NAME)
    assert not store.has_table("1" * 24)


def test_vectors_are_kept_by_model(store: FactStore) -> None:
    made = np.eye(len(TABLE.forms), 4, dtype=np.float32)
    store.vectors(NAME, "model/a", len(made), lambda: made)

    found = store.stored_vectors(NAME, "model/a", len(made))

    assert found is not None
    assert np.array_equal(found, made)
    assert store.stored_vectors(NAME, "model/b", len(made)) is None


def test_vectors_of_another_number_of_forms_are_not_used(store: FactStore) -> None:
    store.vectors(NAME, "a", 2, lambda: np.zeros((2, 4), np.float32))

    assert store.stored_vectors(NAME, "a", 3) is None


def test_other_tables_are_deleted_with_their_vectors(store: FactStore, tmp_path: Path) -> None:
    store.table("1" * 24, lambda: TABLE)
    store.vectors("1" * 24, "a", 1, lambda: np.zeros((1, 4), np.float32))

    store.keep_only({NAME})

    assert [path.name for path in (tmp_path / "facts").iterdir()] == [f"{NAME}.npz"]
    store.clear()
    assert list((tmp_path / "facts").iterdir()) == []


def test_where_nothing_can_be_written_the_table_serves_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "facts").write_text("a file in the way", "utf-8")

    assert FactStore(tmp_path / "facts").table(NAME, lambda: TABLE) is TABLE


def test_the_fingerprint_tells_parts_apart() -> None:
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
    assert fingerprint(["a"]) == fingerprint(["a"])
    assert len(fingerprint([])) == 24
