"""Real server processes on loopback, and people with tokens, for loads and for tests of several.

Writes: the home folder and the registry it is given. Each server is `yipanqi serve` in a child.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import TracebackType

import httpx
import psutil

from bot.bootstrap import open_application, open_registry
from bot.settings import Settings
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role

READY_S = 180.0
UNITS = ("余杭区", "萧山区", "滨江区", "临平区", "钱塘区", "富阳区", "临安区", "桐庐县")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person with a token."""

    account: str
    token: str
    unit: str


@dataclass(slots=True)
class Server:
    """A running server. Use as a context manager, and wait for it."""

    home: Path
    database_url: str
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def start(self) -> None:
        """Start it; a second time at the same address."""
        environment = {
            **os.environ,
            "YIPANQI_HOME": str(self.home),
            "YIPANQI_PORT": str(self.port),
            "YIPANQI_DATABASE_URL": self.database_url,
        }
        with (self.home / f"server-{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.channels.cli.main", "serve"],
                env=environment,
                stdout=log,
                stderr=log,
                cwd=Path(__file__).resolve().parent.parent,
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()
        if self.process is not None:
            self.process.wait(60)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def end(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End it with no time to say good-bye."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def revive(self) -> None:
        """Start it if it is dead."""
        if self.process is None or self.process.poll() is not None:
            self.start()
            self.wait()

    def memory_mib(self) -> float:
        """What it holds of the machine's memory, anonymous pages only."""
        assert self.process is not None
        info = psutil.Process(self.process.pid).memory_full_info()
        return float(info.uss) / 2**20

    def wait(self) -> None:
        """Return when it is ready; raises RuntimeError when it is not in good time."""
        assert self.process is not None
        end = time.monotonic() + READY_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        raise RuntimeError(f"server on {self.port} did not start")


def free_ports(count: int) -> list[int]:
    """So many ports nobody listens on now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def add_people(home: Path, database_url: str, count: int, scopes: Sequence[str]) -> list[Someone]:
    """Build the index and the registry of an empty home, with people who hold tokens."""
    settings = Settings(_env_file=None, home=home, database_url=database_url)
    open_application(settings).library.close()
    registry = open_registry(settings)
    found = []
    for number in range(count):
        unit = UNITS[number % len(UNITS)]
        made = registry.staff.add(SYSTEM, unit=unit, role=Role.DISTRICT_LEAD, name=f"示例{number}")
        account = made.member.account
        token = registry.access_tokens.create(
            Caller(account, "cli"), name="bench", scopes=list(scopes), life=timedelta(days=1)
        )
        found.append(Someone(account, token.secret, unit))
    registry.close()
    return found


@contextmanager
def servers(home: Path, database_url: str, count: int) -> Iterator[list[Server]]:
    """So many servers on one database, started side by side."""
    with ExitStack() as stack:
        ports = free_ports(count)
        running = [stack.enter_context(Server(home, database_url, port)) for port in ports]
        for server in running:
            server.wait()
        yield running
        for server in running:  # side by side as well
            server.end()
