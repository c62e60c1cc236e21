"""Backups: taken while at work, restored whole or not at all, on either database."""

import gzip
from pathlib import Path

import pytest

from registry.errors import Forbidden, InvalidBackup
from registry.transactions.members import SYSTEM
from registry.upkeep.backup import check_backup, restore_backup
from tests.registry.building import World, open_world
from tests.registry.walking import filed_in, take


def filled(world: World) -> str:
    filed = filed_in(world, "CITY_COORDINATION")
    return take(world, filed.report_no, "hand_over").report_no


class TestOnBothDatabases:
    def test_a_restored_registry_is_whole_and_goes_on(
        self, world: World, target_url: str, tmp_path: Path
    ) -> None:
        filled(world)
        receipts = [
            world.registry.reports.receipt(world.district(), "首报-2026-000001"),
            world.registry.reports.receipt(world.district("淳安县"), "首报-2026-000002"),
        ]
        facts = world.registry.backup(SYSTEM, tmp_path / "b.gz")
        assert restore_backup(tmp_path / "b.gz", target_url) == facts

        restored = open_world(target_url, tmp_path)

        found = restored.registry.proofs.verify(SYSTEM, receipts)
        assert (found.problems, found.size) == ((), facts.size)
        restored.people = world.people
        assert restored.file("萧山区", investor_name="后来有限公司").seq == 3
        restored.registry.close()

    def test_what_was_filed_after_the_backup_is_named_missing(
        self, world: World, target_url: str, tmp_path: Path
    ) -> None:
        world.file("余杭区")
        world.registry.backup(SYSTEM, tmp_path / "b.gz")
        later = world.file("萧山区").receipt
        restore_backup(tmp_path / "b.gz", target_url)
        restored = open_world(target_url, tmp_path)

        problems = restored.registry.proofs.verify(SYSTEM, [later]).problems

        missing = later["checkpoint"]["size"] - check_backup(tmp_path / "b.gz").size
        assert [(p.code, p.detail) for p in problems] == [("entries_cut_off", f"{missing} entries")]
        restored.registry.close()

    def test_a_database_in_use_is_not_restored_over(self, world: World, tmp_path: Path) -> None:
        world.registry.backup(SYSTEM, tmp_path / "b.gz")

        url = world.registry.store.engine.url.render_as_string(hide_password=False)
        with pytest.raises(InvalidBackup) as caught:
            restore_backup(tmp_path / "b.gz", url)

        assert caught.value.code == "not_empty"

    def test_a_district_makes_no_backup(self, world: World, tmp_path: Path) -> None:
        with pytest.raises(Forbidden):
            world.registry.backup(world.district(), tmp_path / "b.gz")

        assert list(tmp_path.glob("*.gz")) == []


def test_a_backup_lists_the_files_and_names_the_public_key(
    sqlite_world: World, tmp_path: Path
) -> None:
    no = sqlite_world.file().report_no
    sqlite_world.registry.evidence.attach(sqlite_world.district(), no, "纪要.pdf", b"%PDF-1.7 a")

    made = sqlite_world.registry.backup(SYSTEM, tmp_path / "b.gz")

    assert made == check_backup(tmp_path / "b.gz")
    assert (made.files, made.file_bytes) == (1, 10)
    assert made.key == sqlite_world.registry.store.signer.key


@pytest.fixture
def backup(sqlite_world: World, tmp_path: Path) -> Path:
    sqlite_world.file()
    sqlite_world.registry.backup(SYSTEM, tmp_path / "b.gz")
    return tmp_path / "b.gz"


def test_only_its_owner_reads_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_a_cut_off_backup_is_refused(backup: Path) -> None:
    lines = gzip.decompress(backup.read_bytes()).splitlines(keepends=True)
    for count, code in ((0, "unreadable"), (1, "incomplete"), (len(lines) - 1, "incomplete")):
        backup.write_bytes(gzip.compress(b"".join(lines[:count])))

        with pytest.raises(InvalidBackup) as caught:
            check_backup(backup)

        assert caught.value.code == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"\xe4\xbd\x99\xe6\x9d\xad", b"\xe8\x90\xa7\xe5\xb1\xb1", "digest"),
        (b"yipanqi-backup/1", b"yipanqi-backup/2", "format"),
    ],
)
def test_a_changed_backup_is_refused(backup: Path, old: bytes, new: bytes, code: str) -> None:
    backup.write_bytes(gzip.compress(gzip.decompress(backup.read_bytes()).replace(old, new)))

    with pytest.raises(InvalidBackup) as caught:
        check_backup(backup)

    assert caught.value.code == code


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.gz").write_bytes(b"not gzip")

    with pytest.raises(InvalidBackup) as caught:
        check_backup(tmp_path / "b.gz")

    assert caught.value.code == "unreadable"
