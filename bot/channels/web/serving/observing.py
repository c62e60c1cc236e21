"""ASGI middleware: an id for every request, one line in the log, and one count.

Reads: X-Request-ID of a proxy, where it is an id. Does not log: an address as it was written (it
may hold a code or a number), a query, a body, who asked or from where.
"""

import re
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.serving.metrics import OTHER, Metrics
from bot.clock import Clock
from bot.logs import log_access, request_id

_ID = re.compile(rb"[A-Za-z0-9_-]{8,64}")
SHOWN = "yipanqi.route"  # in a scope: what stands for an address nobody is to know
_UNLOGGED = frozenset({"/healthz", "/readyz", "/metrics"})


class Observed:
    """Gives requests an id and says what became of them."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, clock: Clock) -> None:
        self.app = app
        self._metrics = metrics
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; note its end, however it ends."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        current, status, started = _id_of(scope), 500, self._clock.elapsed_s()

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message.get("headers", ()))
                message["headers"] = [*headers, (b"x-request-id", current.encode())]
            await send(message)

        mark = request_id.set(current)
        try:
            await self.app(scope, receive, send_marked)
        finally:
            self._note(scope, status, self._clock.elapsed_s() - started)
            request_id.reset(mark)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route_of(scope)
        self._metrics.count_request(scope["method"], route, status, seconds)
        if route not in _UNLOGGED:
            ms = round(seconds * 1000, 1)
            log_access(method=scope["method"], route=route, status=status, ms=ms)


def _id_of(scope: Scope) -> str:
    given = dict(scope["headers"]).get(b"x-request-id", b"")
    return given.decode() if _ID.fullmatch(given) else uuid.uuid4().hex


def _route_of(scope: Scope) -> str:
    """The address as the program has it: /api/v1/reports/{report_no}; a secret one by its name."""
    path = scope.get(SHOWN) or getattr(scope.get("route"), "path", "")
    return str(path) or OTHER
