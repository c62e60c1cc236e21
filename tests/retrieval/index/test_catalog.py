"""The catalogue is durable, whole after any failure, and tells indexes what moved."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.errors import IndexUnavailable
from retrieval.index.catalog import Catalog
from retrieval.index.catalog_rows import clause_key, with_place
from retrieval.index.editions import ClauseLinks
from retrieval.types import Origin, ParsedDocument
from tests.retrieval.samples import WATER, WATER_TERM, make_document, make_fact, make_meta

KEY = "test-water@2020@digest"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog.open(tmp_path / "library.sqlite", make_identity=lambda: "id-1")
    yield catalog
    catalog.close()


def put(catalog: Catalog, document: ParsedDocument) -> tuple[int, int, int]:
    with catalog.transaction():
        changes = catalog.put(document, shipped=False, generation=catalog.advance())
    return changes.added, changes.kept, changes.removed


def moved(catalog: Catalog, since: int) -> tuple[list[str], list[str]]:
    changed = catalog.changed_since(since, catalog.generation)
    return sorted(c.clause.ref.clause for c in changed), catalog.gone_since(since)


def test_a_document_is_read_back_whole_by_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    document = make_document(facts=[make_fact()])
    first = Catalog.open(path)
    put(first, document)
    with first.transaction():
        first.put_terms([WATER_TERM])
    first.close()

    second = Catalog.open(path)

    [stored] = second.documents()
    expected = tuple(with_place(clause, document.meta) for clause in document.clauses)
    assert (stored.key, stored.meta, stored.origin) == (KEY, document.meta, Origin.DIGEST)
    assert second.clauses_of(KEY) == expected
    assert second.clause(KEY, "2") == expected[1]
    assert second.clause(KEY, "99") is None
    assert second.facts(KEY) == document.facts
    assert second.terms() == (WATER_TERM,)
    assert second.text(KEY) == document.text
    assert second.text("unknown") == ""
    assert second.places() == ("甲市",)
    second.close()


def test_a_changed_document_touches_only_its_changed_clauses(catalog: Catalog) -> None:
    before = make_document()
    assert put(catalog, before) == (3, 0, 0)
    generation = catalog.generation
    after = make_document(clauses=WATER | {"2": ("第二条", "主管部门", "市水利局牵头。")})

    assert put(catalog, after) == (1, 2, 1)

    gone = clause_key(with_place(before.clauses[1], before.meta), before.meta)
    assert moved(catalog, generation) == (["2"], [gone])


def test_a_clause_that_only_moved_keeps_its_place_in_the_indexes(catalog: Catalog) -> None:
    put(catalog, make_document())
    generation = catalog.generation
    document = make_document()
    shifted = replace(
        document,
        text="\n" + document.text,
        clauses=tuple(replace(c, start=c.start + 1, end=c.end + 1) for c in document.clauses),
    )

    put(catalog, shifted)

    assert moved(catalog, generation) == ([], [])
    assert [c.start for c in catalog.clauses_of(KEY)] == [c.start for c in shifted.clauses]


def test_a_clause_that_comes_back_is_no_longer_gone(catalog: Catalog) -> None:
    put(catalog, make_document())
    start = catalog.generation
    with catalog.transaction():
        assert catalog.drop([KEY], generation=catalog.advance()) == 3
    assert len(moved(catalog, start)[1]) == 3

    put(catalog, make_document())

    assert moved(catalog, start) == (["1", "2", "3"], [])


def test_dropping_a_document_leaves_none_of_its_words_in_the_file(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "library.sqlite")
    put(catalog, make_document(facts=[make_fact()]))
    assert "超计划用水".encode() in (tmp_path / "library.sqlite").read_bytes()

    with catalog.transaction():
        catalog.drop([KEY], generation=catalog.advance())
    catalog.close()

    assert "超计划用水".encode() not in (tmp_path / "library.sqlite").read_bytes()


def test_more_clauses_than_one_batch_are_all_told(catalog: Catalog) -> None:
    many = {str(n): (f"{n}", "", f"第{n}项内容") for n in range(1, 1_202)}
    put(catalog, make_document(clauses=many))

    changed = [c.key for c in catalog.changed_since(0, catalog.generation)]

    assert len(changed) == len(set(changed)) == len(many) == catalog.count_clauses()
    assert len(catalog.clauses(changed)) == len(many)


def test_what_was_written_after_the_bound_is_left_for_the_next_time(catalog: Catalog) -> None:
    put(catalog, make_document())
    until = catalog.generation
    put(catalog, make_document(make_meta("test-other")))

    refs = {c.clause.ref.doc_id for c in catalog.changed_since(0, until)}

    assert refs == {"test-water"}


def test_a_failure_in_the_middle_leaves_the_state_before(catalog: Catalog) -> None:
    put(catalog, make_document())
    generation = catalog.generation

    with pytest.raises(KeyboardInterrupt), catalog.transaction():  # noqa: PT012
        catalog.drop([KEY], generation=catalog.advance())
        raise KeyboardInterrupt

    assert catalog.generation == generation
    assert len(catalog.clauses_of(KEY)) == 3


def test_a_write_the_database_refuses_is_told_as_such_and_undone(catalog: Catalog) -> None:
    put(catalog, make_document())

    with pytest.raises(IndexUnavailable) as caught, catalog.transaction():  # noqa: PT012
        catalog.drop([KEY], generation=catalog.advance())
        raise sqlite3.OperationalError("database or disk is full")

    assert caught.value.code == "catalog_write"
    assert len(catalog.documents()) == 1


def test_links_come_back_and_leave_with_the_original(catalog: Catalog) -> None:
    original = "test-water@2020@original"
    put(catalog, make_document())
    put(catalog, make_document(origin=Origin.ORIGINAL))
    links = ClauseLinks({"1": "1", "2": "3"}, {"3": "2"})
    with catalog.transaction():
        catalog.put_links(KEY, original, links)
    assert catalog.links(KEY) == links

    with catalog.transaction():
        catalog.drop([original], generation=catalog.advance())

    assert catalog.links(KEY) == ClauseLinks({}, {})


def test_a_withdrawal_is_kept_until_taken_back(catalog: Catalog) -> None:
    with catalog.transaction():
        catalog.withdraw("test-water")
        catalog.withdraw("test-water")
    assert catalog.withdrawn() == {"test-water"}

    with catalog.transaction():
        catalog.withdraw("test-water", out=False)

    assert catalog.withdrawn() == frozenset()


def test_the_identity_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Catalog.open(path, make_identity=lambda: "first").close()

    reopened = Catalog.open(path, make_identity=lambda: "second")

    assert reopened.identity == "first"
    reopened.close()


def test_a_file_of_a_later_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Catalog.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()

    with pytest.raises(IndexUnavailable) as caught:
        Catalog.open(path)

    assert caught.value.code == "catalog_newer"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"not a database at all" * 100)

    with pytest.raises(IndexUnavailable) as caught:
        Catalog.open(path)

    assert caught.value.code == "catalog_damaged"
