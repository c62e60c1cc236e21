"""`yipanqi ask`: one question, or a file of questions, one JSON object a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from bot import bootstrap
from bot.channels.cli.output import say, write_json, write_text
from bot.channels.cli.typed import typed_text
from bot.dialogue.text_cleaning import clean_text
from bot.errors import BadInput
from bot.rendering.answers import answer_object, answer_text
from bot.rendering.errors import EXIT_BAD_INPUT, EXIT_DONE, complain


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a batch; id is any JSON scalar and comes back unchanged."""

    id: object
    question: str
    as_of: date | None
    place: str | None
    history: tuple[str, ...]


def ask(
    question: Annotated[
        str | None, typer.Argument(help="要问的问题；- 为标准输入", show_default=False)
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="YYYY-MM-DD", help="按哪一天的规定回答，默认今天"),
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="地名", help="只用这个地方的文件，如 杭州")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch", metavar="FILE", help="JSONL 文件，每行含 id、question；- 为标准输入"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")] = False,
) -> int:
    """提问，得到逐句注明依据条款的回答。"""
    if batch is not None:
        if question is not None:
            raise BadInput("both a question and a batch", code="question_and_batch")
        if as_of or place:
            raise BadInput("--as-of or --place with --batch", code="batch_options")
        return _ask_batch(batch)
    if question is None:
        raise BadInput("neither a question nor a batch", code="no_question")
    question = typed_text() if question == "-" else question
    day = parse_day(as_of) if as_of is not None else None
    record, text = _answer(
        bootstrap.open_application(report=say), BatchQuestion(None, question, day, place, ())
    )
    write_json(record) if as_json else write_text(text)
    return EXIT_DONE


def parse_day(text: str) -> date:
    """A day written as YYYY-MM-DD. Raises BadInput."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"not a day: {text!r}", code="as_of", field="as_of", value=text) from error


def parse_batch_line(line: bytes) -> BatchQuestion:
    """Read one line of a batch. Raises ValueError saying in Chinese what is wrong with it."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError("这一行不是 UTF-8 编码的 JSON") from error
    if not isinstance(data, dict):
        raise ValueError("这一行应是一个 JSON 对象，含 id 和 question")
    if not isinstance(data.get("question"), str):
        raise BatchLineError(data.get("id"), "question 应是文字")
    history = data.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise BatchLineError(data.get("id"), "history 应是文字的列表")
    place = data.get("place")
    if place is not None and not isinstance(place, str):
        raise BatchLineError(data.get("id"), "place 应是地名")
    return BatchQuestion(
        data.get("id"), data["question"], _batch_day(data), place, tuple(map(clean_text, history))
    )


class BatchLineError(ValueError):
    """A line that is JSON but not a question; id is what the line gave."""

    def __init__(self, line_id: object, message: str) -> None:
        super().__init__(message)
        self.id = line_id


def _batch_day(data: dict[str, Any]) -> date | None:
    text = data.get("as_of")
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise BatchLineError(data.get("id"), "as_of 应写成 2024-06-05 这样") from error


def _ask_batch(source: str) -> int:
    with _open_lines(source) as stream:
        application = bootstrap.open_application(report=say)
        has_failed = False
        for record in _batch_records(application, stream):
            has_failed = has_failed or "error" in record
            write_json(record)
    return EXIT_BAD_INPUT if has_failed else EXIT_DONE


def _batch_records(
    application: bootstrap.Application, lines: Iterable[bytes]
) -> Iterator[dict[str, Any]]:
    """One record a line, blank lines aside; a bad line yields an error and the rest goes on."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        line_id: object = None
        try:
            item = parse_batch_line(line)
            line_id = item.id
            record, _ = _answer(application, item)
        except ValueError as error:
            line_id = error.id if isinstance(error, BatchLineError) else line_id
            yield _error_record(line_id, number, "bad_line", str(error))
        except Exception as error:  # the edge of this channel: one question must not end the batch
            complaint = complain(error)
            yield _error_record(line_id, number, complaint.code, complaint.text)
        else:
            yield {"id": line_id, **record}


def _error_record(line_id: object, number: int, code: str, text: str) -> dict[str, Any]:
    return {
        "id": line_id,
        "error": {"line": number, "code": code, "message": f"第{number}行：{text}"},
    }


def _answer(application: bootstrap.Application, item: BatchQuestion) -> tuple[dict[str, Any], str]:
    clock = application.clock
    started = clock.elapsed_s()
    answer = application.answering.answer(
        clean_text(item.question),
        as_of=item.as_of or clock.today(),
        place=clean_text(item.place) if item.place else None,
        history=item.history,
    )
    elapsed_ms = (clock.elapsed_s() - started) * 1000
    return answer_object(answer, elapsed_ms=elapsed_ms), answer_text(answer)


def _open_lines(source: str) -> BinaryIO:
    if source == "-":
        return sys.stdin.buffer
    path = Path(source)
    if not path.exists():
        raise BadInput(f"no file {source!r}", code="no_file", field="batch", value=source)
    if path.is_dir():
        raise BadInput(f"{source!r} is a folder", code="not_a_file", field="batch", value=source)
    return path.open("rb")
