"""Who may ask: tokens, signed-in pages, guests of this machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.sign_in.session import SESSION, Cookies
from bot.identity.csrf import csrf_token
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, World, make_app, opened_world
from tests.web_parts import PASSWORD, add_member, opened_web

QUESTION = {"question": "向谁报告？"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened_world(tmp_path) as opened:
        yield opened


def ask(app: Any, address: str = "127.0.0.1", **options: Any) -> Any:
    client = TestClient(app, ADDRESS, client=(address, 1))
    return client.post("/api/v1/ask", json=QUESTION, **options)


@pytest.mark.parametrize(
    ("address", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 401), ("no address", 401)],
)
def test_a_guest_may_ask_on_this_machine_only(tmp_path: Path, address: str, status: int) -> None:
    with opened_web(tmp_path) as web:
        assert ask(make_app(web), address).status_code == status


def test_a_guest_asks_nothing_where_people_come_over_tls(tmp_path: Path) -> None:
    with opened_web(tmp_path, public_url="https://yipanqi.example") as web:
        response = ask(make_app(web))

    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_guest_has_no_reports_and_no_talk(world: World) -> None:
    client = TestClient(world.app, ADDRESS)

    assert client.get("/api/v1/reports").status_code == 401
    assert client.post("/api/v1/chat", json={"text": "你好"}).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Basic yipanqi_x", "Bearer yipanqi_none"])
def test_a_token_that_is_none_is_refused_even_here(world: World, header: str) -> None:
    response = ask(world.app, headers={"authorization": header})

    assert response.status_code == 401
    assert response.json()["code"] == "bad_token"


def test_a_page_reads_with_its_session_and_changes_with_its_csrf_token(world: World) -> None:
    account = add_member(world.web, role=Role.DISTRICT_LEAD)
    session: Any = world.web.identity.sign_in(account, PASSWORD, address="127.0.0.1")
    client = TestClient(world.app, ADDRESS)
    client.cookies.set(Cookies(is_secure=False).name(SESSION), session.id)
    csrf = {"x-csrf-token": csrf_token(session.id)}

    assert client.get("/api/v1/me").json()["token"] is None
    assert client.post("/api/v1/drafts", json={}).json()["code"] == "csrf"
    assert client.post("/api/v1/drafts", json={}, headers=csrf).status_code == 201
    talk = client.post("/api/v1/chat", json={"text": "首报向谁报？"}, headers=csrf)
    assert talk.status_code == 200


def test_an_ended_session_is_nobody(world: World) -> None:
    client = TestClient(world.app, ADDRESS)
    client.cookies.set(Cookies(is_secure=False).name(SESSION), "over")

    assert client.get("/api/v1/me").status_code == 401


def test_a_revoked_member_is_out_with_the_next_request(world: World) -> None:
    headers = world.bearer(Role.DISTRICT_STAFF)
    client = TestClient(world.app, ADDRESS)
    before = client.get("/api/v1/me", headers=headers).status_code
    world.web.registry.staff.revoke(SYSTEM, world.accounts[Role.DISTRICT_STAFF], reason="离职")

    assert (before, client.get("/api/v1/me", headers=headers).status_code) == (200, 401)


def test_no_token_takes_a_step_that_changes_who_holds_a_right(world: World) -> None:
    response = TestClient(world.app, ADDRESS).post(
        f"/api/v1/reviews/{world.report_no}/steps",
        json={"step": "grant"},
        headers={**world.bearer(Role.CITY_LEAD), "Idempotency-Key": "k"},
    )

    assert response.status_code == 403
    assert response.json()["code"] == "reauthentication"
