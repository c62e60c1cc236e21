"""Every status the OpenAPI document names is one that can be had, operation by operation."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.api.limits import Limits
from bot.channels.web.serving.middleware import MAX_BODY_BYTES, MAX_UPLOAD_BYTES
from registry.casework.findings import FindingKind
from registry.errors import StorageUnavailable
from registry.people.access_tokens import AccessTokenStore
from registry.transactions.members import Caller
from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, World, opened_world
from tests.registry.building import CONTENT

FILING = ("post", "/reports")
KEY = {"Idempotency-Key": "again-1"}
# (method, path) -> (who, sound body, further headers and query, body that conflicts)
STAFF, LEAD, CITY, AUDITOR = (
    Role.DISTRICT_STAFF,
    Role.DISTRICT_LEAD,
    Role.CITY_LEAD,
    Role.AUDITOR,
)
STEP = {"step": "sign"}


def requests_of(world: World) -> dict[tuple[str, str], tuple[Role, dict[str, Any], int]]:
    """A sound request for each operation, and the status it has."""
    filing = {"draft_id": world.draft_id, "version": 1}
    finding = {"kind": "likeness", "body": {"candidates": []}}
    return {
        ("post", "/ask"): (STAFF, {"json": {"question": "向谁报告？"}}, 200),
        ("post", "/check"): (STAFF, {"json": {"rule": "R3", "facts": {}}}, 200),
        ("get", "/check/rules"): (STAFF, {}, 200),
        ("get", "/check/rules/{rule}/schema"): (STAFF, {}, 200),
        ("post", "/chat"): (STAFF, {"json": {"text": "首报向谁报？"}}, 200),
        ("post", "/chat/files"): (STAFF, {"files": [("files", ("a.txt", b"a"))]}, 200),
        ("get", "/drafts"): (STAFF, {}, 200),
        ("post", "/drafts"): (STAFF, {"json": {"slots": CONTENT}}, 201),
        ("get", "/drafts/{draft_id}"): (STAFF, {}, 200),
        ("patch", "/drafts/{draft_id}"): (
            STAFF, {"json": {"version": 1, "slots": {"summary": "一句话"}}}, 200),
        ("delete", "/drafts/{draft_id}"): (STAFF, {"params": {"version": 1}}, 204),
        ("get", "/reports"): (STAFF, {}, 200),
        ("post", "/reports"): (STAFF, {"json": filing, "headers": KEY}, 201),
        ("get", "/reports/{report_no}"): (STAFF, {}, 200),
        ("get", "/reports/{report_no}/timeline"): (STAFF, {}, 200),
        ("get", "/reports/{report_no}/receipt"): (STAFF, {}, 200),
        ("get", "/reports/{report_no}/notes"): (STAFF, {}, 200),
        ("post", "/reports/{report_no}/notes"): (STAFF, {"json": {"note": "看地"}}, 201),
        ("get", "/reports/{report_no}/files"): (STAFF, {}, 200),
        ("post", "/reports/{report_no}/files"): (
            STAFF, {"files": {"file": ("意向书.txt", "意向".encode())}}, 201),
        ("get", "/reports/{report_no}/files/{file_id}"): (STAFF, {}, 200),
        ("get", "/reports/{report_no}/steps"): (LEAD, {}, 200),
        ("post", "/reports/{report_no}/steps"): (
            CITY, {"json": {"step": "start_review"}, "headers": KEY}, 200),
        ("get", "/reviews"): (CITY, {}, 200),
        ("get", "/reviews/{report_no}"): (CITY, {}, 200),
        ("post", "/reviews/{report_no}/findings"): (CITY, {"json": finding}, 201),
        ("post", "/reviews/{report_no}/steps"): (
            CITY, {"json": {"step": "start_review"}, "headers": KEY}, 200),
        ("get", "/documents"): (STAFF, {}, 200),
        ("get", "/documents/{doc_id}/clauses"): (STAFF, {}, 200),
        ("get", "/documents/{doc_id}/clauses/{clause}"): (STAFF, {}, 200),
        ("get", "/ledger/checkpoint"): (AUDITOR, {}, 200),
        ("get", "/ledger/consistency"): (
            AUDITOR, {"params": {"earlier": 1, "later": 2}}, 200),
        ("get", "/ledger/verify"): (AUDITOR, {}, 200),
        ("post", "/receipts/verify"): (STAFF, {"json": {"receipt": world.receipt}}, 200),
        ("get", "/me"): (STAFF, {}, 200),
    }  # fmt: skip


CONFLICTS: dict[tuple[str, str], dict[str, Any]] = {
    ("patch", "/drafts/{draft_id}"): {"json": {"version": 9, "slots": {"summary": "一"}}},
    ("delete", "/drafts/{draft_id}"): {"params": {"version": 9}},
    ("post", "/reports/{report_no}/steps"): {"json": STEP, "headers": KEY},
    ("post", "/reviews/{report_no}/steps"): {"json": STEP, "headers": KEY},
    ("post", "/reviews/{report_no}/findings"): {
        "json": {"kind": "approval", "body": {"note": "同意"}}},
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened_world(tmp_path) as opened:
        yield opened


def client_of(world: World) -> TestClient:
    return TestClient(world.app, ADDRESS, raise_server_exceptions=False)


def send(world: World, key: tuple[str, str], more: dict[str, Any], **ids: str) -> Any:
    """The sound request of an operation, changed by more."""
    role, sound, _ = requests_of(world)[key]
    given = {**sound, **more}
    known = {
        "report_no": world.report_no,
        "draft_id": world.draft_id,
        "file_id": world.file_id,
        "doc_id": "test-scheme",
        "clause": "4.1",
        "rule": "R3",
    }
    headers = {**world.bearer(role), **sound.get("headers", {}), **given.pop("headers", {})}
    path = "/api/v1" + key[1].format_map({**known, **ids})
    return client_of(world).request(key[0], path, headers=headers, **given)


def change_for(key: tuple[str, str], status: int, draft_id: str) -> dict[str, Any]:
    """What to change in a sound request to have that status."""
    most = MAX_UPLOAD_BYTES if key[1].endswith("/files") else MAX_BODY_BYTES
    version = 9 if status == 409 else 1
    filing = {"json": {"draft_id": "none" if status == 404 else draft_id, "version": version}}
    changes: dict[int, dict[str, Any]] = {
        401: {"headers": {"authorization": "Bearer yipanqi_none"}},
        403: {"headers": {"origin": "http://evil.example"}},
        404: filing if key == FILING else {},
        409: filing if key == FILING else CONFLICTS.get(key, {}),
        413: {"headers": {"content-length": str(most + 1)}},
        415: {"json": None, "content": "{}", "headers": {"content-type": "text/plain"}},
        422: {"params": {"nonsense": "1"}},
        503: {},
    }
    return changes[status]


def provoke(world: World, key: tuple[str, str], status: int) -> Any:
    """Have an operation answer with a status."""
    lost = {"report_no": "首报-1", "draft_id": "0", "doc_id": "0", "rule": "R0"}
    change = change_for(key, status, world.draft_id)
    return send(world, key, change, **(lost if status == 404 else {}))


def _fail(*_: object) -> None:
    raise StorageUnavailable("gone", retry=True, code="connection_lost")


def test_every_documented_status_of_every_operation_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_world(tmp_path) as first, monkeypatch.context() as patch:
        wanted = [
            ((method, path.removeprefix("/api/v1")), int(status))
            for path, operations in first.openapi["paths"].items()
            for method, operation in operations.items()
            for status in operation["responses"]
        ]
        assert {key for key, _ in wanted} == set(requests_of(first))
        faults = [w for w in wanted if w[1] not in (200, 201, 204, 429, 503)]
        for key, status in faults:
            response = provoke(first, key, status)
            assert response.status_code == status, (key, status, response.text)
            _check_problem(response)
        patch.setattr(AccessTokenStore, "find", _fail)
        for key, status in (w for w in wanted if w[1] == 503):
            assert provoke(first, key, status).status_code == 503, key


def _check_problem(response: Any) -> None:
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "code", "fields"}
    for told in (problem["title"], problem["detail"]):
        assert any("\u4e00" <= char <= "\u9fff" for char in told)


def test_every_operation_succeeds_as_documented(tmp_path: Path) -> None:
    alone = {key for key in CONFLICTS if "steps" not in key[1]} | {FILING}
    alone |= {("post", "/reports/{report_no}/steps")}
    with opened_world(tmp_path / "shared") as world:
        for key in (key for key in requests_of(world) if key not in alone):
            _look_for_likeness(world, key)
            assert_sound(world, key)
    for number, key in enumerate(sorted(alone)):
        with opened_world(tmp_path / str(number)) as world:
            _look_for_likeness(world, key)
            assert_sound(world, key)


def assert_sound(world: World, key: tuple[str, str]) -> None:
    response = send(world, key, {})
    assert response.status_code == requests_of(world)[key][2], (key, response.text)


def _look_for_likeness(world: World, key: tuple[str, str]) -> None:
    """A review begins after that."""
    if key[0] == "post" and key[1].endswith("/steps"):
        city = Caller(world.accounts[CITY], "cli")
        none: dict[str, Any] = {"candidates": []}
        world.web.registry.reviews.record(city, world.report_no, FindingKind.LIKENESS, none)


def test_a_report_filed_twice_with_one_key_is_the_first_one(world: World) -> None:
    first = send(world, ("post", "/reports"), {})
    again = send(world, ("post", "/reports"), {})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["receipt"] == first.json()["receipt"]
    assert again.json()["already"] is True


def test_a_field_of_a_draft_that_cannot_be_read_is_named_as_it_was_sent(world: World) -> None:
    wrong = {"json": {"slots": {"total_investment": "约一亿"}}}

    assert set(send(world, ("post", "/drafts"), wrong).json()["fields"]) == {"total_investment"}


def test_whoever_asks_too_often_is_told_how_long_to_wait(tmp_path: Path) -> None:
    with opened_world(tmp_path, Limits(requests_a_minute=1)) as world:
        keys = [key for key in requests_of(world) if key != ("post", "/reports")]
        for role in Role:
            client_of(world).get("/api/v1/me", headers=world.bearer(role))
        for key in keys:
            response = send(world, key, {})
            assert response.status_code == 429, key
            assert int(response.headers["retry-after"]) >= 1

        assert send(world, ("post", "/reports"), {}).status_code == 201


def test_messages_are_counted_on_every_worker_but_buttons_are_not(tmp_path: Path) -> None:
    with opened_world(tmp_path, Limits(messages_a_minute=2)) as world:
        other_worker = replace(world)
        said = [send(w, ("post", "/chat"), {}) for w in (world, other_worker, world)]

        assert [r.status_code for r in said] == [200, 200, 429]
        pressed = send(world, ("post", "/chat"), {"json": {"data": "help.start"}})
        assert pressed.status_code == 200


def test_a_token_reaches_no_further_than_its_scopes(world: World) -> None:
    caller = Caller(world.accounts[STAFF], "cli")
    made = world.web.registry.access_tokens.create(caller, name="窄", scopes=["ask"])
    header = {"authorization": f"Bearer {made.secret}"}

    for key in requests_of(world):
        response = send(world, key, {"headers": header})
        is_open = key[1] in ("/ask", "/me", "/receipts/verify")
        assert (response.status_code != 403) is is_open, key
        if not is_open:
            assert response.json()["code"] == "scope"
