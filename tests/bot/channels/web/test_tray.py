"""Uploaded files wait for their owner, for a while, and for nobody else."""

import asyncio
from datetime import UTC, datetime, timedelta

from nicegui.elements.upload_files import SmallFileUpload

from bot.channels.web.tray import MOST_FILES, WAITS, Tray
from bot.messages import Attachment


def upload(name: str) -> SmallFileUpload:
    """A file as NiceGUI hands it over."""
    return SmallFileUpload(name, "text/plain", name.encode())


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, tzinfo=UTC)

    def now(self) -> datetime:
        """The time."""
        return self.at


def test_a_file_waits_for_its_owner_until_it_was_sent() -> None:
    tray = Tray(Clock().now)
    tray.put("S1", upload("k1:会谈:纪要.txt"))

    (waiting,) = tray.waiting("S1", ["k1", "k2"])
    files = asyncio.run(tray.read("S1", ["k1"]))

    assert (waiting.key, waiting.name, waiting.size) == ("k1", "会谈:纪要.txt", 20)
    assert files == (Attachment("会谈:纪要.txt", "k1:会谈:纪要.txt".encode()),)
    assert tray.waiting("S2", ["k1"]) == ()
    assert tray.waiting("", ["k1"]) == ()
    assert tray.waiting("S1", ["k1"]) == (waiting,)
    tray.drop("S1", ["k1", "none"])
    assert tray.waiting("S1", ["k1"]) == ()


def test_files_are_forgotten_after_a_while() -> None:
    clock = Clock()
    tray = Tray(clock.now)
    tray.put("S1", upload("k1:a"))
    clock.at += WAITS
    kept = tray.waiting("S1", ["k1"])
    clock.at += timedelta(seconds=1)

    assert len(kept) == 1
    assert tray.waiting("S1", ["k1"]) == ()


def test_the_oldest_make_room_for_one_person_and_not_for_another() -> None:
    tray = Tray(Clock().now)
    tray.put("S2", upload("k:x"))
    keys = [f"k{number}" for number in range(2 * MOST_FILES + 1)]
    for key in keys:
        tray.put("S1", upload(f"{key}:a"))

    assert [one.key for one in tray.waiting("S1", keys)] == keys[1:]
    assert len(tray.waiting("S2", ["k"])) == 1
