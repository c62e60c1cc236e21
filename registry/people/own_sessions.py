"""The sessions of one account as its owner sees them: listed, and ended one by one or together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from registry.database.identity_tables import web_session
from registry.people.bearer import digest_of
from registry.people.web_sessions import SessionTimes, SignInMethod, end_sessions
from registry.transactions.members import Caller
from registry.transactions.unit_of_work import Store

_HANDLE_CHARS = 16  # of the digest


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of an account as its owner's list shows it. handle: names it, and opens nothing.

    device: browser and system, empty where no page told; seen_at: last use, to about a minute.
    """

    handle: str
    method: SignInMethod
    device: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


class OwnSessions:
    """Sessions of whoever asks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open_ones(
        self, caller: Caller, times: SessionTimes, *, this: str
    ) -> tuple[OpenSession, ...]:
        """The caller's sessions that hold now, the one used last first. this: the asking one's id.

        Raises Forbidden.
        """
        box = web_session.c
        with self._store.read(caller) as work:
            query = select(web_session).where(
                box.account == work.person.account,
                box.ended_at.is_(None),
                box.expires_at > work.at,
                box.seen_at > work.at - times.idle,
                box.method != SignInMethod.PENDING,
            )
            rows = work.connection.execute(query.order_by(box.seen_at.desc(), box.digest)).all()
        return tuple(_open_session(row, this) for row in rows)

    def end_one(self, caller: Caller, handle: str) -> bool:
        """End one of the caller's sessions; False when it was over already. Raises Forbidden."""
        box = web_session
        with self._store.write(caller) as work:
            account = work.person.account
            is_it = func.substr(box.c.digest, 1, _HANDLE_CHARS) == handle
            wanted = [box.c.account == account, box.c.ended_at.is_(None), is_it]
            ended = update(box).where(*wanted).values(ended_at=work.at)
            if work.connection.execute(ended).rowcount == 0:
                return False
            work.record("signed_out", data={"account": account, "sessions": 1})
            return True

    def end_all(self, caller: Caller, *, keeping: str | None = None) -> int:
        """End every session of the caller; returns how many. keeping: the id of one that goes on.

        Raises Forbidden.
        """
        with self._store.write(caller) as work:
            ended = end_sessions(work, work.person.account, keeping=keeping)
            work.record("signed_out", data={"account": work.person.account, "sessions": ended})
            return ended


def _open_session(row: Row[Any], this: str) -> OpenSession:
    return OpenSession(
        row.digest[:_HANDLE_CHARS],
        SignInMethod(row.method),
        row.device or "",
        row.created_at,
        row.seen_at,
        is_this=row.digest == digest_of(this),
    )
