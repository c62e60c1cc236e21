"""A snapshot knows its editions, places, words and pairs."""

from datetime import date

import pytest

from retrieval.index.catalog_rows import StoredDocument, document_key
from retrieval.index.editions import ClauseLinks
from retrieval.index.shelf import Shelf
from retrieval.types import AuthorityTier, Clause, DocumentMeta, Origin, Term
from tests.retrieval.samples import TODAY, WATER_TERM, make_document, make_meta

DIGEST = make_document()
ORIGINAL = make_document(make_meta(effective_from=None, title="办法全文"), origin=Origin.ORIGINAL)
CLAUSES = {
    (document_key("test-water", "2020", each.clauses[0].origin), clause.ref.clause): clause
    for each in (DIGEST, ORIGINAL)
    for clause in each.clauses
}


def find(doc_key: str, clause: str) -> Clause | None:
    return CLAUSES.get((doc_key, clause))


def stored(meta: DocumentMeta, origin: Origin = Origin.DIGEST) -> StoredDocument:
    key = document_key(meta.doc_id, meta.edition, origin)
    return StoredDocument(key, meta, origin, True, "", "", "")


def make_shelf(*documents: StoredDocument, terms: tuple[Term, ...] = ()) -> Shelf:
    links = {("test-water", "2020"): ClauseLinks({"1": "1", "2": "9"}, {"1": "1", "3": "2"})}
    places = ("", "甲市", "甲市东区", "乙市")
    return Shelf(documents, terms, links, places, find=find)


BOTH = make_shelf(stored(DIGEST.meta), stored(ORIGINAL.meta, Origin.ORIGINAL), terms=(WATER_TERM,))


def test_a_digests_front_matter_counts_for_the_original_too() -> None:
    assert BOTH.metas == (DIGEST.meta,)
    assert BOTH.meta_of("test-water@2020@original") == DIGEST.meta


def test_both_texts_of_an_edition_leave_the_pool_on_the_same_day() -> None:
    assert BOTH.excluded(date(2020, 1, 1)) == frozenset()
    assert BOTH.excluded(date(2019, 12, 31)) == {
        "test-water@2020@digest",
        "test-water@2020@original",
    }
    assert BOTH.excluded(None) == frozenset()


def test_other_tiers_are_excluded() -> None:
    press = stored(make_meta("test-press", tier=AuthorityTier.PRESS))
    shelf = make_shelf(stored(DIGEST.meta), press)

    assert shelf.excluded(TODAY, tiers=frozenset({AuthorityTier.OFFICIAL})) == {press.key}


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ({"甲市"}, {"甲市", "甲市东区"}),
        ({"甲市东区"}, {"甲市东区"}),
        ({"乙市", ""}, {"乙市", ""}),
        ({"丙市"}, set()),
    ],
)
def test_a_place_includes_those_within_it(wanted: set[str], places: set[str]) -> None:
    assert BOTH.places_within(wanted) == places


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("节水办法怎么说", ["节水办法"]),
        ("怎么省水", ["省水", "节约用水"]),
        ("什么叫洁水", ["洁水", "节约用水"]),
        ("甲市节约用水办法第三条", ["甲市节约用水办法"]),
        ("甲政发［2020］7号", []),
        ("今天天气", []),
    ],
)
def test_the_dictionary_finds_its_longest_words(question: str, phrases: list[str]) -> None:
    assert BOTH.phrases_in(question) == phrases


def test_a_pair_is_found_from_both_sides() -> None:
    digest, original = DIGEST.clauses, ORIGINAL.clauses

    assert BOTH.original_of(digest[0].ref, "2020") == original[0]
    assert BOTH.digest_of(original[0]) == digest[0]
    assert BOTH.digest_of(original[2]) == digest[1]


def test_without_partner_there_is_none() -> None:
    digest, original = DIGEST.clauses, ORIGINAL.clauses

    assert BOTH.original_of(digest[2].ref, "2020") is None
    assert BOTH.original_of(digest[0].ref, "1999") is None
    assert BOTH.digest_of(original[1]) is None
    assert BOTH.digest_of(digest[0]) is None
