"""Run the vector index in a thread of its own: load the model, open the store, keep it up with the
catalogue.

Search by meaning is a help, never a need: until it is ready, and whenever it fails, the keyword
search serves alone and `problem` says why.
On a server one process of a library fills its collection, and the others ask it.
Does not: start by itself; `start` is for processes that live long enough to profit.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from retrieval.errors import EmbeddingUnavailable, IndexUnavailable, RetrievalError
from retrieval.index.built_in import is_built_in
from retrieval.index.catalog import Catalog
from retrieval.index.indexing import Progress, sync_vectors
from retrieval.index.vector_files import (
    ModelStamp,
    Probe,
    VectorFolder,
    VectorState,
    probe_in_child,
)

if TYPE_CHECKING:  # both are heavy, and most processes never search by meaning
    from retrieval.index.embedding import Embedder
    from retrieval.index.vector_store import VectorStore

MIN_DELETED_FOR_FRESH_FOLDER = 1_000
RETRY_S = 60.0
_PASSING = frozenset({"server_down", "owned"})  # problems that end by themselves


@runtime_checkable
class LoadsLate(Protocol):
    """An embedder that has to be waited for."""

    problem: EmbeddingUnavailable | None

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the model; whether it is ready."""
        ...


@dataclass(frozen=True, slots=True)
class DenseSettings:
    """Where the vectors live and how they are made.

    root: folder of the embedded store; url: a Chroma server used in its place; make_embedder may
    take its time; retry_s: seconds before another try where a server or the owner is in the way.
    """

    root: Path
    make_embedder: Callable[[], "Embedder"]
    url: str = ""
    probe: Probe = probe_in_child
    clock_s: Callable[[], float] = time.monotonic
    retry_s: float = RETRY_S


