"""Find the clauses that speak to a question: keywords and vectors, fused, filtered by edition,
place and tier.

Reads: one snapshot of the library, the keyword index and, where it is ready, the vector index.
Does not: answer; a clause found is not yet evidence.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.index.catalog_rows import StoredClause
from retrieval.index.fusion import fuse_ranks
from retrieval.index.lexical import LexicalQuery
from retrieval.index.shelf import Shelf
from retrieval.types import AuthorityTier, Clause, DocumentMeta

POOL = 50  # candidates asked of each engine, at least
POOL_PER_HIT = 5
MAX_QUERY_CHARS = 2_000

LexicalSearch = Callable[[LexicalQuery, int], Sequence[tuple[str, float]]]
DenseSearch = Callable[[str, int], Sequence[tuple[str, float]]]
FetchClauses = Callable[[Sequence[str]], Mapping[str, StoredClause]]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question and what may be found for it.

    as_of: day whose law counts (Asia/Shanghai); places: `绍兴` also means `绍兴越城`; None for all
    places and tiers.
    phrases: words whose exact run should lift a clause, beside those the library's own dictionary
    finds.
    """

    query: str
    as_of: date
    limit: int = 10
    places: frozenset[str] | None = None
    tiers: frozenset[AuthorityTier] | None = None
    include_superseded: bool = False
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found, best first in its list; ranks count from 1, None where that engine did not
    find it.

    meta: of the clause's edition; original: the original's clause to quote where the clause is a
    digest's.
    """

    clause: Clause
    meta: DocumentMeta
    score: float
    lexical_rank: int | None = None
    dense_rank: int | None = None
    original: Clause | None = None


@dataclass(frozen=True, slots=True)
class Engines:
    """What a search asks. dense_weight: how much the vectors' ranking counts beside the
    keywords'."""

    lexical: LexicalSearch
    fetch: FetchClauses
    dense: DenseSearch | None = None
    dense_weight: float = 0.0


def search_clauses(request: SearchRequest, shelf: Shelf, engines: Engines) -> list[Hit]:
    """The best clauses for a request; a digest's clause and its original's appear as one hit."""
    query = request.query[:MAX_QUERY_CHARS]
    excluded = shelf.excluded(
        None if request.include_superseded else request.as_of, tiers=request.tiers
    )
    places = None if request.places is None else shelf.places_within(request.places)
    pool = max(POOL, POOL_PER_HIT * request.limit)
    phrases = tuple(dict.fromkeys((*shelf.phrases_in(query), *request.phrases)))
    lexical = engines.lexical(LexicalQuery(query, phrases, excluded, places), pool)
    is_open = _gate(excluded, places)
    fetched = _Fetched(engines.fetch)
    near = _nearest(engines.dense, fetched, query, pool, is_open) if engines.dense else []
    clauses = fetched.get([key for key, _ in lexical])
    rankings = [_present([key for key, _ in lexical], clauses, is_open), near]
    fused = fuse_ranks(zip((1.0, engines.dense_weight), rankings, strict=True))
    ranks = [{key: rank for rank, key in enumerate(ranking, 1)} for ranking in rankings]
    hits = (
        Hit(clauses[key].clause, shelf.meta_of(clauses[key].doc_key), score,
            ranks[0].get(key), ranks[1].get(key))
        for key, score in fused
    )  # fmt: skip
    return _merge_pairs(hits, shelf)[: request.limit]


def _gate(
    excluded: frozenset[str], places: frozenset[str] | None
) -> Callable[[StoredClause], bool]:
    """The same filter as in the keyword query, for clauses from elsewhere."""

    def is_open(stored: StoredClause) -> bool:
        return stored.doc_key not in excluded and (places is None or stored.clause.place in places)

    return is_open


class _Fetched:
    """Clauses read once per search."""

    def __init__(self, fetch: FetchClauses) -> None:
        self._fetch = fetch
        self._clauses: dict[str, StoredClause] = {}

    def get(self, keys: Sequence[str]) -> Mapping[str, StoredClause]:
        """All clauses read so far, these keys among them where they exist."""
        missing = [key for key in keys if key not in self._clauses]
        self._clauses.update(self._fetch(missing) if missing else {})
        return self._clauses


def _nearest(
    dense: DenseSearch,
    fetched: _Fetched,
    query: str,
    pool: int,
    is_open: Callable[[StoredClause], bool],
) -> list[str]:
    """The nearest admissible clauses; asks for more while the filter leaves too few."""
    asked = pool
    while True:
        found = [key for key, _ in dense(query, asked)]
        kept = _present(found, fetched.get(found), is_open)
        if len(kept) >= pool or len(found) < asked:
            return kept[:pool]
        asked *= 4


def _present(
    keys: Iterable[str],
    clauses: Mapping[str, StoredClause],
    is_open: Callable[[StoredClause], bool],
) -> list[str]:
    return [key for key in keys if key in clauses and is_open(clauses[key])]


def _merge_pairs(hits: Iterable[Hit], shelf: Shelf) -> list[Hit]:
    """Let a digest's clause stand for itself and its original's, at the better place of the two."""
    merged: dict[tuple[str, str, str], Hit] = {}
    for hit in hits:
        digest = shelf.digest_of(hit.clause)
        shown = hit if digest is None else replace(hit, clause=digest, original=hit.clause)
        place = (str(shown.clause.ref), shown.clause.edition, shown.clause.origin)
        if place not in merged:
            original = shown.original or shelf.original_of(shown.clause.ref, shown.clause.edition)
            merged[place] = replace(shown, original=original)
    return list(merged.values())
