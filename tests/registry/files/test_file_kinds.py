"""A file is what its content says, whatever it is called."""

import io
import zipfile

import pytest

from registry.files.file_kinds import FileKind, kind_of


def archive(*names: str, size: int = 1) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, b"0" * size)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", FileKind.PDF),
        (b"\x89PNG\r\n\x1a\n...", FileKind.PNG),
        (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        (archive("word/document.xml"), FileKind.DOCX),
        (archive("xl/workbook.xml"), FileKind.XLSX),
        ("会谈纪要\n第一条".encode(), FileKind.TEXT),
        ("会谈纪要".encode("gb18030"), FileKind.TEXT),
        (b"", None),
        (b"MZ\x90\x00\x03", None),
        (b"\x7fELF\x02\x01", None),
        (b"text\x00with nul", None),
        (archive("readme.txt"), None),
        (archive("word/document.xml", "word/vbaProject.bin"), None),
        (archive("word/document.xml", *(f"{n}" for n in range(1001))), None),
        (archive("word/document.xml", "bomb", size=60 * 1024 * 1024), None),
        (b"PK\x03\x04 cut off", None),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_the_kind_of_a_content(content: bytes, kind: FileKind | None) -> None:
    assert kind_of(content) is kind
