"""Which model embeds: the fitted one, kept from the first day on, or the one the settings name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import models
from retrieval.catalog import Catalog
from retrieval.embedding import SentenceTransformerEmbedder, StaticEmbedder
from retrieval.errors import EmbeddingUnavailable
from retrieval.indexing import store_documents
from retrieval.models import FITTED_WEIGHT, configured_embedder, default_embedder
from retrieval.static_model import fit_static_model
from tests.retrieval.samples import make_document, make_fact, make_meta


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(tmp_path / "library.sqlite")
    yield catalog
    catalog.close()


def test_the_fitted_model_is_named_by_its_texts_and_kept(catalog: Catalog, tmp_path: Path) -> None:
    store_documents(catalog, [make_document(facts=[make_fact()])], shipped=True)
    first = default_embedder(tmp_path / "models", catalog)
    store_documents(catalog, [make_document(make_meta("test-park"))])

    second = default_embedder(tmp_path / "models", catalog)

    assert first.name == second.name
    assert first.name.startswith("static-")
    assert [path.name for path in (tmp_path / "models").glob("static-*")] == [first.name]


def test_a_model_that_cannot_be_read_is_fitted_again(catalog: Catalog, tmp_path: Path) -> None:
    store_documents(catalog, [make_document()], shipped=True)
    first = default_embedder(tmp_path / "models", catalog)
    (tmp_path / "models" / first.name / "0_StaticEmbedding" / "model.safetensors").write_bytes(b"")

    second = default_embedder(tmp_path / "models", catalog)

    assert (second.embed(["节水"]) == first.embed(["节水"])).all()


def test_without_a_shipped_document_the_library_itself_is_learnt_from(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "MAX_TEXTS", 2)
    store_documents(catalog, [make_document(), make_document(make_meta("test-park"))])

    assert default_embedder(tmp_path / "models", catalog).dimension > 0


def test_the_fitted_model_counts_less_the_more_foreign_texts_there_are(
    catalog: Catalog, tmp_path: Path
) -> None:
    store_documents(catalog, [make_document()], shipped=True)
    embedder = default_embedder(tmp_path / "models", catalog)
    assert embedder.weight == FITTED_WEIGHT

    store_documents(catalog, [make_document(make_meta(f"test-{n}")) for n in range(3)])

    assert embedder.weight == FITTED_WEIGHT / 4


def test_a_library_without_shipped_texts_is_all_its_own(catalog: Catalog, tmp_path: Path) -> None:
    store_documents(catalog, [make_document()])

    assert default_embedder(tmp_path / "models", catalog).weight == FITTED_WEIGHT


def test_an_empty_library_has_nothing_to_learn_from(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(EmbeddingUnavailable) as caught:
        default_embedder(tmp_path / "models", catalog)

    assert caught.value.code == "nothing_to_fit"


def test_no_setting_means_the_default() -> None:
    assert configured_embedder("") is None


def test_a_folder_with_a_static_model_is_read_without_sentence_transformers(
    tmp_path: Path,
) -> None:
    folder = fit_static_model(["节约用水", "道路养护"], tmp_path / "static")
    make = configured_embedder(str(folder))

    assert make is not None
    assert isinstance(make(), StaticEmbedder)


def test_a_damaged_static_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("{")
    make = configured_embedder(str(tmp_path))
    assert make is not None

    with pytest.raises(EmbeddingUnavailable):
        make()


@pytest.mark.parametrize("is_folder", [True, False])
def test_any_other_model_loads_in_the_background(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_folder: bool
) -> None:
    started: list[str] = []
    monkeypatch.setattr(
        SentenceTransformerEmbedder, "start", lambda self: started.append(self.name)
    )
    (tmp_path / "modules.json").write_text('[{"type": "x.Transformer", "path": ""}]')
    model = str(tmp_path) if is_folder else "some/hub-name"

    make = configured_embedder(model)

    assert make is not None
    assert isinstance(make(), SentenceTransformerEmbedder)
    assert started == [model]
