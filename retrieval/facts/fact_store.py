"""Keep the facts' table and its vectors on disk, named by what they were made of.

Writes: `<fingerprint>.npz` and `<fingerprint>.<model>.npz` in the folder given, each whole or not
at all. Does not: trust what it reads; a file that is not of the form is deleted and made again.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.facts.fact_table import FactTable, Rows

FORMAT = 2  # of the files and of what the table's numbers mean; another number means: build anew
_SUFFIX = ".npz"
_SEPARATOR = "\0"
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)

Arrays = dict[str, NDArray[Any]]
Decoded = TypeVar("Decoded")


def fingerprint(parts: Iterable[str]) -> str:
    """Name of the table that is made of these texts, 24 hex digits."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for part in parts:
        digest.update(_SEPARATOR.encode() + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:24]


class FactStore:
    """The folder of tables, safe for several processes: files are written beside and renamed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def table(self, name: str, build: Callable[[], FactTable]) -> FactTable:
        """The stored table of a name, built and stored where it is missing or damaged."""
        path = self._path(name)
        table = _read(path, _decode_table)
        if table is None:
            table = build()
            self._write(path, _encode_table(table))
        return table

    def has_table(self, name: str) -> bool:
        """Whether a table of that name lies there, sound or not."""
        return self._path(name).exists()

    def vectors(
        self, name: str, model: str, count: int, build: Callable[[], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """A model's stored vectors of a table's forms (count rows), made where there are none."""
        found = self.stored_vectors(name, model, count)
        if found is None:
            found = build()
            self._write(self._path(name, model), {"forms": found})
        return found

    def stored_vectors(self, name: str, model: str, count: int) -> NDArray[np.float32] | None:
        """A model's stored vectors of a table's forms; None where there are no sound ones."""
        return _read(self._path(name, model), lambda arrays: _vectors(arrays, count))

    def keep_only(self, names: Collection[str]) -> None:
        """Delete the files of all other tables."""
        for path in self._folder.glob("*"):
            if path.name.partition(".")[0] not in names:
                path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete all tables; they are made again when next wanted."""
        self.keep_only(())

    def _path(self, name: str, model: str = "") -> Path:
        tag = "." + hashlib.sha256(model.encode()).hexdigest()[:12] if model else ""
        return self._folder / f"{name}{tag}{_SUFFIX}"

    def _write(self, path: Path, arrays: Arrays) -> None:
        """A full disk or a folder that cannot be written costs the next start time, no more."""
        draft = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError:
            with suppress(OSError):
                draft.unlink()


def _read(path: Path, decode: Callable[[Arrays], Decoded]) -> Decoded | None:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            return decode({name: file[name] for name in file.files})
    except _UNREADABLE:
        with suppress(OSError):
            path.unlink()
        return None


def _encode_table(table: FactTable) -> Arrays:
    return {
        "tokens": _packed(table.tokens),
        "idf": table.idf,
        "posting_starts": table.postings.starts,
        "postings": table.postings.values,
        "owners": table.owners,
        "form_weights": table.form_weights,
        "forms": _packed(table.forms),
        "bodies": _packed(table.bodies),
        "body_starts": table.body_tokens.starts,
        "body_tokens": table.body_tokens.values,
        "subjects": _packed(table.subjects),
    }


def _decode_table(arrays: Arrays) -> FactTable:
    """The table of arrays. Raises KeyError and ValueError for arrays that do not fit together."""
    table = FactTable(
        tokens=_unpacked(arrays["tokens"]),
        idf=arrays["idf"],
        postings=Rows(arrays["posting_starts"], arrays["postings"]),
        owners=arrays["owners"],
        form_weights=arrays["form_weights"],
        forms=_unpacked(arrays["forms"]),
        bodies=_unpacked(arrays["bodies"]),
        body_tokens=Rows(arrays["body_starts"], arrays["body_tokens"]),
        subjects=_unpacked(arrays["subjects"]),
    )
    tokens, facts, forms = len(table.tokens), len(table.bodies), len(table.forms)
    lengths = (
        (len(table.idf), tokens),
        (len(table.postings.starts), tokens + 1),
        (len(table.owners), forms),
        (len(table.form_weights), forms),
        (len(table.body_tokens.starts), facts + 1),
        (len(table.subjects), facts),
    )
    if any(length != expected for length, expected in lengths):
        raise ValueError("arrays of different tables")
    return table


def _packed(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Texts as bytes, each closed by a NUL; folding leaves none in them."""
    joined = "".join(f"{text}{_SEPARATOR}" for text in texts)
    return np.frombuffer(joined.encode("utf-8"), dtype=np.uint8)


def _unpacked(array: NDArray[Any]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode("utf-8").split(_SEPARATOR)[:-1])


def _vectors(arrays: Arrays, count: int) -> NDArray[np.float32]:
    forms = arrays["forms"]
    if forms.dtype != np.float32 or forms.ndim != 2 or len(forms) != count:  # rows by dimensions
        raise ValueError("vectors of another table")
    return forms
