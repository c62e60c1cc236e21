"""Files a person has handed in: looked at, named safely, and on the disk before they count."""

import os
import re
from pathlib import Path

from registry.errors import InvalidInput
from registry.files.file_kinds import FileKind, kind_of

MAX_BYTES = 20 * 1024 * 1024
_MAX_NAME = 200
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def check_content(content: bytes) -> FileKind:
    """What kind of file it is. Raises InvalidInput: `file_empty`, `file_too_large`, `file_kind`."""
    if not content:
        raise InvalidInput("the file is empty", code="file_empty", field="file")
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        message = "the file is too large"
        raise InvalidInput(message, code="file_too_large", field="file", limit=limit)
    kind = kind_of(content)
    if kind is None:
        raise InvalidInput("no kind of file that is taken", code="file_kind", field="file")
    return kind


def shown_name(name: str, otherwise: str) -> str:
    """The sender's name for a file, without folders and what does not show; else otherwise."""
    base = _UNPRINTABLE.sub("", name).replace("\\", "/").rpartition("/")[2].strip(" .")
    return base[-_MAX_NAME:] or otherwise


def write_durably(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone, and wait for the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.part")
    fresh.unlink(missing_ok=True)  # of a process that was killed
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
