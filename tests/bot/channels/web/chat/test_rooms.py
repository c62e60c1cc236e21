"""The same person's other pages of a conversation hear a turn; nobody else does."""

import asyncio
from dataclasses import dataclass, field

from bot.channels.web.chat.rooms import Rooms
from bot.chats.chat import Turn

TURN = Turn("话", (), message_id="m1")


@dataclass
class Page:
    """A page that remembers what it heard; a gone one cannot be written to."""

    account: str | None = None
    conversation: str = "web:a"
    is_gone: bool = False
    heard: list[Turn] = field(default_factory=list)

    def knows(self, message_id: str) -> bool:
        """Whether it heard of the message."""
        return message_id in {turn.message_id for turn in self.heard}

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


def test_a_turn_of_another_process_is_brought_once_to_the_pages_that_lack_it() -> None:
    rooms = Rooms()
    shows, lacks, other, gone = Page("u"), Page("u"), Page("v"), Page("u", is_gone=True)
    shows.heard.append(TURN)
    for page in (gone, shows, lacks, other):
        rooms.enter(page)
    rooms.leave(gone)

    assert rooms.lacks("web:a", "u", "m1")
    asyncio.run(rooms.bring("web:a", "u", TURN))

    assert not rooms.lacks("web:a", "u", "m1")
    assert shows.heard == lacks.heard == [TURN]
    assert other.heard == []
    assert not rooms.lacks("web:b", "u", "m1")
