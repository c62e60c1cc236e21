"""Open pages stand for the session they were opened with: at every action, and twice a minute.

NiceGUI knows a page by a random id that the browser sends; here every connection, event and upload
of a page is held against the browser's own session. A page whose session is over says so and does
nothing more; what was typed stays on it.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from nicegui import Client, background_tasks, core
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.bootstrap import Web
from bot.channels.web.serving.middleware import refuse
from bot.channels.web.sign_in.session import SESSION, Cookies, Visit, cookie_of, find_visit

LOOK_EVERY_S = 30
_SOCKET = "/_nicegui_ws/"
_OF_PAGE = re.compile(r"/_nicegui/client/([^/]+)/")


@dataclass
class OpenPage:
    """A page in a browser. session_id: None for a guest's; order: its events, one by one."""

    session_id: str | None
    visit: Visit
    is_over: bool = False
    order: asyncio.Lock = field(default_factory=asyncio.Lock)


class Guard:
    """The open pages of this process, by NiceGUI's id of the page."""

    def __init__(self, web: Web) -> None:
        self._identity = web.identity
        self._cookie = Cookies(is_secure=web.is_secure).name(SESSION)
        self._pages: dict[str, OpenPage] = {}

    def bind(self, client: Client, visit: Visit) -> OpenPage:
        """Bind a page being built to the session it is opened with."""
        session_id = None if visit.session is None else visit.session.id
        page = self._pages[client.id] = OpenPage(session_id, visit)
        client.on_delete(lambda: self._pages.pop(client.id, None))
        return page

    def rebind(self, old_id: str, visit: Visit) -> None:
        """A session goes on under a new id: so do its pages."""
        for page in self._pages.values():
            if page.session_id == old_id and visit.session is not None:
                page.session_id, page.visit = visit.session.id, visit

    def admits(self, scope: Scope, client_id: str) -> bool:
        """Whether a connection may speak for the page it names: it shows the page's own session."""
        page = self._pages.get(client_id)
        if page is None or page.session_id is None:
            return True  # NiceGUI refuses ids it does not know; a guest's page is anybody's
        return cookie_of(scope, self._cookie) == page.session_id

    async def holds(self, client_id: str, *, is_use: bool = True) -> bool:
        """Whether the page's session still holds; tells the page when it does not."""
        page = self._pages.get(client_id)
        if page is None or page.session_id is None:
            return True
        if page.is_over:
            return False
        visit = await asyncio.to_thread(find_visit, self._identity, page.session_id, is_use=is_use)
        if visit.session is not None:
            page.visit = visit
            return True
        if visit.trouble is None:
            page.is_over = True
            _tell(client_id, "over")
        elif is_use:
            _tell(client_id, "trouble")
        return False

    async def on_event(self, socket: str, message: dict[str, Any]) -> None:
        """Take an event from a page to NiceGUI, once the session is known to hold."""
        client_id = str(message.get("client_id", ""))
        client = Client.instances.get(client_id)
        if client is None or client_id not in core.sio.rooms(socket):
            return
        page = self._pages.get(client_id)
        async with page.order if page else asyncio.Lock():
            if await self.holds(client_id) and client.has_socket_connection:
                client.handle_event(message)

    async def look(self, pause: Callable[[], Any]) -> None:
        """Go through the open pages for ever, between pauses."""
        while True:
            await pause()
            for client_id in tuple(self._pages):
                await self.holds(client_id, is_use=False)

    def install(self) -> None:
        """Stand between the browser's events and NiceGUI; call before the server starts."""
        core.sio.on("event", self.on_event)

        def start() -> None:
            background_tasks.create(self.look(_half_a_minute), name="looking after sessions")

        core.app.on_startup(start)


class PageConnections:
    """ASGI middleware: a connection that names a page of another session is refused."""

    def __init__(self, app: ASGIApp, *, guard: Guard) -> None:
        self.app = app
        self._guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on when it may speak for its page."""
        if scope["type"] in {"http", "websocket"}:
            client_id = _client_of(scope)
            if client_id is not None and not await self._may_speak(scope, client_id):
                await refuse(scope, send, 403)
                return
        await self.app(scope, receive, send)

    async def _may_speak(self, scope: Scope, client_id: str) -> bool:
        return self._guard.admits(scope, client_id) and await self._guard.holds(client_id)


def _client_of(scope: Scope) -> str | None:
    path = scope["path"]
    if path.startswith(_SOCKET):
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        return next(iter(query.get("client_id", ())), None)
    found = _OF_PAGE.match(path)
    return found[1] if found else None


def _tell(client_id: str, what: str) -> None:
    client = Client.instances.get(client_id)
    if client is not None:
        client.run_javascript(f"yipanqiShell.{what}()")


async def _half_a_minute() -> None:
    await asyncio.sleep(LOOK_EVERY_S)
