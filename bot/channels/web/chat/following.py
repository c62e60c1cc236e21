"""Turns that another process made: looked for every two seconds, shown on the pages open here.

Does not: decide who may see a turn; a page hears turns of its own person and conversation only.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from nicegui import background_tasks, core

from bot.channels.web.chat.rooms import Rooms
from bot.chats.chat import ChatService
from registry.errors import RegistryError

EVERY_S = 2.0
_logger = logging.getLogger(__name__)


class Following:
    """Follows the turns of all processes from the moment it is made."""

    def __init__(self, rooms: Rooms, chat: ChatService) -> None:
        self._rooms, self._chat = rooms, chat
        self._last: int | None = None

    async def look(self) -> None:
        """Bring the pages of this process up to what has been said; what fails waits its turn."""
        try:
            found = await asyncio.to_thread(self._chat.registry.transcripts.since, self._last)
            for said in found.turns:
                account = None if said.person == said.conversation else said.person
                if self._rooms.lacks(said.conversation, account, said.message_id):
                    turn = await asyncio.to_thread(
                        self._chat.heard, said.conversation, said.message_id, account
                    )
                    if turn is not None:
                        await self._rooms.bring(said.conversation, account, turn)
            self._last = found.last
        except RegistryError as error:
            _logger.info("turns not followed: %s", type(error).__name__)

    async def go_on(self, pause: Callable[[], Awaitable[None]]) -> None:
        """Look for ever, with pauses."""
        while True:
            await self.look()
            await pause()

    def install(self) -> None:
        """Begin when the server starts; call before."""

        def start() -> None:
            background_tasks.create(self.go_on(_pause), name="following other processes")

        core.app.on_startup(start)


async def _pause() -> None:
    await asyncio.sleep(EVERY_S)