class DenseIndex:
    """The vector index of one library in this process."""

    def __init__(self, catalog: Catalog, settings: DenseSettings) -> None:
        self._catalog = catalog
        self._settings = settings
        self._folder = VectorFolder(settings.root)
        self._store: VectorStore | None = None
        self._state: VectorState | None = None
        self._embedder: Embedder | None = None
        self._thread: threading.Thread | None = None
        self._work = threading.RLock()
        self._wake = threading.Event()
        self._settled = threading.Event()
        self._stopping = False
        self._is_suspect = False
        self._is_guest = False  # asks a server that another process of this library fills
        self.problem: RetrievalError | None = None

    @property
    def is_ready(self) -> bool:
        """Whether a search by meaning is answered now."""
        return self._store is not None and self.problem is None and self._state is not None

    @property
    def model(self) -> "Embedder | None":
        """The model, once it is loaded."""
        return self._embedder

    @property
    def weight(self) -> float:
        """How much the ranking by meaning counts."""
        return self._embedder.weight if self._embedder else 0.0

    def start(self) -> None:
        """Begin to load and build in the background; once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="vector-index", daemon=True)
            self._thread.start()

    def nudge(self) -> None:
        """Tell the background thread that the catalogue has moved."""
        self._settled.clear()
        self._wake.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the background work known so far is done; whether search by meaning is
        ready."""
        if self._thread is not None:
            self._settled.wait(timeout_s)
        return self.is_ready

    def _run(self) -> None:
        try:
            while not self._stopping:
                with suppress(RetrievalError):
                    self.sync()
                if not self._wake.is_set():
                    self._settled.set()
                self._wake.wait(self._patience_s())
                self._wake.clear()
        finally:
            self._settled.set()

    def _patience_s(self) -> float | None:
        """How long to wait for a nudge; without end where waiting mends nothing."""
        code = self.problem.code if self.problem is not None else ""
        return self._settings.retry_s if code in _PASSING or self._is_guest else None

    def search(self, text: str, limit: int) -> list[tuple[str, float]]:
        """Clause keys with their cosine, nearest first; nothing where the index is not ready or
        fails."""
        store, embedder = self._store, self._embedder
        if store is None or embedder is None or self.problem is not None:
            return []
        try:
            vector = embedder.embed([text])[0]
            return store.search(vector, limit) if vector.any() else []
        except RetrievalError as error:
            if error.code == "vectors_damaged":
                self.problem = error
                self._is_suspect = True
                self.nudge()
            return []

    def sync(self, *, afresh: bool = False, progress: Progress | None = None) -> None:
        """Load what is not loaded and bring the store up to the catalogue, in this thread.

        afresh: build into a new folder, for another model or to shed what was deleted.
        Raises IndexUnavailable and EmbeddingUnavailable, and keeps the error as `problem`.
        """
        with self._work:
            try:
                self._sync(afresh or self._is_suspect, progress)
            except RetrievalError as error:
                self.problem = error
                if self._store is None:
                    self._folder.release()
                raise
            self.problem = None
            self._is_suspect = False

    def _sync(self, afresh: bool, progress: Progress | None) -> None:
        embedder = self._embedder = self._embedder or self._load()
        stamp = ModelStamp(embedder.name, embedder.dimension)
        if self._store is None or self._state is None or afresh or self._is_guest:
            self._open(stamp, afresh)
        if self._is_guest:
            return
        assert self._store is not None
        assert self._state is not None
        since = self._state.generation
        until = self._catalog.generation
        if since != until:
            deleted = sync_vectors(
                self._catalog, self._store, embedder, since=since, until=until, progress=progress
            )
            total = self._state.deleted + deleted
            self._state = replace(self._state, generation=until, deleted=total)
            self._folder.note(self._state)
        held = self._store.count()
        is_off = self._catalog.generation == until and held != self._catalog.count_clauses()
        is_worn = self._state.deleted > max(held, MIN_DELETED_FOR_FRESH_FOLDER)
        if (is_off or is_worn) and not afresh:
            self._sync(True, progress)

    def _load(self) -> "Embedder":
        embedder = self._settings.make_embedder()
        if isinstance(embedder, LoadsLate) and not embedder.wait() and embedder.problem:
            raise embedder.problem
        return embedder

    def _open(self, stamp: ModelStamp, afresh: bool) -> None:
        from retrieval.index.vector_store import open_embedded, open_server

        if not self._is_guest:
            self._let_go()
        if not self._took_it():
            self._join(stamp)
            return
        self._close_store()
        state = None if afresh else self._usable_state(stamp)
        state = state or self._folder.start_afresh(stamp, self._catalog.identity)
        self._state = state
        if self._settings.url:
            clock_s = self._settings.clock_s
            self._store = open_server(
                self._settings.url, self._state, self._embedder, clock_s=clock_s
            )
            if state.generation < 0:
                self._store.clear()
        else:
            self._store = open_embedded(self._folder.path(state), self._state, self._embedder)
            self._folder.discard_others(state)

    def _took_it(self) -> bool:
        """Whether this process fills the store; False where it may only ask a server.

        Raises IndexUnavailable (`owned`) where an embedded store is another process's.
        """
        try:
            self._folder.take()
        except IndexUnavailable:
            if not self._settings.url:
                raise
            return False
        self._is_guest = False
        return True

    def _join(self, stamp: ModelStamp) -> None:
        """Ask the server for what another process keeps there.

        Raises IndexUnavailable (`owned`) until that is filled, with this model's vectors.
        """
        from retrieval.index.vector_store import open_server

        state = self._folder.state
        wanted = (stamp, self._catalog.identity)
        if state is None or state.generation < 0 or (state.stamp, state.catalog) != wanted:
            self._close_store()
            message = "the process that fills the vector server has not done so yet"
            raise IndexUnavailable(message, code="owned", path=str(self._folder.root))
        if self._store is None or not self._is_guest or self._is_suspect or state != self._state:
            self._close_store()
            clock_s = self._settings.clock_s
            self._store = open_server(self._settings.url, state, self._embedder, clock_s=clock_s)
        self._state, self._is_guest = state, True

    def _usable_state(self, stamp: ModelStamp) -> VectorState | None:
        """The state on disk where its store can be opened; None where a new one is needed.

        Another version of the product ships another model: nobody chose it, so it is built anew.
        """
        state = self._folder.state
        if state is None or state.catalog != self._catalog.identity:
            return None
        if state.stamp != stamp:
            if is_built_in(state.stamp.model) and is_built_in(stamp.model):
                return None
            from retrieval.index.vector_store import mismatch

            raise mismatch(state.stamp, stamp)
        if not self._settings.url and not self._folder.is_sound(state, self._settings.probe):
            self._folder.quarantine(state)
            return None
        return state

    def erase(self) -> bool:
        """Take deleted clauses out of the store without loading a model.

        Returns False where another process owns the store; it takes them out when it sees the new
        generation.
        """
        with self._work:
            if self._store is not None:
                return self._erase_open(self._store)
            state = self._folder.state
            if state is None:
                return True
            try:
                self._open(state.stamp, False)
            except IndexUnavailable as error:
                self._let_go()
                return error.code != "owned"
            assert self._store is not None
            try:
                return self._erase_open(self._store)
            finally:
                self._let_go()

    def _erase_open(self, store: "VectorStore") -> bool:
        assert self._state is not None
        store.delete(self._catalog.gone_since(max(self._state.generation, 0)))
        return True

    def _let_go(self) -> None:
        """Close the store and stop being the owner."""
        self._close_store()
        self._folder.release()

    def _close_store(self) -> None:
        store, self._store, self._is_guest = self._store, None, False
        if store is not None:
            store.close()

    def close(self) -> None:
        """Stop the thread and close the store."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        with self._work:
            self._let_go()
