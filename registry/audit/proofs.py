"""The proof side of the registry: verify, checkpoint, consistency, export, read-only on damage."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import InvalidRequestError

from registry.audit.verification import Problem, Verification, as_mapping, verify_registry
from registry.database import tables
from registry.database.engine import writing
from registry.errors import InvalidInput, StorageUnavailable
from registry.ledger import merkle
from registry.ledger.checkpoints import Checkpoint
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store

# What reading a damaged row can come to: text that is no JSON or no time, a key or row not there.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, InvalidRequestError)
# What the database itself says of damage: of its pages, or of a schema it no longer knows.
_DAMAGED = ("damaged", "database")


class ProofService:
    """What shows that the history is whole."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def verify(self, caller: Caller, receipts: Iterable[object] = ()) -> Verification:
        """Check the whole registry against its ledger and receipts held outside.

        Problems with the registry make it read-only at once, for every process; a receipt that
        does not stand by itself does not. Raises Forbidden, StorageUnavailable (retry helps).
        """
        try:
            with self._store.read(caller) as work:
                work.require(Operation.VIEW_LEDGER)
                found = verify_registry(
                    work.connection,
                    origin=self._store.origin,
                    key=self._store.signer.key,
                    receipts=receipts,
                )
        except StorageUnavailable as error:
            if error.code not in _DAMAGED:
                raise
            found = Verification(0, "", 0, 0, (Problem("database_file", 0, error.code),))
        except _UNREADABLE as error:
            told = f"{type(error).__name__}: {error}"[:200]
            found = Verification(0, "", 0, 0, (Problem("row_unreadable", 0, told),))
        if any(problem.code != "receipt_invalid" for problem in found.problems):
            self._stop_writing(found)
        return found

    def _stop_writing(self, found: Verification) -> None:
        box = tables.service_state
        values = {"name": "read_only", "value": as_mapping(found), "at": self._store.clock.now()}
        try:
            with writing(self._store.engine) as connection:
                connection.execute(delete(box).where(box.c.name == "read_only"))
                connection.execute(insert(box).values(values))
        except StorageUnavailable as error:
            if error.code not in _DAMAGED:  # a file that cannot be written needs no lock
                raise

    def checkpoint(self, caller: Caller) -> Checkpoint:
        """The signed checkpoint of the ledger as it stands; publish it to make witnesses."""
        with self._store.write(caller) as work:
            work.require(Operation.CHECKPOINT)
            return work.checkpoint()

    def prove_consistency(self, caller: Caller, earlier: int, later: int) -> dict[str, Any]:
        """Proof, as JSON, that the ledger at size `later` extends that at size `earlier`.

        Any member may ask: it tells nothing but hashes. Raises InvalidInput (`bad_size`).
        """
        with self._store.read(caller) as work:
            box = tables.ledger.c
            query = select(box.leaf).where(box.seq <= later).order_by(box.seq)
            leaves = list(work.connection.execute(query).scalars())
        try:
            return merkle.prove_consistency(leaves, earlier, later)
        except ValueError as error:
            raise InvalidInput(str(error), code="bad_size", field="size") from error

    def export(self, caller: Caller) -> Iterator[dict[str, Any]]:
        """Every entry as JSON, with salt and hashes, oldest first; recorded as an audit event."""
        with self._store.write(caller) as work:
            work.require(Operation.EXPORT_LEDGER)
            work.record("ledger_exported")
        box = tables.ledger
        query = (
            select(box, tables.ledger_salt.c.salt)
            .outerjoin(tables.ledger_salt, tables.ledger_salt.c.seq == box.c.seq)
            .order_by(box.c.seq)
            .execution_options(yield_per=500)
        )
        with self._store.read(caller) as work:
            for row in work.connection.execute(query):
                yield {
                    "entry": json.loads(row.body),
                    "salt": row.salt,
                    "leaf": row.leaf,
                    "prev": row.prev,
                    "h": row.h,
                }
