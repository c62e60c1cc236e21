"""Turn texts into vectors: a static model read without torch, or any sentence-transformers model.

Reads: a model folder in sentence-transformers layout, or the local hub cache; never the network
unless asked to.
Does not: choose the model; settings do.
"""

import importlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Gives texts their vectors."""

    @property
    def name(self) -> str:
        """What vectors are stamped with: another name, other vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector. Raises EmbeddingUnavailable where the model is not loaded."""
        ...

    @property
    def weight(self) -> float:
        """How much its ranking counts beside the keyword ranking (1.0: as much)."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """n texts -> n × dimension float32, rows of unit length; a text of which nothing is known
        gives zeros.

        Raises EmbeddingUnavailable.
        """
        ...


def normalise_rows(vectors: Vectors) -> Vectors:
    """Scale every row to unit length; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths == 0.0, 1.0, lengths)).astype(np.float32)
    return scaled


class StaticEmbedder:
    """Mean of per-token vectors: sentence-transformers' StaticEmbedding with numpy alone."""

    def __init__(
        self, name: str, tokenizer: "Tokenizer", weights: Vectors, *, weight: float = 0.25
    ) -> None:
        self.name = name
        self.weight = weight
        self._tokenizer = tokenizer
        self._weights = weights

    @classmethod
    def load(cls, folder: Path, *, name: str = "") -> Self:
        """Read a model folder (modules.json, 0_StaticEmbedding or its files at the top).

        Raises EmbeddingUnavailable (`not_static`, `model_damaged`).
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        part = _static_part(folder)
        try:
            weights = load_file(part / "model.safetensors")["embedding.weight"]
            tokenizer = Tokenizer.from_str((part / "tokenizer.json").read_text("utf-8"))
        except (OSError, KeyError, ValueError, SafetensorError) as error:
            message = f"{folder}: not a readable static model: {error!r}"
            raise EmbeddingUnavailable(message, code="model_damaged", folder=str(folder)) from error
        tokenizer.no_padding()
        return cls(name or folder.name, tokenizer, weights.astype(np.float32))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._weights.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Mean the vectors of each text's tokens and scale to unit length."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        codes = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for row, code in enumerate(codes):
            if code.ids:
                vectors[row] = self._weights[code.ids].mean(axis=0)
        return normalise_rows(vectors)


def _static_part(folder: Path) -> Path:
    """The folder with the weights. Raises EmbeddingUnavailable where modules.json names other
    modules too."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        if kinds[:1] == ["StaticEmbedding"] and set(kinds[1:]) <= {"Normalize"}:
            return folder / str(modules[0]["path"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{folder}: no readable modules.json: {error!r}"
        raise EmbeddingUnavailable(message, code="model_damaged", folder=str(folder)) from error
    message = f"{folder}: modules {kinds!r} are not a static embedding"
    raise EmbeddingUnavailable(message, code="not_static", folder=str(folder))


class _Encoder(Protocol):
    def get_embedding_dimension(self) -> int | None: ...

    def encode(self, texts: list[str], **options: object) -> Vectors: ...


def load_sentence_transformer(model: str) -> _Encoder:
    """Load a local folder or a hub name from the local cache, without asking the network.

    `HF_HUB_OFFLINE=0` in the environment is the user's word that the hub may be asked.
    Raises EmbeddingUnavailable (`load_failed`) with the reason.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    offline = os.environ["HF_HUB_OFFLINE"] != "0"
    try:
        module = importlib.import_module("sentence_transformers")
        encoder: _Encoder = module.SentenceTransformer(
            model, device="cpu", local_files_only=offline, trust_remote_code=False
        )
    except (ImportError, OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        message = f"embedding model {model!r} cannot be loaded: {reason}"
        raise EmbeddingUnavailable(
            message, code="load_failed", model=model, reason=reason
        ) from error
    return encoder


class SentenceTransformerEmbedder:
    """A sentence-transformers model that loads in a thread of its own.

    Until it is loaded `embed` raises EmbeddingUnavailable (`loading`); after a failed load, the
    failure.
    """

    def __init__(
        self,
        model: str,
        *,
        load: Callable[[str], _Encoder] = load_sentence_transformer,
        weight: float = 1.0,
    ) -> None:
        self.name = model
        self.weight = weight
        self.problem: EmbeddingUnavailable | None = None
        self._load = load
        self._encoder: _Encoder | None = None
        self._thread = threading.Thread(target=self._run, name="embedding-model", daemon=True)
        self._started = threading.Event()

    def start(self) -> None:
        """Begin to load, once; returns at once."""
        if not self._started.is_set():
            self._started.set()
            self._thread.start()

    def _run(self) -> None:
        try:
            self._encoder = self._load(self.name)
        except EmbeddingUnavailable as error:
            self.problem = error

    @property
    def is_ready(self) -> bool:
        """Whether `embed` works now."""
        return self._encoder is not None

    def wait(self, timeout_s: float | None = None) -> bool:
        """Begin to load if that has not happened, wait for the end of it, and say whether the
        model is ready."""
        self.start()
        self._thread.join(timeout_s)
        return self.is_ready

    @property
    def dimension(self) -> int:
        """Length of a vector. Raises EmbeddingUnavailable while the model is not loaded."""
        return int(self._ready().get_embedding_dimension() or 0)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Encode texts in batches; rows of unit length. Raises EmbeddingUnavailable."""
        vectors = self._ready().encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)

    def _ready(self) -> _Encoder:
        if self._encoder is not None:
            return self._encoder
        if self.problem is not None:
            raise self.problem
        raise EmbeddingUnavailable(
            f"embedding model {self.name!r} is still loading", code="loading", model=self.name
        )
