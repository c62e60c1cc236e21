"""The webhook: over ASGI with all middleware, and the settings that open it."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot.bootstrap import Web
from bot.channels.telegram.inbox import number_of, update_of
from bot.channels.telegram.webhook import SECRET_HEADER, receive, webhook_of
from bot.channels.web.server import create_api
from bot.errors import BadInput
from bot.settings import Settings
from registry.errors import StorageUnavailable
from registry.messages.mail import MailService
from tests.web_parts import opened_web

SECRET = "s" * 43
PATH = "/telegram/" + "p" * 32
URL = f"https://hook.example.test{PATH}"
UPDATE = {"update_id": 7, "message": {"text": "首报向谁报备？"}}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    settings = {"telegram_webhook_url": URL, "telegram_webhook_secret": SecretStr(SECRET)}
    with opened_web(tmp_path, **settings) as opened:
        yield opened


def posted(
    web: Web, body: object, *, secret: str | None = SECRET, path: str = PATH
) -> httpx.Response:
    """What Telegram is answered."""
    app: FastAPI = create_api(web)
    headers = {} if secret is None else {SECRET_HEADER: secret.encode("latin-1")}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def post() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://hook.example.test") as c:
            return await c.post(path, content=content, headers=headers)

    return asyncio.run(post())


def inbox(web: Web) -> list[tuple[str, Any]]:
    return [
        (str(number_of(item)), update_of(item)) for item in web.registry.mail.unhandled("telegram")
    ]


def test_an_update_is_stored_before_it_is_acknowledged_and_once(web: Web) -> None:
    first, again = posted(web, UPDATE), posted(web, UPDATE)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == b""
    assert inbox(web) == [("7", UPDATE)]


@pytest.mark.parametrize(
    "secret", [None, "", "wrong", SECRET + "x", "密".encode().decode("latin-1")]
)
def test_a_wrong_secret_is_refused_without_a_word(web: Web, secret: str | None) -> None:
    answer = posted(web, UPDATE, secret=secret)

    assert (answer.status_code, answer.content) == (403, b"")
    assert inbox(web) == []


def test_a_wrong_path_is_nothing(web: Web) -> None:
    assert posted(web, UPDATE, path="/telegram/other").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * (2**20 + 1), 413),
        (b"no json", 400),
        (b"[" * 200_000, 400),
        (b"\xff\xfe", 400),
        ([1], 400),
        ({"message": {}}, 400),
        ({"update_id": "7"}, 400),
        ({"update_id": True}, 400),
        ({"update_id": -1}, 400),
        ({"update_id": 2**60}, 400),
    ],
)
def test_what_is_no_update_is_refused_and_not_stored(web: Web, body: object, status: int) -> None:
    assert posted(web, body).status_code == status
    assert inbox(web) == []


def test_what_cannot_be_stored_is_to_be_sent_again(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageUnavailable("gone", retry=True)

    monkeypatch.setattr(MailService, "take_in", fail)

    assert posted(web, UPDATE).status_code == 503


def test_a_large_body_is_refused_by_the_channel_itself_too(web: Web) -> None:
    assert receive(web.registry.mail, SECRET, SECRET, b"x" * (2**20 + 1)) == 413
    assert receive(web.registry.mail, "", "", b"{}") == 403


def test_without_a_webhook_there_is_no_such_address(tmp_path: Path) -> None:
    with opened_web(tmp_path) as web:
        assert posted(web, UPDATE).status_code in (403, 404)  # not even a known host


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        (URL, ""),
        ("", SECRET),
        (URL, "short"),
        (URL, "名" * 40),
        ("http://hook.example.test" + PATH, SECRET),
        ("https://hook.example.test/short", SECRET),
        (f"{URL}?a=1", SECRET),
        ("https:///" + "p" * 32, SECRET),
    ],
)
def test_a_webhook_that_could_be_guessed_or_is_half_set_is_refused(url: str, secret: str) -> None:
    settings = Settings(
        _env_file=None, telegram_webhook_url=url, telegram_webhook_secret=SecretStr(secret)
    )

    with pytest.raises(BadInput) as caught:
        webhook_of(settings)

    assert caught.value.code == "telegram_webhook"


def test_neither_address_nor_secret_is_shown_by_accident() -> None:
    settings = Settings(
        _env_file=None, telegram_webhook_url=URL, telegram_webhook_secret=SecretStr(SECRET)
    )

    assert repr(webhook_of(settings)) == "Webhook()"
    assert webhook_of(Settings(_env_file=None)) is None
