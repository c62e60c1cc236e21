"""Passwords as the database sees them: hashes come in and go out, and are never compared here.

Hashing is slow on purpose, so it happens outside every transaction (bot.identity); what was hashed
or verified is then written only if the row is still the one that was read.
Setting a password ends every session of the account; setting it by invite ends its tokens too.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from registry.database.identity_tables import password as box
from registry.database.identity_tables import second_factor
from registry.errors import NotFound, Unauthenticated
from registry.people.access_tokens import end_tokens
from registry.people.attempts import Limit, count_attempt, forget_attempts, forget_latest
from registry.people.invites import peek_invite, use_invite
from registry.people.web_sessions import (
    SessionTimes,
    SignInMethod,
    WebSession,
    end_session,
    end_sessions,
    start_session,
)
from registry.transactions.members import SYSTEM, Caller, Member, find_member
from registry.transactions.unit_of_work import Store, Work


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """How often one may try. An address stands for a whole office, so only failures count there."""

    of_account: Limit
    of_address: Limit
    of_code: Limit
    of_invite: Limit


SIGN_IN_LIMITS = SignInLimits(
    of_account=Limit("sign_in", 5, timedelta(minutes=15)),
    of_address=Limit("sign_in_from", 30, timedelta(minutes=15)),
    of_code=Limit("second_factor", 5, timedelta(minutes=15)),
    of_invite=Limit("invite_from", 20, timedelta(hours=1)),
)


@dataclass(frozen=True, slots=True)
class Credential:
    """An active member with the hash of the password. has_second_factor: a code is asked for."""

    member: Member
    hash: str = field(repr=False)
    has_second_factor: bool


class CredentialStore:
    """Passwords of members."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, account: str) -> Credential | None:
        """The credential of an active member; None when there is no such member or no password."""
        with self._store.read(SYSTEM) as work:
            member = find_member(work.connection, account)
            query = select(box.c.hash).where(box.c.account == account)
            kept = work.connection.execute(query).scalar_one_or_none()
            if member is None or not member.active or kept is None:
                return None
            return Credential(member, kept, _has_second_factor(work, account))

    def count_try(self, account: str, address: str, limits: SignInLimits) -> None:
        """Count a try to sign in before anything is verified, the same for unknown accounts.

        Raises QuotaExceeded (`too_many_tries`).
        """
        with self._store.write(SYSTEM) as work:
            count_attempt(work, limits.of_account, account)
            count_attempt(work, limits.of_address, address)

    def count_code_try(self, account: str, limits: SignInLimits) -> None:
        """Count a try of a second factor's code. Raises QuotaExceeded."""
        with self._store.write(SYSTEM) as work:
            count_attempt(work, limits.of_code, account)

    def forget_code_tries(self, account: str, limits: SignInLimits) -> None:
        """A code was right: start counting anew."""
        with self._store.write(SYSTEM) as work:
            forget_attempts(work, limits.of_code, account)

    def record_failure(self, account: str | None) -> None:
        """Write down that a sign-in failed; None: of no account (what was typed is not kept)."""
        with self._store.write(SYSTEM) as work:
            work.record("sign_in_failed", data={"account": account or ""})

    def enter(
        self,
        credential: Credential,
        times: SessionTimes,
        limits: SignInLimits,
        *,
        address: str,
        replacing: str | None = None,
    ) -> WebSession:
        """Start the session of a password just verified; pending where a code is still to come.

        Raises Unauthenticated when the password was changed meanwhile, Forbidden when the member
        was revoked.
        """
        account = credential.member.account
        with self._store.write(Caller(account, "web")) as work:
            _require_same(work, credential)
            forget_attempts(work, limits.of_account, account)
            forget_latest(work, limits.of_address, address)
            if replacing is not None:
                end_session(work, replacing)
            is_pending = _has_second_factor(work, account)
            method = SignInMethod.PENDING if is_pending else SignInMethod.PASSWORD
            return start_session(work, work.person, method, times)

    def complete(
        self, pending: WebSession, times: SessionTimes, limits: SignInLimits
    ) -> WebSession:
        """Turn a pending session into one under a new id, after the code; once.

        Raises Unauthenticated (`session_over`) when it was completed or ended meanwhile.
        """
        account = pending.member.account
        with self._store.write(Caller(account, "web")) as work:
            if end_session(work, pending.id) is None:
                raise Unauthenticated("pending session is over", code="session_over")
            forget_attempts(work, limits.of_code, account)
            return start_session(work, work.person, SignInMethod.TWO_FACTORS, times)

    def look_at_invite(
        self, code: str, *, address: str, limits: SignInLimits
    ) -> tuple[Member, datetime]:
        """Whose invite it is and until when; the invite stays open.

        Raises NotFound (`no_invite`), QuotaExceeded after too many wrong codes of an address.
        """
        with self._store.write(SYSTEM) as work:
            count_attempt(work, limits.of_invite, address)
        with self._store.write(SYSTEM) as work:
            account, expires_at = peek_invite(work, code)
            member = _active(work, account)
            forget_latest(work, limits.of_invite, address)
            return member, expires_at

    def set_by_invite(self, code: str, new_hash: str, times: SessionTimes) -> WebSession:
        """Use an invite up, set the password and sign in; pending where a code is asked for.

        Ends all sessions and tokens of the account. Raises NotFound (`no_invite`).
        """
        with self._store.write(SYSTEM) as work:
            account = use_invite(work, code)
            member = _active(work, account)
            _write(work, account, new_hash)
            end_sessions(work, account)
            end_tokens(work, account)
            work.record("password_set", data={"account": account, "by": "invite"})
            work.send("password_changed", f"account:{account}", {})
            is_pending = _has_second_factor(work, account)
            method = SignInMethod.PENDING if is_pending else SignInMethod.PASSWORD
            return start_session(work, member, method, times)

    def change(
        self, session: WebSession, credential: Credential, new_hash: str, times: SessionTimes
    ) -> WebSession:
        """Replace a password just verified; every session ends and the caller's goes on anew.

        Raises Unauthenticated when it was changed meanwhile, Forbidden.
        """
        account = credential.member.account
        with self._store.write(Caller(account, "web")) as work:
            _require_same(work, credential)
            _write(work, account, new_hash)
            end_sessions(work, account)
            work.record("password_set", data={"account": account, "by": "member"})
            work.send("password_changed", f"account:{account}", {})
            return start_session(work, work.person, session.method, times)

    def rehash(self, credential: Credential, new_hash: str) -> None:
        """Write the same password under newer parameters, unless it was changed meanwhile."""
        with self._store.write(SYSTEM) as work:
            account = credential.member.account
            work.connection.execute(
                update(box)
                .where(box.c.account == account, box.c.hash == credential.hash)
                .values(hash=new_hash)
            )


def _require_same(work: Work, credential: Credential) -> None:
    query = select(box.c.hash).where(box.c.account == credential.member.account)
    if work.connection.execute(query).scalar_one_or_none() != credential.hash:
        raise Unauthenticated("the password was changed meanwhile", code="bad_credentials")


def _write(work: Work, account: str, new_hash: str) -> None:
    values = {"hash": new_hash, "set_at": work.at}
    changed = work.connection.execute(update(box).where(box.c.account == account).values(values))
    if changed.rowcount == 0:
        work.connection.execute(insert(box).values(account=account, **values))


def _has_second_factor(work: Work, account: str) -> bool:
    columns = second_factor.c
    query = select(columns.account).where(
        columns.account == account, columns.confirmed_at.is_not(None)
    )
    return work.connection.execute(query).first() is not None


def _active(work: Work, account: str) -> Member:
    member = find_member(work.connection, account)
    if member is None or not member.active:
        raise NotFound("no such invite", code="no_invite")
    return member
