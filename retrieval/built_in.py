"""The library's own small embedding model: fitted when first wanted, loaded once per process.

Writes: the models folder, through retrieval.models. Does not: import anything heavy before `load`.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.catalog import Catalog

if TYPE_CHECKING:
    from retrieval.embedding import Embedder


class BuiltInModel:
    """Shared by search by meaning and by the matching of facts. Safe for several threads."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self._folder = folder
        self._catalog = catalog
        self._lock = threading.Lock()
        self._model: Embedder | None = None

    def load(self) -> "Embedder":
        """The model. Raises EmbeddingUnavailable (`nothing_to_fit`) for an empty library."""
        from retrieval.models import default_embedder

        with self._lock:
            if self._model is None:
                self._model = default_embedder(self._folder, self._catalog)
            return self._model
