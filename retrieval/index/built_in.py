"""The small embedding model that is shipped, loaded once per process when first wanted.

Reads: the model, through retrieval.index.models. Does not: import anything heavy before `load`.
"""

import threading
from typing import TYPE_CHECKING

from retrieval.index.catalog import Catalog

if TYPE_CHECKING:
    from retrieval.index.embedding import Embedder

PREFIX = "static-"  # of the names of the models that are shipped; a hash follows


def is_built_in(model: str) -> bool:
    """Whether a model of this name was shipped, with this version of the product or another."""
    return model.startswith(PREFIX)


class BuiltInModel:
    """Shared by search by meaning and by the matching of facts. Safe for several threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._model: Embedder | None = None

    def load(self) -> "Embedder":
        """The model. Raises EmbeddingUnavailable (`model_damaged`) where it cannot be read."""
        from retrieval.index.models import default_embedder

        with self._lock:
            if self._model is None:
                self._model = default_embedder(self._catalog)
            return self._model
