"""Check a ZIP container (DOCX) before unpacking anything; read its entries within limits."""

import stat
import zipfile
import zlib
from io import BytesIO

from retrieval.errors import DocumentError
from retrieval.loading.blocks import too_large
from retrieval.loading.limits import Limits

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
_SMALL = 2**20  # below this a high ratio is ordinary XML, not a bomb


def open_archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a container whose directory is plausible and within limits.

    Raises DocumentError: `unreadable`, `encrypted`, `hostile`, `too_large`.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError(f"damaged container: {error}", code="unreadable") from error
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        raise too_large("zip_entries", limits.zip_entries)
    for entry in entries:
        _check_entry(entry)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _SMALL and unpacked > limits.zip_ratio * len(data):
        raise DocumentError("a zip bomb", code="hostile", reason="zip_ratio")
    if unpacked > limits.unpacked_bytes:
        raise too_large("unpacked_bytes", limits.unpacked_bytes)
    return archive


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise DocumentError("an encrypted container", code="encrypted")
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
        raise DocumentError("an entry outside the container", code="hostile", reason="path")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise DocumentError("a link in the container", code="hostile", reason="link")


def read_entry(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """Unpack one entry; b'' when there is none. Raises DocumentError."""
    try:
        with archive.open(name) as stream:
            data = stream.read(limits.unpacked_bytes + 1)
    except KeyError:
        return b""
    except _DAMAGE as error:
        raise DocumentError(f"damaged entry {name!r}", code="unreadable") from error
    if len(data) > limits.unpacked_bytes:
        raise too_large("unpacked_bytes", limits.unpacked_bytes)
    return data
