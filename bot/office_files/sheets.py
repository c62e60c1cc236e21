"""Rows of a spreadsheet (XLSX), in and out; the one place where openpyxl is used.

Reads: the first sheet of a workbook. Writes: a new workbook whose cells are all plain text, so that
nothing written by a stranger runs as a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.errors import BadInput

MAX_UNPACKED_BYTES = 500_000_000  # a sheet of 20,000 rows unpacks to some 30 MB
MAX_CELL_CHARS = 32_000  # a little below the limit of the file format
_FORMULA_MARKS = tuple("=+-@\t\r\0＝＋－＠")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_rows(path: Path) -> Iterator[tuple[object, ...]]:
    """Cell values of the first sheet, row by row; a formula counts by its stored value.

    Raises BadInput (code `sheet`) for a file that is no workbook or is a decompression bomb.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise BadInput(f"{path.name} unpacks to {unpacked} bytes", code="sheet")
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise BadInput(f"{path.name} is no workbook: {error}", code="sheet") from error
    try:
        for sheet in book.worksheets[:1]:  # a workbook of charts only has none
            yield from sheet.iter_rows(values_only=True)
    finally:
        book.close()


def write_rows(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows of text as the one sheet of a new workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("结果")
    try:
        for row in rows:
            sheet.append([harmless(text) for text in row])
    finally:
        sheet.close()  # an unfinished sheet would be complained of when it is thrown away
    book.save(path)


def harmless(text: str) -> str:
    """Text as a cell may hold it: no formula, no forbidden control character, not too long."""
    marked = f"'{text}" if text.startswith(_FORMULA_MARKS) else text
    return _NOT_IN_XML.sub("", marked)[:MAX_CELL_CHARS]
