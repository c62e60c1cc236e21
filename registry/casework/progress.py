"""Follow-up of a project: notes, visits, who follows it up, the next step and when it is due.

Clause: hz-2024-chain#3.5 speaks of following a project through its whole life; what is noted is
working practice. The bureau's own notes stay with the bureau, since they may speak of rivals.
Writes: `progress`, and the follow-up columns of `filing`. The ledger gets a salted digest.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update

from registry.casework.findings import read_day
from registry.database import case_tables, tables
from registry.database.canonical import canonical_json, salted_digest
from registry.database.pages import Page, check_limit, make_page, read_number
from registry.errors import InvalidInput
from registry.filing.reports import load_readable
from registry.transactions.members import Caller, find_member
from registry.transactions.permissions import Operation
from registry.transactions.repetitions import earlier_outcome, keep_outcome
from registry.transactions.unit_of_work import Store, Work

MAX_NOTE = 4000
MAX_STEP = 500


class NoteKind(StrEnum):
    """What a note tells of."""

    NOTE = "note"
    VISIT = "visit"  # 考察、走访
    TALK = "talk"  # 洽谈
    MEETING = "meeting"  # 会议
    PROBLEM = "problem"  # 需协调的问题


@dataclass(frozen=True, slots=True)
class Note:
    """One note. bureau_only: not shown to the filing unit."""

    id: int
    kind: NoteKind
    note: str
    happened_on: date
    account: str
    bureau_only: bool
    recorded_at: datetime


class ProgressService:
    """Note what happens to a project, and read it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_note(
        self,
        caller: Caller,
        report_no: str,
        kind: NoteKind,
        note: str,
        *,
        happened_on: date | None = None,
    ) -> int:
        """Add a note; its number. happened_on: today unless given, never to come.

        With caller.key a retry adds nothing and gets the first one's number.

        Raises NotFound, Forbidden, InvalidInput (`empty`, `too_long`, `bad_day`), ReadOnly.
        """
        text = read_text("note", note, MAX_NOTE)
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.RECORD_PROGRESS)
            command = f"note {report_no}"
            if (done := earlier_outcome(work, command)) is not None:
                return int(str(done["id"]))
            day = read_day((happened_on or work.today).isoformat(), "happened_on", work.today)
            values = {
                "filing_seq": row.seq,
                "kind": kind,
                "note": text,
                "happened_on": day,
                "account": work.person.account,
                "bureau_only": work.person.role.is_bureau,
                "recorded_at": work.at,
            }
            box = case_tables.progress
            made = work.connection.execute(insert(box).values(values).returning(box.c.id))
            number = int(made.scalar_one())
            touch(work, row)
            told = {"kind": kind, "note": text, "on": day.isoformat()}
            _record(work, row, "progress", told)
            keep_outcome(work, command, {"id": number})
            return number

    def follow_up(
        self,
        caller: Caller,
        report_no: str,
        *,
        owner: str | None = None,
        next_step: str | None = None,
        due_on: date | None = None,
    ) -> None:
        """Say who follows a project up (an active account of its unit) and what comes next.

        What is None stays; a next step without a day has none; an empty next step ends it.
        Raises NotFound, Forbidden, InvalidInput (`empty`, `not_of_unit`, `too_long`), ReadOnly.
        """
        with self._store.write(caller) as work:
            row = load_readable(work, report_no, Operation.RECORD_PROGRESS)
            values: dict[str, Any] = {}
            if owner is not None:
                values["owner"] = _owner(work, row, owner)
            if next_step is not None:
                step = next_step.strip()
                values["next_step"] = read_text("next_step", step, MAX_STEP) if step else None
                values["next_due_on"] = due_on if step else None
            if not values:
                raise InvalidInput("nothing to change", code="empty", field="next_step")
            box = tables.filing
            work.connection.execute(update(box).where(box.c.seq == row.seq).values(values))
            touch(work, row)
            told = {name: str(value) for name, value in values.items() if value is not None}
            _record(work, row, "follow_up", told)

    def notes(
        self, caller: Caller, report_no: str, *, after: str = "", limit: int = 50
    ) -> Page[Note]:
        """Notes on a report, the newest first; a look by the bureau is recorded.

        Raises NotFound, InvalidInput (`bad_limit`, `bad_position`).
        """
        check_limit(limit)
        before = read_number(after)
        with self._store.read(caller) as work:
            is_bureau = work.person.role.is_bureau
        opened = self._store.write(caller) if is_bureau else self._store.read(caller)
        with opened as work:
            row = load_readable(work, report_no, Operation.VIEW_REPORT)
            box = case_tables.progress.c
            query = select(case_tables.progress).where(box.filing_seq == row.seq)
            if is_bureau:
                work.record("viewed", filing_seq=row.seq, data={"part": "notes"})
            else:
                query = query.where(box.bureau_only.is_(False))
            if before is not None:
                query = query.where(box.id < before)
            rows = work.connection.execute(query.order_by(box.id.desc()).limit(limit + 1))
            return make_page(map(_note, rows), limit, position=lambda note: note.id)


def touch(work: Work, row: Row[Any]) -> None:
    """Note that the unit has done something; what the bureau does does not count for it."""
    if work.person.role.is_district:
        box = tables.filing
        work.connection.execute(
            update(box).where(box.c.seq == row.seq).values(last_activity_at=work.at)
        )


def read_text(field: str, text: str, most: int) -> str:
    """A text without white space around it. Raises InvalidInput (`empty`, `too_long`)."""
    plain = text.replace("\x00", "").strip()
    if not plain:
        raise InvalidInput(f"{field} is empty", code="empty", field=field)
    if len(plain) > most:
        raise InvalidInput(f"{field} is too long", code="too_long", field=field, limit=most)
    return plain


def _owner(work: Work, row: Row[Any], account: str) -> str:
    member = find_member(work.connection, account)
    if member is None or not member.active or member.unit != row.unit:
        raise InvalidInput("not of the report's unit", code="not_of_unit", field="owner")
    return member.account


def _record(work: Work, row: Row[Any], kind: str, told: dict[str, str]) -> None:
    digest = salted_digest(bytes.fromhex(row.content_salt), canonical_json(told))
    hidden = work.person.role.is_bureau
    work.record(kind, filing_seq=row.seq, data={"digest": digest, "bureau_only": hidden})


def _note(row: Row[Any]) -> Note:
    return Note(
        row.id,
        NoteKind(row.kind),
        row.note,
        row.happened_on,
        row.account,
        bool(row.bureau_only),
        row.recorded_at,
    )
