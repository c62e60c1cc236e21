"""The shipped model is loaded once and shared, and known by its name."""

import threading
from pathlib import Path

import pytest

from retrieval.errors import EmbeddingUnavailable
from retrieval.index.built_in import BuiltInModel, is_built_in
from retrieval.index.catalog import Catalog


def test_every_thread_gets_the_same_model(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "library.sqlite")
    model = BuiltInModel(catalog)
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(model.load())) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 4
    assert len(set(map(id, got))) == 1
    catalog.close()


def test_a_model_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.index.models.default_embedder.__defaults__", (tmp_path,))
    catalog = Catalog.open(tmp_path / "library.sqlite")

    with pytest.raises(EmbeddingUnavailable) as caught:
        BuiltInModel(catalog).load()

    assert caught.value.code == "model_damaged"
    catalog.close()


@pytest.mark.parametrize(
    ("name", "is_ours"), [("static-0123456789ab", True), ("own-model", False), ("", False)]
)
def test_shipped_models_are_known_by_their_names(name: str, is_ours: bool) -> None:
    assert is_built_in(name) is is_ours
