"""The page of a one-time invite link: a password is set, and the person is signed in.

Does not: use the invite up before the password is taken.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.bootstrap import Web
from bot.channels.web.frame.plain import (
    TROUBLES,
    PlainRoute,
    message_page,
    plain_page,
    status_of,
    trouble_page,
)
from bot.channels.web.sign_in.page import Text, enter
from bot.channels.web.sign_in.session import Cookies, client_address, current_visit
from bot.errors import BadInput
from bot.identity.passwords import MIN_CHARS
from bot.identity.service import InviteView
from bot.rendering.errors import complain
from bot.rendering.report_labels import ROLE_LABELS
from registry.errors import InvalidInput

WELCOME_PATH = "/account/welcome"


class InvitePages:
    """The routes of an invite."""

    def __init__(self, web: Web) -> None:
        self._identity = web.identity
        self._cookies = Cookies(is_secure=web.is_secure)

    def routes(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = APIRouter(include_in_schema=False, route_class=PlainRoute)
        for path, method, endpoint in (
            ("/invite/{code}", "GET", self.form),
            ("/invite/{code}", "POST", self.accept),
            (WELCOME_PATH, "GET", self.welcome),
        ):
            router.add_api_route(path, endpoint, methods=[method], response_model=None)
        return router

    def form(self, request: Request, code: str) -> Response:
        """Whose invite it is, and the form for the password; the invite stays open."""
        found = self._identity.look_at_invite(code, address=client_address(request))
        return _form(found, None)

    def accept(
        self, request: Request, code: str, password: Text = "", again: Text = ""
    ) -> Response:
        """Set the password and go on signed in."""
        address = client_address(request)
        found = self._identity.look_at_invite(code, address=address)
        try:
            if password != again:
                raise InvalidInput("the two differ", code="passwords_differ")
            outcome = self._identity.accept_invite(code, password, address=address)
        except BadInput as error:
            return _form(found, error)
        except TROUBLES as error:
            if error.code == "passwords_differ":
                return _form(found, error)
            return trouble_page(error)
        return enter(self._cookies, outcome, WELCOME_PATH)

    def welcome(self, request: Request) -> Response:
        """The account to remember, and the offer of a second factor."""
        member = current_visit(request).member
        if member is None:
            return message_page("请登录", "请用刚设好的密码登录。", status=403)
        is_on = self._identity.factors.is_on(member.account)
        return plain_page(
            "welcome", member=member, has_factor=is_on, csrf=current_visit(request).csrf
        )


def _form(found: InviteView, error: Exception | None) -> Response:
    member = found.member
    return plain_page(
        "invite",
        status=status_of(error) if error else 200,
        error=complain(error).text if error else "",
        member=member,
        role=ROLE_LABELS[member.role],
        least=MIN_CHARS,
    )
