"""Who is at the other end of a request: the session cookie, resolved once a request.

Reads: the cookie and the registry's sessions, on a worker thread. Writes: `scope["state"]`.
Does not: decide what somebody may do; that is the registry's.
"""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.bootstrap import Web
from bot.identity.csrf import csrf_token, require_csrf
from bot.identity.service import Identity
from registry.errors import Forbidden, RegistryError, Unauthenticated
from registry.people.web_sessions import WebSession
from registry.transactions.members import Caller, Member
from registry.transactions.permissions import Role

SESSION, PENDING, SIGN_ON = "sid", "pending", "sign-on"  # names of cookies, before the prefix
CSRF_HEADER = "x-csrf-token"
_UNRESOLVED = ("/assets/", "/_nicegui", "/healthz", "/readyz")
_STATE = "web_visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, and who makes it. session: None for a guest; trouble: why nobody could tell."""

    session: WebSession | None = None
    trouble: RegistryError | None = None

    @property
    def member(self) -> Member | None:
        """Who is signed in."""
        return None if self.session is None else self.session.member

    @property
    def role(self) -> Role | None:
        """Role of who is signed in."""
        return None if self.session is None else self.session.member.role

    @property
    def csrf(self) -> str:
        """The token a form of this visit sends back; empty for a guest."""
        return "" if self.session is None else csrf_token(self.session.id)

    def caller(self, key: str | None = None) -> Caller:
        """The caller of a registry's method. Raises Unauthenticated for a guest.

        key: idempotency key of what is to be done, the same again in a repetition.
        """
        return Caller(self.require().member.account, "web", key)

    def require(self) -> WebSession:
        """The session. Raises Unauthenticated (`session_over`)."""
        if self.session is None:
            raise self.trouble or Unauthenticated("nobody signed in", code="session_over")
        return self.session


def current_visit(request: HTTPConnection) -> Visit:
    """Who makes this request; a guest where nobody is signed in."""
    visit: Visit = request.scope.get("state", {}).get(_STATE) or Visit()
    return visit


def current_member(request: HTTPConnection) -> Member | None:
    """Who is signed in; None for a guest."""
    return current_visit(request).member


def require_member(request: HTTPConnection) -> Member:
    """Who is signed in. Raises Unauthenticated (`session_over`)."""
    return current_visit(request).require().member


def check_csrf(request: HTTPConnection, token: str | None = None) -> None:
    """The token of a form, or of the header for a script's request. Raises Forbidden (`csrf`)."""
    session = current_visit(request).session
    if session is None:
        raise Forbidden("no session to have a token of", code="csrf")
    require_csrf(session.id, token or request.headers.get(CSRF_HEADER))


def client_address(request: HTTPConnection) -> str:
    """Where the request comes from, as Uvicorn took it from a proxy it believes."""
    return request.client.host if request.client else ""


class Cookies:
    """The cookies we set: out of reach of scripts, and of plain HTTP where TLS is spoken."""

    def __init__(self, *, is_secure: bool) -> None:
        self._is_secure = is_secure

    def name(self, kind: str) -> str:
        """The name as the browser has it: `__Host-` takes TLS."""
        return f"__Host-{kind}" if self._is_secure else f"yipanqi-{kind}"

    def read(self, request: HTTPConnection, kind: str) -> str | None:
        """The value of a cookie."""
        return request.cookies.get(self.name(kind))

    def set(self, response: Response, kind: str, value: str, *, is_lax: bool = False) -> None:
        """Set a cookie for as long as the browser is open; the server ends it sooner.

        is_lax: for what must come along when another site sends the browser back.
        """
        response.set_cookie(
            self.name(kind),
            value,
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax" if is_lax else "strict",
        )

    def drop(self, response: Response, kind: str) -> None:
        """Have the browser forget a cookie."""
        response.delete_cookie(self.name(kind), path="/", secure=self._is_secure, httponly=True)


class Sessions:
    """ASGI middleware that finds out who makes a request."""

    def __init__(self, app: ASGIApp, *, web: Web) -> None:
        self.app = app
        self._identity = web.identity
        self._name = Cookies(is_secure=web.is_secure).name(SESSION)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its visit."""
        if scope["type"] in {"http", "websocket"} and not scope["path"].startswith(_UNRESOLVED):
            session_id = cookie_of(scope, self._name)
            if session_id:
                visit = await run_in_threadpool(find_visit, self._identity, session_id)
                scope.setdefault("state", {})[_STATE] = visit
        await self.app(scope, receive, send)


def find_visit(identity: Identity, session_id: str, *, is_use: bool = True) -> Visit:
    """Whose session it is now; nobody's where it is over, with the trouble where none can tell."""
    try:
        return Visit(identity.resolve(session_id, is_use=is_use))
    except Unauthenticated:
        return Visit()
    except RegistryError as error:
        return Visit(trouble=error)


def cookie_of(scope: Scope, name: str) -> str:
    """A cookie of a connection; empty when there is none that can be read."""
    jar = SimpleCookie()
    for key, value in scope["headers"]:
        if key == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                return ""
    return jar[name].value if name in jar else ""
