"""Tell the format of a file by its first bytes; the extension is only a hint."""

import re
from enum import StrEnum

from retrieval.errors import DocumentError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM", "image"),
    (b"II*\0", "image"), (b"MM\0*", "image"), (b"RIFF", "media"), (b"ID3", "media"),
    (b"7z\xbc\xaf", "archive"), (b"Rar!", "archive"), (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"), (b"MZ", "program"), (b"\x7fELF", "program"),
)  # fmt: skip
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|meta\s|div[\s>]|p[\s>])", re.IGNORECASE
)
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)


class FileFormat(StrEnum):
    """The formats the library takes."""

    TEXT = "text"  # plain text and Markdown
    HTML = "html"
    WORD = "docx"
    PDF = "pdf"


def detect_format(data: bytes, name: str) -> FileFormat:
    """Say what data is.

    Raises DocumentError: `empty`, `encrypted` (a protected Office file), `unsupported`.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise DocumentError("no content", code="empty")
    if b"%PDF-" in data[:1024]:
        return FileFormat.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileFormat.WORD
    if data.startswith(_OLE):
        raise _refuse_ole(data)
    for magic, kind in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:512]):
            raise DocumentError(f"a file of kind {kind}", code="unsupported", kind=kind)
    return FileFormat.HTML if _is_html(data, name) else FileFormat.TEXT


def _is_html(data: bytes, name: str) -> bool:
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf")
    has_tag = _HTML.search(head) is not None
    starts_with_tag = head.lstrip().startswith(b"<") and not _XML.match(head)
    has_extension = name.lower().endswith((".html", ".htm", ".shtml", ".xhtml", ".mht"))
    return has_tag and (starts_with_tag or has_extension or _XML.match(head) is not None)


def _refuse_ole(data: bytes) -> DocumentError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return DocumentError("a protected Office file", code="encrypted")
    return DocumentError("an Office 97 file", code="unsupported", kind="doc")
