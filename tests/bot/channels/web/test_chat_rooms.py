"""The same person's other pages of a conversation hear a turn; nobody else does."""

import asyncio
from dataclasses import dataclass, field

from bot.channels.web.chat_rooms import Rooms
from bot.chat import Turn

TURN = Turn("话", ())


@dataclass
class Page:
    """A page that remembers what it heard; a gone one cannot be written to."""

    account: str | None = None
    conversation: str = "web:a"
    is_gone: bool = False
    heard: list[Turn] = field(default_factory=list)

    async def hear(self, turn: Turn) -> None:
        """Remember, or fail as NiceGUI does."""
        if self.is_gone:
            raise RuntimeError("client deleted")
        self.heard.append(turn)


def test_other_pages_of_the_same_person_hear_it() -> None:
    rooms = Rooms()
    speaker, same, gone = Page("u"), Page("u"), Page("u", is_gone=True)
    left, other, elsewhere = Page("u"), Page("v"), Page("u", "web:b")
    for page in (speaker, gone, same, left, other, elsewhere):
        rooms.enter(page)
    rooms.leave(left)
    rooms.leave(elsewhere)

    asyncio.run(rooms.tell(speaker, TURN))

    assert same.heard == [TURN]
    assert speaker.heard == left.heard == other.heard == elsewhere.heard == []
