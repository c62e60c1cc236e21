"""One transaction of the registry: who calls, what time it is, what is written, what is recorded.

Every write of the registry goes through `Store.write`: one writer at a time, the member's row read
inside, refused while the registry is read-only. Nothing slow happens inside.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select

from registry import ledger, outbox, tables
from registry.checkpoints import Checkpoint, Signer, parse_checkpoint
from registry.clock import Clock, Randomness
from registry.column_types import format_instant
from registry.engine import reading, writing
from registry.errors import Forbidden, ReadOnly
from registry.members import SYSTEM, Caller, Member, find_member
from registry.merkle import root_of
from registry.permissions import NOTHING, Operation, Subject, is_allowed

CLOCK_TOLERANCE = timedelta(seconds=5)  # how far the clocks of two machines may differ

# What a person with access to the machine itself may do without an account; no business data.
_SYSTEM_OPERATIONS = frozenset(
    {
        Operation.MANAGE_STAFF,
        Operation.VIEW_STAFF,
        Operation.VIEW_LEDGER,
        Operation.EXPORT_LEDGER,
        Operation.CHECKPOINT,
        Operation.BACKUP,
        Operation.MAINTAIN,
        Operation.END_RIGHT,
    }
)
_SYSTEM_CHANNELS = frozenset({"system", "cli"})


@dataclass(frozen=True, slots=True)
class Store:
    """The open database with the clock, the randomness and the key it works with.

    origin: this registry's own id, 32 hex characters; every checkpoint carries it.
    """

    engine: Engine
    clock: Clock
    randomness: Randomness
    signer: Signer
    origin: str

    @contextmanager
    def write(self, caller: Caller) -> Iterator["Work"]:
        """A writing transaction; leaving normally commits, an exception rolls back.

        Raises ReadOnly, StorageUnavailable, and Forbidden for an unknown or revoked caller.
        """
        with writing(self.engine) as connection:
            refuse_when_read_only(connection)
            yield self._work(connection, caller)

    @contextmanager
    def read(self, caller: Caller) -> Iterator["Work"]:
        """A reading transaction. Raises StorageUnavailable; Forbidden as `write`."""
        with reading(self.engine) as connection:
            yield self._work(connection, caller)

    def _work(self, connection: Connection, caller: Caller) -> "Work":
        member = None
        if not _is_system(caller):
            member = find_member(connection, caller.account)
            if member is None or not member.active:
                raise Forbidden(f"no active member {caller.account!r}", code="not_active")
        return Work(self, connection, caller, member, self.clock.now(), self.clock.today())


def _is_system(caller: Caller) -> bool:
    return caller.account == SYSTEM.account and caller.channel in _SYSTEM_CHANNELS


def refuse_when_read_only(connection: Connection) -> None:
    """Raises ReadOnly once damage was found."""
    state = tables.service_state.c
    query = select(state.value).where(state.name == "read_only")
    found = connection.execute(query).scalar_one_or_none()
    if found is not None:
        raise ReadOnly("the registry found damage and takes no writes", findings=found)


@dataclass(frozen=True, slots=True)
class Work:
    """What happens in one transaction. at: its time; today: its business day.

    member: None only for the system itself.
    """

    store: Store
    connection: Connection
    caller: Caller
    member: Member | None
    at: datetime
    today: date

    def require(self, operation: Operation, subject: Subject = NOTHING) -> None:
        """Ask the policy. Raises Forbidden."""
        if self.member is None:
            allowed = operation in _SYSTEM_OPERATIONS
        else:
            who = self.member
            allowed = is_allowed(
                who.role, operation, account=who.account, unit=who.unit, subject=subject
            )
        if not allowed:
            raise Forbidden(f"{self.caller.account!r} may not {operation}", operation=operation)

    @property
    def person(self) -> Member:
        """The member who calls. Raises Forbidden for the system, which is nobody."""
        if self.member is None:
            raise Forbidden("this needs a member of staff", code="not_active")
        return self.member

    def own(self) -> Subject:
        """Something new that will be the caller's."""
        return Subject(self.person.unit, self.person.account)

    def record(
        self,
        kind: str,
        *,
        filing_seq: int | None = None,
        reason: str = "",
        clause: str = "",
        data: Mapping[str, object] | None = None,
    ) -> ledger.Entry:
        """Write a ledger entry in the caller's name.

        A clock that has gone back since the last entry is recorded first, as its own event.
        """
        before = ledger.read_head(self.connection)
        if before.size and self.at < before.at - CLOCK_TOLERANCE:
            told = {"last": format_instant(before.at), "now": format_instant(self.at)}
            self._append(ledger.Event("clock_stepped_back", "system", "", "", "system", data=told))
        who = self.member
        event = ledger.Event(
            kind,
            self.caller.account,
            who.unit if who else "",
            who.role if who else "",
            self.caller.channel,
            filing_seq,
            reason,
            clause,
            data or {},
        )
        return self._append(event)

    def _append(self, event: ledger.Event) -> ledger.Entry:
        return ledger.append(
            self.connection,
            event,
            at=self.at,
            elapsed_ms=int(self.store.clock.elapsed_s() * 1000),
            randomness=self.store.randomness,
        )

    def checkpoint(self) -> Checkpoint:
        """The signed checkpoint of the ledger as it now stands; written once per size."""
        head = ledger.read_head(self.connection)
        box = tables.checkpoint
        found = self.connection.execute(
            select(box.c.body).where(box.c.size == head.size)
        ).scalar_one_or_none()
        if found is not None:
            return parse_checkpoint(found)
        made = self.store.signer.sign(
            self.store.origin,
            head.size,
            root=root_of(head.peaks),
            head=head.h,
            at=format_instant(self.at),
        )
        self.connection.execute(insert(box).values(size=made.size, body=made.as_mapping()))
        return made

    def send(self, kind: str, recipient: str, body: Mapping[str, object]) -> None:
        """Have a message sent after the commit (registry.outbox)."""
        outbox.put(self.connection, kind, recipient, body, self.at)
