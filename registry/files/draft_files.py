"""Files of a draft: kept until the report they belong to has a number, then handed to evidence.

Reads and writes: a folder per draft below the evidence folder (files mode 0600), no table. A file
and its sender's name are on disk before they are acknowledged. Only the draft's owner reaches them.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from registry.database import tables
from registry.errors import InvalidInput
from registry.files.durable_files import check_content, shown_name, write_durably
from registry.files.evidence import UPLOADS_A_DAY, EvidenceService
from registry.filing.drafts import DraftState, load_draft
from registry.people.usage import count_use
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store

MOST_FILES = 20  # of one draft, what one person may attach to reports in a day
_COUNTED = "draft_upload"


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file kept with a draft. name: as the sender called it; sha256: hex."""

    name: str
    size: int
    sha256: str


class DraftFileService:
    """Keep files with one's drafts and hand them over once the report is filed."""

    def __init__(self, store: Store, folder: Path, uploads_a_day: int | None = None) -> None:
        self._store = store
        self._folder = folder
        self._uploads_a_day = uploads_a_day
        self.scratch = folder / "reading"  # for those who must put a file somewhere to read it

    def keep(self, caller: Caller, draft_id: str, name: str, content: bytes) -> DraftFile:
        """Keep a file with a draft; the same content a second time is the file kept before.

        Raises Forbidden, NotFound, QuotaExceeded (20 a day unless set); InvalidInput: `file_empty`,
        `file_too_large`, `file_kind`, `too_many_files`; ReadOnly, OSError.
        """
        self._own(caller, draft_id)
        check_content(content)
        kept = {file.sha256: file for file in self._files(draft_id)}
        digest = hashlib.sha256(content).hexdigest()
        if digest in kept:
            return kept[digest]
        if len(kept) >= MOST_FILES:
            message = f"more than {MOST_FILES} files"
            raise InvalidInput(message, code="too_many_files", field="file", limit=MOST_FILES)
        self._count(caller)
        file = DraftFile(shown_name(name, "附件"), len(content), digest)
        folder = self._folder / draft_id
        write_durably(folder / digest, content)
        facts = {"name": file.name, "size": file.size, "order": len(kept)}
        told = json.dumps(facts, ensure_ascii=False).encode()
        write_durably(folder / f"{digest}.json", told)
        return file

    def list(self, caller: Caller, draft_id: str) -> tuple[DraftFile, ...]:
        """The files of a draft in the order they came. Raises Forbidden, NotFound."""
        self._own(caller, draft_id)
        return tuple(self._files(draft_id))

    def remove(self, caller: Caller, draft_id: str, sha256: str) -> bool:
        """Take a file off a draft; False when it has no such file.

        Raises Forbidden, NotFound.
        """
        self._own(caller, draft_id)
        if sha256 not in {file.sha256 for file in self._files(draft_id)}:
            return False
        for name in (f"{sha256}.json", sha256):
            (self._folder / draft_id / name).unlink(missing_ok=True)
        return True

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

    def sweep(self, caller: Caller) -> int:
        """Remove the files of drafts that are given up or gone; how many. Raises Forbidden.

        Those of a filed draft stay: what could not be handed over may still be.
        """
        with self._store.read(caller) as work:
            work.require(Operation.MAINTAIN)
            box = tables.draft.c
            query = select(box.id).where(box.state != DraftState.DISCARDED)
            living = {*work.connection.execute(query).scalars(), self.scratch.name}
        stray = [path for path in self._folder.glob("*") if path.name not in living]
        removed = sum(1 for folder in stray for path in folder.glob("*") if path.suffix != ".json")
        for folder in stray:
            shutil.rmtree(folder, ignore_errors=True)
        return removed

    def _count(self, caller: Caller) -> None:
        """Any number of drafts, but not any number of files. Raises QuotaExceeded."""
        with self._store.write(caller) as work:
            limit = self._uploads_a_day or UPLOADS_A_DAY
            count_use(work, work.person.account, _COUNTED, limit)

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
