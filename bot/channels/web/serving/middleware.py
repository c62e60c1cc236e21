"""ASGI middleware: security headers, a limit on bodies, and only our own pages' requests.

Pure ASGI, so that WebSockets and streamed bodies pass through untouched.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.api.problems import problem

MAX_BODY_BYTES = 1024 * 1024
MAX_UPLOAD_BYTES = 21 * 1024 * 1024  # the registry's own limit of a file, and the form around it
UPLOADS = re.compile(
    r"/_nicegui/client/[^/]+/upload/|/api/v1/.*/files$|/reports/[^/]+/files$|/library/files$"
)
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

# Where a page does not say its own: those drawn by NiceGUI also run scripts with a nonce
# (channels.web.serving.nonces), plain pages load hardly anything (channels.web.frame.plain).
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)


STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    """Adds the security headers to every HTTP response; pages and answers are never cached.

    is_secure: people come over TLS, and are to come over nothing else.
    """

    def __init__(self, app: ASGIApp, *, is_secure: bool = False) -> None:
        self.app = app
        self._headers = SECURITY_HEADERS + ((STRICT_TRANSPORT,) if is_secure else ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and mark its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                present = {name.lower() for name, _ in headers}
                headers += [pair for pair in self._headers if pair[0] not in present]
                if b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        await self.app(scope, receive, send_marked)


class OwnPagesOnly:
    """Refuses what another site's page sends: a foreign Host (rebinding), Origin or fetch.

    hosts: names we are known by, without ports.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = LOOPBACK_HOSTS) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is for us, and from our own pages or no page at all."""
        if scope["type"] in {"http", "websocket"} and not self._is_own(scope):
            await refuse(scope, send, 403)
            return
        await self.app(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        authority = headers.get(b"host", "")
        if _without_port(authority) not in self.hosts:
            return False
        origin = headers.get(b"origin")
        if origin is None:  # every browser sends one with a WebSocket
            return scope["type"] == "http" and not _is_foreign_change(scope, headers)
        return urlsplit(origin).netloc == authority and not _is_foreign_change(scope, headers)


def _is_foreign_change(scope: Scope, headers: Mapping[bytes, str]) -> bool:
    """Whether a browser says that another site's page asks for a change."""
    if scope["type"] == "http" and scope["method"] in {"GET", "HEAD", "OPTIONS"}:
        return False
    return headers.get(b"sec-fetch-site", "none") not in {"same-origin", "none"}


class BodyLimit:
    """Answers 413 to a body larger than the limit of its address, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = MAX_UPLOAD_BYTES if UPLOADS.match(scope["path"]) else MAX_BODY_BYTES
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > most:
            await refuse(scope, send, 413)
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise BodyTooLarge
            return message

        try:
            await self.app(scope, receive_counted, send)
        except BodyTooLarge:
            await refuse(scope, send, 413)


class BodyTooLarge(HTTPException):
    """A body that passed the limit while it was read; FastAPI answers this kind as it stands."""

    def __init__(self) -> None:
        super().__init__(413)


def _without_port(authority: str) -> str:
    host, colon, port = authority.rpartition(":")
    return host if colon and port.isdigit() else authority


async def refuse(scope: Scope, send: Send, status: int) -> None:
    """Answer a request nobody else has seen: a problem, or a closed WebSocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    code, text = {
        413: ("too_large", "内容太大，请缩短后再发。"),
        403: ("forbidden", "只接受本站页面的请求；若登录已结束，请重新登录。"),
    }[status]
    told = problem(status, text, code=code)
    headers = [*told.raw_headers, *SECURITY_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": told.body})
