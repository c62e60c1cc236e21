"""Nearest-neighbour search over clause vectors, in Chroma through LangChain.

The only module that imports chromadb and langchain_chroma, and only when a store is opened.
Vectors are always our
own; the record's text is the clause reference, so that no copy of the words is left behind when a
clause is deleted.
Writes: the folder given (embedded), or the server at the URL given.
Does not: open a socket in embedded mode, send telemetry, or fetch a model.
"""

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import numpy as np

from retrieval.errors import IndexUnavailable
from retrieval.index.embedding import Embedder, Vectors
from retrieval.index.vector_files import ModelStamp, VectorState

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI

BATCH = 500
SELF_RECALL_SAMPLE = 64
SELF_RECALL_MIN = 0.95
SAME_PLACE = 1e-3  # cosine distance under which two vectors are one
BREAKER_FAILURES = 5
BREAKER_PAUSE_S = 60.0
SERVER_TIMEOUT_S = 3.0  # a question waits no longer for a server that hangs


class VectorStore(Protocol):
    """Vectors under clause keys."""

    def upsert(self, keys: Sequence[str], refs: Sequence[str], vectors: Vectors) -> None:
        """Put vectors in place of what has their key."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Take vectors out; unknown keys and an empty list are no matter."""
        ...

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Keys with their cosine, nearest first."""
        ...

    def clear(self) -> None:
        """Drop all vectors at once."""
        ...

    def count(self) -> int:
        """How many vectors are held."""
        ...

    def close(self) -> None:
        """Let go of files or connections."""
        ...


Guard = Callable[[Callable[[], Any]], Any]


def guard_embedded(action: Callable[[], Any]) -> Any:
    """Run action on an embedded store. Raises IndexUnavailable (`vectors_damaged`) where the store
    fails."""
    from chromadb.errors import ChromaError

    try:
        return action()
    except (ChromaError, OSError, ValueError, RuntimeError) as error:
        message = f"vector store: {type(error).__name__}: {error}"
        raise IndexUnavailable(message, code="vectors_damaged") from error


class CircuitBreaker:
    """Guards calls of a server: after several failures in a row it is left alone for a while."""

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self._clock_s = clock_s
        self._failures = 0
        self._paused_until_s = 0.0

    def __call__(self, action: Callable[[], Any]) -> Any:
        """Run action. Raises IndexUnavailable (`server_down`) where it fails or the pause has not
        passed, (`vectors_damaged`) where the server no longer has the collection."""
        if self._failures >= BREAKER_FAILURES and self._clock_s() < self._paused_until_s:
            raise IndexUnavailable(
                "the vector server is left alone for a while", code="server_down"
            )
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        try:
            result = action()
        except (ChromaError, HTTPError, OSError, ValueError, RuntimeError) as error:
            if _is_gone(error):
                message = "the vector server has lost the collection"
                raise IndexUnavailable(message, code="vectors_damaged") from error
            self._failures += 1
            self._paused_until_s = self._clock_s() + BREAKER_PAUSE_S
            message = f"vector server: {type(error).__name__}: {error}"
            raise IndexUnavailable(message, code="server_down") from error
        self._failures = 0
        return result


class ChromaStore:
    """One collection of a Chroma client, queried through LangChain's vector store."""

    def __init__(
        self,
        client: "ClientAPI",
        stamp: ModelStamp,
        *,
        name: str,
        guard: Guard,
        embedder: Embedder | None = None,
    ) -> None:
        self._client = client
        self._guard = guard
        self._stamp = stamp
        self._name = name
        self._embedder = embedder
        self._attach()

    def _attach(self) -> None:
        """Make the collection if need be, and take hold of it."""
        open_it = partial(_langchain_store, self._client, self._stamp, self._name, self._embedder)
        self._langchain = self._guard(open_it)
        self._collection = self._guard(partial(self._client.get_collection, self._name, None))
        self._count = self._guard(self._collection.count)

    def clear(self) -> None:
        """Drop all vectors at once."""
        self._guard(partial(self._client.delete_collection, self._name))
        self._attach()

    def upsert(self, keys: Sequence[str], refs: Sequence[str], vectors: Vectors) -> None:
        """Put vectors in place of what has their key. Raises IndexUnavailable (also
        `model_mismatch`)."""
        if vectors.shape[1:] != (self._stamp.dimension,):
            raise mismatch(self._stamp, ModelStamp("", int(vectors.shape[-1])))
        for start in range(0, len(keys), BATCH):
            part = slice(start, start + BATCH)
            self._guard(
                partial(
                    self._collection.upsert,
                    ids=list(keys[part]),
                    embeddings=vectors[part],
                    documents=list(refs[part]),
                )
            )
        self._count = self._guard(self._collection.count)

    def delete(self, keys: Sequence[str]) -> None:
        """Take vectors out; an empty list never reaches Chroma, where it once meant all."""
        for start in range(0, len(keys), BATCH):
            batch = list(keys[start : start + BATCH])
            self._guard(partial(self._collection.delete, ids=batch))
        self._count = self._guard(self._collection.count)

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Keys with their cosine, nearest first, ties by key."""
        wanted = min(limit, self._count)
        if wanted == 0:
            return []
        found = self._guard(
            lambda: self._langchain.similarity_search_by_vector_with_relevance_scores(
                vector.tolist(), k=wanted
            )
        )
        hits = [(str(document.id), 1.0 - float(distance)) for document, distance in found]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def count(self) -> int:
        """How many vectors are held, as of the last write or opening."""
        return int(self._count)

    def recalls_itself(self) -> bool:
        """Whether stored vectors find themselves, on a sample over the whole store."""
        found = missed = 0
        step = max(self.count() // SELF_RECALL_SAMPLE, 1)
        for offset in range(0, self.count(), step):
            row = self._guard(
                partial(self._collection.get, limit=1, offset=offset, include=["embeddings"])
            )
            nearest = self.search(np.asarray(row["embeddings"][0], dtype=np.float32), 5)
            same = any(key == row["ids"][0] or score > 1 - SAME_PLACE for key, score in nearest)
            found, missed = found + same, missed + (not same)
        return found >= SELF_RECALL_MIN * (found + missed)

    def close(self) -> None:
        """Let go of the files or connections."""
        for session in _sessions(self._client):  # the library leaves them open
            session.close()
        self._client.close()  # type: ignore[attr-defined]


def mismatch(built: ModelStamp, wanted: ModelStamp) -> IndexUnavailable:
    """The error of a store that holds another model's vectors."""
    message = f"vectors were built with {built!r}, the settings name {wanted!r}; rebuild the index"
    return IndexUnavailable(
        message, code="model_mismatch", built_model=built.model, built_dimension=built.dimension,
        wanted_model=wanted.model, wanted_dimension=wanted.dimension,
    )  # fmt: skip


