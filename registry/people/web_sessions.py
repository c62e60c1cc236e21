"""Server-side sessions of the web: a random id the browser holds, a row the server believes.

The row is read with the member's own at every request: ending a session, a revocation and a change
of role hold from the next request on. A session ends by sign-out, by its idle or absolute time, or
with all others of the account.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from registry.database.identity_tables import web_session
from registry.errors import ReadOnly, StorageUnavailable, Unauthenticated
from registry.people.bearer import digest_of, make_secret
from registry.transactions.members import SYSTEM, Caller, Member, find_member
from registry.transactions.unit_of_work import Store, Work

ID_BYTES = 32
_TOUCHED_EVERY = timedelta(minutes=1)  # a request need not write
_KEPT = timedelta(days=7)
MOST_DEVICE = 40


class SignInMethod(StrEnum):
    """How somebody proved who they are."""

    PENDING = "pending"  # password right, code of the second factor still to come
    PASSWORD = "password"  # noqa: S105  # a method, not a password
    TWO_FACTORS = "two_factors"
    SINGLE_SIGN_ON = "sso"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """How long a session lives: without use, at most, and while it waits for a code."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=8)
    pending: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class WebSession:
    """A session that holds now. id: 43 characters, the browser's secret; never log it.

    authenticated_at: when the person last proved who they are; expires_at: the absolute end.
    """

    id: str = field(repr=False)
    member: Member
    method: SignInMethod
    created_at: datetime
    authenticated_at: datetime
    expires_at: datetime
    device: str = ""


class WebSessionStore:
    """Sessions by their id."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def start(
        self,
        account: str,
        method: SignInMethod,
        times: SessionTimes,
        *,
        replacing: str | None = None,
    ) -> WebSession:
        """A new session under a new id; the one it replaces ends. Raises Forbidden."""
        with self._store.write(Caller(account, "web")) as work:
            if replacing is not None:
                end_session(work, replacing)
            return start_session(work, work.person, method, times)

    def find(
        self,
        session_id: str,
        times: SessionTimes,
        *,
        pending: bool = False,
        is_use: bool = True,
    ) -> WebSession:
        """The session of that id, which counts as use of it.

        pending: look for one that waits for a code instead. is_use: False where a page only looks
        whether the session still holds, which must not keep it alive.
        Raises Unauthenticated (`session_over`): unknown, ended, too old, or the member is gone.
        """
        with self._store.read(SYSTEM) as work:
            row = _row(work, session_id)
            member = None if row is None else find_member(work.connection, row.account)
        now = work.at
        if (
            row is None
            or member is None
            or not member.active
            or row.ended_at is not None
            or row.expires_at <= now
            or row.seen_at + times.idle <= now
            or (row.method == SignInMethod.PENDING) is not pending
        ):
            raise Unauthenticated("no such session", code="session_over")
        if is_use and row.seen_at + _TOUCHED_EVERY <= now:
            self._touch(row.digest)
        return _session(session_id, row, member)

    def _touch(self, digest: str) -> None:
        try:
            with self._store.write(SYSTEM) as work:
                box = web_session
                query = update(box).where(box.c.digest == digest).values(seen_at=work.at)
                work.connection.execute(query)
        except (ReadOnly, StorageUnavailable):
            return  # reading goes on where nothing can be written; the idle time then runs on

    def end(self, session_id: str) -> None:
        """Sign out; an unknown or ended session is nothing to complain of."""
        with self._store.write(SYSTEM) as work:
            account = end_session(work, session_id)
            if account is not None:
                work.record("signed_out", data={"account": account})

    def note_device(self, session_id: str, device: str) -> None:
        """Note which browser a session is on, once."""
        box = web_session
        here = [box.c.digest == digest_of(session_id), box.c.device.is_(None)]
        with self._store.write(SYSTEM) as work:
            noted = update(box).where(*here).values(device=device[:MOST_DEVICE])
            work.connection.execute(noted)


def start_session(
    work: Work, member: Member, method: SignInMethod, times: SessionTimes
) -> WebSession:
    """Write a new session, and record the sign-in unless a code is still to come."""
    _forget_old(work)
    session_id = make_secret(work.store.randomness, ID_BYTES)
    is_pending = method is SignInMethod.PENDING
    session = WebSession(
        session_id,
        member,
        method,
        created_at=work.at,
        authenticated_at=work.at,
        expires_at=work.at + (times.pending if is_pending else times.absolute),
    )
    work.connection.execute(
        insert(web_session).values(
            digest=digest_of(session_id),
            account=member.account,
            method=method,
            created_at=work.at,
            seen_at=work.at,
            authenticated_at=work.at,
            expires_at=session.expires_at,
        )
    )
    if not is_pending:
        work.record("signed_in", data={"account": member.account, "method": method})
    return session


def end_session(work: Work, session_id: str) -> str | None:
    """End one session; returns whose it was, None when there was none to end."""
    box = web_session
    return work.connection.execute(
        update(box)
        .where(box.c.digest == digest_of(session_id), box.c.ended_at.is_(None))
        .values(ended_at=work.at)
        .returning(box.c.account)
    ).scalar_one_or_none()


def end_sessions(work: Work, account: str, *, keeping: str | None = None) -> int:
    """End every session of an account, but one; returns how many were open."""
    box = web_session
    wanted = [box.c.account == account, box.c.ended_at.is_(None)]
    if keeping is not None:
        wanted.append(box.c.digest != digest_of(keeping))
    ended = update(box).where(*wanted).values(ended_at=work.at)
    return work.connection.execute(ended).rowcount


def _row(work: Work, session_id: str) -> Row[Any] | None:
    query = select(web_session).where(web_session.c.digest == digest_of(session_id))
    return work.connection.execute(query).one_or_none()


def _forget_old(work: Work) -> None:
    box = web_session
    work.connection.execute(delete(box).where(box.c.expires_at <= work.at - _KEPT))


def _session(session_id: str, row: Row[Any], member: Member) -> WebSession:
    return WebSession(
        session_id,
        member,
        SignInMethod(row.method),
        row.created_at,
        row.authenticated_at,
        row.expires_at,
        row.device or "",
    )
