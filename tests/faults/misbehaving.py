"""A server between a client and the true one: refuses, hangs, fails, is slow, breaks off, differs.

Only what passes through it is spoilt; the true server goes on living.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

_FAILS = b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 4\r\nconnection: close\r\n\r\noops"
_OTHER = b"HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"


class Trouble(StrEnum):
    """What a request meets."""

    NONE = "none"
    REFUSED = "refused"
    HANGS = "hangs"
    FAILS = "fails"
    SLOW = "slow"  # the answer comes, long after anybody would wait for it
    BREAKS_OFF = "breaks_off"  # as a server that is restarted in the middle of an answer
    OTHER_VERSION = "other_version"


class Between:
    """The server; set `trouble` at any time."""

    def __init__(self, host: str, port: int, slow_s: float) -> None:
        self.trouble = Trouble.NONE
        self.asked = 0
        self._true = (host, port)
        self._slow_s = slow_s
        self._end = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Answer nobody any more."""
        self._end.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """One connection: what is asked goes on to the true server, unless there is trouble."""
        with client, suppress(OSError), socket.create_connection(self._true) as true:
            threading.Thread(target=self._back, args=(true, client), daemon=True).start()
            while part := client.recv(65_536):
                self.asked += 1
                if not self._lets_through(client):
                    return
                true.sendall(part)

    def _lets_through(self, client: socket.socket) -> bool:
        match self.trouble:
            case Trouble.REFUSED:
                return False
            case Trouble.HANGS:
                self._end.wait()
                return False
            case Trouble.SLOW:
                self._end.wait(self._slow_s)
            case Trouble.FAILS:
                client.sendall(_FAILS)
                return False
            case Trouble.OTHER_VERSION:
                client.sendall(_OTHER)
                return False
        return True

    def _back(self, true: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while part := true.recv(65_536):
                if self.trouble is Trouble.BREAKS_OFF:
                    client.sendall(part[: len(part) // 2])
                    break
                client.sendall(part)
            client.shutdown(socket.SHUT_RDWR)


@contextmanager
def between(port: int, *, slow_s: float) -> Iterator[Between]:
    """A Between in front of a port of this machine."""
    opened = Between("127.0.0.1", port, slow_s)
    try:
        yield opened
    finally:
        opened.close()
