"""An attached brief as text: DOCX, XLSX, TXT (GBK too), Markdown, HTML and PDF.

Documents are parsed in the library's limited child process (intake.sandbox); of a workbook the
first sheet with words is read within limits of its own. Writes: one file in the folder given,
which it removes. Every failure is a DocumentError, which bot.rendering.errors can word.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree.ElementTree import ParseError

from bot.understanding.briefs import brief_text
from retrieval.errors import DocumentError

MOST_BYTES = 5 * 2**20
MOST_UNPACKED = 30 * 2**20
MOST_RATIO = 100
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 2_000, 60, 200_000
_WALL_S, _CPU_S = 10.0, 8
_BOOK = "xl/workbook.xml"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, ArithmeticError, AttributeError, EOFError,
    LookupError, NotImplementedError, OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


def read_attachment(name: str, content: bytes, *, folder: Path) -> str:
    """The words of an attachment, one paragraph or table row a line.

    folder: where a file may be put for the parsing child; made when it is not there.
    Raises DocumentError: `empty too_large unreadable encrypted scanned unsupported hostile
    timeout`; fields hold `name`.
    """
    if len(content) > MOST_BYTES:
        raise DocumentError(
            "too large", code="too_large", name=name, measure="file_bytes", limit=MOST_BYTES
        )
    if _is_workbook(content):
        return _within(_workbook_text(name, content), name)
    text = _document_text(name, content, folder)
    return _within(_table_text(text) if name.lower().endswith(".csv") else text, name)


def _within(text: str, name: str) -> str:
    if not any(character.isalnum() for character in text):
        raise DocumentError("no words in it", code="empty", name=name)
    return text[:MOST_CHARACTERS]


def _table_text(text: str) -> str:
    """A table of separated values, a row a line, as a workbook's sheet would be."""
    try:
        return brief_text(csv.reader(text.splitlines()))
    except csv.Error:
        return text


def _document_text(name: str, content: bytes, folder: Path) -> str:
    from retrieval.intake.sandbox import Limits, parse_file

    limits = replace(
        Limits(), file_bytes=MOST_BYTES, unpacked_bytes=MOST_UNPACKED, wall_s=_WALL_S, cpu_s=_CPU_S
    )
    folder.mkdir(parents=True, exist_ok=True)
    suffix = Path(name).suffix[:8]
    with TemporaryDirectory(dir=folder) as place:
        path = Path(place) / f"brief{suffix if suffix.isascii() else ''}"
        path.write_bytes(content)
        try:
            documents = parse_file(path, limits=limits)
        except DocumentError as error:
            error.fields["name"] = name
            raise
    return "\n".join(document.text for document in documents)


def _is_workbook(content: bytes) -> bool:
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _BOOK in archive.namelist()
    except _BROKEN:
        return False


def _workbook_text(name: str, content: bytes) -> str:
    _refuse_bomb(name, content)
    try:
        return brief_text(_rows(content))
    except MemoryError as error:
        raise DocumentError("out of memory", code="too_large", name=name) from error
    except _BROKEN as error:
        reason = type(error).__name__
        raise DocumentError(f"no workbook: {reason}", code="unreadable", name=name) from error


def _refuse_bomb(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except _BROKEN as error:
        raise DocumentError("no workbook", code="unreadable", name=name) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError("protected", code="encrypted", name=name)
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 10_000):
        raise DocumentError("a bomb", code="hostile", name=name, reason="ratio")


def _rows(content: bytes) -> Iterator[tuple[object, ...]]:
    """Rows of the first sheet that has words in it."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets[:5]:
            rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            written = [row for row in rows if any(cell is not None for cell in row)]
            if written:
                yield from written
                return
    finally:
        book.close()


__all__ = ["MOST_BYTES", "read_attachment"]
