"""Which model embeds: the shipped one, or the one the settings name."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import EmbeddingUnavailable
from retrieval.index.catalog import Catalog
from retrieval.index.embedding import SentenceTransformerEmbedder, StaticEmbedder
from retrieval.index.indexing import store_documents
from retrieval.index.models import FITTED_WEIGHT, SHIPPED, configured_embedder, default_embedder
from retrieval.index.static_model import fingerprint
from tests.retrieval.samples import make_document, make_meta, write_hashed_model


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(tmp_path / "library.sqlite")
    yield catalog
    catalog.close()


def test_the_shipped_model_is_named_by_what_it_holds(catalog: Catalog) -> None:
    (folder,) = SHIPPED.glob("static-*")

    assert default_embedder(catalog).name == folder.name == fingerprint(folder)


def test_the_shipped_model_is_small_and_of_unit_rows(catalog: Catalog) -> None:
    (folder,) = SHIPPED.glob("static-*")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    embedder = default_embedder(catalog)

    rows = embedder.embed(["能耗指标由谁牵头", "首报向谁报", "鑫"])

    assert size < 6 * 2**20
    assert rows.shape == (3, embedder.dimension)
    np.testing.assert_allclose(np.linalg.norm(rows[:2], axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize(
    ("asked", "same", "other"),
    [
        ("能耗指标由哪个部门牵头", "能耗这块归谁管", "土地指标由哪个部门牵头"),
        ("首谈资格几天到期", "首谈资格的有效期多长", "首谈资格给谁"),
        ("违反首报制度怎么处理", "不按规定首报要挨什么罚", "首报制度是什么"),
    ],
)
def test_what_means_the_same_lies_nearer_than_what_shares_more_characters(
    catalog: Catalog, asked: str, same: str, other: str
) -> None:
    question, near, far = default_embedder(catalog).embed([asked, same, other])

    assert question @ near > question @ far


def test_without_a_shipped_model_the_reason_is_told(catalog: Catalog, tmp_path: Path) -> None:
    with pytest.raises(EmbeddingUnavailable) as caught:
        default_embedder(catalog, tmp_path)

    assert caught.value.code == "model_damaged"


def test_the_fitted_model_counts_less_the_more_foreign_texts_there_are(catalog: Catalog) -> None:
    store_documents(catalog, [make_document()], shipped=True)
    embedder = default_embedder(catalog)
    assert embedder.weight == FITTED_WEIGHT

    store_documents(catalog, [make_document(make_meta(f"test-{n}")) for n in range(3)])

    assert embedder.weight == FITTED_WEIGHT / 16


def test_a_library_without_shipped_texts_is_all_its_own(catalog: Catalog) -> None:
    store_documents(catalog, [make_document()])

    assert default_embedder(catalog).weight == FITTED_WEIGHT


def test_no_setting_means_the_default() -> None:
    assert configured_embedder("") is None


def test_a_folder_with_a_static_model_is_read_without_sentence_transformers(
    tmp_path: Path,
) -> None:
    folder = write_hashed_model(["节约用水", "道路养护"], tmp_path)
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
