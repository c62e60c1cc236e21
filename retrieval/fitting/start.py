"""Where training starts: pieces that stand in the same sentences lie near each other.

A truncated SVD of the tf-idf table of n-grams by sentences. With general texts beside the corpus,
words that no wording of a fact shows also find their place. Same input, same seed: same vectors.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from retrieval.index.embedding import Vectors, normalise_rows

_OWN_WEIGHT = 4.0  # a wording of a fact counts as much as so many general sentences
_POWER_STEPS = 3
_SCALE = 0.085  # typical size of a number in a starting vector; decides how far training moves it


def starting_vectors(
    own: Sequence[Sequence[int]],
    general: Sequence[Sequence[int]],
    size: int,
    *,
    dimension: int,
    seed: int,
) -> Vectors:
    """One row for each of size n-grams (0 the unknown, zeros), longer for those that tell more.

    own, general: the n-gram numbers of each text. Fewer texts than dimension: the rest is noise.
    """
    texts = [*own, *general]
    idf = inverse_frequency(texts, size)
    table = _table(texts, len(own), idf)
    noise = np.random.default_rng(seed).standard_normal((size, dimension)).astype(np.float32)
    rows = 0.5 * 0.1 * noise
    rank = min(dimension, *table.shape)
    torch.manual_seed(seed)
    left, values, _ = torch.svd_lowrank(table, q=rank, niter=_POWER_STEPS)
    found = normalise_rows((left * values.sqrt()).numpy().astype(np.float32))
    rows[:, :rank] += _SCALE * math.sqrt(dimension) * found
    rows *= (idf / 5.0)[:, None]
    rows[0] = 0.0
    return rows


def inverse_frequency(texts: Sequence[Sequence[int]], size: int) -> NDArray[np.float32]:
    """How telling each n-gram is: log of texts over texts that have it."""
    counts = Counter(number for text in texts for number in set(text))
    seen = np.array([counts.get(number, 0) for number in range(size)], dtype=np.float64)
    return np.log((len(texts) + 1) / (seen + 1)).astype(np.float32)


def _table(texts: Sequence[Sequence[int]], own: int, idf: NDArray[np.float32]) -> torch.Tensor:
    """N-grams by texts, sparse."""
    rows, columns, values = [], [], []
    for column, text in enumerate(texts):
        counts: Mapping[int, int] = Counter(text)
        share = (_OWN_WEIGHT if column < own else 1.0) / math.sqrt(len(text) or 1)
        for number, count in counts.items():
            rows.append(number)
            columns.append(column)
            values.append((1 + math.log(count)) * share * float(idf[number]))
    places = torch.tensor([rows, columns], dtype=torch.int64)
    numbers = torch.tensor(values, dtype=torch.float32)
    return torch.sparse_coo_tensor(
        places, numbers, (len(idf), len(texts)), check_invariants=True
    ).coalesce()
