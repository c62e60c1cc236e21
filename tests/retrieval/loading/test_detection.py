import pytest

from retrieval.errors import DocumentError
from retrieval.loading.detection import FileFormat, detect_format

FORMATS = [
    ("办法.txt", "第一条 内容".encode(), FileFormat.TEXT),
    ("办法.pdf", "其实是文本".encode(), FileFormat.TEXT),
    ("办法.txt", b"%PDF-1.7\n", FileFormat.PDF),
    ("办法.docx", b"\n%PDF-1.4\n", FileFormat.PDF),
    ("办法", b"PK\x03\x04....", FileFormat.WORD),
    ("a.txt", "<!DOCTYPE html><html><body>正文</body></html>".encode(), FileFormat.HTML),
    ("a.txt", b"\xef\xbb\xbf<html><head></head></html>", FileFormat.HTML),
    ("a.htm", "﻿<html>".encode("utf-16"), FileFormat.HTML),
    ("a.html", b'<?xml version="1.0"?><html xmlns="x"><body></body></html>', FileFormat.HTML),
    ("a.html", "只有文字，没有标签".encode(), FileFormat.TEXT),
    ("a.md", "# 标题\n\n正文里提到 <p> 标签".encode(), FileFormat.TEXT),
    ("BM.txt", b"BM is how this text starts", FileFormat.TEXT),
]

REFUSED = [
    (b"", "empty"),
    (b" \r\n\t ", "empty"),
    (b"\xef\xbb\xbf", "empty"),
    (b"\x89PNG\r\n\x1a\n....", "unsupported"),
    (b"\xff\xd8\xff\xe0....", "unsupported"),
    (b"BM\x00\x00\x00", "unsupported"),
    (b"Rar!\x1a\x07", "unsupported"),
    (b"MZ\x90\x00", "unsupported"),
    (b"{\\rtf1 text}", "unsupported"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "unsupported"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
]


@pytest.mark.parametrize(("name", "data", "expected"), FORMATS)
def test_content_decides_and_the_extension_only_hints(
    name: str, data: bytes, expected: FileFormat
) -> None:
    assert detect_format(data, name) is expected


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_foreign_files_are_refused_by_their_kind(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        detect_format(data, "任意.docx")

    assert caught.value.code == code
