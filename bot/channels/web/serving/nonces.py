"""ASGI middleware: the scripts of a NiceGUI page get a nonce, and no other inline script runs.

NiceGUI draws its pages from inline scripts and escapes every `<` of the elements they carry, so
each `<script` of a page is NiceGUI's own or ours. Templates are compiled in the browser, hence
'unsafe-eval'; styles stay 'unsafe-inline'.
"""

import base64

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.serving.middleware import CONTENT_SECURITY_POLICY
from registry.clock import Randomness

_BYTES = 18
_OPENING = b"<script"
_SCRIPTS = "script-src 'self'"


class Nonces:
    """Marks the scripts of each page, and lets only marked ones run."""

    def __init__(self, app: ASGIApp, *, randomness: Randomness) -> None:
        self.app = app
        self._randomness = randomness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a page that comes back is rewritten as a whole."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        parts: list[bytes] = []

        async def send_marked(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._send_page(start, b"".join(parts), send)

        await self.app(scope, receive, send_marked)

    async def _send_page(self, start: Message, page: bytes, send: Send) -> None:
        nonce = base64.b64encode(self._randomness(_BYTES)).decode()
        marked = page.replace(_OPENING, f'<script nonce="{nonce}"'.encode())
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-length"] = str(len(marked))
        headers["content-security-policy"] = CONTENT_SECURITY_POLICY.replace(
            _SCRIPTS, f"{_SCRIPTS} 'nonce-{nonce}' 'unsafe-eval'"
        )
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": marked})


def _is_page(message: Message) -> bool:
    return (b"x-nicegui-content", b"page") in message.get("headers", ())
