"""Vectors: the static reader agrees with sentence-transformers; a late or missing model blocks
nothing."""

import json
import threading
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import EmbeddingUnavailable
from retrieval.index import embedding
from retrieval.index.embedding import (
    SentenceTransformerEmbedder,
    StaticEmbedder,
    Vectors,
    load_sentence_transformer,
    normalise_rows,
)
from tests.retrieval.samples import WATER, write_hashed_model

TEXTS = [" ".join(parts) for parts in WATER.values()] * 3
PROBES = [
    *TEXTS[:3],
    "水价35元",
    "節水",
    "",
    "😀",
    "ＧＤＰ １.５",
    "完全没有见过的字：鑫",
    "水" * 500,
]

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hashed_model(TEXTS, tmp_path_factory.mktemp("models"))


@pytest.fixture
def _quiet() -> Iterator[None]:
    """sentence-transformers and torch warn of their own imports."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_vectors_are_unit_rows_in_the_order_of_the_texts(folder: Path) -> None:
    embedder = StaticEmbedder.load(folder)

    vectors = embedder.embed(TEXTS[:3])

    assert vectors.shape == (3, embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(vectors[1], embedder.embed([TEXTS[1]])[0], atol=1e-6)


def test_a_text_of_which_nothing_is_known_gives_zeros(folder: Path) -> None:
    assert not StaticEmbedder.load(folder).embed(["", "😀"]).any()


def test_no_text_gives_no_row(folder: Path) -> None:
    assert StaticEmbedder.load(folder).embed([]).shape[0] == 0


@needs_torch
@pytest.mark.usefixtures("_quiet")
def test_static_vectors_equal_those_of_sentence_transformers(folder: Path) -> None:
    theirs = load_sentence_transformer(str(folder)).encode(PROBES, convert_to_numpy=True)

    ours = StaticEmbedder.load(folder).embed(PROBES)

    np.testing.assert_allclose(ours, theirs, atol=1e-6)


@needs_torch
@pytest.mark.usefixtures("_quiet")
def test_any_sentence_transformers_folder_serves_once_loaded(folder: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(folder))
    assert not embedder.is_ready

    assert embedder.wait()

    ours = StaticEmbedder.load(folder)
    assert embedder.dimension == ours.dimension
    np.testing.assert_allclose(embedder.embed(TEXTS[:2]), ours.embed(TEXTS[:2]), atol=1e-6)


@needs_torch
@pytest.mark.usefixtures("_quiet")
def test_a_hub_name_that_is_not_at_hand_fails_with_the_reason_and_no_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    embedder = SentenceTransformerEmbedder("nobody-here/no-such-model")

    assert not embedder.wait()

    assert embedder.problem is not None
    assert embedder.problem.code == "load_failed"
    assert embedder.problem.fields["reason"]
    with pytest.raises(EmbeddingUnavailable, match="no-such-model"):
        embedder.embed(["水"])


class _Encoder:
    def get_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], **options: object) -> Vectors:
        return np.tile(np.array([1.0, 0.0], np.float32), (len(texts), 1))


def test_while_a_model_loads_nothing_waits_for_it() -> None:
    may_finish = threading.Event()

    def load(model: str) -> _Encoder:
        may_finish.wait(10)
        return _Encoder()

    embedder = SentenceTransformerEmbedder("slow", load=load)
    embedder.start()
    embedder.start()
    with pytest.raises(EmbeddingUnavailable) as caught:
        embedder.embed(["水"])
    assert caught.value.code == "loading"

    may_finish.set()

    assert embedder.wait(10)
    assert embedder.embed(["水", "价"]).shape == (2, 2)


def test_a_missing_package_is_a_reason_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(embedding.importlib, "import_module", refuse)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(EmbeddingUnavailable) as caught:
        load_sentence_transformer("any")

    assert caught.value.code == "load_failed"


@pytest.mark.parametrize(
    ("modules", "code"),
    [
        (None, "model_damaged"),
        ("{", "model_damaged"),
        ('[{"path": "x"}]', "model_damaged"),
        ('[{"type": "x.Transformer", "path": ""}]', "not_static"),
        ('[{"type": "x.StaticEmbedding", "path": ""}, {"type": "x.Dense"}]', "not_static"),
        ('[{"type": "x.StaticEmbedding", "path": "nowhere"}]', "model_damaged"),
    ],
)
def test_a_folder_that_is_no_static_model_is_told_apart(
    tmp_path: Path, modules: str | None, code: str
) -> None:
    if modules is not None:
        (tmp_path / "modules.json").write_text(modules)

    with pytest.raises(EmbeddingUnavailable) as caught:
        StaticEmbedder.load(tmp_path)

    assert caught.value.code == code


def test_truncated_weights_are_damage(folder: Path, tmp_path: Path) -> None:
    part = tmp_path / "0"
    part.mkdir()
    module = {"type": "x.StaticEmbedding", "path": "0"}
    (tmp_path / "modules.json").write_text(json.dumps([module]))
    source = folder / "0_StaticEmbedding"
    (part / "tokenizer.json").write_bytes((source / "tokenizer.json").read_bytes())
    (part / "model.safetensors").write_bytes((source / "model.safetensors").read_bytes()[:100])

    with pytest.raises(EmbeddingUnavailable) as caught:
        StaticEmbedder.load(tmp_path)

    assert caught.value.code == "model_damaged"


def test_rows_of_zeros_stay_zeros() -> None:
    rows = normalise_rows(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32))

    np.testing.assert_allclose(rows, [[0.6, 0.8], [0.0, 0.0]], atol=1e-7)
