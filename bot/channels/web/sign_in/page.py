"""Signing in and out by plain pages, and proving again who one is.

Writes: the session cookie. Does not: check a password or make a session; bot.identity does.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from bot.bootstrap import Web
from bot.channels.web.api.problems import problem
from bot.channels.web.frame.plain import (
    TROUBLES,
    PlainRoute,
    local_path,
    plain_page,
    see,
    status_of,
)
from bot.channels.web.sign_in.guard import Guard
from bot.channels.web.sign_in.session import (
    PENDING,
    SESSION,
    Cookies,
    Visit,
    check_csrf,
    client_address,
    current_visit,
)
from bot.identity.service import CodeNeeded
from bot.rendering.errors import complain
from bot.rendering.report_labels import ROLE_LABELS
from registry.people.web_sessions import WebSession

MOST_CHARS = 300  # of a field, far above anything that can be right
Text = Annotated[str, Form(max_length=MOST_CHARS)]
AskedPath = Annotated[str, Query(alias="next")]
SentPath = Annotated[str, Form(alias="next", max_length=MOST_CHARS)]


class ProofBody(BaseModel):
    """What proves again who somebody is."""

    password: str = Field(max_length=MOST_CHARS)
    code: str = Field("", max_length=MOST_CHARS)


class SignIn:
    """The routes of signing in and out."""

    def __init__(self, web: Web, guard: Guard) -> None:
        self._web = web
        self._guard = guard
        self._identity = web.identity
        self._cookies = Cookies(is_secure=web.is_secure)

    def routes(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = APIRouter(include_in_schema=False, route_class=PlainRoute)
        for path, method, endpoint in (
            ("/signin", "GET", self.form),
            ("/signin", "POST", self.sign_in),
            ("/signin/code", "GET", self.code_form),
            ("/signin/code", "POST", self.code),
            ("/signout", "POST", self.sign_out),
            ("/session/state", "GET", self.state),
            ("/session/prove", "POST", self.prove),
            ("/session/confirm", "GET", self.confirm_form),
            ("/session/confirm", "POST", self.confirm),
        ):
            router.add_api_route(path, endpoint, methods=[method], response_model=None)
        return router

    def form(self, request: Request, path: AskedPath = "/", out: bool = False) -> Response:
        """The sign-in page; who is signed in goes on at once."""
        if current_visit(request).session is not None and not out:
            return see(path)
        return sign_in_page(self._web, path, notice="已退出。" if out else "")

    def sign_in(
        self, request: Request, account: Text = "", password: Text = "", path: SentPath = "/"
    ) -> Response:
        """Sign in, or say what is wrong and give the account back."""
        try:
            outcome = self._identity.sign_in(
                account,
                password,
                address=client_address(request),
                replacing=self._cookies.read(request, SESSION),
            )
        except TROUBLES as error:
            return sign_in_page(self._web, path, error=error, account=account)
        return enter(self._cookies, outcome, path)

    def code_form(self, path: AskedPath = "/") -> Response:
        """The page that asks for the second factor's code."""
        return plain_page("code", next=local_path(path), error="")

    def code(self, request: Request, code: Text = "", path: SentPath = "/") -> Response:
        """Finish signing in with the code."""
        try:
            ticket = self._cookies.read(request, PENDING) or ""
            session = self._identity.finish_sign_in(ticket, code)
        except TROUBLES as error:
            if error.code == "session_over":
                return sign_in_page(self._web, path, error=error)
            said = complain(error).text
            return plain_page("code", status=status_of(error), next=local_path(path), error=said)
        return enter(self._cookies, session, path)

    def sign_out(self, request: Request, csrf: Text = "") -> Response:
        """End the session; its open pages stop."""
        visit = current_visit(request)
        if visit.session is not None:
            check_csrf(request, csrf)
            self._identity.sign_out(visit.session.id)
        response = see("/signin?out=1")
        self._cookies.drop(response, SESSION)
        return response

    def state(self, request: Request) -> dict[str, str]:
        """Who is signed in, for a page that lost its connection."""
        member = current_visit(request).member
        return {"account": member.account if member else ""}

    def prove(self, request: Request, body: ProofBody) -> Response:
        """The password again, from a page that stays open."""
        try:
            entered = self._prove(request, body.password, body.code, csrf=None)
        except TROUBLES as error:
            return problem(status_of(error), complain(error).text, code=error.code)
        response = JSONResponse({"proved": True})
        self._cookies.set(response, SESSION, entered.id)
        return response

    def confirm_form(self, request: Request, path: AskedPath = "/") -> Response:
        """The page that asks for the password again."""
        return self._confirm_page(request, path)

    def confirm(
        self,
        request: Request,
        *,
        password: Text = "",
        code: Text = "",
        csrf: Text = "",
        path: SentPath = "/",
    ) -> Response:
        """The password again, on the way to another page."""
        try:
            entered = self._prove(request, password, code, csrf=csrf)
        except TROUBLES as error:
            return self._confirm_page(request, path, error)
        return enter(self._cookies, entered, path)

    def _prove(self, request: Request, password: str, code: str, *, csrf: str | None) -> WebSession:
        session = current_visit(request).require()
        check_csrf(request, csrf)
        entered = self._identity.reauthenticate(
            session, password, address=client_address(request), code=code
        )
        self._guard.rebind(session.id, Visit(entered))
        return entered

    def _confirm_page(
        self, request: Request, path: str, error: Exception | None = None
    ) -> Response:
        visit = current_visit(request)
        account = visit.require().member.account
        return plain_page(
            "confirm",
            status=status_of(error) if error else 200,
            next=local_path(path),
            error=complain(error).text if error else "",
            account=account,
            wants_code=self._identity.factors.is_on(account),
            has_sign_on=self._web.sign_on is not None,
            csrf=visit.csrf,
        )


def sign_in_page(
    web: Web,
    path: str,
    *,
    notice: str = "",
    error: Exception | None = None,
    account: str = "",
) -> Response:
    """The sign-in page. account: what was typed, given back with the complaint."""
    demo = web.demo.accounts() if web.demo else ()
    values: dict[str, Any] = {
        "next": local_path(path),
        "notice": notice,
        "error": complain(error).text if error else "",
        "account": account,
        "is_sample": web.is_sample,
        "has_sign_on": web.sign_on is not None,
        "people": [(one.account, one.unit, ROLE_LABELS[one.role]) for one in demo],
        "is_open": not web.is_secure,
    }
    return plain_page("signin", status=status_of(error) if error else 200, **values)


def enter(cookies: Cookies, outcome: WebSession | CodeNeeded, path: str) -> Response:
    """Hand the browser its session, or the ticket of one that waits for a code."""
    if isinstance(outcome, CodeNeeded):
        response: Response = plain_page("code", next=local_path(path), error="")
        cookies.set(response, PENDING, outcome.ticket)
        return response
    response = see(path)
    cookies.set(response, SESSION, outcome.id)
    cookies.drop(response, PENDING)
    return response
