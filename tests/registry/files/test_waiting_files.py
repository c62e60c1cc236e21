"""Uploaded files wait for their owner, for a while, for nobody else, and for every process."""

from datetime import timedelta
from pathlib import Path

from registry.files.waiting_files import WAITS, WaitingFile, WaitingFiles
from tests.registry.building import TestClock

SECOND = timedelta(seconds=1)


def put(files: WaitingFiles, owner: str, key: str, content: bytes = b"a", most: int = 20) -> None:
    files.put(owner, WaitingFile(key, f"会谈{key}.txt", len(content)), content, most=most)


def test_a_file_waits_for_its_owner_until_it_was_sent(tmp_path: Path) -> None:
    here, there = (WaitingFiles(tmp_path / "waiting", TestClock()) for _ in range(2))
    put(here, "S1", "k1", b"one\ntwo\n")

    assert there.read("S1", ["k2", "k1"]) == ((WaitingFile("k1", "会谈k1.txt", 8), b"one\ntwo\n"),)
    assert there.find("S2", ["k1"]) == there.find("", ["k1"]) == ()
    there.drop("S1", ["k1", "none"])
    assert here.find("S1", ["k1"]) == ()


def test_files_are_forgotten_after_a_while_and_leave_nothing_on_the_disk(tmp_path: Path) -> None:
    clock = TestClock()
    files = WaitingFiles(tmp_path, clock)
    put(files, "S1", "k1")
    clock.advance(WAITS)
    kept = files.find("S1", ["k1"])
    clock.advance(SECOND)

    assert len(kept) == 1
    assert files.find("S2", ["k1"]) == ()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_oldest_make_room_for_one_person_and_not_for_another(tmp_path: Path) -> None:
    clock = TestClock()
    files = WaitingFiles(tmp_path, clock)
    keys = [f"k{number}" for number in range(4)]
    put(files, "S2", "k", most=3)
    for key in keys:
        clock.advance(SECOND)
        put(files, "S1", key, most=3)

    assert [one.key for one in files.find("S1", keys)] == keys[1:]
    assert len(files.find("S2", ["k"])) == 1


def test_names_that_would_lead_out_of_the_folder_stay_inside(tmp_path: Path) -> None:
    files = WaitingFiles(tmp_path / "waiting", TestClock())
    put(files, "../S1", "../../k\x00")

    assert [one.key for one in files.find("../S1", ["../../k\x00"])] == ["../../k\x00"]
    assert [path.name for path in tmp_path.iterdir()] == ["waiting"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.rglob("*") if path.is_file())
