"""Evidence: kept under names of our own, checked when read, cut to the reader."""

import stat
from pathlib import Path

import pytest

from registry.errors import Forbidden, InvalidInput, NotFound, QuotaExceeded, StorageUnavailable
from registry.files import evidence
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.registry.building import World

PDF = b"%PDF-1.7 minutes"
EVIL_NAMES = ("../../etc/passwd", "C:\\temp\\纪要.pdf", "纪要\u202efdp.exe", "a" * 300, "..", "")


def folder_of(world: World) -> Path:
    return world.registry.evidence._folder


class TestOnBothDatabases:
    def test_a_file_is_kept_and_read_back(self, world: World) -> None:
        no, who = world.file().report_no, world.district()

        kept = world.registry.evidence.attach(who, no, "会谈纪要.pdf", PDF)
        found, content = world.registry.evidence.read(who, no, kept.id)

        assert (content, found.name, found.kind, found.size) == (PDF, "会谈纪要.pdf", "pdf", 16)
        assert world.registry.evidence.list(who, no) == (kept,)
        auditor = world.person("市投资促进局", Role.AUDITOR)
        assert world.registry.proofs.verify(auditor).problems == ()

    def test_the_same_file_twice_is_one(self, world: World) -> None:
        no, who = world.file().report_no, world.district()

        first = world.registry.evidence.attach(who, no, "一.pdf", PDF)

        assert world.registry.evidence.attach(who, no, "二.pdf", PDF) == first

    def test_the_bureaus_files_are_the_bureaus(self, world: World) -> None:
        no = world.file().report_no
        kept = world.registry.evidence.attach(world.reviewer, no, "比对.pdf", PDF)

        assert world.registry.evidence.list(world.district(), no) == ()
        with pytest.raises(NotFound):
            world.registry.evidence.read(world.district(), no, kept.id)

    def test_another_units_file_is_not_there(self, world: World) -> None:
        no = world.file("余杭区").report_no
        kept = world.registry.evidence.attach(world.district("余杭区"), no, "纪要.pdf", PDF)

        with pytest.raises(NotFound):
            world.registry.evidence.read(world.district("萧山区"), no, kept.id)


@pytest.mark.parametrize("name", EVIL_NAMES, ids=lambda name: name[:10])
def test_a_name_is_only_shown(sqlite_world: World, name: str) -> None:
    world = sqlite_world
    no, who = world.file().report_no, world.district()

    kept = world.registry.evidence.attach(who, no, name, PDF)

    paths = [path for path in folder_of(world).rglob("*") if path.is_file()]
    assert [path.name for path in paths] == [kept.id]
    assert stat.S_IMODE(paths[0].stat().st_mode) == 0o600
    assert 0 < len(kept.name) <= 200
    assert not set(kept.name) & set("/\\\u202e")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file_empty"), (b"MZ\x90\x00", "file_kind"), (b"1" * 11, "file_too_large")],
)
def test_what_is_not_taken_leaves_nothing(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str
) -> None:
    monkeypatch.setattr("registry.files.durable_files.MAX_BYTES", 10)
    world = sqlite_world
    no = world.file().report_no

    with pytest.raises(InvalidInput) as caught:
        world.registry.evidence.attach(world.district(), no, "x.pdf", content)

    assert caught.value.code == code
    assert not folder_of(world).exists()


def test_the_days_number_is_limited(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "UPLOADS_A_DAY", 1)
    no, who = sqlite_world.file().report_no, sqlite_world.district()
    sqlite_world.registry.evidence.attach(who, no, "一.pdf", PDF)

    with pytest.raises(QuotaExceeded):
        sqlite_world.registry.evidence.attach(who, no, "二.pdf", PDF + b"2")


def test_a_changed_or_lost_file_is_told(sqlite_world: World) -> None:
    world = sqlite_world
    no, who = world.file().report_no, world.district()
    kept = world.registry.evidence.attach(who, no, "纪要.pdf", PDF)
    path = folder_of(world) / kept.id[:2] / kept.id

    path.write_bytes(PDF + b"!")
    with pytest.raises(StorageUnavailable) as changed:
        world.registry.evidence.read(who, no, kept.id)
    path.unlink()
    with pytest.raises(StorageUnavailable) as lost:
        world.registry.evidence.read(who, no, kept.id)

    assert (changed.value.code, lost.value.code) == ("evidence_changed", "evidence_lost")


def test_every_file_is_checked_at_once(sqlite_world: World) -> None:
    world = sqlite_world
    no, who = world.file().report_no, world.district()
    kept = [
        world.registry.evidence.attach(who, no, "纪要.pdf", PDF + tail) for tail in (b"1", b"2")
    ]
    assert world.registry.evidence.check(SYSTEM) == ()
    changed, lost = (folder_of(world) / file.id[:2] / file.id for file in kept)
    changed.write_bytes(PDF)
    lost.unlink()

    found = world.registry.evidence.check(SYSTEM)

    assert {(p.id, p.report_no, p.code) for p in found} == {
        (kept[0].id, no, "evidence_changed"),
        (kept[1].id, no, "evidence_lost"),
    }
    with pytest.raises(Forbidden):
        world.registry.evidence.check(who)


def test_a_file_without_a_row_is_swept(sqlite_world: World) -> None:
    world = sqlite_world
    no, admin = world.file().report_no, world.person("市投资促进局", Role.SYSADMIN)
    kept = world.registry.evidence.attach(world.district(), no, "纪要.pdf", PDF)
    stray = folder_of(world) / "00" / "00stray"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left over")

    assert world.registry.evidence.sweep(admin) == 1
    assert world.registry.evidence.sweep(SYSTEM) == 0
    assert (folder_of(world) / kept.id[:2] / kept.id).exists()
    assert not stray.exists()
