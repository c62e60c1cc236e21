"""Merge ranked lists into one by reciprocal rank.

Does not: read scores; lists from different engines are comparable by rank only.
"""

from collections.abc import Iterable, Sequence

RANK_OFFSET = 60  # the usual constant of reciprocal-rank fusion: how slowly a rank loses weight


def fuse_ranks(
    rankings: Iterable[tuple[float, Sequence[str]]], *, offset: int = RANK_OFFSET
) -> list[tuple[str, float]]:
    """Fuse (weight, keys best first) lists into (key, score), best first, equal scores by key.

    A key's score is the sum of weight / (offset + rank), rank from 1; only its first place in a
    list counts.
    """
    scores: dict[str, float] = {}
    for weight, keys in rankings:
        for rank, key in enumerate(dict.fromkeys(keys), start=1):
            scores[key] = scores.get(key, 0.0) + weight / (offset + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
