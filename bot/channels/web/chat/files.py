"""The files of one chat page: those that wait to be sent, and those kept with the draft."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress

from nicegui import ui
from nicegui.elements.upload_files import FileUpload

from bot.channels.web.chat.events import call
from bot.channels.web.chat.tray import Tray
from bot.channels.web.frame.forms import tell
from bot.chats.chat import ChatService
from bot.dialogue.messages import Attachment
from bot.rendering.errors import complain
from registry.errors import RegistryError
from registry.files.draft_files import DraftFile
from registry.filing.drafts import Draft

_PATIENCE_S = 5.0  # for a page to say which files it had


class ChatFiles:
    """Files of whoever uses a page. account: theirs now, None for a guest."""

    def __init__(self, service: ChatService, tray: Tray, account: Callable[[], str | None]) -> None:
        self._service, self._tray, self._account = service, tray, account

    @property
    def _owner(self) -> str:
        return self._account() or ""

    async def put(self, file: FileUpload) -> None:
        """Keep an uploaded file until it is sent. Raises OSError."""
        await self._tray.put(self._owner, file)

    async def read(self, keys: Sequence[str]) -> tuple[Attachment, ...]:
        """Files that go along with a message; fewer where some are gone, which the page shows."""
        try:
            found = await self._tray.read(self._owner, keys)
            here = {one.key for one in await self._tray.waiting(self._owner, keys)}
        except OSError:
            found, here = (), set()
        call("lost", json.dumps([key for key in keys if key not in here]))
        return found

    async def drop(self, keys: Sequence[str]) -> None:
        """Forget files that were sent; one that cannot be taken away goes after a while."""
        with suppress(OSError):
            await self._tray.drop(self._owner, keys)

    async def give_back(self, keys: Sequence[str]) -> None:
        """Show files above the box again: what they were sent with was not done."""
        try:
            waiting = await self._tray.waiting(self._owner, keys)
        except OSError as error:
            tell(complain(error).text, is_error=True)
            return
        told = [{"key": one.key, "name": one.name, "size": one.size} for one in waiting]
        call("restoreTray", json.dumps(told))

    async def restore(self) -> None:
        """Bring back what was uploaded and not sent before a reload."""
        try:
            keys = await ui.run_javascript("return yipanqi.trayKeys()", timeout=_PATIENCE_S)
        except TimeoutError:
            return
        if isinstance(keys, list) and keys:
            await self.give_back([str(key) for key in keys])

    async def of(self, draft: Draft | None) -> tuple[DraftFile, ...]:
        """The files kept with a draft."""
        return await asyncio.to_thread(self._service.draft_files, draft, self._account())

    async def remove(self, draft_id: str, file: DraftFile) -> bool:
        """Take a file off a draft; False when it could not be, which the page is told."""
        try:
            remove = self._service.remove_file
            await asyncio.to_thread(remove, draft_id, file.sha256, self._owner)
        except (RegistryError, OSError) as error:
            tell(complain(error).text, is_error=True)
            return False
        tell(f"已去掉附件“{file.name}”。")
        return True
