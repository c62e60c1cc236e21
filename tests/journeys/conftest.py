"""A real Chromium and a real server on fakes, for the journeys through the chat page."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.offices import Office
from tests.web_parts import opened_web

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "test-artifacts"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=30_000)  # a busy machine is slow and not wrong


@dataclass
class Server:
    """A web server in a child process; it can be stopped and started again on its port."""

    home: Path
    port: int = 0
    modes: tuple[str, ...] = ()
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where the chat page is."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it and wait until it has bound its port."""
        command = [
            sys.executable,
            "-m",
            "tests.journeys.fake_server",
            str(self.home),
            str(self.port),
            *self.modes,
        ]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=_plain_environment()
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert re.fullmatch(r"\d+\n", line), "the server did not start"
        self.port = int(line)

    def stop(self) -> int:
        """Stop it as Ctrl-C does and return its exit status."""
        assert self.process is not None
        self.process.send_signal(2)
        status = self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return status


def _plain_environment() -> dict[str, str]:
    """The environment without what makes NiceGUI believe that it is being tested itself."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server; each test has a conversation of its own on it."""
    running = Server(tmp_path_factory.mktemp("home"))
    running.start()
    yield running
    if running.process is not None:
        running.stop()


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    """A server with a real registry and library, and people who are signed in to it."""
    running = Server(tmp_path_factory.mktemp("office"), modes=("library",))
    running.start()
    with opened_web(running.home) as web:
        opened = Office(web, running.url, browser)
        yield opened
        opened.close()
    running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the journeys are skipped, or fail where one is required."""
    executable = shutil.which("chromium")
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
        pytest.skip("Chromium is not installed: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    """A browser whose tabs share what was fetched once, as a person's do."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(desktop: BrowserContext, server: Server) -> Iterator[Page]:
    """The chat page on a desktop screen, opened and ready; any script error fails the test."""
    opened = desktop.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(server.url)
    opened.get_by_role("textbox", name="问题").wait_for()
    yield opened
    opened.close()
    assert errors == []


def picture(page: Page, name: str) -> None:
    """Keep a screenshot for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")
