"""Attached briefs: what is read, and what is refused with which code."""

import io
import zipfile
from pathlib import Path

import pytest

from bot.rendering.errors import complain
from bot.understanding.briefs import understand_brief
from bot.understanding.files import MOST_BYTES, read_attachment
from retrieval.errors import DocumentError
from tests.bot.understanding.cases import shown, vocabulary


def word() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph("项目名称：功率器件生产基地")
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(
        table.rows[0].cells,
        ("投资方", "示例半导体有限公司", "总投资（万元）", "120000"),
        strict=True,
    ):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.create_sheet("空表", 0)
    for row in (
        ["项目名称", "功率器件生产基地"],
        ["总投资（亿元）", 12],
        ["投资方", "示例半导体有限公司"],
    ):
        book["Sheet"].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


LINES = "项目名称：功率器件生产基地\n投资方：示例半导体有限公司\n总投资：12亿元\n"
BOMB = zipped({"xl/workbook.xml": b"<a/>", "xl/big.xml": b"0" * 40_000_000})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("简介.docx", word()),
        ("简介.xlsx", sheet()),
        ("简介.txt", LINES.encode("gb18030")),
        ("简介.txt", LINES.encode()),
        ("简介.md", f"# 情况\n\n{LINES}".encode()),
        ("没有后缀", LINES.encode("utf-16")),
    ],
)
def test_a_brief_is_read(name: str, content: bytes, tmp_path: Path) -> None:
    text = read_attachment(name, content, folder=tmp_path / "in")
    found = shown(understand_brief(text, vocabulary()))

    assert found == {
        "project_name": "功率器件生产基地",
        "investor_name": "示例半导体有限公司",
        "total_investment": "120000万元",
    }
    assert list((tmp_path / "in").glob("*")) == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", word()[:-400], "unreadable"),
        ("a.xlsx", sheet()[:-400], "unreadable"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"junk"}), "unreadable"),
        ("a.xlsx", BOMB, "hostile"),
        ("a.docx", zipped({"word/document.xml": b"0" * 40_000_000}), None),
        ("a.pdf", b"%PDF-1.7 broken", "unreadable"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "unsupported"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n ", "empty"),
        ("a.txt", b"x" * (MOST_BYTES + 1), "too_large"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported"),
    ],
)
def test_a_bad_file_is_refused_in_words(
    name: str, content: bytes, code: str | None, tmp_path: Path
) -> None:
    with pytest.raises(DocumentError) as raised:
        read_attachment(name, content, folder=tmp_path)

    assert code in (None, raised.value.code)
    assert raised.value.fields["name"] == name
    assert complain(raised.value).text
    assert list(tmp_path.glob("*")) == []


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    from openpyxl import Workbook

    stream = io.BytesIO()
    Workbook().save(stream)

    with pytest.raises(DocumentError) as raised:
        read_attachment("a.xlsx", stream.getvalue(), folder=tmp_path)

    assert raised.value.code == "empty"
