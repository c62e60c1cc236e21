import errno
import re
import sqlite3

import pytest

from bot.errors import BadInput, BotError, PartUnavailable
from bot.rendering.errors import complain, document_text, one_line
from retrieval.errors import (
    DigestError,
    DocumentError,
    EmbeddingUnavailable,
    IndexUnavailable,
    RetrievalError,
)
from rules.errors import RulesError

_LATIN_SENTENCE = re.compile(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}")
_ERRORS = [
    (BadInput("x", code="no_file", value="a.jsonl"), 2, "a.jsonl"),
    (BadInput("x", code="no such code"), 2, "检查"),
    (BadInput("x", code="no_file"), 2, "value"),
    (PartUnavailable("x", code="port_in_use", port=8000), 3, "8000"),
    (PartUnavailable("x"), 3, "暂时不可用"),
    (BotError("x"), 2, "暂时不可用"),
    (DigestError("a.md: broken"), 3, "a.md"),
    (DocumentError("x", code="encrypted"), 2, "密码"),
    (IndexUnavailable("x", code="model_mismatch"), 3, "模型"),
    (IndexUnavailable("x"), 3, "doctor"),
    (EmbeddingUnavailable("x"), 3, "YIPANQI_EMBEDDING_MODEL"),
    (RetrievalError("x"), 3, "doctor"),
    (RulesError("x"), 3, "规则数据"),
    (sqlite3.OperationalError("database is locked"), 3, "占用"),
    (sqlite3.OperationalError("database or disk is full"), 3, "磁盘已满"),
    (sqlite3.DatabaseError("database disk image is malformed"), 3, "损坏"),
    (sqlite3.DatabaseError("file is not a database"), 3, "损坏"),
    (sqlite3.OperationalError("unable to open database file"), 3, "YIPANQI_HOME"),
    (sqlite3.OperationalError("no such table"), 3, "doctor"),
    (OSError(errno.ENOSPC, "No space left"), 3, "磁盘已满"),
    (PermissionError(errno.EACCES, "denied", "/root/x"), 3, "/root/x"),
    (OSError(errno.EIO, "I/O error"), 3, "磁盘"),
    (TimeoutError("lock"), 3, "另一个程序"),
    (MemoryError(), 3, "内存不足"),
    (KeyError("王小明的项目"), 3, "KeyError"),
]


@pytest.mark.parametrize(("error", "status", "word"), _ERRORS, ids=lambda value: repr(value)[:50])
def test_every_error_is_one_chinese_line_with_a_mend(
    error: Exception, status: int, word: str
) -> None:
    complaint = complain(error)

    assert complaint.exit_status == status
    assert word in complaint.text
    assert "\n" not in complaint.text
    assert complaint.text.endswith("。")
    assert not _LATIN_SENTENCE.search(complaint.text)


def test_an_unknown_error_shows_its_place_and_nothing_anybody_typed() -> None:
    try:
        {}["王小明的项目"]
    except KeyError as error:
        complaint = complain(error)

    assert "test_errors.py:" in complaint.text
    assert "王小明" not in complaint.text


def test_what_is_told_cannot_forge_a_line() -> None:
    assert one_line("a\nb\x1b[31m c\t\x00d") == "a b [31m c d"
    assert "\n" not in complain(BadInput("x", code="no_file", value="a\nb")).text


@pytest.mark.parametrize("code", ["encrypted", "scanned", "too_large", "hostile", "new one"])
def test_a_refused_file_is_explained(code: str) -> None:
    assert document_text(DocumentError("x", code=code))
