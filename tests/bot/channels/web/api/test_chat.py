"""The conversation over HTTP: repeated messages, files, one conversation a token."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from registry.transactions.permissions import Role
from tests.api.conftest import ADDRESS, World, opened_world

START = "我要报一个首报，投资方是示例半导体有限公司"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened_world(tmp_path) as opened:
        yield opened


def say(world: World, role: Role = Role.DISTRICT_STAFF, **body: Any) -> dict[str, Any]:
    client = TestClient(world.app, ADDRESS)
    response = client.post("/api/v1/chat", json=body, headers=world.bearer(role))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_a_repeated_message_does_nothing_new(world: World) -> None:
    first = say(world, text=START, message_id="m-1")
    again = say(world, text=START, message_id="m-1")

    assert [r["text"] for r in again["replies"]] == [r["text"] for r in first["replies"]]
    assert (again["intent"], again["message_id"]) == (first["intent"], "m-1")
    assert first["draft"]["slots"]["investor_name"]["value"] == "示例半导体有限公司"
    drafts = TestClient(world.app, ADDRESS).get(
        "/api/v1/drafts", headers=world.bearer(Role.DISTRICT_STAFF)
    )
    assert [d["version"] for d in drafts.json()] == [first["draft"]["version"]]


def test_a_message_without_an_id_is_given_one(world: World) -> None:
    assert len(say(world, text="你好")["message_id"]) == 32


def test_each_token_has_a_conversation_of_its_own(world: World) -> None:
    say(world, text=START)

    assert say(world, Role.DISTRICT_LEAD, text="首报向谁报？")["draft"] is None


def test_a_file_goes_along_as_base64_and_as_a_form(world: World) -> None:
    say(world, text=START)
    content = base64.b64encode("会谈纪要".encode()).decode()
    by_json = say(world, attachments=[{"name": "纪要.txt", "content_base64": content}])
    by_form = TestClient(world.app, ADDRESS).post(
        "/api/v1/chat/files",
        files=[("files", ("纪要二.txt", "会谈纪要二".encode()))],
        data={"message_id": "m-9"},
        headers=world.bearer(Role.DISTRICT_STAFF),
    )

    assert "纪要" in str(by_json["replies"])
    assert by_form.status_code == 200
    assert by_form.json()["message_id"] == "m-9"


def test_what_is_no_base64_names_its_field(world: World) -> None:
    body = {"attachments": [{"name": "a", "content_base64": "不是"}]}
    response = TestClient(world.app, ADDRESS).post(
        "/api/v1/chat", json=body, headers=world.bearer(Role.DISTRICT_STAFF)
    )

    assert response.json()["fields"] == {"attachments.0.content_base64": "不是 base64"}
