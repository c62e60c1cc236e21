"""Choose the embedding model: the static one that is shipped, or the one the settings name.

Reads: the model under retrieval/data, or a folder named. Does not: fit; retrieval.fitting does,
for developers.
"""

from collections.abc import Callable
from pathlib import Path

from retrieval.errors import EmbeddingUnavailable
from retrieval.index.built_in import PREFIX
from retrieval.index.catalog import Catalog
from retrieval.index.embedding import Embedder, SentenceTransformerEmbedder, StaticEmbedder

SHIPPED = Path(__file__).parents[1] / "data"
FITTED_WEIGHT = 0.25


class FittedEmbedder:
    """A static model fitted to the shipped clauses; it counts as far as the library is made of
    them.

    Measured: at a fixed weight it helps on the corpus it knows and spoils a library of other texts.
    """

    def __init__(self, model: StaticEmbedder, catalog: Catalog) -> None:
        self.name = model.name
        self.dimension = model.dimension
        self.embed = model.embed
        self._catalog = catalog
        self._share: tuple[int, float] = (-1, 0.0)

    @property
    def weight(self) -> float:
        """FITTED_WEIGHT, scaled by the square of the share of clauses the model was fitted to."""
        generation = self._catalog.generation
        if self._share[0] != generation:
            known, held = self._catalog.count_shipped_clauses(), self._catalog.count_clauses()
            self._share = (generation, known / held if known else 1.0)
        return FITTED_WEIGHT * self._share[1] ** 2


def default_embedder(catalog: Catalog, root: Path = SHIPPED) -> FittedEmbedder:
    """The model that is shipped in `static-<hash>` under root.

    Raises EmbeddingUnavailable (`model_damaged`) where there is none that can be read.
    """
    folder = max(root.glob(f"{PREFIX}*"), default=root / f"{PREFIX}missing")
    return FittedEmbedder(StaticEmbedder.load(folder), catalog)


def configured_embedder(model: str | None) -> Callable[[], Embedder] | None:
    """What `Library.open` wants for the model setting; empty for the default.

    model: a local folder or a hub name. A folder with a static model is read without torch.
    """
    if not model:
        return None

    def make() -> Embedder:
        if Path(model).is_dir():
            try:
                return StaticEmbedder.load(Path(model))
            except EmbeddingUnavailable as error:
                if error.code != "not_static":
                    raise
        embedder = SentenceTransformerEmbedder(model)
        embedder.start()
        return embedder

    return make
