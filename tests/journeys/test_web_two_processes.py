"""Pages of two app processes on one PostgreSQL: tabs say the same, and one takes over."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.channels.web.sign_in.session import SESSION, Cookies
from tests.deploy.conftest import (
    database,
    postgresql_admin,
    postgresql_server,
    postgresql_template,
)
from tests.journeys.conftest import Server
from tests.journeys.talking import ask, say
from tests.web_parts import PASSWORD, add_member, opened_web

pytestmark = pytest.mark.browser
__all__ = ["database", "postgresql_admin", "postgresql_server", "postgresql_template"]  # fixtures


@dataclass
class Door:
    """The one address of all apps, as a proxy has it: leads to the app chosen last."""

    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    leads_to: int = 0
    ends: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        """Let connections in until the door is closed."""
        while True:
            try:
                outside = self.listener.accept()[0]
            except OSError:
                return
            try:
                inside = socket.create_connection(("127.0.0.1", self.leads_to))
            except OSError:
                outside.close()
                continue
            self.ends += [outside, inside]
            for ways in ((outside, inside), (inside, outside)):
                threading.Thread(target=_carry, args=ways, daemon=True).start()

    def close(self) -> None:
        """Close it and what went through it."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in self.ends:
            end.close()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@dataclass
class Town:
    """Two apps, the door before them, and a browser of one person."""

    one: Server
    two: Server
    door: Door
    context: BrowserContext

    def open(self, url: str) -> Page:
        """A page that is alive."""
        page = self.context.new_page()
        page.goto(url)
        page.wait_for_function("window.socket?.connected")
        return page


@pytest.fixture(scope="module")
def town(
    database: str, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Town]:
    home, door = tmp_path_factory.mktemp("home"), Door()
    with opened_web(home, database_url=database) as web:
        account = add_member(web)
        session = web.identity.sign_in(account, PASSWORD, address="127.0.0.1")
    apps = Server(home), Server(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YIPANQI_DATABASE_URL", database)
        for app in apps:
            app.start()
    door.leads_to = apps[0].port
    threading.Thread(target=door.serve, daemon=True).start()
    context = browser.new_context(locale="zh-CN")
    name = Cookies(is_secure=False).name(SESSION)
    context.add_cookies([{"name": name, "value": session.id, "url": door.url}])
    yield Town(*apps, door, context)
    context.close()
    for app in apps:
        if app.process is not None:
            app.stop()
    door.close()


def test_tabs_in_two_processes_say_the_same(town: Town) -> None:
    first = town.open(town.one.url)
    ask(first, "向谁报告？")
    query = first.url.partition("?")[2]
    second = town.open(f"{town.two.url}?{query}")
    expect(second.locator(".yq-question")).to_have_text("向谁报告？")
    expect(second.get_by_text("已恢复先前的对话")).to_be_visible()

    say(second, "我要填首报")
    expect(first.locator(".yq-question").last).to_have_text("我要填首报")
    expect(first.get_by_role("complementary", name="首报草稿")).to_be_visible()
    first.get_by_role("textbox", name="项目名称").fill("两台机器的项目")
    first.get_by_role("textbox", name="项目名称").press("Enter")

    expect(second.get_by_role("textbox", name="项目名称")).to_have_value("两台机器的项目")
    for page in (first, second):
        expect(page.locator(".yq-question")).to_have_count(3)
        page.close()


def test_what_was_uploaded_and_typed_outlives_the_process_it_was_given_to(town: Town) -> None:
    page = town.open(town.door.url)
    ask(page, "向谁报告？")
    minutes = {"name": "纪要.txt", "mimeType": "text/plain", "buffer": "总投资3亿元".encode()}
    page.locator("#files").set_input_files(minutes)
    tray = page.get_by_role("list", name="要发送的附件").get_by_role("listitem")
    expect(tray).to_contain_text("已上传")
    page.get_by_role("textbox", name="问题").fill("这是项目材料")

    assert town.one.process is not None
    town.door.leads_to = town.two.port
    town.one.process.kill()
    expect(page.get_by_text("已恢复先前的对话")).to_be_visible()
    expect(tray).to_contain_text("纪要.txt")
    expect(tray).to_contain_text("已上传")
    expect(page.get_by_role("textbox", name="问题")).to_have_value("这是项目材料")
    page.get_by_role("button", name="发送").click()

    expect(page.locator(".yq-question").last).to_have_text("这是项目材料\n附件：纪要.txt")
    expect(page.get_by_role("textbox", name="总投资")).to_have_value("30000万元")
    expect(tray).to_have_count(0)
