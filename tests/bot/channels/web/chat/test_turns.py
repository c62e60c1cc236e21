"""A page shows each turn once and in its order, whatever brings it and when."""

import asyncio
from dataclasses import dataclass, field

from bot.channels.web.chat.turns import Turns
from bot.chats.chat import Turn


def turn(name: str) -> Turn:
    """A turn known by its message."""
    return Turn(f"话{name}", (), message_id=name)


@dataclass
class Page:
    """What a page has in its log, and the turns whose drafts it took over."""

    shown: list[str] = field(default_factory=list)
    heeded: list[str] = field(default_factory=list)

    async def show(self, one: Turn) -> None:
        """Take a while to show it."""
        await asyncio.sleep(0)
        self.shown.append(one.message_id)

    def heed(self, one: Turn) -> None:
        """Take the draft over."""
        self.heeded.append(one.message_id)


def turns_of(page: Page) -> Turns:
    return Turns(page.show, page.heed)


def test_what_is_heard_before_the_history_is_shown_comes_after_it_and_once() -> None:
    """A reload while a reply streams: the old page tells what the history already has."""
    page = Page()

    async def reload() -> None:
        turns = turns_of(page)
        async with turns.one_at_a_time():
            await turns.hear(turn("3"))  # kept before the history was read, told after
            await turns.hear(turn("4"))  # made after the history was read
            await turns.show([turn("1"), turn("2"), turn("3")])

    asyncio.run(reload())

    assert page.shown == ["1", "2", "3", "4"]
    assert page.heeded == ["4"]


def test_what_is_heard_while_an_own_turn_is_shown_comes_after_it() -> None:
    page = Page()

    async def both() -> None:
        turns = turns_of(page)
        async with turns.one_at_a_time():
            turns.add(turn("mine"))
            await turns.hear(turn("theirs"))
            page.shown.append("mine")

    asyncio.run(both())

    assert page.shown == ["mine", "theirs"]


def test_a_quiet_page_shows_at_once_what_it_hears_and_an_echo_of_its_own_not_at_all() -> None:
    page = Page()

    async def hear() -> None:
        turns = turns_of(page)
        turns.add(turn("mine"))
        await asyncio.gather(turns.hear(turn("1")), turns.hear(turn("2")), turns.hear(turn("mine")))

    asyncio.run(hear())

    assert page.shown == ["1", "2"]


def test_a_turn_that_names_no_message_is_never_taken_for_another() -> None:
    page = Page()

    async def hear() -> None:
        turns = turns_of(page)
        await turns.show([turn(""), turn("")])

    asyncio.run(hear())

    assert page.shown == ["", ""]
