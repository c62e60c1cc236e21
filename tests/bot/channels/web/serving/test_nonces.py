import re
from typing import Any

import pytest

from bot.channels.web.serving.nonces import Nonces
from tests.bot.channels.web.site import finish

PAGE = (b"x-nicegui-content", b"page")


def respond(*headers: tuple[bytes, bytes], bodies: tuple[bytes, ...], kind: str = "http") -> Any:
    """What comes out of the middleware for a response of these headers and bodies."""
    sent: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
        for position, body in enumerate(bodies):
            more = position + 1 < len(bodies)
            await send({"type": "http.response.body", "body": body, "more_body": more})

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    middleware = Nonces(app, randomness=lambda size: b"\x07" * size)
    finish(middleware({"type": kind}, None, keep))  # type: ignore[arg-type]
    return sent


def test_every_script_of_a_page_is_marked_and_no_other_may_run() -> None:
    bodies = (b"<html><scr", b'ipt src="/a.js"></script><script>go()</script>', b"&lt;script")

    start, body = respond(PAGE, (b"content-length", b"9"), bodies=bodies)

    headers = dict(start["headers"])
    nonce = re.search(rb"'nonce-([^']+)'", headers[b"content-security-policy"])
    assert nonce
    assert b"'unsafe-inline'" not in headers[b"content-security-policy"].partition(b"style-src")[0]
    assert body["body"].count(b'<script nonce="' + nonce[1] + b'"') == 2
    assert headers[b"content-length"] == str(len(body["body"])).encode()


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_what_is_no_page_goes_through_untouched(kind: str) -> None:
    start, first, second = respond((b"a", b"b"), bodies=(b"<script>", b"x"), kind=kind)

    assert start["headers"] == [(b"a", b"b")]
    assert (first["body"], second["body"]) == (b"<script>", b"x")
