"""Who somebody is, for every channel of people: the web pages call this and nothing below it.

    identity = bootstrap.open_identity(settings, registry)
    identity.look_at_invite / accept_invite      one-time link -> password -> signed in
    identity.sign_in / finish_sign_in            password, then the code where one is asked for
    identity.resolve(session_id)                 at every request: who is this, now
    identity.require_step(session, step)         before a grant or a withdrawal: lately proved?
    identity.sign_out / sign_out_everywhere / reauthenticate / change_password
    identity.factors                             second factor (bot.identity.second_factor)
    csrf_token, require_csrf                     bound to the session (bot.identity.csrf)

Address: of the client, as the proxy in front says; only counted, never stored in clear.
Slow work (hashing) happens outside every transaction. Nothing here holds state between calls.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.identity.addresses import network_of
from bot.identity.passwords import HashCost, PasswordRules, Passwords
from bot.identity.sealing import Sealer
from bot.identity.second_factor import SecondFactors
from registry.errors import Forbidden, ReadOnly, StorageUnavailable, Unauthenticated
from registry.people.credentials import SIGN_IN_LIMITS, Credential, SignInLimits
from registry.people.own_sessions import OpenSession
from registry.people.web_sessions import SessionTimes, SignInMethod, WebSession
from registry.service import Registry
from registry.transactions.members import Caller, Member

RECENT = timedelta(minutes=10)
# Steps of rules.lifecycle that change who holds a right: only shortly after proving who one is.
STEPS_TO_CONFIRM = frozenset({"grant", "withdraw", "terminate", "hand_over"})


@dataclass(frozen=True, slots=True)
class IdentityOptions:
    """What an installation may choose. recent: how long proving who one is counts as recent."""

    times: SessionTimes = field(default_factory=SessionTimes)
    limits: SignInLimits = SIGN_IN_LIMITS
    recent: timedelta = RECENT
    rules: PasswordRules = field(default_factory=PasswordRules)
    cost: HashCost = field(default_factory=HashCost)


@dataclass(frozen=True, slots=True)
class InviteView:
    """An open invite, for the page that sets the password."""

    member: Member
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """The password was right; the code of the second factor is still to come.

    ticket: 43 characters, to be kept in a cookie like a session's id; good for five minutes.
    """

    ticket: str = field(repr=False)
    expires_at: datetime


def caller_of(session: WebSession, key: str | None = None) -> Caller:
    """The caller of one request of a session. key: the request's idempotency key."""
    return Caller(session.member.account, "web", key)


