"""Personal access tokens: a secret for programs that act for a member, within scopes.

Shown once; the database keeps its SHA-256. A token never does more than its member's role may do
now, ends with the account and with a change of role, and cannot make another token.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from registry.database.identity_tables import access_token
from registry.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    QuotaExceeded,
    ReadOnly,
    StorageUnavailable,
    Unauthenticated,
)
from registry.people.bearer import digest_of, make_secret
from registry.transactions.members import SYSTEM, Caller, Member, find_member
from registry.transactions.permissions import Operation
from registry.transactions.unit_of_work import Store, Work

PREFIX = "yipanqi_"  # so that scanners of code and logs know a leaked one
SECRET_BYTES = 32
ID_BYTES = 6
DEFAULT_LIFE = timedelta(days=90)
LONGEST_LIFE = timedelta(days=366)
MOST_TOKENS = 20
_NAME_CHARS = 60
_TOUCHED_EVERY = timedelta(minutes=1)


class TokenScope(StrEnum):
    """What a token may be used for; `x:write` holds `x:read`."""

    ASK = "ask"
    CHECK = "check"
    CHAT = "chat"
    REPORTS_READ = "reports:read"
    REPORTS_WRITE = "reports:write"
    REVIEWS_READ = "reviews:read"
    REVIEWS_WRITE = "reviews:write"
    CORPUS_READ = "corpus:read"
    CORPUS_WRITE = "corpus:write"
    LEDGER_READ = "ledger:read"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token as its owner may see it. id: names it in lists; used_at: to the minute."""

    id: str
    member: Member
    name: str
    scopes: frozenset[TokenScope]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def may(self, scope: TokenScope) -> bool:
        """Whether the token reaches so far."""
        writing = scope.value.replace(":read", ":write")
        return scope in self.scopes or writing in self.scopes

    def require(self, scope: TokenScope) -> None:
        """Raises Forbidden (`scope`)."""
        if not self.may(scope):
            raise Forbidden(f"token has no scope {scope!r}", code="scope", scope=scope.value)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made. secret: `yipanqi_` and 43 characters, shown only here."""

    token: AccessToken
    secret: str = field(repr=False)


class AccessTokenStore:
    """Tokens of members."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(
        self,
        caller: Caller,
        *,
        name: str,
        scopes: Iterable[str],
        life: timedelta = DEFAULT_LIFE,
    ) -> NewToken:
        """Make a token of the caller's own account.

        name: what it is for, 1-60 characters; life: up to 366 days.
        Raises InvalidInput (`empty`, `too_long`, `scope`, `token_life`), QuotaExceeded
        (`too_many_tokens`), Forbidden for a caller who comes by a token.
        """
        wanted = _scopes(scopes)
        if not timedelta(0) < life <= LONGEST_LIFE:
            limit = LONGEST_LIFE.days
            raise InvalidInput(f"life {life}", code="token_life", field="days", limit=limit)
        with self._store.write(caller) as work:
            if caller.channel == "api":
                raise Forbidden("a token cannot make tokens", code="forbidden")
            _refuse_too_many(work, work.person.account)
            return _insert(work, _name(name), wanted, life)

    def list(self, caller: Caller) -> tuple[AccessToken, ...]:
        """The caller's tokens that are not revoked, newest first. Raises Forbidden."""
        with self._store.read(caller) as work:
            box = access_token.c
            query = select(access_token).where(
                box.account == work.person.account, box.revoked_at.is_(None)
            )
            rows = work.connection.execute(query.order_by(box.created_at.desc(), box.id))
            return tuple(_token(row, work.person) for row in rows)

    def revoke(self, caller: Caller, token_id: str) -> None:
        """End a token: one's own, or anybody's as administrator. Raises NotFound (`no_token`)."""
        with self._store.write(caller) as work:
            box = access_token
            wanted = [box.c.id == token_id.strip(), box.c.revoked_at.is_(None)]
            if not _manages_staff(work):
                wanted.append(box.c.account == work.person.account)
            account = work.connection.execute(
                update(box).where(*wanted).values(revoked_at=work.at).returning(box.c.account)
            ).scalar_one_or_none()
            if account is None:
                raise NotFound(f"no token {token_id!r}", code="no_token", value=token_id)
            work.record("token_revoked", data={"account": account, "token": token_id.strip()})

    def find(self, secret: str) -> AccessToken:
        """The token of a secret, which counts as use of it.

        Raises Unauthenticated (`bad_token`): unknown, revoked, expired, or the member is gone.
        """
        query = select(access_token).where(access_token.c.digest == digest_of(secret))
        with self._store.read(SYSTEM) as work:
            row = work.connection.execute(query).one_or_none()
            member = None if row is None else find_member(work.connection, row.account)
        if (
            row is None
            or member is None
            or not member.active
            or row.revoked_at is not None
            or row.expires_at <= work.at
        ):
            raise Unauthenticated("no such token", code="bad_token")
        if row.used_at is None or row.used_at + _TOUCHED_EVERY <= work.at:
            self._touch(row.id)
        return _token(row, member)

    def _touch(self, token_id: str) -> None:
        try:
            with self._store.write(SYSTEM) as work:
                box = access_token
                work.connection.execute(
                    update(box).where(box.c.id == token_id).values(used_at=work.at)
                )
        except (ReadOnly, StorageUnavailable):
            return  # reading goes on where nothing can be written


