"""Choose the embedding model: the static one fitted to this library, or the one the settings name.

Writes: `static-<hash>` under the models folder, once.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from retrieval.catalog import Catalog
from retrieval.catalog_rows import StoredClause
from retrieval.embedding import Embedder, SentenceTransformerEmbedder, StaticEmbedder
from retrieval.errors import EmbeddingUnavailable
from retrieval.indexing import embedding_text
from retrieval.static_model import MAX_TEXTS, fingerprint, fit_static_model

PREFIX = "static-"
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
        """FITTED_WEIGHT, scaled by the share of clauses the model was fitted to."""
        generation = self._catalog.generation
        if self._share[0] != generation:
            known, held = self._catalog.count_shipped_clauses(), self._catalog.count_clauses()
            self._share = (generation, known / held if known else 1.0)
        return FITTED_WEIGHT * self._share[1]


def default_embedder(models: Path, catalog: Catalog) -> FittedEmbedder:
    """The static model of this library, fitted at the first call and kept from then on.

    It is not fitted again when the library grows: its vectors would not fit those already stored.
    One that cannot be read is. Raises EmbeddingUnavailable (`nothing_to_fit`) for an empty library.
    """
    models.mkdir(parents=True, exist_ok=True)
    with FileLock(models / "fit.lock"):
        for kept in sorted(models.glob(f"{PREFIX}*/modules.json")):
            with suppress(EmbeddingUnavailable):
                return FittedEmbedder(StaticEmbedder.load(kept.parent), catalog)
            shutil.rmtree(kept.parent, ignore_errors=True)
        texts = _texts(catalog)
        if not texts:
            raise EmbeddingUnavailable("no text to fit a model to", code="nothing_to_fit")
        folder = fit_static_model(texts, models / f"{PREFIX}{fingerprint(texts)}")
        return FittedEmbedder(StaticEmbedder.load(folder), catalog)


def _texts(catalog: Catalog) -> list[str]:
    """The shipped clauses and the ways their facts are asked for; where nothing is shipped, all
    clauses."""
    documents = catalog.documents()
    chosen = [document for document in documents if document.shipped] or list(documents)
    texts: list[str] = []
    for document in chosen:
        for clause in catalog.clauses_of(document.key):
            texts.append(
                embedding_text(StoredClause("", document.key, clause), document.meta.title)
            )
        texts += ["\n".join((fact.text, *fact.asks)) for fact in catalog.facts(document.key)]
        if len(texts) > MAX_TEXTS:
            break
    return [text for text in texts if any(char.isalnum() for char in text)]


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
