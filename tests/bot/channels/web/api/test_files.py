"""Files of a report over HTTP: the same permissions, kinds, sizes and quotas as on the pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, World, opened_world

PDF = b"%PDF-1.7 minutes"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened_world(tmp_path) as opened:
        yield opened


def call(world: World, method: str, path: str, role: Role, **more: Any) -> Any:
    address = f"/api/v1/reports/{world.report_no}/files{path}"
    return TestClient(world.app, ADDRESS).request(
        method, address, headers=world.bearer(role), **more
    )


def send(world: World, name: str, content: bytes, role: Role = Role.DISTRICT_STAFF) -> Any:
    return call(world, "POST", "", role, files={"file": (name, content)})


def test_a_file_sent_in_is_listed_and_comes_back_as_it_was(world: World) -> None:
    kept = send(world, "../意向书.txt", "意向".encode()).json()

    listed = call(world, "GET", "", Role.DISTRICT_STAFF).json()
    fetched = call(world, "GET", f"/{kept['id']}", Role.DISTRICT_STAFF)

    assert (kept["name"], kept["kind"], kept["size"]) == ("意向书.txt", "txt", 6)
    assert kept in listed
    assert len(listed) == 2
    assert fetched.content.decode() == "意向"
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert fetched.headers["content-disposition"].startswith("attachment;")
    assert fetched.headers["x-content-type-options"] == "nosniff"


def test_the_same_content_again_is_the_first_file(world: World) -> None:
    first, again = (send(world, name, b"one") for name in ("a.txt", "b.txt"))

    assert first.json() == again.json()


@pytest.mark.parametrize(("content", "code"), [(b"", "file_empty"), (b"MZ\x00\x01", "file_kind")])
def test_what_is_no_evidence_is_refused(world: World, content: bytes, code: str) -> None:
    response = send(world, "a.pdf", content)

    assert (response.status_code, response.json()["code"]) == (422, code)


def test_a_file_that_is_too_large_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.files.durable_files.MAX_BYTES", 10)

    assert send(world, "a.pdf", PDF).json()["code"] == "file_too_large"


def test_the_days_number_is_limited_and_the_answer_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = world.web.registry.evidence
    monkeypatch.setattr(evidence, "_uploads_a_day", 2)  # one was sent before

    statuses = [send(world, "a.txt", text).status_code for text in (b"a", b"b")]

    assert statuses == [201, 429]


def test_another_units_report_has_no_files_for_us(world: World) -> None:
    registry = world.web.registry
    other = registry.staff.add(
        SYSTEM, unit="萧山区", role=Role.DISTRICT_LEAD, name="别处"
    ).member.account
    token = registry.access_tokens.create(
        Caller(other, "cli"), name="测试", scopes=["reports:write"]
    ).secret
    client = TestClient(world.app, ADDRESS, headers={"authorization": f"Bearer {token}"})
    path = f"/api/v1/reports/{world.report_no}/files"

    statuses = [
        client.get(path).status_code,
        client.get(f"{path}/{world.file_id}").status_code,
        client.post(path, files={"file": ("a.pdf", PDF)}).status_code,
    ]

    assert statuses == [404, 404, 404]


def test_the_bureaus_own_file_is_not_shown_to_the_district(world: World) -> None:
    kept = send(world, "比对.pdf", PDF + b"2", Role.CITY_REVIEWER).json()

    assert kept["bureau_only"]
    assert kept["id"] not in call(world, "GET", "", Role.DISTRICT_STAFF).text
    assert call(world, "GET", f"/{kept['id']}", Role.DISTRICT_STAFF).status_code == 404


def test_a_look_at_a_file_is_recorded(world: World) -> None:
    before = world.web.registry.health().entries

    call(world, "GET", f"/{world.file_id}", Role.CITY_REVIEWER)

    assert world.web.registry.health().entries == before + 1


def test_a_note_and_a_finding_sent_again_under_their_key_are_the_first(world: World) -> None:
    client = TestClient(world.app, ADDRESS)
    finding = {"kind": "likeness", "body": {"candidates": []}}
    for path, role, body in (
        (f"/reports/{world.report_no}/notes", Role.DISTRICT_STAFF, {"note": "看地"}),
        (f"/reviews/{world.report_no}/findings", Role.CITY_REVIEWER, finding),
    ):
        headers = {**world.bearer(role), "Idempotency-Key": "once"}
        sent = [client.post(f"/api/v1{path}", json=body, headers=headers).json() for _ in range(2)]
        other = client.post(
            f"/api/v1{path}", json=body, headers={**headers, "Idempotency-Key": "twice"}
        ).json()
        assert sent[0] == sent[1] != other
