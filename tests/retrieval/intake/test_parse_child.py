import io
import os
from pathlib import Path

import pytest

from retrieval.errors import DocumentError
from retrieval.intake.interchange import document_from_json
from retrieval.intake.parse_child import (
    handle,
    make_setup,
    read_file,
    read_message,
    serve,
    write_message,
)
from retrieval.loading.limits import Limits


def test_messages_come_back_as_they_went() -> None:
    stream = io.BytesIO()
    write_message(stream, {"path": "某处/文件.txt"})
    write_message(stream, {"ready": True})
    stream.seek(0)

    assert [read_message(stream) for _ in range(3)] == [
        {"path": "某处/文件.txt"},
        {"ready": True},
        None,
    ]


def test_a_good_file_is_answered_with_its_documents(tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_text("示范办法\n第一条 甲。\n第二条 乙。", "utf-8")

    answer = handle(str(path), path.name, [], Limits())

    assert [c.ref.clause for c in document_from_json(answer["documents"][0]).clauses] == [
        "preamble", "art.1", "art.2",
    ]  # fmt: skip


def test_a_bad_file_is_answered_with_its_code_and_plain_fields(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_text("字" * 100, "utf-8")

    answer = handle(str(path), path.name, [], Limits(file_bytes=10))

    assert answer["code"] == "too_large"
    assert answer["fields"] == {"measure": "file_bytes", "limit": 10}


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (MemoryError(), "too_large"),
        (RecursionError(), "hostile"),
        (KeyError("x"), "unreadable"),
        (DocumentError("x", code="hostile", reason=Path("x")), "hostile"),
    ],
)
def test_whatever_a_library_raises_becomes_a_code(
    raised: Exception, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("文字", "utf-8")

    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("retrieval.intake.parse_child.parse_bytes", fail)

    assert handle(str(path), path.name, [], Limits())["code"] == code


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    cases = {
        tmp_path: "unsupported",
        tmp_path / "pipe": "unsupported",
        tmp_path / "none": "unreadable",
    }

    for path, code in cases.items():
        with pytest.raises(DocumentError) as caught:
            read_file(str(path), Limits())
        assert caught.value.code == code
    with pytest.raises(DocumentError):
        read_file("a\0b", Limits())


def test_a_child_says_it_is_ready_and_answers_until_the_requests_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confined: list[Limits] = []
    monkeypatch.setattr("retrieval.intake.parse_child.confine", confined.append)
    monkeypatch.setattr("retrieval.intake.parse_child._limit_processor", lambda seconds: None)
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    requests, answers = io.BytesIO(), io.BytesIO()
    write_message(requests, make_setup([], Limits(pages=7)))
    write_message(requests, {"path": str(path), "name": path.name})
    requests.seek(0)

    serve(requests, answers)

    answers.seek(0)
    assert confined == [Limits(pages=7)]
    assert read_message(answers) == {"ready": True}
    assert read_message(answers)["code"] == "empty"
    assert read_message(answers) is None


def test_a_child_without_a_first_message_ends() -> None:
    answers = io.BytesIO()

    serve(io.BytesIO(), answers)

    assert answers.getvalue() == b""
