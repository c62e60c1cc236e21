"""How much has come in and been filed, by channel: numbers only, for whoever watches."""

from dataclasses import dataclass

from sqlalchemy import func, select

from registry.database import tables
from registry.database.engine import reading
from registry.transactions.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Volumes:
    """Counts by channel. handled, waiting: messages of the inbox; reports: of all time."""

    handled: dict[str, int]
    waiting: dict[str, int]
    reports: dict[str, int]


def read_volumes(store: Store) -> Volumes:
    """Count. Raises StorageUnavailable."""
    box, filings = tables.inbox.c, tables.filing.c
    inbox = select(box.source, func.count(), func.count(box.done_at)).group_by(box.source)
    by_channel = select(filings.channel, func.count()).group_by(filings.channel)
    with reading(store.engine) as connection:
        came = connection.execute(inbox).all()
        reports = {channel: int(n) for channel, n in connection.execute(by_channel)}
    return Volumes(
        {source: int(done) for source, _, done in came},
        {source: int(n - done) for source, n, done in came},
        reports,
    )
