"""Word documents (DOCX) out: a title and tables of plain text; the one place that writes them.

Writes: a new document. Text is data only: no fields, no links, no control characters.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_ROWS = 5000  # python-docx takes minutes for more


def write_table(path: Path, title: str, rows: Iterable[Sequence[str]], *, note: str = "") -> None:
    """Write a document of a title, a note and one table; rows all of one width, the first bold."""
    from docx import Document

    document = Document()
    document.add_heading(_plain(title), level=1)
    if note:
        document.add_paragraph(_plain(note))
    listed = [[_plain(text) for text in row] for row in rows]
    if listed:
        table = document.add_table(rows=0, cols=len(listed[0]))
        table.style = "Table Grid"
        for row in listed:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        for cell in table.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
    document.save(str(path))


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
