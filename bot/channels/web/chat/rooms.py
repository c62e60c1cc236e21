"""Open pages of this process by conversation, so that tabs of one conversation say the same."""

import logging
from typing import Protocol

from bot.chats.chat import Turn

_logger = logging.getLogger(__name__)


class Listener(Protocol):
    """An open page."""

    @property
    def account(self) -> str | None:
        """Who uses it."""
        ...

    @property
    def conversation(self) -> str:
        """What it shows."""
        ...

    def knows(self, message_id: str) -> bool:
        """Whether it shows the turn of a message."""
        ...

    async def hear(self, turn: Turn) -> None:
        """Show a turn that was made elsewhere."""
        ...


class Rooms:
    """Who has which conversation open."""

    def __init__(self) -> None:
        self._open: dict[str, list[Listener]] = {}

    def enter(self, page: Listener) -> None:
        """A page was opened."""
        self._open.setdefault(page.conversation, []).append(page)

    def leave(self, page: Listener) -> None:
        """A page is gone."""
        left = [one for one in self._open.get(page.conversation, ()) if one is not page]
        if left:
            self._open[page.conversation] = left
        else:
            self._open.pop(page.conversation, None)

    async def tell(self, speaker: Listener, turn: Turn) -> None:
        """Tell the same person's other pages of a turn; one that is going does not hold it up."""
        for page in self._pages(speaker.conversation, speaker.account):
            if page is not speaker:
                await _hear(page, turn)

    def lacks(self, conversation: str, account: str | None, message_id: str) -> bool:
        """Whether a page of that person and conversation does not show the turn of a message."""
        pages = self._pages(conversation, account)
        return any(not page.knows(message_id) for page in pages)

    async def bring(self, conversation: str, account: str | None, turn: Turn) -> None:
        """Show a turn that another process made on the pages that lack it."""
        for page in self._pages(conversation, account):
            if not page.knows(turn.message_id):
                await _hear(page, turn)

    def _pages(self, conversation: str, account: str | None) -> tuple[Listener, ...]:
        pages = self._open.get(conversation, ())
        return tuple(page for page in pages if page.account == account)


async def _hear(page: Listener, turn: Turn) -> None:
    try:
        await page.hear(turn)
    except RuntimeError as error:  # its client was deleted meanwhile
        _logger.info("a page has gone: %s", type(error).__name__)
