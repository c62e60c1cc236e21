"""Sign-ons under way at an OpenID Connect provider: what the browser must bring back, once."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, insert

from registry.database.identity_tables import sign_on as box
from registry.errors import Unauthenticated
from registry.people.bearer import digest_of, make_secret
from registry.transactions.members import SYSTEM
from registry.transactions.unit_of_work import Store

SECRET_BYTES = 32
LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignOn:
    """One way to the provider and back. browser: the cookie that ties it to the browser."""

    browser: str = field(repr=False)
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    return_to: str


class SignOnStore:
    """Sign-ons under way."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def start(self, return_to: str) -> SignOn:
        """A new one, good for ten minutes. return_to: path on this site, at most 300 characters."""
        with self._store.write(SYSTEM) as work:
            browser, state, nonce, verifier = (
                make_secret(work.store.randomness, SECRET_BYTES) for _ in range(4)
            )
            work.connection.execute(delete(box).where(box.c.expires_at <= work.at))
            work.connection.execute(
                insert(box).values(
                    digest=digest_of(browser),
                    state=digest_of(state),
                    nonce=nonce,
                    verifier=verifier,
                    return_to=return_to,
                    expires_at=work.at + LIFE,
                )
            )
            return SignOn(browser, state, nonce, verifier, return_to)

    def take(self, browser: str, state: str) -> SignOn:
        """The one that browser started, used up. Raises Unauthenticated (`sign_on`)."""
        with self._store.write(SYSTEM) as work:
            row = work.connection.execute(
                delete(box)
                .where(box.c.digest == digest_of(browser), box.c.expires_at > work.at)
                .returning(box.c.state, box.c.nonce, box.c.verifier, box.c.return_to)
            ).one_or_none()
        if row is None or row.state != digest_of(state):
            raise Unauthenticated("no such sign-on", code="sign_on")
        return SignOn(browser, state, row.nonce, row.verifier, row.return_to)
