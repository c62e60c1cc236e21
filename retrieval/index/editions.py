"""Say which editions are in force on a day, and pair the clauses of a digest with those of its
original.

Does not: read or store; works on the values it is given.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from retrieval.language.tokenizing import tokenize
from retrieval.types import Clause, DocumentMeta

EditionKey = tuple[str, str]  # (doc_id, edition)

MIN_LIKENESS = 0.15  # cosine below which two clauses are not held to say the same


def editions_in_force(metas: Iterable[DocumentMeta], day: date) -> frozenset[EditionKey]:
    """Say which editions may be quoted as valid on day (calendar day in Asia/Shanghai).

    An edition without any date is always in. Of the dated editions of one document that have begun
    and not ended,
    only the one that began last counts: a newer text ends an older one that names no end itself.
    """
    latest: dict[str, DocumentMeta] = {}
    valid: set[EditionKey] = set()
    for meta in metas:
        if meta.effective_from is None and meta.effective_to is None:
            valid.add((meta.doc_id, meta.edition))
        elif meta.is_effective(day):
            rival = latest.get(meta.doc_id)
            if rival is None or _begins(rival) <= _begins(meta):
                latest[meta.doc_id] = meta
    return frozenset(valid | {(meta.doc_id, meta.edition) for meta in latest.values()})


def _begins(meta: DocumentMeta) -> date:
    return meta.effective_from or date.min


def understood_editions(metas: Iterable[DocumentMeta], day: date) -> tuple[DocumentMeta, ...]:
    """One edition of each document, by id: the one in force on day, else the nearest to it.

    Where none is in force that is the last to have begun, else the first to come: so that an answer
    can say that its text does not count on that day.
    """
    held = sorted(metas, key=lambda meta: (meta.doc_id, edition_order(meta)))
    valid = editions_in_force(held, day)
    chosen: dict[str, DocumentMeta] = {}
    for meta in held:
        rival = chosen.get(meta.doc_id)
        if rival is None or _nearness(meta, valid, day) >= _nearness(rival, valid, day):
            chosen[meta.doc_id] = meta
    return tuple(chosen.values())


def _nearness(
    meta: DocumentMeta, valid: frozenset[EditionKey], day: date
) -> tuple[bool, bool, int]:
    begun = _begins(meta) <= day
    distance = abs((day - _begins(meta)).days)
    return ((meta.doc_id, meta.edition) in valid, begun, -distance)


def ended_by_newer(meta: DocumentMeta, editions: Iterable[DocumentMeta]) -> DocumentMeta:
    """The edition, ended where the next one of its document begins or another text ends it.

    editions: all of the library; an end that stands there counts, else one the edition names.
    """
    editions = tuple(editions)
    ended = (
        e.effective_to for e in editions if (e.doc_id, e.edition) == (meta.doc_id, meta.edition)
    )
    begun, end = meta.effective_from, meta.effective_to or next(ended, None)
    if begun is None or end is not None:
        return replace(meta, effective_to=end)
    later = [
        other.effective_from
        for other in editions
        if other.doc_id == meta.doc_id
        and other.effective_from is not None
        and other.effective_from > begun
    ]
    return replace(meta, effective_to=min(later)) if later else meta


def choices_over_time(metas: Iterable[DocumentMeta]) -> tuple[tuple[DocumentMeta, ...], ...]:
    """Every set of editions that `understood_editions` gives on some day."""
    held = tuple(metas)
    turns = {day for meta in held for day in (meta.effective_from, meta.effective_to) if day}
    days = [date.min, *sorted(turns | {day - timedelta(days=1) for day in turns})]
    return tuple(dict.fromkeys(understood_editions(held, day) for day in days))


def edition_order(meta: DocumentMeta) -> tuple[date, str]:
    """Sort key that puts the editions of one document oldest first."""
    return (meta.effective_from or meta.published or date.min, meta.edition)


@dataclass(frozen=True, slots=True)
class ClauseLinks:
    """How the clauses of a digest and of its original answer to one another, by clause id.

    to_original: digest clause -> the one original clause to quote for it.
    to_digest: original clause -> the digest clause it is understood by.
    """

    to_original: Mapping[str, str]
    to_digest: Mapping[str, str]


def link_clauses(digest: Sequence[Clause], original: Sequence[Clause]) -> ClauseLinks:
    """Pair two texts of one edition: by clause id where both have it, else by the likest wording.

    A clause nothing is like (cosine of its uni- and bigrams under MIN_LIKENESS) stays without
    partner.
    Ties go to the clause that stands first.
    """
    likeness = _Likeness([*digest, *original])
    return ClauseLinks(
        to_original=_partners(digest, original, likeness),
        to_digest=_partners(original, digest, likeness),
    )


def _partners(
    clauses: Sequence[Clause], others: Sequence[Clause], likeness: "_Likeness"
) -> dict[str, str]:
    ids = {other.ref.clause for other in others}
    partners = {}
    for clause in clauses:
        if clause.ref.clause in ids:
            partners[clause.ref.clause] = clause.ref.clause
        elif (best := likeness.best(clause, others)) is not None:
            partners[clause.ref.clause] = best.ref.clause
    return partners


class _Likeness:
    """Cosine of tf-idf weighted uni- and bigrams among the clauses of two texts."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        counts = {id(clause): Counter(tokenize(clause.title + clause.text)) for clause in clauses}
        spread = Counter(token for count in counts.values() for token in count)
        total = len(clauses)
        self._vectors = {
            key: _unit({t: n * math.log(1 + total / spread[t]) for t, n in count.items()})
            for key, count in counts.items()
        }

    def best(self, clause: Clause, others: Sequence[Clause]) -> Clause | None:
        """The likest of others, None where none is like enough."""
        scores: dict[int, float] = {}
        mine = self._vectors[id(clause)]
        for index, other in enumerate(others):
            small, large = sorted((mine, self._vectors[id(other)]), key=len)
            scores[index] = sum(weight * large.get(token, 0.0) for token, weight in small.items())
        best = max(scores, key=lambda index: (scores[index], -index), default=None)
        return others[best] if best is not None and scores[best] >= MIN_LIKENESS else None


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {token: weight / length for token, weight in vector.items()}
