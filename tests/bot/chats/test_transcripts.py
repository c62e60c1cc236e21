"""A reply read again is the reply that was written."""

import json
from datetime import date

import pytest

from bot.chats.transcripts import MOST_FILE_BYTES, Said, parse_said, said_mapping
from bot.dialogue.messages import Card, CardKind, Choice, OutgoingFile, Reply, Row
from tests.fakes import elsewhere_citation, make_answer, make_citation

CARD = Card(CardKind.RECEIPT, "回执", (Row("编号", "一", "注"), Row("序号", "2")), ("一行", "两行"))


@pytest.mark.parametrize(
    "said",
    [
        Said(Reply("话")),
        Said(Reply("话", (Choice("是", "x.1"), Choice("否", "x.2")))),
        Said(Reply("话", citations=(make_citation(), elsewhere_citation()))),
        Said(Reply("话", card=CARD, file=OutgoingFile("回.json", "application/json", b"\x00\xff"))),
        Said(Reply("话", answer=make_answer("问")), date(2026, 11, 22), 7),
        Said(Reply("话", answer=make_answer("问")), date(2026, 11, 22)),
    ],
    ids=["text", "choices", "citations", "card and file", "answer", "answer not logged"],
)
def test_a_reply_is_read_as_it_was_written(said: Said) -> None:
    assert parse_said(json.loads(json.dumps(said_mapping(said)))) == said


def test_a_file_too_large_to_keep_is_left_out() -> None:
    file = OutgoingFile("大", "text/plain", b"x" * (MOST_FILE_BYTES + 1))

    assert parse_said(said_mapping(Said(Reply("话", file=file)))).reply.file is None
