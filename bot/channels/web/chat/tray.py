"""Files that were uploaded and wait to be sent, of every process, so that a reload loses none.

A file is reached by the key its browser made up for it, and only by who uploaded it.
Does not: keep anything itself (registry.waiting_files).
"""

import asyncio
from collections.abc import Sequence

from nicegui.elements.upload_files import FileUpload

from bot.dialogue.messages import Attachment
from registry.files.waiting_files import WaitingFile, WaitingFiles

MOST_FILES = 10  # that wait to be sent
_KEY_CHARS = 64


class Tray:
    """The files of everybody. owner: an account, or empty for a guest."""

    def __init__(self, files: WaitingFiles) -> None:
        self._files = files

    async def put(self, owner: str, file: FileUpload) -> None:
        """Keep a file; its key stands before its name, up to the first colon. Raises OSError."""
        key = file.name.partition(":")[0][:_KEY_CHARS]
        content = await file.read()
        kept = WaitingFile(key, file.name.removeprefix(f"{key}:"), len(content))
        most = 2 * MOST_FILES  # one message's are being sent while the next one's come
        await asyncio.to_thread(self._files.put, owner, kept, content, most=most)

    async def waiting(self, owner: str, keys: Sequence[str]) -> tuple[WaitingFile, ...]:
        """Those of some files that are still here, in the order asked for. Raises OSError."""
        return await asyncio.to_thread(self._files.find, owner, keys)

    async def read(self, owner: str, keys: Sequence[str]) -> tuple[Attachment, ...]:
        """Some files as they go along with a message; they stay until they are dropped."""
        found = await asyncio.to_thread(self._files.read, owner, keys) if keys else ()
        return tuple(Attachment(file.name, content) for file, content in found)

    async def drop(self, owner: str, keys: Sequence[str]) -> None:
        """Forget files that were sent. Raises OSError."""
        if keys:
            await asyncio.to_thread(self._files.drop, owner, keys)
