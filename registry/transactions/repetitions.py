"""A request under an idempotency key: what it came to is kept, and a repetition gets it back.

Reads and writes: the inbox, in the transaction of the request itself.
"""

import hashlib
from collections.abc import Mapping

from registry.transactions import inbox
from registry.transactions.unit_of_work import Work


def earlier_outcome(work: Work, command: str) -> Mapping[str, object] | None:
    """What this request came to before; None for a new one, and for one without a key."""
    if work.caller.key is None:
        return None
    found = inbox.find(work.connection, work.caller.channel, _id_of(work, command))
    return None if found is None else found.outcome


def keep_outcome(work: Work, command: str, outcome: Mapping[str, object]) -> None:
    """Keep what this request came to, where it has a key."""
    if work.caller.key is None:
        return
    body = {"command": command}
    done = inbox.Received(work.caller.channel, _id_of(work, command), body, outcome)
    inbox.take_in_done(work.connection, done, work.at)


def _id_of(work: Work, command: str) -> str:
    """A key belongs to the member who sent it and to what it was sent for."""
    digest = hashlib.sha256(f"{command}\n{work.caller.key}".encode()).hexdigest()
    return f"{work.caller.account}:{digest}"
