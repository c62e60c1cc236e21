"""Decide which ranked facts answer a question: the sufficiency gate. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.matching import FactHit
from retrieval.question import Question, parallel_kinds
from retrieval.types import FactKind

MIN_SCORE = 0.50
MIN_COVERAGE = 0.55
_SURE_SIMILARITY = 0.74
_PARALLEL_SCORE = 0.34
_DIFFERENCE_MARGIN = 0.12
_MAX_UNCOVERED_CHARS = 2


def accepted(hit: FactHit) -> bool:
    """Whether a fact answers: close enough, nothing contradicted, nothing telling left uncovered."""
    if hit.conflicts or hit.score < MIN_SCORE or hit.coverage < MIN_COVERAGE:
        return False
    if hit.similarity >= _SURE_SIMILARITY:
        return True
    return all(len(span) <= _MAX_UNCOVERED_CHARS for span in hit.uncovered)


def parallel_hits(question: Question, hits: Sequence[FactHit]) -> tuple[FactHit, ...]:
    """The facts to answer with, in the order asked; empty when the evidence does not suffice."""
    best = next((hit for hit in hits if accepted(hit)), None)
    if best is None or hits[0].score - best.score > _DIFFERENCE_MARGIN:
        return ()
    if question.is_comparison and best.fact.kind is not FactKind.DIFFERENCE:
        for hit in hits:
            is_near = best.score - hit.score <= _DIFFERENCE_MARGIN
            if hit.fact.kind is FactKind.DIFFERENCE and accepted(hit) and is_near:
                return (hit,)
    asked = parallel_kinds(question.canonical)
    if len(asked) < 2:
        return (best,)
    return _one_for_each(asked, best, hits)


def _one_for_each(
    asked: Sequence[frozenset[FactKind]], best: FactHit, hits: Sequence[FactHit]
) -> tuple[FactHit, ...]:
    chosen: list[FactHit] = []
    for kinds in asked:
        match = best if best.fact.kind in kinds else _best_of_kind(kinds, best, hits)
        if match is not None and match not in chosen:
            chosen.append(match)
    return tuple(chosen) if best in chosen or len(chosen) > 1 else (best,)


def _best_of_kind(
    kinds: frozenset[FactKind], best: FactHit, hits: Sequence[FactHit]
) -> FactHit | None:
    for hit in hits:
        same = hit.fact.subject == best.fact.subject or hit.fact.ref == best.fact.ref
        if hit.fact.kind in kinds and same and not hit.conflicts and hit.score >= _PARALLEL_SCORE:
            return replace(hit, uncovered=())
    return None
