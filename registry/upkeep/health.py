"""Whether the registry can serve: reached, writable, safe, with room on its disk."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from registry.database import schema, tables
from registry.database.engine import check_settings, reading
from registry.errors import RegistryError
from registry.transactions.unit_of_work import Store

RESERVE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the registry. problems: codes, empty when it can serve.

    `low_disk` comes before the disk is full; advice: allowed, but not advised.
    """

    backend: str
    revision: str
    entries: int
    waiting_messages: int
    problems: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether filings can be taken."""
        return not self.problems


def check_health(store: Store) -> Health:
    """Look at the registry without changing it; a failure is a problem, never an exception."""
    backend = store.engine.dialect.name
    try:
        advice = check_settings(store.engine)
        with reading(store.engine) as connection:
            revision = schema.current_revision(connection) or ""
            entries = connection.execute(select(tables.ledger_head.c.size)).scalar_one()
            box = tables.outbox.c
            waiting = len(
                connection.execute(select(box.id).where(box.state == "pending").limit(1000)).all()
            )
            state = tables.service_state.c
            query = select(state.name).where(state.name == "read_only")
            is_read_only = connection.execute(query).first() is not None
    except RegistryError as error:
        return Health(backend, "", 0, 0, (error.code,), ())
    problems = []
    if revision != schema.HEAD:
        problems.append("schema")
    if is_read_only:
        problems.append("read_only")
    if backend == "sqlite" and _free_bytes(store) < RESERVE_BYTES:
        problems.append("low_disk")
    return Health(backend, revision, entries, waiting, tuple(problems), advice)


def _free_bytes(store: Store) -> int:
    return shutil.disk_usage(Path(str(store.engine.url.database)).parent).free
