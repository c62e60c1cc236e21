"""Setting up and taking away the second factor, by plain pages."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.bootstrap import Web
from bot.channels.web.frame.plain import TROUBLES, PlainRoute, plain_page, see, status_of
from bot.channels.web.sign_in.page import Text
from bot.channels.web.sign_in.session import check_csrf, current_visit
from bot.identity.second_factor import FactorOffer
from bot.rendering.errors import complain
from registry.errors import Forbidden, InvalidInput
from registry.people.web_sessions import WebSession

FACTOR_PATH = "/account/factor"
_SCHEME = "otpauth://totp/"


class FactorPages:
    """The routes of one's own second factor; each wants a session proved lately."""

    def __init__(self, web: Web) -> None:
        self._identity = web.identity

    def routes(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = APIRouter(include_in_schema=False, route_class=PlainRoute)
        for path, method, endpoint in (
            (FACTOR_PATH, "GET", self.look),
            (f"{FACTOR_PATH}/offer", "POST", self.offer),
            (f"{FACTOR_PATH}/confirm", "POST", self.confirm),
            (f"{FACTOR_PATH}/remove", "POST", self.remove),
        ):
            router.add_api_route(path, endpoint, methods=[method], response_model=None)
        return router

    def look(self, request: Request) -> Response:
        """Whether it is on, and what one may do."""
        visit = current_visit(request)
        if visit.session is None:
            return see(f"/signin?next={FACTOR_PATH}")
        if not self._identity.is_recent(visit.session):
            return see(f"/session/confirm?next={FACTOR_PATH}")
        is_on = self._identity.factors.is_on(visit.session.member.account)
        return plain_page("factor", is_on=is_on, csrf=visit.csrf)

    def offer(self, request: Request, csrf: Text = "") -> Response:
        """A fresh seed as a QR code, shown once."""
        session = self._proved(request, csrf)
        return _offer_page(self._identity.factors.offer(session), csrf)

    def confirm(
        self, request: Request, *, code: Text = "", uri: Text = "", seed: Text = "", csrf: Text = ""
    ) -> Response:
        """Put it to use with a first code; shows the recovery codes, once."""
        session = self._proved(request, csrf)
        if not uri.startswith(_SCHEME):
            raise InvalidInput("no offer on the page", code="no_offer")
        try:
            recovery = self._identity.factors.confirm(session, code)
        except TROUBLES as error:
            return _offer_page(FactorOffer(uri, seed), csrf, error)
        return plain_page("recovery", codes=recovery)

    def remove(self, request: Request, csrf: Text = "") -> Response:
        """Take it away."""
        self._identity.factors.remove(self._proved(request, csrf))
        return see(FACTOR_PATH)

    def _proved(self, request: Request, csrf: str) -> WebSession:
        session = current_visit(request).require()
        check_csrf(request, csrf)
        if session.method == "demo":
            raise Forbidden("a demonstration has no second factor", code="demo_account")
        self._identity.require_recent(session)
        return session


def _offer_page(offer: FactorOffer, csrf: str, error: Exception | None = None) -> Response:
    import segno

    image = segno.make(offer.uri, error="m").svg_data_uri(scale=5, border=3, light="#ffffff")
    return plain_page(
        "offer",
        status=status_of(error) if error else 200,
        error=complain(error).text if error else "",
        image=image,
        seed=offer.seed,
        uri=offer.uri,
        csrf=csrf,
    )
