"""Files that were uploaded and wait to be sent: reached from every process, and for a while only.

Reads and writes: a folder per owner below the evidence folder (files mode 0600), common to all
processes; no table. A file is on disk before its upload is acknowledged. Part of no backup.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from registry.clock import Clock
from registry.files.durable_files import write_durably

WAITS = timedelta(minutes=30)
_NAME_CHARS = 32  # of a digest
_PART = ".part"  # of a file that is being written


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that waits. key: its browser's name for it; name: its sender's; size: bytes."""

    key: str
    name: str
    size: int


class WaitingFiles:
    """The files of everybody, each reached by its owner alone, by its key.

    owner: an account, or empty for a guest of this machine.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock

    def put(self, owner: str, file: WaitingFile, content: bytes, *, most: int) -> None:
        """Keep a file; of more than `most` of one owner the oldest go. Raises OSError."""
        self._forget()
        path = self._path(owner, file.key)
        told = json.dumps({"name": file.name}, ensure_ascii=False).encode()
        write_durably(path, told + b"\n" + content)
        at = self._clock.now().timestamp()
        os.utime(path, (at, at))
        oldest_first = sorted(_files(path.parent), key=lambda one: one[1])
        for one, _ in oldest_first[: max(0, len(oldest_first) - most)]:
            one.unlink(missing_ok=True)

    def find(self, owner: str, keys: Sequence[str]) -> tuple[WaitingFile, ...]:
        """Those of some files that are still here, in the order asked for. Raises OSError."""
        self._forget()
        found = (self._look(self._path(owner, key), key) for key in keys)
        return tuple(file for file in found if file is not None)

    def read(self, owner: str, keys: Sequence[str]) -> tuple[tuple[WaitingFile, bytes], ...]:
        """As `find`, with what is in them; they stay until they are dropped. Raises OSError."""
        self._forget()
        found = []
        for key in keys:
            try:
                told, _, content = self._path(owner, key).read_bytes().partition(b"\n")
            except FileNotFoundError:
                continue
            found.append((WaitingFile(key, json.loads(told)["name"], len(content)), content))
        return tuple(found)

    def drop(self, owner: str, keys: Sequence[str]) -> None:
        """Forget files that were sent. Raises OSError."""
        for key in keys:
            self._path(owner, key).unlink(missing_ok=True)

    def _look(self, path: Path, key: str) -> WaitingFile | None:
        try:
            with path.open("rb") as file:
                told = file.readline()
                size = os.fstat(file.fileno()).st_size - len(told)
        except FileNotFoundError:
            return None
        return WaitingFile(key, json.loads(told)["name"], size)

    def _path(self, owner: str, key: str) -> Path:
        return self._folder / _digest(owner) / _digest(key)

    def _forget(self) -> None:
        oldest = (self._clock.now() - WAITS).timestamp()
        for folder in self._folder.glob("*"):
            for path, at in _files(folder):
                if at < oldest:
                    path.unlink(missing_ok=True)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_NAME_CHARS]


def _files(folder: Path) -> Iterator[tuple[Path, float]]:
    """Files with the time they came, in seconds; one that goes meanwhile is passed over."""
    for path in folder.glob("*"):
        try:
            at = path.stat().st_mtime
        except FileNotFoundError:
            continue
        if path.suffix != _PART:
            yield path, at
