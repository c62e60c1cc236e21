import io
import zipfile
from collections.abc import Callable

import pytest

from retrieval.errors import DocumentError
from retrieval.loading.archive import open_archive, read_entry
from retrieval.loading.limits import Limits


def _archive(fill: Callable[[zipfile.ZipFile], None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    return stream.getvalue()


def _link(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("word/document.xml")
    entry.external_attr = 0o120777 << 16
    archive.writestr(entry, "/etc/passwd")


def _many(archive: zipfile.ZipFile) -> None:
    for number in range(1_001):
        archive.writestr(f"word/{number}.xml", "")


def _encrypted() -> bytes:
    data = bytearray(_archive(lambda archive: archive.writestr("word/document.xml", "x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


REFUSED = {
    "not a container": (b"PK\x03\x04 but nothing else", "unreadable"),
    "bomb": (_archive(lambda a: a.writestr("word/document.xml", b"\0" * 5_000_000)), "hostile"),
    "slip": (_archive(lambda a: a.writestr("../../x", "y")), "hostile"),
    "backslash slip": (_archive(lambda a: a.writestr("word\\..\\..\\x", "y")), "hostile"),
    "absolute": (_archive(lambda a: a.writestr("/etc/x", "y")), "hostile"),
    "drive": (_archive(lambda a: a.writestr("C:/x", "y")), "hostile"),
    "link": (_archive(_link), "hostile"),
    "entries": (_archive(_many), "too_large"),
    "encrypted": (_encrypted(), "encrypted"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_container_is_refused_before_anything_is_unpacked(name: str) -> None:
    data, code = REFUSED[name]

    with pytest.raises(DocumentError) as caught:
        open_archive(data, Limits())

    assert caught.value.code == code


def test_an_archive_larger_than_allowed_is_refused() -> None:
    data = _archive(lambda a: a.writestr("a", bytes(range(256)) * 40))

    with pytest.raises(DocumentError) as caught:
        open_archive(data, Limits(unpacked_bytes=10_000))

    assert caught.value.fields["measure"] == "unpacked_bytes"


def test_entries_read_and_missing_ones_are_empty() -> None:
    archive = open_archive(_archive(lambda a: a.writestr("a", "内容")), Limits())

    assert read_entry(archive, "a", Limits()).decode() == "内容"
    assert read_entry(archive, "b", Limits()) == b""
    with pytest.raises(DocumentError):
        read_entry(archive, "a", Limits(unpacked_bytes=2))


def test_a_damaged_entry_is_unreadable() -> None:
    data = bytearray(_archive(lambda a: a.writestr("a", "内容" * 500)))
    data[35:45] = b"\xff" * 10
    archive = open_archive(bytes(data), Limits())

    with pytest.raises(DocumentError) as caught:
        read_entry(archive, "a", Limits())

    assert caught.value.code == "unreadable"
