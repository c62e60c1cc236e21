"""The library as pages show it, and who may take documents in and out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import BadInput
from bot.library.library_desk import MAX_BYTES, LibraryDesk, may_manage, quotation_of
from registry.database import tables
from registry.errors import Forbidden
from registry.transactions.permissions import Role
from retrieval.index.library import Library
from tests.bot.conftest import DIGEST
from tests.registry.building import World, open_world

TODAY = date(2026, 11, 22)
TEXT = "测试堤防办法\n第一条 堤防由水利处管。\n第二条 每年六月检查一次。\n"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A registry."""
    made = open_world(f"sqlite:///{tmp_path}/r.sqlite", tmp_path)
    yield made
    made.registry.close()


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[LibraryDesk]:
    """A desk on a library of one small digest."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "test-rule.md").write_text(DIGEST, "utf-8")
    with Library.open(tmp_path / "home", corpus) as library:
        yield LibraryDesk(library, world.registry)


def recorded(world: World) -> list[str]:
    """Kinds of the ledger's entries about the library."""
    with world.registry.store.engine.connect() as connection:
        kinds = connection.execute(select(tables.ledger.c.kind)).scalars()
        return [kind for kind in kinds if kind.startswith("library")]


def test_a_document_is_shown_with_editions_and_what_is_in_force(desk: LibraryDesk) -> None:
    lines, following = desk.documents(TODAY)

    assert following == ""
    assert [line.doc_id for line in lines] == ["test-rule"]
    edition = lines[0].editions[0]
    assert edition.is_in_force
    assert not edition.removable
    assert edition.clauses == len(desk.clauses("test-rule", edition.meta.edition))
    assert lines[0].tier is lines[0].meta.tier


def test_an_edition_is_not_in_force_before_its_day(desk: LibraryDesk) -> None:
    assert not desk.document("test-rule", date(1990, 1, 1)).editions[0].is_in_force


def test_a_document_nobody_has_is_refused(desk: LibraryDesk) -> None:
    with pytest.raises(BadInput) as caught:
        desk.document("no-such", TODAY)

    assert caught.value.code == "no_document"


def test_what_a_clause_leaves_open_is_counted_and_listed(desk: LibraryDesk) -> None:
    edition = desk.document("test-rule", TODAY).editions[0]

    points = desk.open_points("test-rule", edition.meta.edition)

    assert sum(len(found.points) for found in points) == edition.open_points
    assert all(found.heading and found.points for found in points)


def test_files_go_in_and_out_on_record(desk: LibraryDesk, world: World) -> None:
    who = world.reviewer
    taken = desk.take_in(who, "C:\\公文\\堤防\u200b办法.txt", TEXT.encode())
    assert (taken["status"], taken["path"]) == ("added", "堤防办法.txt")
    doc_id = taken["documents"][0]["doc_id"]
    assert desk.take_in(who, "again.txt", TEXT.encode())["status"] in ("unchanged", "changed")
    assert desk.document(doc_id, TODAY).editions[0].removable
    first, following = desk.documents(TODAY, limit=1)
    rest, _ = desk.documents(TODAY, after=following, limit=1)
    assert {line.doc_id for line in (*first, *rest)} == {"test-rule", doc_id}
    for words, found in (("TEST-rule", ["test-rule"]), ("堤防 办法", [doc_id]), ("堤防 rule", [])):
        assert [line.doc_id for line in desk.documents(TODAY, words=words)[0]] == found

    assert desk.remove(who, doc_id) > 0

    assert recorded(world)[0] == "library_added"
    assert recorded(world)[-1] == "library_removed"
    with pytest.raises(BadInput):
        desk.remove(who, doc_id)


def test_a_file_that_cannot_be_read_says_why(desk: LibraryDesk, world: World) -> None:
    taken = desk.take_in(world.reviewer, "a.docx", b"PK\x03\x04 nothing")

    assert taken["status"] == "refused"
    assert "损坏" in taken["message"]
    assert recorded(world) == []


def test_a_file_too_large_is_refused(desk: LibraryDesk, world: World) -> None:
    with pytest.raises(BadInput) as caught:
        desk.take_in(world.reviewer, "a.txt", b"x" * (MAX_BYTES + 1))

    assert caught.value.code == "file_too_large"


@pytest.mark.parametrize("name", ["", "..", "/", "\x00"])
def test_a_file_without_a_usable_name_gets_one(desk: LibraryDesk, world: World, name: str) -> None:
    assert desk.take_in(world.reviewer, name, TEXT.encode())["path"] == "文件"


def test_a_name_too_long_keeps_its_end(desk: LibraryDesk, world: World) -> None:
    taken = desk.take_in(world.reviewer, "长" * 300 + ".txt", TEXT.encode())

    assert taken["path"].endswith("长.txt")
    assert taken["status"] == "added"


def test_only_the_bureau_and_administrators_manage(desk: LibraryDesk, world: World) -> None:
    assert {role for role in Role if may_manage(role)} == {
        Role.CITY_REVIEWER,
        Role.CITY_LEAD,
        Role.SYSADMIN,
    }
    for call in (
        lambda: desk.take_in(world.district(), "a.txt", TEXT.encode()),
        lambda: desk.remove(world.district(), "test-rule"),
    ):
        with pytest.raises(Forbidden):
            call()


def test_a_quotation_names_document_and_clause(desk: LibraryDesk) -> None:
    edition = desk.document("test-rule", TODAY).editions[0]
    clause = desk.clauses("test-rule", edition.meta.edition)[0]

    copied = quotation_of(clause, edition.meta)

    assert copied.startswith(f"“{clause.text}”——《{edition.meta.title}》")
    assert "摘要" in copied
