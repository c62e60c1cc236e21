from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.serving.counted import counted
from bot.channels.web.serving.metrics import Metrics
from bot.dialogue.messages import Incoming
from registry.errors import StorageUnavailable
from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, World, opened_world
from tests.web_parts import opened_web


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened_world(tmp_path) as opened:
        yield opened


def test_requests_are_counted_by_route_and_say_nothing_of_anybody(world: World) -> None:
    client = TestClient(world.app, ADDRESS)
    staff = world.bearer(Role.DISTRICT_STAFF)
    client.post("/api/v1/ask", json={"question": "向谁报告？"})
    client.get(f"/api/v1/reports/{world.report_no}", headers=staff)
    client.get("/api/v1/reports/secret-number", headers=staff)
    client.request("ODD", "/nowhere/secret-code")

    text = client.get("/metrics").text

    route = 'route="/api/v1/reports/{report_no}"'
    assert f'yipanqi_requests_total{{method="GET",{route},status="200"}} 1.0' in text
    assert f'yipanqi_requests_total{{method="GET",{route},status="404"}} 1.0' in text
    assert 'yipanqi_requests_total{method="other",route="other",status="404"} 1.0' in text
    assert 'yipanqi_answers_total{channel="api",status="answered"} 1.0' in text
    assert "yipanqi_registry_ready 1.0" in text
    assert "yipanqi_documents 2.0" in text
    assert "yipanqi_index_generation 1.0" in text
    for secret in ("secret", world.report_no, world.accounts[Role.DISTRICT_STAFF], "向谁"):
        assert secret not in text


def test_filings_and_the_outbox_are_counted(world: World) -> None:
    client = TestClient(world.app, ADDRESS)
    headers = {**world.bearer(Role.DISTRICT_STAFF), "Idempotency-Key": "k1"}
    for _ in range(2):
        filing = {"draft_id": world.draft_id, "version": 1}
        client.post("/api/v1/reports", json=filing, headers=headers)

    text = client.get("/metrics").text

    assert 'yipanqi_filings_total{outcome="accepted"} 1.0' in text
    assert 'yipanqi_filings_total{outcome="already"} 1.0' in text
    assert "yipanqi_outbox_waiting 2.0" in text


def test_from_elsewhere_it_takes_a_token(world: World) -> None:
    app = world.app.app  # type: ignore[attr-defined]  # without the door that says 127.0.0.1
    client = TestClient(app, ADDRESS, client=("192.0.2.7", 1))

    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer no"}).status_code == 401
    assert client.get("/metrics", headers=world.bearer(Role.AUDITOR)).status_code == 200


def test_turns_of_every_channel_are_counted_here_or_by_the_database(world: World) -> None:
    client = TestClient(world.app, ADDRESS)
    staff = world.bearer(Role.DISTRICT_STAFF)
    client.post("/api/v1/chat", json={"text": "向谁报告？"}, headers=staff)
    mail = world.web.registry.mail
    for number in ("1", "2"):
        mail.take_in("telegram", number, {"text": "向谁报告？"})
    mail.mark_done("telegram", "1", {"calls": 1})

    text = client.get("/metrics").text

    assert 'yipanqi_turns_total{channel="api",outcome="ask"} 1.0' in text
    assert 'yipanqi_answers_total{channel="api",status="answered"} 1.0' in text
    assert 'yipanqi_inbox{source="telegram",state="handled"} 1.0' in text
    assert 'yipanqi_inbox{source="telegram",state="waiting"} 1.0' in text
    assert 'yipanqi_reports{channel="cli"} 1.0' in text
    assert "yipanqi_vectors_ready 1.0" in text


def test_a_database_that_is_away_is_said_and_the_rest_still_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StorageUnavailable("gone", retry=True, code="connection_lost")

    monkeypatch.setattr("bot.channels.web.serving.metrics.read_volumes", away)

    assert "yipanqi_documents 2.0" in TestClient(world.app, ADDRESS).get("/metrics").text


def test_a_turn_of_a_page_is_counted_as_the_webs(tmp_path: Path) -> None:
    with opened_web(tmp_path) as web:
        metrics = Metrics()
        watched = counted(web, metrics)
        for conversation in (watched.conversation, watched.chat.conversation):
            conversation.handle(Incoming("web:1", None, "web", "m", "向谁报告？"))

        text = metrics.as_text(web).decode()

    assert 'yipanqi_turns_total{channel="web",outcome="ask"} 2.0' in text
