"""The guards of tests/conftest.py themselves."""

import socket
from pathlib import Path

import pytest

from tests.conftest import IN_A_BROWSER, has_room

ROOT = Path(__file__).resolve().parents[1]


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as client, pytest.raises(RuntimeError, match="tried to connect"):
        client.connect(("192.0.2.1", 80))


def test_another_machines_name_cannot_be_looked_up() -> None:
    with pytest.raises(RuntimeError, match="tried to look up"):
        socket.getaddrinfo("example.invalid", 80)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())

        assert client.getpeername() == server.getsockname()


def test_a_folder_has_room_up_to_what_is_free_in_it(tmp_path: Path) -> None:
    assert has_room(tmp_path, 1)
    assert not has_room(tmp_path, 2**63)
    assert not has_room(tmp_path / "missing", 1)


def test_whatever_drives_a_browser_is_known_to_do_so() -> None:
    mark = "pytest.mark." + "browser"
    marked = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if mark in path.read_text("utf-8")
    ]

    assert marked
    assert all(name.startswith(IN_A_BROWSER) for name in marked)
