"""Signing in and out, by plain pages: what sets the session cookie is here.

Does not: check a password or make a session; bot.identity does.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from bot.bootstrap import Web
from bot.channels.web.guard import Guard
from bot.channels.web.plain import plain_page
from bot.channels.web.problems import problem
from bot.channels.web.session import (
    PENDING,
    SESSION,
    Cookies,
    Visit,
    check_csrf,
    client_address,
    current_visit,
)
from bot.errors import BotError
from bot.identity.service import CodeNeeded
from bot.rendering.errors import complain
from bot.rendering.report_labels import ROLE_LABELS
from registry.errors import Forbidden, QuotaExceeded, RegistryError, StorageUnavailable
from registry.web_sessions import SignInMethod, WebSession

_MOST = 300  # characters of a field, far above anything that can be right
_Field = Annotated[str, Form(max_length=_MOST)]
_TROUBLES = (RegistryError, BotError)


class ProofBody(BaseModel):
    """What proves again who somebody is."""

    password: str = Field(max_length=_MOST)
    code: str = Field("", max_length=_MOST)


def make_sign_in(web: Web, guard: Guard) -> APIRouter:
    """The routes of signing in and out."""
    router = APIRouter(include_in_schema=False)
    cookies = Cookies(is_secure=web.is_secure)
    identity = web.identity

    @router.get("/signin")
    def form(request: Request, next: str = "/", out: bool = False) -> Response:  # noqa: A002
        if current_visit(request).session is not None and not out:
            return _see(local_path(next))
        notice = "已退出。" if out else ""
        return sign_in_page(web, next, notice=notice)

    @router.post("/signin")
    def sign_in(
        request: Request,
        account: _Field = "",
        password: _Field = "",
        next: _Field = "/",  # noqa: A002
    ) -> Response:
        try:
            outcome = identity.sign_in(
                account,
                password,
                address=client_address(request),
                replacing=cookies.read(request, SESSION),
            )
        except _TROUBLES as error:
            return sign_in_page(web, next, error=error, account=account)
        return enter(cookies, outcome, next)

    @router.get("/signin/code")
    def code_form(next: str = "/") -> Response:  # noqa: A002
        return plain_page("code", next=local_path(next), error="")

    @router.post("/signin/code")
    def code(request: Request, code: _Field = "", next: _Field = "/") -> Response:  # noqa: A002
        try:
            session = identity.finish_sign_in(cookies.read(request, PENDING) or "", code)
        except _TROUBLES as error:
            if error.code == "session_over":
                return sign_in_page(web, next, error=error)
            said = complain(error).text
            return plain_page("code", status=_status(error), next=local_path(next), error=said)
        return enter(cookies, session, next)

    @router.post("/signout")
    def sign_out(request: Request, csrf: _Field = "") -> Response:
        visit = current_visit(request)
        if visit.session is not None:
            check_csrf(request, csrf)
            identity.sign_out(visit.session.id)
        response = _see("/signin?out=1")
        cookies.drop(response, SESSION)
        return response

    @router.get("/session/state")
    def state(request: Request) -> dict[str, str]:
        member = current_visit(request).member
        return {"account": member.account if member else ""}

    @router.post("/session/prove")
    def prove(request: Request, body: ProofBody) -> Response:
        session = current_visit(request).require()
        check_csrf(request)
        try:
            entered = identity.reauthenticate(
                session, body.password, address=client_address(request), code=body.code
            )
        except _TROUBLES as error:
            return problem(_status(error), complain(error).text, code=error.code)
        guard.rebind(session.id, Visit(entered))
        response = JSONResponse({"proved": True})
        cookies.set(response, SESSION, entered.id)
        return response

    return router


def sign_in_page(
    web: Web,
    next_path: str,
    *,
    notice: str = "",
    error: Exception | None = None,
    account: str = "",
) -> Response:
    """The sign-in page. account: what was typed, given back with the complaint."""
    demo = web.demo.accounts() if web.demo else ()
    values: dict[str, Any] = {
        "next": local_path(next_path),
        "notice": notice,
        "error": complain(error).text if error else "",
        "account": account,
        "is_sample": web.is_sample,
        "has_sign_on": web.sign_on is not None,
        "people": [(one.account, one.unit, ROLE_LABELS[one.role]) for one in demo],
        "is_open": not web.is_secure,
    }
    return plain_page("signin", status=_status(error) if error else 200, **values)


def enter(cookies: Cookies, outcome: WebSession | CodeNeeded, next_path: str) -> Response:
    """Hand the browser its session, or the ticket of one that waits for a code."""
    path = local_path(next_path)
    if isinstance(outcome, CodeNeeded):
        response = _see(f"/signin/code?next={path}")
        cookies.set(response, PENDING, outcome.ticket)
        return response
    response = _see(path)
    cookies.set(response, SESSION, outcome.id)
    cookies.drop(response, PENDING)
    return response


def local_path(path: str) -> str:
    """A path on this site, or `/`: never another site's address."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_local and path.isprintable() and len(path) <= _MOST else "/"


def is_demo(session: WebSession) -> bool:
    """Whether somebody is trying a role."""
    return session.method is SignInMethod.DEMO


def _see(path: str) -> Response:
    return RedirectResponse(path, status_code=303)


def _status(error: Exception) -> int:
    if isinstance(error, QuotaExceeded):
        return 429
    if isinstance(error, Forbidden):
        return 403
    return 503 if isinstance(error, StorageUnavailable) else 422
