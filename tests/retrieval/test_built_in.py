"""The library's own model is fitted once and shared."""

import threading
from pathlib import Path

import pytest

from retrieval.built_in import BuiltInModel
from retrieval.catalog import Catalog
from retrieval.errors import EmbeddingUnavailable
from retrieval.indexing import store_documents
from tests.retrieval.samples import make_document


def test_every_thread_gets_the_same_model(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "library.sqlite")
    store_documents(catalog, [make_document()], shipped=True)
    model = BuiltInModel(tmp_path / "models", catalog)
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(model.load())) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 4
    assert len(set(map(id, got))) == 1
    catalog.close()


def test_an_empty_library_has_nothing_to_fit_a_model_to(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "library.sqlite")

    with pytest.raises(EmbeddingUnavailable) as caught:
        BuiltInModel(tmp_path / "models", catalog).load()

    assert caught.value.code == "nothing_to_fit"
    catalog.close()
