"""Changing one's own password, by a plain page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.bootstrap import Web
from bot.channels.web.frame.plain import TROUBLES, PlainRoute, plain_page, see, status_of
from bot.channels.web.sign_in.guard import Guard
from bot.channels.web.sign_in.page import Text, enter
from bot.channels.web.sign_in.session import (
    Cookies,
    Visit,
    check_csrf,
    client_address,
    current_visit,
)
from bot.identity.passwords import MIN_CHARS
from bot.rendering.errors import complain
from registry.errors import InvalidInput

PASSWORD_PATH = "/account/password"  # noqa: S105  # an address


class PasswordPages:
    """The routes of one's own password."""

    def __init__(self, web: Web, guard: Guard) -> None:
        self._identity = web.identity
        self._guard = guard
        self._cookies = Cookies(is_secure=web.is_secure)

    def routes(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = APIRouter(include_in_schema=False, route_class=PlainRoute)
        router.add_api_route(PASSWORD_PATH, self.form, methods=["GET"], response_model=None)
        router.add_api_route(PASSWORD_PATH, self.change, methods=["POST"], response_model=None)
        return router

    def form(self, request: Request) -> Response:
        """The form."""
        if current_visit(request).session is None:
            return see(f"/signin?next={PASSWORD_PATH}")
        return _form(request, None)

    def change(
        self,
        request: Request,
        *,
        old: Text = "",
        password: Text = "",
        again: Text = "",
        csrf: Text = "",
    ) -> Response:
        """Change it; every other session ends, this one goes on under a new id."""
        session = current_visit(request).require()
        check_csrf(request, csrf)
        try:
            if password != again:
                raise InvalidInput("the two differ", code="passwords_differ")
            entered = self._identity.change_password(
                session, old, password, address=client_address(request)
            )
        except TROUBLES as error:
            return _form(request, error)
        self._guard.rebind(session.id, Visit(entered))
        return enter(self._cookies, entered, "/settings")


def _form(request: Request, error: Exception | None) -> Response:
    visit = current_visit(request)
    return plain_page(
        "password",
        status=status_of(error) if error else 200,
        error=complain(error).text if error else "",
        account=visit.require().member.account,
        least=MIN_CHARS,
        csrf=visit.csrf,
    )
