"""What holds for every test: no network but loopback, no settings of the person who runs them.

Temporary files are kept in memory where the machine has room there: the databases of thousands of
tests wait for the disk at every commit. What is proved of killed processes holds there as well:
what a process wrote outlives it on either.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A busy machine must not fail a property; how fast things are is for bench/ to say.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30  # bytes that must be free there; a whole run takes less than half of it

IN_A_BROWSER = "tests/journeys/"

_real_connect = socket.socket.connect
_real_getaddrinfo = socket.getaddrinfo


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


def pytest_configure() -> None:
    """Choose the place of temporary files, for these processes and for those they start."""
    if "TMPDIR" not in os.environ and has_room(MEMORY, ROOM):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # read TMPDIR again


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what drives a browser, so that it is not what everything waits for at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(IN_A_BROWSER))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the tests out by file, but everything in a browser to one worker.

    Two browsers on two cores would make each other late; a file is set up once.
    """
    from xdist.scheduler import LoadFileScheduling

    class OneBrowser(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith(IN_A_BROWSER) else super()._split_scope(nodeid)

    config.option.loadscopereorder = False
    return OneBrowser(config, log)


def has_room(folder: Path, room: int) -> bool:
    """Whether files of so many bytes may be written to a folder."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= room


def _is_loopback(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _guarded_connect(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and not _is_loopback(address[0]):
        raise NetworkForbidden(f"a test tried to connect to {address!r}")
    _real_connect(self, address)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    if not _is_loopback(host):
        raise NetworkForbidden(f"a test tried to look up {host!r}")
    return _real_getaddrinfo(host, *args, **kwargs)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", _guarded_getaddrinfo)


@pytest.fixture(autouse=True, scope="session")
def _no_waiting() -> Iterator[None]:
    """A pre-check is answered at once; what it waits for is tested by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.bootstrap.wait", None)
        yield


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("YIPANQI_")]:
        monkeypatch.delenv(name)
