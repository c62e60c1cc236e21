"""What is written while an answer is being given, and what may not be sent yet: nothing is lost."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.dialogue.message_limits import MESSAGES_A_MINUTE, count_message
from bot.dialogue.messages import Incoming
from tests.journeys.conftest import Server, picture
from tests.journeys.fake_server import GATE
from tests.journeys.offices import Office

pytestmark = pytest.mark.browser


class Gate:
    """The pipe slow answers wait for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_open = False
        os.mkfifo(path)

    def open(self) -> None:
        """Let the answer that waits go on; returns once it does."""
        self._is_open = True
        self._path.write_bytes(b"")

    def close(self) -> None:
        """Leave nobody waiting, also where the test did not come so far."""
        if not self._is_open:
            os.close(os.open(self._path, os.O_RDWR))
        self._path.unlink()


@pytest.fixture
def gate(server: Server) -> Iterator[Gate]:
    made = Gate(server.home / GATE)
    yield made
    made.close()


def write_two(page: Page, first: str, second: str) -> Locator:
    """Send a question, and while it waits press Enter twice on a second one; gives the box."""
    box = page.get_by_role("textbox", name="问题")
    box.fill(first)
    box.press("Enter")
    expect(page.get_by_role("button", name="发送")).to_be_disabled()
    expect(box).to_have_value("")
    box.fill(second)
    box.press("Enter")
    box.press("Enter")
    expect(page.locator(".yq-question")).to_have_text([first])
    expect(box).to_have_value(second)
    return box


def test_a_question_entered_during_an_answer_is_asked_once_after_it(page: Page, gate: Gate) -> None:
    box = write_two(page, "慢慢说，向谁报告？", "那期限呢？")

    gate.open()

    expect(page.locator(".yq-rating")).to_have_count(2)
    expect(page.locator(".yq-question")).to_have_text(["慢慢说，向谁报告？", "那期限呢？"])
    expect(page.get_by_role("button", name="发送")).to_be_enabled()
    expect(box).to_have_value("")
    page.reload()
    expect(page.locator(".yq-question")).to_have_text(["慢慢说，向谁报告？", "那期限呢？"])


def test_words_that_were_refused_come_back_above_those_written_since(page: Page) -> None:
    box = page.get_by_role("textbox", name="问题")
    page.evaluate("yipanqi.setBusy(true)")
    box.fill("那期限呢？")
    box.press("Enter")

    page.evaluate("yipanqi.refused('向谁报告？')")
    page.evaluate("yipanqi.setBusy(false)")

    expect(box).to_have_value("向谁报告？\n那期限呢？")
    expect(page.locator(".yq-question")).to_have_count(0)


def test_who_sends_too_fast_reads_how_long_to_wait_and_keeps_the_words(office: Office) -> None:
    who = office.person("西湖区")
    page = office.open(who, "/")
    sent = Incoming("web:before", who, "web", "m", "向谁报告？")
    for _ in range(MESSAGES_A_MINUTE):
        count_message(office.web.registry, sent)

    box = page.get_by_role("textbox", name="问题")
    box.fill("首报要写什么？")
    box.press("Enter")

    expect(page.get_by_text(re.compile(r"一分钟最多 30 条，请 \d+ 秒后再发。"))).to_be_visible()
    expect(box).to_have_value("首报要写什么？")
    picture(page, "too-fast")
    assert office.errors == []