def end_tokens(work: Work, account: str) -> int:
    """End every token of an account; returns how many."""
    box = access_token
    return work.connection.execute(
        update(box)
        .where(box.c.account == account, box.c.revoked_at.is_(None))
        .values(revoked_at=work.at)
    ).rowcount


def _insert(work: Work, name: str, scopes: frozenset[TokenScope], life: timedelta) -> NewToken:
    secret = PREFIX + make_secret(work.store.randomness, SECRET_BYTES)
    token_id = work.store.randomness(ID_BYTES).hex()
    row = {
        "id": token_id,
        "digest": digest_of(secret),
        "account": work.person.account,
        "name": name,
        "scopes": sorted(scopes),
        "created_at": work.at,
        "expires_at": work.at + life,
    }
    work.connection.execute(insert(access_token).values(row))
    told = {"account": work.person.account, "token": token_id, "scopes": sorted(scopes)}
    work.record("token_made", data=told)
    made = AccessToken(token_id, work.person, name, scopes, work.at, work.at + life, None, None)
    return NewToken(made, secret)


def _refuse_too_many(work: Work, account: str) -> None:
    box = access_token.c
    query = select(func.count()).where(
        box.account == account, box.revoked_at.is_(None), box.expires_at > work.at
    )
    if work.connection.execute(query).scalar_one() >= MOST_TOKENS:
        raise QuotaExceeded("too many tokens", code="too_many_tokens", limit=MOST_TOKENS)


def _manages_staff(work: Work) -> bool:
    try:
        work.require(Operation.MANAGE_STAFF)
    except Forbidden:
        return False
    return True


def _name(name: str) -> str:
    text = name.strip()
    if not text:
        raise InvalidInput("name is empty", code="empty", field="name")
    if len(text) > _NAME_CHARS:
        raise InvalidInput("name is too long", code="too_long", field="name")
    return text


def _scopes(scopes: Iterable[str]) -> frozenset[TokenScope]:
    known = " ".join(TokenScope)
    wanted = set()
    for text in scopes:
        try:
            wanted.add(TokenScope(text.strip()))
        except ValueError as error:
            raise InvalidInput(
                f"scope {text!r}", code="bad_scope", field="scopes", value=text, known=known
            ) from error
    if not wanted:
        raise InvalidInput("no scope", code="bad_scope", field="scopes", value="", known=known)
    return frozenset(wanted)


def _token(row: Row[Any], member: Member) -> AccessToken:
    return AccessToken(
        row.id,
        member,
        row.name,
        frozenset(TokenScope(text) for text in row.scopes),
        row.created_at,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
