"""What a file is, told by its content, never by its name."""

import io
import zipfile
from enum import StrEnum

_MOST_ENTRIES = 1000
_MOST_UNPACKED = 100 * 1024 * 1024
_HEAD = 4096


class FileKind(StrEnum):
    """Kinds of evidence that are taken; the value is the suffix a download gets."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "txt"


_MAGIC = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
)
_PARTS = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a file's content; None for one that is not taken.

    An archive is only looked at, never unpacked; one that would unpack to too much, or holds
    macros, is not taken.
    """
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    return FileKind.TEXT if _is_text(content) else None


def _kind_of_archive(content: bytes) -> FileKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    unpacked = sum(entry.file_size for entry in entries)
    names = {entry.filename for entry in entries}
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or has_macros:
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    """UTF-8 or GB18030 without control characters but tab and line ends."""
    if not content:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(char >= " " or char in "\t\r\n" for char in text[:_HEAD]) and "\0" not in text
    return False
