"""The library's texts as the answering side asks for them."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.answers.library_texts import LibraryTexts
from bot.bootstrap import open_library
from bot.settings import Settings
from retrieval.index.library import Library
from retrieval.types import Origin
from tests.retrieval.held_regulation import BEFORE_BOTH, OLD_DAY, TODAY, regulation
from tests.retrieval.samples import make_document, make_meta

OLD, NEW = (document.meta for document in regulation())


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    library = open_library(settings)
    library.add(regulation())
    yield library
    library.close()


def test_all_editions_are_there_oldest_first(library: Library) -> None:
    editions = LibraryTexts(library).editions()

    assert [m.edition for m in editions if m.doc_id == OLD.doc_id] == [OLD.edition, NEW.edition]


def test_a_clause_comes_from_its_edition(library: Library) -> None:
    texts = LibraryTexts(library)
    old, new = texts.clause(OLD, "art.3"), texts.clause(NEW, "art.3")

    assert old is not None
    assert new is not None
    assert "五十元" in old.text
    assert "二百元" in new.text
    assert texts.clause(NEW, "art.9") is None


def test_a_digests_clause_is_quoted_from_its_original(library: Library) -> None:
    (digest,) = [meta for meta in library.documents() if meta.doc_id == "test-rule"]
    texts = LibraryTexts(library)
    alone = texts.clause(digest, "1")
    original = make_document(
        digest,
        {"1": ("第一条", "报备", "新的线路，应当报线路管理处备案。")},
        origin=Origin.ORIGINAL,
    )

    library.add([original])

    linked = texts.clause(digest, "1")
    assert alone is not None
    assert linked is not None
    assert (alone.origin, linked.origin) == (Origin.DIGEST, Origin.ORIGINAL)
    assert {clause.origin for clause in texts.clauses(digest)} == {Origin.ORIGINAL}


def test_the_clauses_of_a_digest_alone_are_its_own(library: Library) -> None:
    (digest,) = [meta for meta in library.documents() if meta.doc_id == "test-rule"]

    assert [c.ref.clause for c in LibraryTexts(library).clauses(digest)] == ["1", "2"]


@pytest.mark.parametrize(
    ("day", "editions"),
    [
        (TODAY, {NEW.edition}),
        (OLD_DAY, {OLD.edition}),
        (BEFORE_BOTH, set()),
        (None, {OLD.edition, NEW.edition}),
    ],
)
def test_search_is_in_the_editions_of_the_day_or_in_all(
    library: Library, day: date | None, editions: set[str]
) -> None:
    hits = LibraryTexts(library).search("在绿道上骑行电动车罚款", day, 10)

    assert {hit.meta.edition for hit in hits if hit.meta.doc_id == OLD.doc_id} == editions


def test_an_unknown_edition_has_no_clauses(library: Library) -> None:
    assert LibraryTexts(library).clauses(make_meta("none")) == ()
