"""One generation of the library as a search sees it: which texts there are, which are in force,
which pairs belong.

Does not: hold the clauses' text; they are fetched by key.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from retrieval.index.catalog_rows import StoredDocument, document_key, split_document_key
from retrieval.index.editions import ClauseLinks, EditionKey, edition_order, editions_in_force
from retrieval.intake.repeals import end_repealed
from retrieval.language.tokenizing import normalise
from retrieval.types import AuthorityTier, Clause, DocumentMeta, Origin, Term
from rules.clauses import ClauseRef

MIN_PHRASE_CHARS = 2

FindClause = Callable[[str, str], Clause | None]


@dataclass(frozen=True, slots=True)
class _Name:
    """A dictionary entry: how it is written in a question, and what to look for then."""

    written: str
    phrase: str


class Shelf:
    """A snapshot; another generation is another object."""

    def __init__(
        self,
        documents: Sequence[StoredDocument],
        terms: Sequence[Term],
        links: Mapping[EditionKey, ClauseLinks],
        places: Iterable[str],
        *,
        find: FindClause,
    ) -> None:
        self.documents = tuple(documents)
        self.terms = tuple(terms)
        self._links = links
        self._find = find
        self._metas = _metas_by_edition(documents)
        self._places = frozenset(places)
        self._names = _dictionary(self._metas.values(), terms)
        self._excluded = lru_cache(maxsize=64)(self._compute_excluded)

    @property
    def metas(self) -> tuple[DocumentMeta, ...]:
        """Every edition of every document, by id, oldest edition first."""
        return tuple(self._metas.values())

    def meta_of(self, doc_key: str) -> DocumentMeta:
        """The front matter that counts for a text: its digest's where there is one."""
        doc_id, edition, _ = split_document_key(doc_key)
        return self._metas[doc_id, edition]

    def excluded(
        self, day: date | None, *, tiers: frozenset[AuthorityTier] | None = None
    ) -> frozenset[str]:
        """Keys of the texts not in force on day (None: any day) or of other tiers."""
        return self._excluded(day, tiers)

    def _compute_excluded(
        self, day: date | None, tiers: frozenset[AuthorityTier] | None
    ) -> frozenset[str]:
        valid = editions_in_force(self._metas.values(), day) if day else frozenset(self._metas)
        return frozenset(
            document.key
            for document in self.documents
            if (document.meta.doc_id, document.meta.edition) not in valid
            or (tiers is not None and self.meta_of(document.key).tier not in tiers)
        )

    def places_within(self, wanted: Iterable[str]) -> frozenset[str]:
        """The clause places that lie in one of the wanted ones; an empty name means clauses
        without place."""
        names = tuple(wanted)
        return frozenset(
            place
            for place in self._places
            if any(place == name or (name and place.startswith(name)) for name in names)
        )

    def phrases_in(self, query: str) -> list[str]:
        """The dictionary's words in a question, longest first, without those inside a longer
        one."""
        text = normalise(query)
        found: list[_Name] = []
        for name in self._names:
            if name.written in text and not any(name.written in other.written for other in found):
                found.append(name)
        return list(dict.fromkeys(word for name in found for word in (name.written, name.phrase)))

    def original_of(self, ref: ClauseRef, edition: str) -> Clause | None:
        """The original's clause to quote for a digest's clause; None where no original is
        linked."""
        links = self._links.get((ref.doc_id, edition))
        partner = links.to_original.get(ref.clause) if links else None
        if partner is None:
            return None
        return self._find(document_key(ref.doc_id, edition, Origin.ORIGINAL), partner)

    def digest_of(self, clause: Clause) -> Clause | None:
        """The digest's clause an original's clause is understood by; None for a digest's or
        without partner."""
        links = self._links.get((clause.ref.doc_id, clause.edition))
        if clause.origin is not Origin.ORIGINAL or links is None:
            return None
        partner = links.to_digest.get(clause.ref.clause)
        if partner is None:
            return None
        return self._find(document_key(clause.ref.doc_id, clause.edition, Origin.DIGEST), partner)


def _metas_by_edition(documents: Sequence[StoredDocument]) -> dict[EditionKey, DocumentMeta]:
    """One front matter per edition; a digest's is written with care, so it comes before a
    file's."""
    metas: dict[EditionKey, DocumentMeta] = {}
    for document in sorted(documents, key=lambda each: each.origin is not Origin.DIGEST):
        metas.setdefault((document.meta.doc_id, document.meta.edition), document.meta)
    ordered = sorted(end_repealed([*metas.values()]), key=lambda m: (m.doc_id, edition_order(m)))
    return {(meta.doc_id, meta.edition): meta for meta in ordered}


def _dictionary(metas: Iterable[DocumentMeta], terms: Iterable[Term]) -> tuple[_Name, ...]:
    """Titles, numbers and terms with all their other names, longest first."""
    names = {
        _Name(normalise(written), normalise(term.term))
        for term in terms
        for written in (term.term, *term.variants, *term.colloquial, *term.slips)
    }
    for meta in metas:
        for written in (meta.title, meta.number, *meta.short_titles):
            names.add(_Name(normalise(written), normalise(written)))
    worth = (name for name in names if len(name.written) >= MIN_PHRASE_CHARS)
    return tuple(sorted(worth, key=lambda name: (-len(name.written), name.written, name.phrase)))
