"""What a page puts into the tray is a file of its owner's, by the key its browser gave."""

import asyncio
from pathlib import Path

from nicegui.elements.upload_files import SmallFileUpload

from bot.channels.web.chat.tray import MOST_FILES, Tray
from bot.dialogue.messages import Attachment
from registry.files.waiting_files import WaitingFile, WaitingFiles
from tests.registry.building import TestClock


def upload(name: str) -> SmallFileUpload:
    """A file as NiceGUI hands it over."""
    return SmallFileUpload(name, "text/plain", name.encode())


def test_a_file_goes_along_with_a_message_and_is_forgotten_then(tmp_path: Path) -> None:
    tray = Tray(WaitingFiles(tmp_path, TestClock()))

    async def send() -> None:
        await tray.put("S1", upload("k1:会谈:纪要.txt"))
        assert await tray.waiting("S1", ["k1", "k2"]) == (WaitingFile("k1", "会谈:纪要.txt", 20),)
        assert await tray.read("S2", ["k1"]) == await tray.read("S1", []) == ()
        sent = await tray.read("S1", ["k1"])
        assert sent == (Attachment("会谈:纪要.txt", "k1:会谈:纪要.txt".encode()),)
        await tray.drop("S1", ["k1"])
        assert await tray.waiting("S1", ["k1"]) == ()

    asyncio.run(send())


def test_one_person_fills_the_tray_of_nobody_else(tmp_path: Path) -> None:
    clock = TestClock()
    files = WaitingFiles(tmp_path, clock)
    keys = [f"k{number}" for number in range(2 * MOST_FILES + 1)]

    async def fill() -> None:
        tray = Tray(files)
        await tray.put("S2", upload("k:x"))
        for number, key in enumerate(keys):
            clock.elapsed = number
            clock.at = clock.at.replace(microsecond=number)
            await tray.put("S1", upload(f"{key}:a"))

    asyncio.run(fill())

    assert len(files.find("S1", keys)) == 2 * MOST_FILES
    assert len(files.find("S2", ["k"])) == 1
