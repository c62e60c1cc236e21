"""Receipts in words and as a code that pins file and signed head."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.rendering.receipts import is_image, receipt_code, receipt_lines, receipt_text, write_code

RECEIPT: dict[str, Any] = {
    "report_no": "首报-2026-000001",
    "seq": 1,
    "checkpoint": {
        "at": "2026-11-22T01:00:00.000000Z",
        "size": 6,
        "root": "ab" * 32,
        "signature": "cd" * 64,
    },
}


def test_the_words_say_what_it_is_not() -> None:
    lines = list(receipt_lines(RECEIPT))

    assert "受理时间：2026-11-22 09:00:00（北京时间）" in lines
    assert "不是首谈资格" in lines[-1]


def test_the_code_changes_with_the_file() -> None:
    code = json.loads(receipt_code(RECEIPT))
    other = json.loads(receipt_code(RECEIPT | {"seq": 2}))

    assert (code["root"], code["size"]) == ("ab" * 32, 6)
    assert code["receipt"] != other["receipt"]


def test_equal_receipts_are_equal_files() -> None:
    assert receipt_text(RECEIPT) == receipt_text(dict(reversed(RECEIPT.items())))


@pytest.mark.parametrize(("name", "head"), [("a.png", b"\x89PNG"), ("a.SVG", b"<?xml")])
def test_the_code_is_written_as_an_image(tmp_path: Path, name: str, head: bytes) -> None:
    assert is_image(Path(name))

    write_code(RECEIPT, tmp_path / name)

    assert (tmp_path / name).read_bytes().startswith(head)


def test_a_time_that_is_none_stays_as_it_is() -> None:
    strange = RECEIPT | {"checkpoint": RECEIPT["checkpoint"] | {"at": "gestern"}}

    assert "受理时间：gestern" in list(receipt_lines(strange))
    assert not is_image(Path("a.gif"))
