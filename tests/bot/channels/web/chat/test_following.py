"""Turns another process made reach the pages open here: each once, in order, nobody else's."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.bootstrap import Web
from bot.channels.web.chat.following import Following
from bot.channels.web.chat.rooms import Rooms
from bot.chats.chat import Turn
from registry.errors import StorageUnavailable
from tests.web_parts import opened_web


@dataclass
class Page:
    """A page that remembers what it heard."""

    account: str | None = "S1"
    conversation: str = "web:a"
    heard: list[str] = field(default_factory=list)

    def knows(self, message_id: str) -> bool:
        """Whether it heard of the message."""
        return message_id in self.heard

    async def hear(self, turn: Turn) -> None:
        """Remember."""
        self.heard.append(turn.message_id)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with opened_web(tmp_path) as opened:
        yield opened


def say(web: Web, message_id: str, conversation: str = "web:a", person: str = "S1") -> None:
    """A turn that was written by somebody, in whatever process."""
    add = web.registry.transcripts.add
    add(conversation, message_id, person=person, said=message_id, replies=[])


def test_what_was_said_elsewhere_is_heard_once_and_in_order(web: Web) -> None:
    rooms, mine, others = Rooms(), Page(), Page("S2", "web:b")
    guest = Page(None, "web:g")
    for page in (mine, others, guest):
        rooms.enter(page)
    following = Following(rooms, web.chat)

    async def live() -> None:
        say(web, "old")
        await following.look()  # from now on
        say(web, "m1")
        say(web, "m2", "web:b", "S1")  # in a conversation that S2 has open
        say(web, "m3")
        say(web, "m4", "web:g", "web:g")
        mine.heard.append("m3")  # made on this very page
        for _ in range(2):
            await following.look()

    asyncio.run(live())

    assert mine.heard == ["m3", "m1"]
    assert others.heard == []
    assert guest.heard == ["m4"]


def test_while_the_database_is_away_nothing_is_passed_over(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms, page = Rooms(), Page()
    rooms.enter(page)
    following = Following(rooms, web.chat)

    def away(*_: object) -> None:
        raise StorageUnavailable("away", retry=True)

    async def live() -> None:
        await following.look()
        say(web, "m1")
        with monkeypatch.context() as patch:
            patch.setattr(type(web.registry.transcripts), "find", away)
            await following.look()
        assert page.heard == []
        await following.look()

    asyncio.run(live())

    assert page.heard == ["m1"]
