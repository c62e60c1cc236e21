"""Files that were uploaded and wait to be sent: of this process, so that a reload loses none.

A file is reached by the key its browser made up for it, and only by who uploaded it.
Does not: keep a file longer than WAITS, or more than a person can send at once, twice over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nicegui.elements.upload_files import FileUpload

from bot.messages import Attachment

MOST_FILES = 10  # that wait to be sent
WAITS = timedelta(minutes=30)
_KEY_CHARS = 64


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits. size: bytes."""

    key: str
    name: str
    size: int


class Tray:
    """The files of everybody. owner: an account, or empty for a guest."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._files: dict[tuple[str, str], tuple[FileUpload, datetime]] = {}

    def put(self, owner: str, file: FileUpload) -> None:
        """Keep a file; its key stands before its name, up to the first colon."""
        self._forget()
        own = [place for place in self._files if place[0] == owner]
        for place in own[: max(0, len(own) + 1 - 2 * MOST_FILES)]:
            del self._files[place]
        key = file.name.partition(":")[0][:_KEY_CHARS]
        self._files[owner, key] = file, self._now()

    def waiting(self, owner: str, keys: Sequence[str]) -> tuple[Waiting, ...]:
        """Those of some files that are still here, in the order asked for."""
        self._forget()
        found = ((key, self._files.get((owner, key))) for key in keys)
        return tuple(
            Waiting(key, _bare(key, kept[0]), kept[0].size()) for key, kept in found if kept
        )

    async def read(self, owner: str, keys: Sequence[str]) -> tuple[Attachment, ...]:
        """Some files as they go along with a message; they stay until they are dropped."""
        found = ((key, self._files.get((owner, key))) for key in keys)
        files = [(key, kept[0]) for key, kept in found if kept]
        return tuple([Attachment(_bare(key, file), await file.read()) for key, file in files])

    def drop(self, owner: str, keys: Sequence[str]) -> None:
        """Forget files that were sent."""
        for key in keys:
            self._files.pop((owner, key), None)

    def _forget(self) -> None:
        oldest = self._now() - WAITS
        for place in [place for place, (_, at) in self._files.items() if at < oldest]:
            del self._files[place]


def _bare(key: str, file: FileUpload) -> str:
    return file.name.removeprefix(f"{key}:")