class Identity:
    """Invites, sign-in and sessions of people."""

    def __init__(
        self, registry: Registry, keys_dir: Path, options: IdentityOptions | None = None
    ) -> None:
        self.options = options or IdentityOptions()
        self._registry = registry
        self._clock = registry.store.clock
        self._passwords = Passwords(self.options.cost)
        sealer = Sealer(keys_dir, registry.store.randomness)
        self.factors = SecondFactors(registry, sealer, self.options.limits)

    def look_at_invite(self, code: str, *, address: str) -> InviteView:
        """Whose invite it is; it stays open, so a page may be loaded before it is used.

        Raises NotFound (`no_invite`), QuotaExceeded (`too_many_tries`).
        """
        member, expires_at = self._registry.credentials.look_at_invite(
            code, address=network_of(address), limits=self.options.limits
        )
        return InviteView(member, expires_at)

    def accept_invite(self, code: str, password: str, *, address: str) -> WebSession | CodeNeeded:
        """Set the password by an invite, which is then used up, and sign in.

        Also the way back for who forgot the password: older sessions and tokens end.
        Raises BadInput (`password_short password_long password_weak`), NotFound (`no_invite`),
        QuotaExceeded.
        """
        member = self.look_at_invite(code, address=address).member
        self._require_good(password, member)
        new_hash, times = self._passwords.hash(password), self.options.times
        return _outcome(self._registry.credentials.set_by_invite(code, new_hash, times))

    def sign_in(
        self, account: str, password: str, *, address: str, replacing: str | None = None
    ) -> WebSession | CodeNeeded:
        """Sign in by password. replacing: the id of a session the browser had; it ends.

        Raises Unauthenticated (`bad_credentials`, the same whatever was wrong), QuotaExceeded.
        """
        credential = self._verify(account, password, address)
        if self._passwords.must_rehash(credential.hash):
            self._registry.credentials.rehash(credential, self._passwords.hash(password))
            credential = self._registry.credentials.find(credential.member.account) or credential
        return _outcome(self._enter(credential, address, replacing))

    def finish_sign_in(self, ticket: str, code: str) -> WebSession:
        """Finish with the code of the app, or a recovery code; the session has a new id.

        Raises Unauthenticated (`bad_code`; `session_over` for a ticket too old), QuotaExceeded.
        """
        times, limits = self.options.times, self.options.limits
        pending = self._registry.web_sessions.find(ticket, times, pending=True)
        self.factors.require_code(pending.member.account, code)
        return self._registry.credentials.complete(pending, times, limits)

    def resolve(self, session_id: str | None, *, is_use: bool = True) -> WebSession:
        """Whose session it is, as of now: role and revocation are read anew each time.

        is_use: False where a page that stands open only looks whether it still holds.
        Raises Unauthenticated (`session_over`).
        """
        wanted, times = session_id or "", self.options.times
        return self._registry.web_sessions.find(wanted, times, is_use=is_use)

    def sign_out(self, session_id: str) -> None:
        """End one session; nothing to complain of when it is over already."""
        self._registry.web_sessions.end(session_id)

    def sign_out_everywhere(self, session: WebSession) -> int:
        """End every session of the account, this one too; returns how many."""
        return self._registry.own_sessions.end_all(caller_of(session))

    def sign_out_others(self, session: WebSession) -> int:
        """End every other session of the account; returns how many."""
        return self._registry.own_sessions.end_all(caller_of(session), keeping=session.id)

    def sessions(self, session: WebSession) -> tuple[OpenSession, ...]:
        """The account's sessions that hold now, the one used last first."""
        times = self.options.times
        return self._registry.own_sessions.open_ones(caller_of(session), times, this=session.id)

    def sign_out_one(self, session: WebSession, handle: str) -> bool:
        """End one session of the account by its handle; False when it was over already."""
        return self._registry.own_sessions.end_one(caller_of(session), handle)

    def note_device(self, session: WebSession, device: str) -> None:
        """Note which browser a session is on, where nobody has yet; a failure is none of a page's.

        device: browser and system, coarsely; never an address.
        """
        if session.device:
            return
        try:
            self._registry.web_sessions.note_device(session.id, device)
        except (ReadOnly, StorageUnavailable):
            return

    def is_recent(self, session: WebSession) -> bool:
        """Whether the person proved lately who they are; a demonstration has nothing to prove."""
        if session.method is SignInMethod.DEMO:
            return True
        return self._clock.now() < session.authenticated_at + self.options.recent

    def require_recent(self, session: WebSession) -> None:
        """Raises Forbidden (`reauthentication`): ask for the password, then try again."""
        if not self.is_recent(session):
            raise Forbidden("signed in too long ago for this", code="reauthentication")

    def require_step(self, session: WebSession | None, step: str) -> None:
        """Whether a step of a report may be taken now; ask before `registry.reviews.take`.

        session: None for a caller without one (a token, a Telegram chat), who may not take the
        steps of STEPS_TO_CONFIRM at all. Raises Forbidden (`reauthentication`).
        """
        if step not in STEPS_TO_CONFIRM:
            return
        if session is None:
            raise Forbidden(f"{step!r} takes the web page", code="reauthentication", step=step)
        self.require_recent(session)

    def reauthenticate(
        self, session: WebSession, password: str, *, address: str, code: str = ""
    ) -> WebSession:
        """Prove again who one is; the session goes on under a new id, the old one ends.

        code: of the second factor, where the account has one.
        Raises Unauthenticated (`bad_credentials`, `bad_code`), QuotaExceeded.
        """
        credential = self._verify(session.member.account, password, address)
        if credential.has_second_factor:
            self.factors.require_code(credential.member.account, code)
        entered = self._enter(credential, address, session.id)
        if entered.method is SignInMethod.PENDING:
            return self._registry.credentials.complete(
                entered, self.options.times, self.options.limits
            )
        return entered

    def change_password(
        self, session: WebSession, old: str, new: str, *, address: str
    ) -> WebSession:
        """Change the password; every session ends, this one goes on under a new id.

        Raises BadInput, Unauthenticated (`bad_credentials`), QuotaExceeded.
        """
        self._require_good(new, session.member)
        credential = self._verify(session.member.account, old, address)
        new_hash, times = self._passwords.hash(new), self.options.times
        return self._registry.credentials.change(session, credential, new_hash, times)

    def _verify(self, account: str, password: str, address: str) -> Credential:
        name, credentials = account.strip().upper(), self._registry.credentials
        credentials.count_try(name, network_of(address), self.options.limits)
        kept = credential.hash if (credential := credentials.find(name)) else None
        if not self._passwords.is_right(password, kept) or credential is None:
            credentials.record_failure(None if credential is None else name)
            raise Unauthenticated("wrong account or password", code="bad_credentials")
        return credential

    def _enter(self, credential: Credential, address: str, replacing: str | None) -> WebSession:
        return self._registry.credentials.enter(
            credential,
            self.options.times,
            self.options.limits,
            address=network_of(address),
            replacing=replacing,
        )

    def _require_good(self, password: str, member: Member) -> None:
        about = (member.account, member.name, member.unit)
        self.options.rules.require_good(password, about=about)


def _outcome(session: WebSession) -> WebSession | CodeNeeded:
    if session.method is SignInMethod.PENDING:
        return CodeNeeded(session.id, session.expires_at)
    return session
