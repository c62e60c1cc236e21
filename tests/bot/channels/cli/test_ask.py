import json
from datetime import date
from pathlib import Path

import pytest

from bot.channels.cli.ask import parse_batch_line
from tests.bot.channels.cli.conftest import Run
from tests.fakes import FakeAnswering


def test_a_question_is_answered_in_plain_text(run: Run) -> None:
    outcome = run("ask", "向谁报告？")

    assert outcome.status == 0
    assert outcome.out.startswith("报告交给市投资促进局。[1]")
    assert outcome.err == ""


def test_json_is_one_line_and_not_escaped(run: Run) -> None:
    outcome = run("ask", "向谁报告？", "--json")

    assert outcome.status == 0
    assert outcome.out.count("\n") == 1
    assert "市投资促进局" in outcome.out
    assert outcome.records[0]["status"] == "answered"


def test_day_and_place_go_along(run: Run, answering: FakeAnswering) -> None:
    run("ask", "向谁报告？", "--as-of", "2019-06-05", "--place", "杭州")

    assert answering.asked == [("向谁报告？", date(2019, 6, 5), "杭州", ())]


def test_a_refusal_is_no_failure(run: Run) -> None:
    outcome = run("ask", "有效期多久？", "--json")

    assert outcome.status == 0
    assert outcome.records[0]["status"] == "refused"
    assert outcome.records[0]["missing"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "问", "--batch", "-"),
        ("ask", "--batch", "-", "--as-of", "2019-06-06"),
        ("ask", "--batch", "missing.jsonl"),
        ("ask", "--batch", "."),
        ("ask", "问", "--as-of", "昨天"),
        ("ask", "问", "--as-of", "2019-02-30"),
        ("ask", "问", "--nonsense"),
        ("ask", "问", "题"),
    ],
    ids=" ".join,
)
def test_bad_input_is_one_chinese_line_and_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)

    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1
    assert any("\u4e00" <= char <= "\u9fff" for char in outcome.err)


def test_a_full_disk_is_one_line_and_status_3(run: Run) -> None:
    outcome = run("ask", "坏")

    assert outcome.status == 3
    assert outcome.err == "磁盘已满，请清理空间后再试。\n"


def test_a_batch_answers_line_by_line_with_its_ids(run: Run, tmp_path: Path) -> None:
    rows = [{"id": 7, "question": "向谁报告？"}, {"id": "b", "question": "有效期？"}]
    text = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "q.jsonl").write_text(f"\ufeff{text}\n", "utf-8")

    outcome = run("ask", "--batch", "q.jsonl", "--json")

    assert outcome.status == 0
    assert [(r["id"], r["status"]) for r in outcome.records] == [(7, "answered"), ("b", "refused")]
    assert next(iter(outcome.records[0])) == "id"


def test_a_question_may_come_over_standard_input(run: Run, answering: FakeAnswering) -> None:
    run("ask", "-", stdin="向谁\n报告？\n".encode())

    assert [asked[0] for asked in answering.asked] == ["向谁\n报告？\n"]


def test_a_batch_takes_day_and_history_of_each_line(run: Run, answering: FakeAnswering) -> None:
    row = {"id": 1, "question": "那呢？", "as_of": "2019-06-05", "history": ["向谁报告？"]}

    run("ask", "--batch", "-", "--json", stdin=json.dumps(row).encode())

    assert answering.asked == [("那呢？", date(2019, 6, 5), None, ("向谁报告？",))]


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b"1",
        b"\xff\xfe{}",
        b"{}",
        b'{"id": 1, "question": 5}',
        b'{"id": 1, "question": "q", "history": "x"}',
        b'{"id": 1, "question": "q", "history": [1]}',
        b'{"id": 1, "question": "q", "as_of": "x"}',
        b'{"id": 1, "question": "q", "as_of": 5}',
        b'{"id": 1, "question": "q", "place": 5}',
        b'{"id": 1, "question": "' + "坏".encode() + b'"}',
        b"[" * 100_000,
    ],
    ids=lambda line: line[:40].decode("latin-1"),
)
def test_a_bad_line_yields_an_error_and_the_rest_goes_on(run: Run, line: bytes) -> None:
    good = b'{"id": 2, "question": "q"}'

    outcome = run("ask", "--batch", "-", "--json", stdin=line + b"\n" + good)

    assert outcome.status == 2
    assert len(outcome.records) == 2
    assert outcome.records[0]["error"]["line"] == 1
    assert outcome.records[0]["error"]["message"].startswith("第1行：")
    assert outcome.records[1]["id"] == 2
    assert outcome.records[1]["status"] == "answered"


def test_a_bad_line_keeps_its_id_where_it_has_one(run: Run) -> None:
    outcome = run("ask", "--batch", "-", stdin=b'{"id": "x", "question": 5}')

    assert outcome.records[0]["id"] == "x"


def test_lone_surrogates_do_no_harm(run: Run) -> None:
    line = b'{"id": 1, "question": "\\ud800", "history": ["\\udfff"]}'

    outcome = run("ask", "--batch", "-", "--json", stdin=line)

    assert outcome.status == 0
    assert outcome.records[0]["question"] == "?"


def test_a_missing_id_is_null() -> None:
    assert parse_batch_line(b'{"question": "q"}').id is None
