"""The turns on one page: each once and in its order, wherever it comes from.

A turn reaches a page from its own person, from the conversation as it was kept, and from the same
conversation in another tab; the last two may bring the same turn, and in either order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.chats.chat import Turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Turns:
    """What a page has shown. show: adds a turn to the log; heed: takes its draft over.

    heed is only called for turns made in another tab, and before they are shown.
    """

    def __init__(
        self, show: Callable[[Turn], Awaitable[None]], heed: Callable[[Turn], None]
    ) -> None:
        self._show, self._heed = show, heed
        self._order = asyncio.Lock()
        self._shown: set[str] = set()
        self._heard: list[Turn] = []

    @asynccontextmanager
    async def one_at_a_time(self) -> "AsyncIterator[None]":
        """Hold back what is heard while something of the page's own is being shown."""
        async with self._order:
            try:
                yield
            finally:
                await self._catch_up()

    def is_shown(self, message_id: str) -> bool:
        """Whether the turn of a message stands in the log."""
        return bool(message_id) and message_id in self._shown

    def add(self, turn: Turn) -> None:
        """Know of a turn that the page has shown itself."""
        self._shown.add(turn.message_id)

    async def show(self, turns: Iterable[Turn]) -> None:
        """Show those of some turns that are not in the log yet."""
        for turn in turns:
            if not self.is_shown(turn.message_id):
                self.add(turn)
                await self._show(turn)

    async def hear(self, turn: Turn) -> None:
        """Take a turn made in another tab: shown now, or when the page has shown its own."""
        self._heard.append(turn)
        if not self._order.locked():
            async with self.one_at_a_time():
                pass

    async def _catch_up(self) -> None:
        while self._heard:
            turn = self._heard.pop(0)
            if not self.is_shown(turn.message_id):
                self._heed(turn)
                await self.show([turn])
