"""Files that belong to a report: typed by content, hashed, limited, under names of our own.

Reads and writes: the evidence folder (files mode 0600) and `evidence`. The file is on disk before
its row is committed; a crash in between leaves a file without a row, which `sweep` removes.
Does not open, convert or show a file's content.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, insert, select

from registry.casework.progress import touch
from registry.database import case_tables, tables
from registry.errors import NotFound, StorageUnavailable
from registry.files import durable_files
from registry.files.durable_files import check_content, shown_name, write_durably
from registry.files.file_kinds import FileKind
from registry.filing.reports import load_readable
from registry.people.usage import count_use
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store, Work

MAX_BYTES = durable_files.MAX_BYTES  # of one file
UPLOADS_A_DAY = 20
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of a report. name: as the sender called it, for showing only; sha256: hex."""

    id: str
    name: str
    kind: FileKind
    size: int
    sha256: str
    account: str
    bureau_only: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that is not as it was kept. code: evidence_lost or evidence_changed."""

    id: str
    report_no: str
    code: str


class EvidenceService:
    """Attach files to a report and read them back."""

    def __init__(self, store: Store, folder: Path, uploads_a_day: int | None = None) -> None:
        self._store = store
        self._folder = folder
        self._uploads_a_day = uploads_a_day

    def attach(self, caller: Caller, report_no: str, name: str, content: bytes) -> EvidenceFile:
        """Keep a file with a report; the same content a second time is the file kept before.

        What the bureau attaches is the bureau's alone.
        Raises NotFound, Forbidden, QuotaExceeded (20 a day unless set); InvalidInput: `file_empty`,
        `file_too_large`, `file_kind`; ReadOnly, OSError.
        """
        kind = check_content(content)
        digest = hashlib.sha256(content).hexdigest()
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.RECORD_PROGRESS)
            if (kept := _find_same(work, row.seq, digest)) is not None:
                return kept
            count_use(work, work.person.account, "upload", self._uploads_a_day or UPLOADS_A_DAY)
        file_id = self._store.randomness(_ID_BYTES).hex()
        write_durably(self._path(file_id), content)  # outside the transaction: a disk may be slow
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.RECORD_PROGRESS)
            values = {
                "id": file_id,
                "filing_seq": row.seq,
                "name": shown_name(name, f"附件.{kind}"),
                "kind": kind,
                "size": len(content),
                "sha256": digest,
                "account": work.person.account,
                "bureau_only": work.person.role.is_bureau,
                "added_at": work.at,
            }
            work.connection.execute(insert(case_tables.evidence).values(values))
            touch(work, row)
            told = {"file": file_id, "sha256": digest, "bureau_only": values["bureau_only"]}
            work.record("evidence", filing_seq=row.seq, data=told)
            return _load(work, row.seq, file_id)

    def list(self, caller: Caller, report_no: str) -> tuple[EvidenceFile, ...]:
        """The files of a report, oldest first, cut to the reader. Raises NotFound."""
        with self._store.read(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            box = case_tables.evidence
            query = select(box).where(box.c.filing_seq == row.seq)
            rows = work.connection.execute(query.order_by(box.c.added_at, box.c.id))
            return tuple(_file(found) for found in rows if _may_see(work, found))

    def read(self, caller: Caller, report_no: str, file_id: str) -> tuple[EvidenceFile, bytes]:
        """A file with its content, checked against its hash; recorded.

        Raises NotFound; StorageUnavailable (`evidence_lost`, `evidence_changed`).
        """
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            found = _load(work, row.seq, file_id)
            work.record("evidence_read", filing_seq=row.seq, data={"file": file_id})
        try:
            content = self._path(file_id).read_bytes()
        except OSError as error:
            raise StorageUnavailable("file lost", retry=False, code="evidence_lost") from error
        if hashlib.sha256(content).hexdigest() != found.sha256:
            raise StorageUnavailable("file changed", retry=False, code="evidence_changed")
        return found, content

    def sweep(self, caller: Caller) -> int:
        """Remove files no report has; how many. Run it while nobody attaches files."""
        with self._store.read(caller) as work:
            work.require(Operation.MAINTAIN)
            known = set(work.connection.execute(select(case_tables.evidence.c.id)).scalars())
        stray = [path for path in self._folder.glob("??/*") if path.name not in known]
        for path in stray:
            path.unlink()
        return len(stray)

    def check(self, caller: Caller) -> tuple[FileProblem, ...]:
        """Files that are missing or not what was kept, by report and id; reads every file.

        After a restore it names what must still be put back. Raises Forbidden.
        """
        with self._store.read(caller) as work:
            work.require(Operation.VIEW_LEDGER)
            box, reports = case_tables.evidence.c, tables.filing.c
            query = select(box.id, box.sha256, reports.report_no).join(
                tables.filing, reports.seq == box.filing_seq
            )
            rows = work.connection.execute(query.order_by(reports.seq, box.id)).all()
        found = ((row, self._problem(row.id, row.sha256)) for row in rows)
        return tuple(FileProblem(row.id, row.report_no, code) for row, code in found if code)

    def _problem(self, file_id: str, sha256: str) -> str:
        """What is wrong with a file: evidence_lost, evidence_changed, or nothing."""
        try:
            with self._path(file_id).open("rb") as file:
                is_same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return "evidence_lost"
        return "" if is_same else "evidence_changed"

    def _path(self, file_id: str) -> Path:
        return self._folder / file_id[:2] / file_id


def _find_same(work: Work, seq: int, digest: str) -> EvidenceFile | None:
    box = case_tables.evidence
    query = select(box).where(box.c.filing_seq == seq, box.c.sha256 == digest)
    rows = work.connection.execute(query).all()
    return next((_file(row) for row in rows if _may_see(work, row)), None)


def _load(work: Work, seq: int, file_id: str) -> EvidenceFile:
    box = case_tables.evidence
    query = select(box).where(box.c.filing_seq == seq, box.c.id == file_id)
    row = work.connection.execute(query).one_or_none()
    if row is None or not _may_see(work, row):
        raise NotFound(f"no file {file_id!r}", code="no_file", value=file_id)
    return _file(row)


def _may_see(work: Work, row: Row[Any]) -> bool:
    return work.person.role.is_bureau or not row.bureau_only


def _file(row: Row[Any]) -> EvidenceFile:
    return EvidenceFile(
        row.id,
        row.name,
        FileKind(row.kind),
        row.size,
        row.sha256,
        row.account,
        bool(row.bureau_only),
        row.added_at,
    )
