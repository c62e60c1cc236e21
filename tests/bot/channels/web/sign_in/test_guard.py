import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from nicegui import Client, core

from bot.channels.web.sign_in import guard as guarding
from bot.channels.web.sign_in.guard import Guard
from bot.channels.web.sign_in.session import Visit, find_visit
from registry.errors import StorageUnavailable
from registry.transactions.members import SYSTEM
from tests.bot.channels.web.site import Site, finish

SID = "yipanqi-sid"


@dataclass(eq=False)
class FakeClient:
    """A page as NiceGUI knows it."""

    id: str = "page-1"
    has_socket_connection: bool = True
    events: list[Any] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    ended: list[Callable[[], Any]] = field(default_factory=list)

    def on_delete(self, handler: Callable[[], Any]) -> None:
        self.ended.append(handler)

    def handle_event(self, message: dict[str, Any]) -> None:
        self.events.append(message)

    def run_javascript(self, code: str) -> None:
        self.scripts.append(code)


@dataclass
class Opened:
    """A page that somebody signed in has open."""

    site: Site
    guard: Guard
    client: FakeClient
    account: str

    def act(self, client_id: str = "page-1") -> None:
        message = {"client_id": client_id, "id": 1}
        finish(self.guard.on_event("socket", message))

    def holds(self, *, is_use: bool = True) -> bool:
        return finish(self.guard.holds("page-1", is_use=is_use))

    def admits(self, cookie: str) -> bool:
        headers = [(b"cookie", f"{SID}={cookie}".encode())]
        scope = {"type": "websocket", "path": "/_nicegui_ws/", "headers": headers}
        return self.guard.admits(scope, "page-1")


@pytest.fixture
def opened(site: Site, monkeypatch: pytest.MonkeyPatch) -> Opened:
    account = site.signed_in()
    client = FakeClient()
    monkeypatch.setitem(Client.instances, client.id, client)
    monkeypatch.setattr(core.sio, "rooms", lambda _: ["socket", "page-1"])
    guard = Guard(site.web)
    guard.bind(client, find_visit(site.web.identity, site.client.cookies[SID]))
    return Opened(site, guard, client, account)


def test_an_action_reaches_the_page_while_the_session_holds(opened: Opened) -> None:
    opened.act()

    assert len(opened.client.events) == 1
    assert opened.client.scripts == []


def test_after_a_revocation_the_page_says_so_once_and_does_nothing_more(opened: Opened) -> None:
    opened.site.web.registry.staff.revoke(SYSTEM, opened.account, reason="调离")

    opened.act()
    opened.act()

    assert opened.client.events == []
    assert opened.client.scripts == ["yipanqiShell.over()"]


def test_an_event_for_a_page_that_is_not_the_sockets_own_goes_nowhere(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.sio, "rooms", lambda _: ["socket", "page-2"])

    opened.act()
    opened.act("page-9")

    assert opened.client.events == []


def test_a_connection_must_show_the_pages_own_session(opened: Opened) -> None:
    assert opened.admits(opened.site.client.cookies[SID])
    assert not opened.admits("x" * 43)
    assert not opened.admits("")


def test_a_page_goes_on_with_the_session_that_replaced_its_own(opened: Opened) -> None:
    before = opened.site.client.cookies[SID]
    entered = opened.site.web.registry.web_sessions.start(
        opened.account, "password", opened.site.web.identity.options.times, replacing=before
    )

    opened.guard.rebind(before, Visit(entered))
    opened.guard.rebind("somebody else's", Visit())

    assert opened.holds()
    assert opened.admits(entered.id)
    assert not opened.admits(before)


def test_while_the_registry_is_away_an_action_is_not_done_but_the_page_is_not_over(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageUnavailable("gone", retry=True)

    with monkeypatch.context() as gone:
        gone.setattr(opened.site.web.identity, "resolve", fail)
        opened.act()
        assert not opened.holds(is_use=False)
    opened.act()

    assert opened.client.scripts == ["yipanqiShell.trouble()"]
    assert len(opened.client.events) == 1


def test_a_guests_page_is_bound_to_nobody(site: Site) -> None:
    guard, client = Guard(site.web), FakeClient()
    guard.bind(client, Visit())

    assert guard.admits({"type": "http", "path": "/", "headers": []}, "page-1")
    assert finish(guard.holds("page-1"))
    assert finish(guard.holds("unknown"))


def test_a_closed_page_is_forgotten(opened: Opened) -> None:
    for handler in opened.client.ended:
        handler()
    opened.site.web.registry.staff.revoke(SYSTEM, opened.account, reason="调离")

    assert opened.holds()
    assert opened.client.scripts == []


def test_open_pages_are_looked_at_again_and_again(opened: Opened) -> None:
    rounds = iter(range(2))

    async def pause() -> None:
        if next(rounds, None) is None:
            raise asyncio.CancelledError

    opened.site.web.registry.staff.revoke(SYSTEM, opened.account, reason="调离")
    with pytest.raises(asyncio.CancelledError):
        finish(opened.guard.look(pause))

    assert opened.client.scripts == ["yipanqiShell.over()"]
    assert guarding.LOOK_EVERY_S <= 60


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_nicegui/client/page-1/upload/3", 403),
        ("/_nicegui_ws/socket.io/?client_id=page-1&EIO=4&transport=polling", 403),
        ("/_nicegui_ws/socket.io/?EIO=4", 404),
        ("/healthz", 200),
    ],
)
def test_requests_that_name_a_page_of_another_session_are_refused(
    opened: Opened, path: str, status: int
) -> None:
    middleware = guarding.PageConnections(opened.site.app, guard=opened.guard)
    from fastapi.testclient import TestClient

    browser = TestClient(middleware, "http://127.0.0.1:8000", client=("127.0.0.1", 3))

    assert browser.get(path).status_code == status
