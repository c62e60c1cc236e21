import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.channels.web.server import create_api
from bot.logs import set_up_logs
from tests.api.conftest import ADDRESS, make_app
from tests.web_parts import opened_web


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream, root = io.StringIO(), logging.getLogger()
    level = root.level
    handler = set_up_logs("json", stream)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    for name in ("bot", "registry", "retrieval", "rules"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with opened_web(tmp_path) as web:
        app = make_app(web)
        yield TestClient(app, ADDRESS, client=("127.0.0.1", 1), raise_server_exceptions=False)


def test_a_request_is_one_line_by_its_route_without_query_or_content(
    client: TestClient, lines: io.StringIO
) -> None:
    response = client.get("/api/v1/documents/secret-id/clauses?after=secret&limit=3")

    [line] = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert line["route"] == "/api/v1/documents/{doc_id}/clauses"
    assert (line["method"], line["status"]) == ("GET", 404)
    assert line["request_id"] == response.headers["x-request-id"]
    assert "secret" not in lines.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-id-12", True), ("no", False), ("a b a b a", False)]
)
def test_the_id_of_a_proxy_is_kept_where_it_is_one(
    client: TestClient, lines: io.StringIO, given: str, kept: bool
) -> None:
    response = client.get("/api/v1/documents", headers={"x-request-id": given})

    assert (response.headers["x-request-id"] == given) is kept


def test_looks_at_health_are_not_logged(client: TestClient, lines: io.StringIO) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)

    assert lines.getvalue() == ""


def test_an_error_nobody_expected_is_logged_without_what_it_says(
    client: TestClient, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("bot.channels.web.api.ask.answer_object", fail)
    response = client.post("/api/v1/ask", json={"question": "secret question"})

    assert response.status_code == 500
    assert response.json()["code"] == "internal"
    told = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert any(line.get("error") == "RuntimeError" and line["trace"] for line in told)
    assert "secret" not in lines.getvalue()


def test_the_address_of_the_webhook_is_in_no_log_and_no_count(
    tmp_path: Path, lines: io.StringIO
) -> None:
    path = "/telegram/" + "p" * 32
    hook = {
        "telegram_webhook_url": f"https://hook.example.test{path}",
        "telegram_webhook_secret": SecretStr("s" * 43),
    }
    with opened_web(tmp_path, **hook) as web:
        client = TestClient(create_api(web), ADDRESS, client=("127.0.0.1", 1))
        assert client.post(path, content=b"{}").status_code == 403
        counted = client.get("/metrics").text

    assert 'route="/telegram"' in counted
    assert '"/telegram"' in lines.getvalue()
    assert "ppp" not in counted + lines.getvalue()
