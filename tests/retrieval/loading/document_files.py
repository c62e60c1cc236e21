"""Builders of the small files the loading tests read: DOCX by python-docx, PDF by reportlab."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_PART = (
    '<?xml version="1.0" encoding="UTF-8"?>{prologue}'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{body}</w:body></w:document>"
)


def make_docx(fill: Callable[[Any], None]) -> bytes:
    """A DOCX file whose document object `fill` writes to."""
    import docx

    document = docx.Document()
    fill(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_zip(entries: Mapping[str, bytes]) -> bytes:
    """A container with these entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def make_raw_docx(body: str, *, prologue: str = "", **parts: bytes) -> bytes:
    """A DOCX file with this body XML; parts: further entries of word/, by bare name."""
    document = _PART.format(body=body, prologue=prologue).encode()
    others = {f"word/{name}.xml": data for name, data in parts.items()}
    return make_zip({"word/document.xml": document} | others)


def make_pdf(pages: Sequence[Sequence[str]], *, header: str = "", password: str = "") -> bytes:
    """A PDF with these lines a page, a running header and page numbers."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    encrypt = StandardEncryption(password) if password else None
    canvas = Canvas(stream, encrypt=encrypt)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("STSong-Light", 12)
        if header:
            canvas.drawString(200, 810, header)
            canvas.drawString(290, 30, f"- {number} -")
        for index, line in enumerate(lines):
            indent = 24 if line.startswith("　　") else 0
            canvas.drawString(90 + indent, 760 - 20 * index, line.strip("　"))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def make_pdf_table(rows: Sequence[Sequence[str]], before: str = "") -> bytes:
    """A PDF with one ruled table."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("song", fontName="STSong-Light", fontSize=11)
    stream = io.BytesIO()
    table = Table(rows, style=[("FONT", (0, 0), (-1, -1), "STSong-Light", 10),
                               ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                               ("VALIGN", (0, 0), (-1, -1), "TOP")])  # fmt: skip
    SimpleDocTemplate(stream).build([Paragraph(before, style), table])
    return stream.getvalue()
