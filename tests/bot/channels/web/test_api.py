from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.api.models import AskBody
from bot.channels.web.server import create_api
from tests.fakes import FakeAnswering, FakeLibrary
from tests.web_parts import opened_web


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering()


@pytest.fixture
def client(tmp_path: Path, answering: FakeAnswering) -> Iterator[TestClient]:
    with (
        opened_web(tmp_path, answering=answering) as web,
        TestClient(
            create_api(web),
            "http://127.0.0.1:8000",
            client=("127.0.0.1", 1),
            raise_server_exceptions=False,
        ) as opened,
    ):
        yield opened


def test_a_question_is_answered_with_the_promised_keys(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "向谁报告？"})

    assert response.status_code == 200
    assert response.json()["status"] == "answered"
    assert response.json()["citations"][0]["effective_from"] == "2019-06-06"
    assert "市投资促进局" in response.text


def test_day_place_and_history_go_along(client: TestClient, answering: FakeAnswering) -> None:
    body = {
        "question": "那呢？",
        "as_of": "2019-06-05",
        "place": "杭州",
        "history": ["向谁报告？"],
    }

    client.post("/api/v1/ask", json=body)

    question, day, place, history = answering.asked[0]
    assert (question, day.isoformat(), place, history) == (
        "那呢？",
        "2019-06-05",
        "杭州",
        ("向谁报告？",),
    )


@pytest.mark.parametrize("question", ["", "字" * 20_000])
def test_a_question_that_cannot_be_used_is_refused_in_words(
    client: TestClient, question: str
) -> None:
    response = client.post("/api/v1/ask", json={"question": question})

    assert response.status_code == 200
    assert response.json()["status"] == "refused"


def test_the_examples_of_the_documentation_work(client: TestClient) -> None:
    for example in AskBody.model_json_schema()["examples"]:
        assert client.post("/api/v1/ask", json=example).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": 5}, "question"),
        ({"question": "q", "as_of": "someday"}, "as_of"),
        ({"question": "q", "more": 1}, "more"),
        ({"question": "q", "history": ["x"] * 51}, "history"),
        ({"question": "字" * 100_001}, "question"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_body_is_a_problem_naming_the_field(
    client: TestClient, body: dict[str, object], field: str
) -> None:
    response = client.post("/api/v1/ask", json=body)

    problem = response.json()
    assert response.status_code == problem["status"] == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "code", "fields"}
    assert field in problem["fields"]
    assert field in problem["detail"]


def test_json_that_is_none_is_a_problem(client: TestClient) -> None:
    response = client.post(
        "/api/v1/ask", content=b"{", headers={"content-type": "application/json"}
    )

    assert response.status_code == 422
    assert response.json()["code"] == "invalid_request"


def test_a_part_that_fails_is_a_problem_without_a_trace(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "坏"})

    assert response.status_code == 503
    assert response.json()["detail"] == "磁盘已满，请清理空间后再试。"
    assert "Traceback" not in response.text


def test_documents_are_listed(client: TestClient) -> None:
    documents = client.get("/api/v1/documents").json()

    assert [document["doc_id"] for document in documents] == ["test-scheme", "test-press"]


def test_a_clause_can_be_read(client: TestClient) -> None:
    clause = client.get("/api/v1/documents/test-scheme/clauses/4.1").json()

    assert clause["label"] == "四（一）"
    assert "市投资促进局" in clause["text"]


@pytest.mark.parametrize(
    "path",
    ["/api/v1/documents/gone/clauses/1", "/api/v1/documents/test-scheme/clauses/9", "/api/nope"],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert any("\u4e00" <= char <= "\u9fff" for char in response.json()["detail"])


def test_a_wrong_method_is_a_problem(client: TestClient) -> None:
    response = client.get("/api/v1/ask")

    assert response.status_code == 405
    assert response.json()["code"] == "method_not_allowed"


def test_head_is_get_without_the_body(client: TestClient) -> None:
    got, head = client.get("/healthz"), client.head("/healthz")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


def test_health_says_that_it_lives_and_that_it_is_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "documents": 2, "database": "ok"}


def test_an_empty_library_is_not_ready(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeLibrary, "documents", lambda _: ())

    assert client.get("/readyz").status_code == 503


def test_the_documentation_needs_nothing_from_another_site(client: TestClient) -> None:
    page = client.get("/api/docs")

    assert page.status_code == 200
    assert "/api/v1/ask" in page.text
    assert "https://" not in page.text
    assert "<script" not in page.text


def test_the_schema_documents_every_route(client: TestClient) -> None:
    schema = client.get("/api/openapi.json").json()

    assert {path.split("/")[3] for path in schema["paths"] if path.startswith("/api/v1/")} == {
        "ask",
        "chat",
        "check",
        "documents",
        "drafts",
        "ledger",
        "me",
        "receipts",
        "reports",
        "reviews",
    }
    assert all(path.startswith("/api/v1/") for path in schema["paths"])
    for operations in schema["paths"].values():
        for operation in operations.values():
            assert any("\u4e00" <= char <= "\u9fff" for char in operation["summary"])
            assert operation["description"]
