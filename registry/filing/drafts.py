"""Drafts: a report being written, every slot with its words, source and version.

A draft belongs to one member; another sees nothing of it, not even that it exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from registry.database import tables
from registry.errors import InvalidInput, NotFound, QuotaExceeded, StaleVersion
from registry.filing.slots import Slot, check_slots, missing_slots, parse_slot
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store, Work

ID_BYTES = 8
_BOX = tables.draft.c
_MINE = select(tables.draft).where(
    _BOX.id == bindparam("of_id"), _BOX.account == bindparam("of_account")
)
_CHANGE = update(tables.draft).where(_BOX.id == bindparam("of_id"))


class DraftState(StrEnum):
    """What has become of a draft."""

    OPEN = "open"
    FILED = "filed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft at a version; version grows by one with every change."""

    id: str
    account: str
    unit: str
    version: int
    state: DraftState
    slots: Mapping[str, Slot]
    updated_at: datetime

    @property
    def missing(self) -> tuple[str, ...]:
        """Required slots not yet filled."""
        return missing_slots(self.slots)


class DraftService:
    """Write and read one's own drafts."""

    def __init__(self, store: Store, filings_an_hour: int | None = None) -> None:
        self._store = store
        self._filings_an_hour = filings_an_hour

    def open(self, caller: Caller, slots: Mapping[str, Slot] | None = None) -> Draft:
        """Start a draft at version 1.

        Raises Forbidden, InvalidInput (`unknown_slot`, `bad_value`), QuotaExceeded (`filing_limit`)
        where a limit is set and the unit has filed so many reports within the hour. A draft that
        is open already can always be filed.
        """
        given = dict(slots or {})
        check_slots(given)
        with self._store.write(caller) as work:
            work.require(Operation.DRAFT, work.own())
            _refuse_above(work, self._filings_an_hour)
            draft_id = work.store.randomness(ID_BYTES).hex()
            work.connection.execute(
                insert(tables.draft).values(
                    id=draft_id,
                    account=work.person.account,
                    unit=work.person.unit,
                    version=1,
                    state=DraftState.OPEN,
                    slots=_plain(given),
                    created_at=work.at,
                    updated_at=work.at,
                )
            )
            return load_draft(work, draft_id)

    def get(self, caller: Caller, draft_id: str) -> Draft:
        """A draft of the caller. Raises NotFound."""
        with self._store.read(caller) as work:
            return load_draft(work, draft_id)

    def list_open(self, caller: Caller, limit: int = 50) -> tuple[Draft, ...]:
        """The caller's open drafts, the last changed first."""
        with self._store.read(caller) as work:
            work.require(Operation.DRAFT, work.own())
            box = tables.draft.c
            query = (
                select(tables.draft)
                .where(box.account == work.person.account, box.state == DraftState.OPEN)
                .order_by(box.updated_at.desc(), box.id)
                .limit(limit)
            )
            return tuple(_draft(row) for row in work.connection.execute(query))

    def change(
        self, caller: Caller, draft_id: str, version: int, changes: Mapping[str, Slot]
    ) -> Draft:
        """Replace slots of a draft at a version; each keeps what it replaced.

        Raises NotFound, StaleVersion, InvalidInput (`unknown_slot`, `bad_value`, `draft_closed`).
        """
        check_slots(changes)
        with self._store.write(caller) as work:
            draft = _at_version(work, draft_id, version)
            slots = dict(draft.slots)
            for name, slot in changes.items():
                slots[name] = slots.get(name, Slot()).replaced_by(slot)
            _update(work, draft, slots=_plain(slots))
            return load_draft(work, draft_id)

    def discard(self, caller: Caller, draft_id: str, version: int) -> None:
        """Give a draft up. Raises as `change`."""
        with self._store.write(caller) as work:
            _update(work, _at_version(work, draft_id, version), state=DraftState.DISCARDED)


def _refuse_above(work: Work, limit: int | None) -> None:
    """Raises QuotaExceeded once the unit has filed so many reports in the last hour."""
    if limit is None:
        return
    box, since = tables.filing.c, work.at - timedelta(hours=1)
    query = select(func.count()).where(box.unit == work.person.unit, box.received_at > since)
    if work.connection.execute(query).scalar_one() >= limit:
        raise QuotaExceeded(f"{limit} reports an hour", code="filing_limit", limit=limit)


def load_draft(work: Work, draft_id: str) -> Draft:
    """A draft of the caller, in a transaction. Raises Forbidden, NotFound."""
    work.require(Operation.DRAFT, work.own())
    mine = {"of_id": draft_id, "of_account": work.person.account}
    row = work.connection.execute(_MINE, mine).one_or_none()
    if row is None:
        raise NotFound(f"no draft {draft_id!r}", code="no_draft", value=draft_id)
    return _draft(row)


def _at_version(work: Work, draft_id: str, version: int) -> Draft:
    draft = load_draft(work, draft_id)
    require_version(draft, version)
    if draft.state is not DraftState.OPEN:
        raise InvalidInput(f"draft {draft_id!r} is closed", code="draft_closed", state=draft.state)
    return draft


def require_version(draft: Draft, version: int) -> None:
    """Raises StaleVersion unless the draft is at that version."""
    if draft.version != version:
        raise StaleVersion(
            f"draft is at version {draft.version}", expected=version, actual=draft.version
        )


def close_draft(work: Work, draft: Draft, state: DraftState) -> None:
    """Mark a draft filed or discarded, inside the transaction that did it."""
    _update(work, draft, state=state)


def _update(work: Work, draft: Draft, **values: object) -> None:
    changed = {"version": draft.version + 1, "updated_at": work.at, **values}
    work.connection.execute(_CHANGE, {"of_id": draft.id, **changed})


def _plain(slots: Mapping[str, Slot]) -> dict[str, Any]:
    return {name: slot.as_mapping() for name, slot in slots.items()}


def _draft(row: Any) -> Draft:
    return Draft(
        row.id,
        row.account,
        row.unit,
        row.version,
        DraftState(row.state),
        {name: parse_slot(raw) for name, raw in row.slots.items()},
        row.updated_at,
    )
