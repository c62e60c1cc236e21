"""Search fuses two rankings, obeys its filters on both, and shows a pair once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from retrieval.index.catalog_rows import StoredClause, StoredDocument, document_key, with_place
from retrieval.index.editions import ClauseLinks
from retrieval.index.lexical import LexicalQuery
from retrieval.index.search import POOL, Engines, Hit, SearchRequest, search_clauses
from retrieval.index.shelf import Shelf
from retrieval.types import Clause, Origin
from tests.retrieval.samples import TODAY, make_document, make_meta

PARK = make_meta("test-park", place="乙市", title="公园规定", number="", short_titles=())
OLD = make_meta(edition="2010", effective_from=date(2010, 1, 1))
DOCUMENTS = [
    make_document(),
    make_document(origin=Origin.ORIGINAL),
    make_document(PARK),
    make_document(OLD),
]


@dataclass
class FakeEngines:
    """Rankings as given; remembers what it was asked."""

    lexical: list[str] = field(default_factory=list)
    dense: list[str] | None = None
    dense_weight: float = 1.0
    queries: list[LexicalQuery] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def find_words(self, query: LexicalQuery, limit: int) -> list[tuple[str, float]]:
        self.queries.append(query)
        return [(key, 1.0) for key in self.lexical[:limit]]

    def find_near(self, text: str, limit: int) -> list[tuple[str, float]]:
        self.asked.append(limit)
        return [(key, 1.0) for key in (self.dense or [])[:limit]]

    def fetch(self, keys: Sequence[str]) -> Mapping[str, StoredClause]:
        return {key: CLAUSES[key] for key in keys if key in CLAUSES}

    def engines(self) -> Engines:
        near = None if self.dense is None else self.find_near
        return Engines(self.find_words, self.fetch, near, self.dense_weight)


def _stored() -> dict[str, StoredClause]:
    found = {}
    for document in DOCUMENTS:
        for clause in document.clauses:
            key = document_key(clause.ref.doc_id, clause.edition, clause.origin)
            name = f"{key}#{clause.ref.clause}"
            found[name] = StoredClause(name, key, with_place(clause, document.meta))
    return found


CLAUSES = _stored()
WATER = "test-water@2020@digest#"
FULL = "test-water@2020@original#"
PARKS = "test-park@2020@digest#"
OLDER = "test-water@2010@digest#"


def find_clause(doc_key: str, clause: str) -> Clause | None:
    stored = CLAUSES.get(f"{doc_key}#{clause}")
    return stored.clause if stored else None


def make_shelf() -> Shelf:
    stored = [
        StoredDocument(
            document_key(d.meta.doc_id, d.meta.edition, d.clauses[0].origin),
            d.meta,
            d.clauses[0].origin,
            False,
            "",
            "",
            "",
        )
        for d in DOCUMENTS
    ]
    links = {("test-water", "2020"): ClauseLinks({"1": "1"}, {"1": "1", "3": "2"})}
    return Shelf(stored, (), links, ("甲市", "乙市"), find=find_clause)


def search(fake: FakeEngines, query: str = "水", limit: int = 10, **options: object) -> list[Hit]:
    request = SearchRequest(query, TODAY, limit, **options)  # type: ignore[arg-type]
    return search_clauses(request, make_shelf(), fake.engines())


def refs(hits: Sequence[Hit]) -> list[str]:
    return [f"{hit.clause.ref}@{hit.clause.edition}" for hit in hits]


def test_both_rankings_have_their_say_and_are_told() -> None:
    hits = search(FakeEngines([WATER + "2", WATER + "3"], [PARKS + "1", WATER + "3"]))

    assert refs(hits) == ["test-water#3@2020", "test-park#1@2020", "test-water#2@2020"]
    assert [(hit.lexical_rank, hit.dense_rank) for hit in hits] == [(2, 2), (None, 1), (1, None)]


def test_the_keywords_serve_alone_without_vectors() -> None:
    hits = search(FakeEngines([WATER + "2", PARKS + "1"]))

    assert refs(hits) == ["test-water#2@2020", "test-park#1@2020"]
    assert all(hit.dense_rank is None for hit in hits)


def test_editions_not_in_force_are_kept_from_both_engines() -> None:
    fake = FakeEngines([OLDER + "1", WATER + "2"], [OLDER + "1", WATER + "2"])

    assert refs(search(fake)) == ["test-water#2@2020"]
    assert fake.queries[0].excluded_documents == {"test-water@2010@digest"}
    assert refs(search(fake, include_superseded=True))[0] == "test-water#1@2010"


def test_other_places_are_kept_from_both_engines() -> None:
    fake = FakeEngines([PARKS + "1", WATER + "2"], [PARKS + "1", WATER + "2"])

    assert refs(search(fake, places=frozenset({"甲市"}))) == ["test-water#2@2020"]
    assert fake.queries[0].places == {"甲市"}


def test_clauses_removed_since_the_engines_saw_them_are_not_shown() -> None:
    fake = FakeEngines(["removed", WATER + "2"], ["removed"])

    assert refs(search(fake)) == ["test-water#2@2020"]


def test_a_linked_pair_appears_once_as_the_digest_with_its_original() -> None:
    [hit] = search(FakeEngines([FULL + "1", WATER + "1"]))

    assert hit.clause.origin is Origin.DIGEST
    assert hit.original == CLAUSES[FULL + "1"].clause


def test_a_digest_found_alone_brings_its_original() -> None:
    [hit] = search(FakeEngines([WATER + "1"]))

    assert hit.original == CLAUSES[FULL + "1"].clause


def test_an_original_stands_for_the_digest_clause_it_belongs_to() -> None:
    [hit] = search(FakeEngines([FULL + "3"]))

    assert str(hit.clause.ref) == "test-water#2"
    assert hit.clause.origin is Origin.DIGEST
    assert hit.original == CLAUSES[FULL + "3"].clause


def test_an_original_without_partner_is_shown_itself() -> None:
    [hit] = search(FakeEngines([FULL + "2"]))

    assert hit.clause.origin is Origin.ORIGINAL
    assert hit.original is None


def test_vectors_are_asked_for_more_while_the_filter_leaves_too_few() -> None:
    hidden = [OLDER + "1"] * POOL
    fake = FakeEngines([], [*hidden, WATER + "2"])

    assert refs(search(fake)) == ["test-water#2@2020"]
    assert fake.asked == [POOL, POOL * 4]


def test_no_more_than_the_limit_comes_back() -> None:
    fake = FakeEngines([WATER + "1", WATER + "2", WATER + "3"])

    assert len(search(fake, limit=2)) == 2


def test_words_of_the_dictionary_and_of_the_caller_are_passed_on() -> None:
    fake = FakeEngines([])

    search(fake, "节水办法怎么说", phrases=("加价",))

    assert fake.queries[0].phrases == ("节水办法", "加价")


def test_an_endless_question_is_cut() -> None:
    fake = FakeEngines([])

    search(fake, "水" * 20_000)

    assert len(fake.queries[0].text) == 2_000
