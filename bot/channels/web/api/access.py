"""Who makes a request to the API: a token, a signed-in page, or a guest on this machine.

Reads: the Authorization header, the visit the session middleware found, the client's address.
Does not: decide what a member may do; the registry does, with every call.
"""

import ipaddress
from dataclasses import dataclass

from fastapi import Request
from fastapi.security import APIKeyCookie, HTTPBearer

from bot.bootstrap import Web
from bot.channels.web.api.limits import Limits, Rate
from bot.channels.web.sign_in.session import (
    SESSION,
    Cookies,
    check_csrf,
    client_address,
    current_visit,
)
from bot.identity import bearer_header, service
from registry.errors import Unauthenticated
from registry.people.access_tokens import AccessToken, TokenScope
from registry.people.web_sessions import WebSession
from registry.transactions.members import Caller, Member

COOKIE = Cookies(is_secure=False).name(SESSION)  # over TLS it has another prefix
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_SCHEME = HTTPBearer(
    scheme_name="token",
    bearerFormat="yipanqi_…",
    description="访问令牌：Authorization: Bearer yipanqi_…，用 yipanqi staff token create 新建。",
    auto_error=False,
)


SESSION_SCHEME = APIKeyCookie(
    name=COOKIE,
    scheme_name="session",
    description="网页登录的会话；改动须另带请求头 X-CSRF-Token。",
    auto_error=False,
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who makes a request. member: None for a guest; at most one of token and session is set."""

    member: Member | None = None
    token: AccessToken | None = None
    session: WebSession | None = None

    def caller(self, key: str | None = None) -> Caller:
        """The caller of a registry's method. key: the request's idempotency key."""
        if self.token is not None:
            return bearer_header.caller_of(self.token, key)
        assert self.session is not None, "a guest calls nothing"
        return service.caller_of(self.session, key)

    @property
    def conversation(self) -> str:
        """The conversation of this token, or of the page's member with the API."""
        if self.token is not None:
            return f"api:{self.token.id}"
        assert self.member is not None, "a guest has no conversation"
        return f"api:{self.member.account}"


class Access:
    """Finds who asks, refuses who may not, and counts."""

    def __init__(self, web: Web, limits: Limits) -> None:
        self._web = web
        self._rate = Rate(limits.requests_a_minute, web.application.clock)

    def member(self, request: Request, scope: TokenScope | None, *, is_counted: bool) -> Asker:
        """A member. Raises Unauthenticated, Forbidden, QuotaExceeded."""
        asker = self._find(request, scope)
        if asker.member is None:
            raise Unauthenticated("nobody signed in", code="bad_token")
        if is_counted:
            self._rate.count(asker.member.account)
        return asker

    def anyone(self, request: Request, scope: TokenScope) -> Asker:
        """A member, or a guest on this machine. Raises as `member`."""
        asker = self._find(request, scope)
        if asker.member is not None:
            self._rate.count(asker.member.account)
        elif not self.is_local(request):
            raise Unauthenticated("nobody signed in", code="bad_token")
        return asker

    def is_local(self, request: Request) -> bool:
        """Whether a guest may ask: the request is this machine's, and none comes from elsewhere."""
        if self._web.is_secure:
            return False
        try:
            return ipaddress.ip_address(client_address(request)).is_loopback
        except ValueError:
            return False

    def _find(self, request: Request, scope: TokenScope | None) -> Asker:
        """Raises Unauthenticated, Forbidden (`scope`, `csrf`)."""
        header = request.headers.get("authorization")
        if header is not None:
            token = bearer_header.authenticate(self._web.registry, header)
            if scope is not None:
                token.require(scope)
            return Asker(token.member, token)
        visit = current_visit(request)
        if visit.trouble is not None:
            raise visit.trouble
        if visit.session is None:
            return Asker()
        if request.method not in _READING:
            check_csrf(request)
        return Asker(visit.session.member, session=visit.session)
