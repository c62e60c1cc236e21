"""Answers as a stream of events that can be taken up again."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.api.ask import stream_of
from bot.rendering.answers import answer_object
from tests.api.conftest import ADDRESS, make_app
from tests.fakes import make_answer
from tests.web_parts import opened_web

_EVENT = re.compile(r"id: (\S+)\nevent: (\S+)\ndata: (.*)\n\n")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with opened_web(tmp_path) as web:
        yield TestClient(make_app(web), ADDRESS, client=("127.0.0.1", 1))


def streamed(client: TestClient, last: str | None = None) -> list[tuple[str, str, Any]]:
    headers = {"accept": "text/event-stream"}
    if last is not None:
        headers["last-event-id"] = last
    response = client.post("/api/v1/ask", json={"question": "向谁报告？"}, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    found = _EVENT.findall(response.text)
    return [(name, kind, json.loads(data)) for name, kind, data in found]


def test_sentences_come_one_by_one_and_the_whole_answer_last(client: TestClient) -> None:
    events = streamed(client)

    assert [kind for _, kind, _ in events] == ["sentence", "sentence", "sentence", "done"]
    assert events[0][2] == {"text": "报告交给市投资促进局。", "citations": [0]}
    assert events[-1][2]["status"] == "answered"


@pytest.mark.parametrize("seen", [1, 2, 3, 4])
def test_a_stream_goes_on_after_the_last_event_seen(client: TestClient, seen: int) -> None:
    first = streamed(client)

    again = streamed(client, first[seen - 1][0])

    assert [name for name, _, _ in again] == [name for name, _, _ in first[seen:]]


@pytest.mark.parametrize("last", ["", "x", "-", "other-2", "0000000000000000-1", "-9999999999"])
def test_an_id_of_another_answer_starts_from_the_beginning(client: TestClient, last: str) -> None:
    assert len(streamed(client, last)) == 4


def test_an_id_beyond_the_end_starts_from_the_beginning_and_a_long_one_is_refused(
    client: TestClient,
) -> None:
    name = streamed(client)[0][0].partition("-")[0]
    refused = client.post(
        "/api/v1/ask", json={"question": "问"}, headers={"last-event-id": "a" * 81}
    )

    assert len(streamed(client, f"{name}-5")) == 4
    assert refused.json()["fields"] == {"Last-Event-ID": "太长，最多 80 个字符"}


def test_an_answer_that_has_changed_has_other_ids() -> None:
    record = answer_object(make_answer(), elapsed_ms=1)
    slower = {**record, "elapsed_ms": 99.0}
    changed = {**record, "answer": "别的"}

    ids = [next(stream_of(each)).splitlines()[0] for each in (record, slower, changed)]

    assert ids[0] == ids[1] != ids[2]
