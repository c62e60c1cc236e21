"""The library for channels that show it: documents, clauses, what is open; taking in and out.

Reads: the library. Writes: it, for roles that may (Operation.MANAGE_LIBRARY), on record.
Does not: keep uploaded files; they are parsed in a folder that is thrown away.
"""

import re
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import BadInput
from bot.library.ingestion import file_record, take_files
from bot.rendering.citations import origin_note, validity
from registry.service import Registry
from registry.transactions.members import Caller
from registry.transactions.permissions import NOTHING, Operation, Role, is_allowed
from retrieval.types import AuthorityTier, Clause, DocumentMeta, FactKind, Origin
from rules.clauses import ClauseRef

if TYPE_CHECKING:
    from retrieval.index.library import Library

MAX_BYTES = 20 * 1024 * 1024
_MAX_NAME = 120
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f/\\\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition of a document. is_in_force: on the day asked for; removable: not shipped."""

    meta: DocumentMeta
    origins: tuple[Origin, ...]
    is_in_force: bool
    removable: bool
    clauses: int
    open_points: int


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with its editions, the newest first."""

    doc_id: str
    editions: tuple[EditionLine, ...]

    @property
    def meta(self) -> DocumentMeta:
        """What it is called: as in its newest edition."""
        return self.editions[0].meta

    @property
    def tier(self) -> AuthorityTier:
        """How much weight it carries."""
        return self.meta.tier


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What a clause leaves open."""

    clause: str
    heading: str
    points: tuple[str, ...]


def may_manage(role: Role) -> bool:
    """Whether a role may take documents in and out."""
    return is_allowed(role, Operation.MANAGE_LIBRARY, account="", unit="", subject=NOTHING)


def quotation_of(clause: Clause, meta: DocumentMeta) -> str:
    """A clause with its source, ready to paste into a document."""
    number = f"（{meta.number}）" if meta.number else ""
    remarks = [part for part in (validity(meta), meta.status, origin_note(clause.origin)) if part]
    return f"“{clause.text}”——《{meta.title}》{number}{clause.label}，{'，'.join(remarks)}"


class LibraryDesk:
    """Look into the library and manage it."""

    def __init__(self, library: "Library", registry: Registry) -> None:
        self._library = library
        self._registry = registry
        self._intake = threading.Lock()  # parsing takes memory: one file at a time

    def documents(
        self, as_of: date, *, words: str = "", after: str = "", limit: int = 50
    ) -> tuple[tuple[DocumentLine, ...], str]:
        """A page of the documents by id, and where the next one starts; empty at the end.

        words: only documents with each of these words in title, number, issuer, place or id.
        """
        wanted = words.casefold().split()
        metas = self._library.documents()
        ids = sorted({m.doc_id for m in metas if all(word in _named(m) for word in wanted)})
        rest = [doc_id for doc_id in ids if doc_id > after]
        shown = rest[:limit]
        lines = tuple(self.document(doc_id, as_of) for doc_id in shown)
        return lines, shown[-1] if len(rest) > limit else ""

    def document(self, doc_id: str, as_of: date) -> DocumentLine:
        """One document with its editions. Raises BadInput (`no_document`)."""
        metas = self._library.editions_of(doc_id)
        if not metas:
            raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
        in_force = {(m.doc_id, m.edition) for m in self._library.in_force(as_of)}
        texts = [text for text in self._library.texts() if text.meta.doc_id == doc_id]
        lines = []
        for meta in reversed(metas):
            held = [text for text in texts if text.meta.edition == meta.edition]
            lines.append(
                EditionLine(
                    meta,
                    tuple(text.origin for text in held),
                    (doc_id, meta.edition) in in_force,
                    any(not text.shipped for text in held),
                    len(self.clauses(doc_id, meta.edition)),
                    sum(len(found.points) for found in self.open_points(doc_id, meta.edition)),
                )
            )
        return DocumentLine(doc_id, tuple(lines))

    def clauses(self, doc_id: str, edition: str) -> tuple[Clause, ...]:
        """The clauses of an edition in the order of its text: the original's, where it is held."""
        clauses = self._library.clauses(doc_id, edition)
        return tuple(c for c in clauses if c.origin is Origin.ORIGINAL) or clauses

    def open_points(self, doc_id: str, edition: str) -> tuple[OpenPoints, ...]:
        """What each clause leaves open, in the order of the text."""
        points: dict[ClauseRef, list[str]] = {}
        for fact in self._library.facts(doc_id, edition):
            if fact.kind is FactKind.OPEN_POINT:
                points.setdefault(fact.ref, []).append(fact.text)
        headings = {clause.ref: clause.heading for clause in self._library.clauses(doc_id, edition)}
        return tuple(
            OpenPoints(ref.clause, headings.get(ref, ref.clause), tuple(points[ref]))
            for ref in (
                *(r for r in headings if r in points),
                *(r for r in points if r not in headings),
            )
        )

    def take_in(self, caller: Caller, name: str, content: bytes) -> dict[str, Any]:
        """Take one file in; what became of it, as bot.library.ingestion.file_record says.

        name: as the sender calls it. Raises Forbidden, ReadOnly, BadInput (`file_too_large`),
        RetrievalError.
        """
        self._require(caller)
        shown = _safe_name(name)
        if len(content) > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise BadInput("too large", code="file_too_large", value=shown, limit=limit)
        with self._intake, tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / shown
            path.write_bytes(content)
            taken, statuses = take_files(self._library, [path], lambda: None)
        record = {**file_record(taken[0], statuses), "path": shown}
        changed = [item["doc_id"] for item in record["documents"]]
        if record["status"] in ("added", "changed"):
            self._note(caller, "library_added", changed)
        return record

    def remove(self, caller: Caller, doc_id: str) -> int:
        """Take a document out; how many clauses went. A shipped digest under it stays.

        Raises Forbidden, ReadOnly, BadInput (`no_document`), RetrievalError.
        """
        self._require(caller)
        if not any(text.meta.doc_id == doc_id for text in self._library.texts()):
            raise BadInput(f"no document {doc_id!r}", code="no_document", value=doc_id)
        self._note(caller, "library_removed", [doc_id])
        return self._library.remove(doc_id).clauses

    def _require(self, caller: Caller) -> None:
        with self._registry.store.read(caller) as work:
            work.require(Operation.MANAGE_LIBRARY)

    def _note(self, caller: Caller, kind: str, doc_ids: Sequence[str]) -> None:
        with self._registry.store.write(caller) as work:
            work.require(Operation.MANAGE_LIBRARY)
            work.record(kind, data={"documents": list(doc_ids)})


def _safe_name(name: str) -> str:
    """The sender's name for a file, as one name of a file of ours."""
    plain = _UNPRINTABLE.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    while len(plain.encode()) > _MAX_NAME * 2:
        plain = plain[1:]
    return plain or "文件"


def _named(meta: DocumentMeta) -> str:
    """What a document is looked for by."""
    parts = (meta.title, meta.number, meta.issuer, meta.place, meta.doc_id)
    return " ".join(part for part in parts if part).casefold()