def open_embedded(path: Path, state: VectorState, embedder: Embedder | None = None) -> ChromaStore:
    """Open or create the store in a folder this process owns. Raises IndexUnavailable."""
    chromadb, settings = _chroma()
    client = guard_embedded(partial(chromadb.PersistentClient, str(path), settings=settings))
    return ChromaStore(
        client, state.stamp, name=state.collection, guard=guard_embedded, embedder=embedder
    )


def open_server(
    url: str,
    state: VectorState,
    embedder: Embedder | None = None,
    *,
    clock_s: Callable[[], float],
) -> ChromaStore:
    """Use the Chroma server at url (http or https). Raises IndexUnavailable (`server_down`)."""
    breaker = CircuitBreaker(clock_s)
    client = breaker(partial(_connect, url))
    return ChromaStore(client, state.stamp, name=state.collection, guard=breaker, embedder=embedder)


def _connect(url: str) -> Any:
    """A client whose every call ends in time; the library's own would wait for ever."""
    import httpx

    chromadb, settings = _chroma()
    httpx.get(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=SERVER_TIMEOUT_S).raise_for_status()
    parts = urlsplit(url)
    is_tls = parts.scheme == "https"
    client = chromadb.HttpClient(
        parts.hostname or "localhost",
        parts.port or (443 if is_tls else 8000),
        ssl=is_tls,
        settings=settings,
    )
    for session in _sessions(client):
        session.timeout = SERVER_TIMEOUT_S
        session.event_hooks = {"response": [_raise_for_status]}  # no bare Exception
    return client


def _raise_for_status(response: "httpx.Response") -> None:
    if response.is_error:
        response.read()  # what the server says of it is asked for below
    response.raise_for_status()


def _is_gone(error: Exception) -> bool:
    """Whether a server said that it has no such collection."""
    import httpx

    if not isinstance(error, httpx.HTTPStatusError):
        return False
    response = error.response
    return response.status_code == httpx.codes.NOT_FOUND and "NotFoundError" in response.text


def _sessions(client: Any) -> list[Any]:
    """The HTTP sessions of a client of a server: its own and its administrator's."""
    servers = [client._server, client._admin_client._server]
    return [server._session for server in servers if hasattr(server, "_session")]


def _chroma() -> tuple[Any, Any]:
    """The library and its settings: no telemetry, no reset.

    Raises IndexUnavailable (`chroma_unusable`) where it is not installed or refuses this Python's
    SQLite.
    """
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    try:
        import chromadb
        from chromadb.config import Settings
    except (ImportError, RuntimeError) as error:
        message = f"chromadb cannot be used: {error}"
        raise IndexUnavailable(message, code="chroma_unusable") from error
    return chromadb, Settings(anonymized_telemetry=False, allow_reset=False)


def _langchain_store(
    client: "ClientAPI", stamp: ModelStamp, name: str, embedder: Embedder | None
) -> Any:
    """LangChain's view of our collection, made here if need be, with our embeddings or none."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class OurEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            if embedder is None:
                raise IndexUnavailable("this store was opened without a model", code="no_model")
            vectors: list[list[float]] = embedder.embed(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Chroma(
        name,
        OurEmbeddings(),
        client=client,
        collection_metadata={
            "model": stamp.model,
            "dimension": stamp.dimension,
            "normalised": stamp.normalised,
        },
        collection_configuration={"hnsw": {"space": "cosine"}},
    )


def probe(path: Path, collection: str) -> bool:
    """Whether the store at path opens and finds its own vectors; run it in a child process only."""
    chromadb, settings = _chroma()
    client = chromadb.PersistentClient(str(path), settings=settings)
    held = client.get_collection(collection, None).metadata
    stamp = ModelStamp(str(held["model"]), int(held["dimension"]), bool(held["normalised"]))
    store = ChromaStore(client, stamp, name=collection, guard=guard_embedded)
    return store.recalls_itself()


if __name__ == "__main__":
    sys.exit(0 if probe(Path(sys.argv[1]), sys.argv[2]) else 1)
