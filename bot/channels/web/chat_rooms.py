"""Open pages of this process by conversation, so that tabs of one conversation say the same."""

import logging
from typing import Protocol

from bot.chat import Turn

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
        for page in tuple(self._open.get(speaker.conversation, ())):
            if page is not speaker and page.account == speaker.account:
                try:
                    await page.hear(turn)
                except RuntimeError as error:  # its client was deleted meanwhile
                    _logger.info("a page has gone: %s", type(error).__name__)
