"""Files of a draft: kept until the report they belong to has a number, then handed to evidence.

Reads and writes: a folder per draft below the evidence folder (files mode 0600), no table. A file
and its sender's name are on disk before they are acknowledged. Only the draft's owner reaches them.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.drafts import load_draft
from registry.errors import InvalidInput
from registry.evidence import MAX_BYTES, EvidenceService
from registry.file_kinds import kind_of
from registry.members import Caller
from registry.unit_of_work import Store

MOST_FILES = 20  # of one draft, what one person may attach to reports in a day
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file kept with a draft. name: as the sender called it; sha256: hex."""

    name: str
    size: int
    sha256: str


class DraftFileService:
    """Keep files with one's drafts and hand them over once the report is filed."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self.scratch = folder / "reading"  # for those who must put a file somewhere to read it

    def keep(self, caller: Caller, draft_id: str, name: str, content: bytes) -> DraftFile:
        """Keep a file with a draft; the same content a second time is the file kept before.

        Raises Forbidden, NotFound; InvalidInput: `file_empty`, `file_too_large`, `file_kind`,
        `too_many_files`; OSError.
        """
        self._own(caller, draft_id)
        _check(content)
        kept = {file.sha256: file for file in self._files(draft_id)}
        digest = hashlib.sha256(content).hexdigest()
        if digest in kept:
            return kept[digest]
        if len(kept) >= MOST_FILES:
            message = f"more than {MOST_FILES} files"
            raise InvalidInput(message, code="too_many_files", field="file", limit=MOST_FILES)
        file = DraftFile(_base(name), len(content), digest)
        folder = self._folder / draft_id
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / digest, content)
        facts = {"name": file.name, "size": file.size, "order": len(kept)}
        _write(folder / f"{digest}.json", json.dumps(facts, ensure_ascii=False).encode())
        return file

    def list(self, caller: Caller, draft_id: str) -> tuple[DraftFile, ...]:
        """The files of a draft in the order they came. Raises Forbidden, NotFound."""
        self._own(caller, draft_id)
        return tuple(self._files(draft_id))

    def move(self, caller: Caller, draft_id: str, to: str) -> None:
        """Give a draft's files to another draft of the same person. Raises Forbidden, NotFound."""
        self._own(caller, draft_id)
        self._own(caller, to)
        old, new = self._folder / draft_id, self._folder / to
        if old.exists() and not new.exists():
            old.rename(new)

    def hand_over(
        self, caller: Caller, draft_id: str, report_no: str, evidence: EvidenceService
    ) -> Iterator[DraftFile]:
        """Attach a draft's files to its report one by one; what is yielded is attached.

        Raises as EvidenceService.attach; files not yet attached are still kept then.
        """
        self._own(caller, draft_id)
        folder = self._folder / draft_id
        for file in tuple(self._files(draft_id)):
            evidence.attach(caller, report_no, file.name, (folder / file.sha256).read_bytes())
            (folder / f"{file.sha256}.json").unlink()
            (folder / file.sha256).unlink()
            yield file
        shutil.rmtree(folder, ignore_errors=True)

    def _own(self, caller: Caller, draft_id: str) -> None:
        with self._store.read(caller) as work:
            load_draft(work, draft_id)

    def _files(self, draft_id: str) -> Iterator[DraftFile]:
        folder = self._folder / draft_id
        facts = []
        for path in folder.glob("*.json"):
            told = json.loads(path.read_text("utf-8"))
            facts.append((told["order"], path.stem, told))
        for _, digest, told in sorted(facts, key=lambda fact: fact[:2]):
            yield DraftFile(told["name"], told["size"], digest)


def _check(content: bytes) -> None:
    if not content:
        raise InvalidInput("the file is empty", code="file_empty", field="file")
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        message = "the file is too large"
        raise InvalidInput(message, code="file_too_large", field="file", limit=limit)
    if kind_of(content) is None:
        raise InvalidInput("no kind of file that is taken", code="file_kind", field="file")


def _base(name: str) -> str:
    """The name without folders and what does not show."""
    plain = "".join(ch for ch in name if ch.isprintable() and not 0xD800 <= ord(ch) < 0xE000)
    return plain.replace("\\", "/").rpartition("/")[2].strip(" .")[-_MAX_NAME:] or "附件"


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and wait for the disk."""
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
