"""One transaction of the registry: who calls, what time it is, what is written, what is recorded.

Every write of the registry goes through `Store.write`: one writer at a time, the member's row read
inside, refused while the registry is read-only. Nothing slow happens inside.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, insert, select

from registry.clock import Clock, Randomness
from registry.database import tables
from registry.database.column_types import format_instant
from registry.database.engine import reading, writing
from registry.errors import Forbidden, ReadOnly
from registry.ledger import chain as ledger
from registry.ledger.checkpoints import Checkpoint, Signer, parse_checkpoint
from registry.ledger.merkle import root_of
from registry.transactions import outbox
from registry.transactions.members import SYSTEM, Caller, Member, find_member
from registry.transactions.permissions import NOTHING, Operation, Subject, is_allowed

CLOCK_TOLERANCE = timedelta(seconds=5)  # how far the clocks of two machines may differ

# What a person with access to the machine itself may do without an account; no business data.
_SYSTEM_OPERATIONS = frozenset(
    {
        Operation.MANAGE_STAFF,
        Operation.VIEW_STAFF,
        Operation.CONFIRM_BINDING,
        Operation.VIEW_LEDGER,
        Operation.EXPORT_LEDGER,
        Operation.CHECKPOINT,
        Operation.BACKUP,
        Operation.MAINTAIN,
        Operation.END_RIGHT,
    }
)
_SYSTEM_CHANNELS = frozenset({"system", "cli"})

# Built once: building a statement costs more than running it.
_READ_ONLY = select(tables.service_state.c.value).where(tables.service_state.c.name == "read_only")
_CHECKPOINT = select(tables.checkpoint.c.body).where(tables.checkpoint.c.size == bindparam("size"))
_INSERT_CHECKPOINT = insert(tables.checkpoint)


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
    found = connection.execute(_READ_ONLY).scalar_one_or_none()
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
        event = self.event(kind, filing_seq=filing_seq, reason=reason, clause=clause, data=data)
        return self.record_all([event])[-1]

    def event(
        self,
        kind: str,
        *,
        filing_seq: int | None = None,
        reason: str = "",
        clause: str = "",
        data: Mapping[str, object] | None = None,
    ) -> ledger.Event:
        """An event in the caller's name, to be recorded."""
        who = self.member
        return ledger.Event(
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

    def record_all(self, events: Sequence[ledger.Event]) -> tuple[ledger.Entry, ...]:
        """Write entries, one after the other; their entries, with that of a clock gone back."""
        head = ledger.read_head(self.connection)
        moment = ledger.Moment(self.at, int(self.store.clock.elapsed_s() * 1000))
        if head.size and self.at < head.at - CLOCK_TOLERANCE:
            told = {"last": format_instant(head.at), "now": format_instant(self.at)}
            back = ledger.Event("clock_stepped_back", "system", "", "", "system", data=told)
            events = [back, *events]
        return ledger.append(
            self.connection, head, events, moment=moment, randomness=self.store.randomness
        )

    def checkpoint(self) -> Checkpoint:
        """The signed checkpoint of the ledger as it now stands; written once per size."""
        head = ledger.read_head(self.connection)
        found = self.connection.execute(_CHECKPOINT, {"size": head.size}).scalar_one_or_none()
        return parse_checkpoint(found) if found is not None else self._sign(head)

    def checkpoint_at(self, entry: ledger.Entry) -> Checkpoint:
        """The signed checkpoint right after an entry just written, which is the last one."""
        return self._sign(entry.as_head(self.at))

    def _sign(self, head: ledger.Head) -> Checkpoint:
        made = self.store.signer.sign(
            self.store.origin,
            head.size,
            root=root_of(head.peaks),
            head=head.h,
            at=format_instant(self.at),
        )
        row = {"size": made.size, "body": made.as_mapping()}
        self.connection.execute(_INSERT_CHECKPOINT, row)
        return made

    def send(self, kind: str, recipient: str, body: Mapping[str, object]) -> None:
        """Have a message sent after the commit (registry.transactions.outbox)."""
        outbox.put(self.connection, kind, recipient, body, self.at)
