"""Handed-in files: whole on the disk or not there, for their owner alone."""

import stat
from pathlib import Path

import pytest

from registry.files.durable_files import shown_name, write_durably


def test_a_file_is_written_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "ab" / "abc"
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "abc.part").write_bytes(b"of a process that was killed")

    write_durably(path, b"whole")

    assert path.read_bytes() == b"whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["abc"]


def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("registry.files.durable_files.os.fsync", full)

    with pytest.raises(OSError, match="no space"):
        write_durably(tmp_path / "a", b"whole")
    assert list(tmp_path.iterdir()) == []


def test_a_name_without_anything_to_show_gets_another() -> None:
    assert shown_name("..", "附件.pdf") == "附件.pdf"
    assert shown_name("C:\\temp\\纪要.pdf", "") == "纪要.pdf"
