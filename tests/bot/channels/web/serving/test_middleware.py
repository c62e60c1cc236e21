from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.server import create_api
from bot.channels.web.serving.middleware import MAX_BODY_BYTES, SECURITY_HEADERS
from tests.web_parts import opened_web

JSON = {"content-type": "application/json"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with (
        opened_web(tmp_path) as web,
        TestClient(create_api(web), "http://127.0.0.1:8000", client=("127.0.0.1", 1)) as opened,
    ):
        yield opened


@pytest.mark.parametrize("path", ["/healthz", "/api/docs", "/assets/chat.css", "/nope"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    for name, value in SECURITY_HEADERS:
        assert headers[name.decode()] == value.decode()


def test_answers_are_not_cached(client: TestClient) -> None:
    assert client.get("/healthz").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8000"}, 200),
        ({"host": "[::1]:8000"}, 200),
        ({"host": "localhost"}, 200),
        ({"origin": "http://127.0.0.1:8000"}, 200),
        ({"host": "evil.example"}, 403),
        ({"host": "127.0.0.1.evil.example"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "null"}, 403),
    ],
    ids=str,
)
def test_only_this_machines_own_pages_are_served(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    response = client.get("/healthz", headers=headers)

    assert response.status_code == status
    if status == 403:
        assert response.json()["detail"] == "只接受本站页面的请求；若登录已结束，请重新登录。"


def test_a_body_at_the_limit_is_read_and_one_above_is_not(client: TestClient) -> None:
    frame = len(b'{"q":""}')
    at_limit = b'{"q":"' + b"x" * (MAX_BODY_BYTES - frame) + b'"}'

    assert client.post("/api/v1/ask", content=at_limit, headers=JSON).status_code == 422
    assert client.post("/api/v1/ask", content=at_limit + b" ", headers=JSON).status_code == 413


def test_a_body_that_does_not_announce_its_size_is_counted(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * (MAX_BODY_BYTES // 10)

    response = client.post("/api/v1/ask", content=endless(), headers=JSON)

    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_a_size_that_is_no_number_is_refused(client: TestClient) -> None:
    response = client.post("/api/v1/ask", content=b"{}", headers={**JSON, "content-length": "-1"})

    assert response.status_code == 413
