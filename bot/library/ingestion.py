"""Taking files into the library, for every channel: parse each apart, store, say what became of it.

Reads: the files. Writes: the library. Does not: keep the files, or know who asked.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.library.original_checks import note_on_original
from bot.rendering.errors import document_text
from retrieval.errors import DocumentError
from retrieval.types import DocumentMeta, ParsedDocument

if TYPE_CHECKING:
    from retrieval.index.library import Library

STATUS_WORDS = {"added": "已收入", "changed": "已更新", "unchanged": "没有变化"}


@dataclass(slots=True)
class TakenFile:
    """One file and what became of it; refusal is None for a file that was taken.

    notes: where an original differs from the library's digest of it.
    """

    path: Path
    refusal: DocumentError | None = None
    documents: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    metas: list[DocumentMeta] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def take_files(
    library: "Library", files: Sequence[Path], advance: Callable[[], None]
) -> tuple[list[TakenFile], dict[str, str]]:
    """Parse and store files; returns what became of each, and every text's status by its key."""
    from retrieval.index.catalog_rows import document_key, origin_of
    from retrieval.intake.sandbox import parse_files

    taken: list[TakenFile] = []

    def documents() -> Iterator[ParsedDocument]:
        readable = [path for path in files if not _turn_away(path, taken, advance)]
        for path, result in parse_files(readable, known=library.documents()):
            one = TakenFile(path)
            taken.append(one)
            advance()
            if isinstance(result, DocumentError):
                one.refusal = result
                continue
            for document in result:
                meta = document.meta
                one.keys.append(document_key(meta.doc_id, meta.edition, origin_of(document)))
                one.documents.append(_document_record(document))
                one.metas.append(meta)
                yield document

    report = library.add(documents())
    for one in taken:
        one.notes = [note for meta in one.metas if (note := note_on_original(library, meta))]
    statuses = dict.fromkeys(report.unchanged, "unchanged")
    statuses |= dict.fromkeys(report.changed, "changed") | dict.fromkeys(report.added, "added")
    return taken, statuses


def _turn_away(path: Path, taken: list[TakenFile], advance: Callable[[], None]) -> bool:
    """Whether path is nothing that can be opened; then it is noted as refused."""
    if not path.exists():
        code = "missing"
    elif not path.is_file():
        code = "not_a_file"
    elif not os.access(path, os.R_OK):
        code = "denied"
    else:
        return False
    taken.append(TakenFile(path, DocumentError(f"cannot open {path}", code=code)))
    advance()
    return True


def file_record(one: TakenFile, statuses: dict[str, str]) -> dict[str, Any]:
    """What became of one file, for `--json`."""
    if one.refusal is not None:
        reason = f"{document_text(one.refusal)}。"
        return {
            "path": str(one.path),
            "status": "refused",
            "code": one.refusal.code,
            "message": reason,
            "documents": [],
        }
    found = {statuses.get(key, "unchanged") for key in one.keys}
    status = next((word for word in ("added", "changed") if word in found), "unchanged")
    record = {"path": str(one.path), "status": status, "documents": one.documents}
    return {**record, "notes": one.notes} if one.notes else record


def _document_record(document: ParsedDocument) -> dict[str, Any]:
    meta = document.meta
    return {
        "doc_id": meta.doc_id,
        "edition": meta.edition,
        "title": meta.title,
        "number": meta.number,
        "clauses": len(document.clauses),
    }
