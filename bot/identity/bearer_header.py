"""The member and scopes of a request to the HTTP API: the token in its Authorization header."""

from registry.errors import Unauthenticated
from registry.people.access_tokens import AccessToken
from registry.service import Registry
from registry.transactions.members import Caller

_SCHEME = "bearer"


def authenticate(registry: Registry, authorization: str | None) -> AccessToken:
    """The token of `Authorization: Bearer yipanqi_…`.

    Raises Unauthenticated (`bad_token`): no header, another scheme, or a token that is no good.
    """
    scheme, _, secret = (authorization or "").strip().partition(" ")
    if scheme.lower() != _SCHEME or not secret.strip():
        raise Unauthenticated("no bearer token", code="bad_token")
    return registry.access_tokens.find(secret)


def caller_of(token: AccessToken, key: str | None = None) -> Caller:
    """The caller of one request by a token. key: the request's idempotency key."""
    return Caller(token.member.account, "api", key)
