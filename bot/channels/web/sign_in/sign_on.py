"""Other ways in: single sign-on to the issuer and back, and one click into a role of the sample."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.bootstrap import Web
from bot.channels.web.frame.plain import TROUBLES, PlainRoute, continue_page, message_page
from bot.channels.web.sign_in.page import AskedPath, SentPath, Text, enter, sign_in_page
from bot.channels.web.sign_in.session import SESSION, SIGN_ON, Cookies
from bot.identity.oidc import CALLBACK_PATH


class OtherWays:
    """The routes of single sign-on and of the try-it mode, where they are set up."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._cookies = Cookies(is_secure=web.is_secure)

    def routes(self) -> APIRouter:
        """The routes, to be included in the application."""
        router = APIRouter(include_in_schema=False, route_class=PlainRoute)
        for path, method, endpoint in (
            ("/sign-on", "GET", self.depart),
            (CALLBACK_PATH, "GET", self.arrive),
            ("/demo", "POST", self.try_role),
        ):
            router.add_api_route(path, endpoint, methods=[method], response_model=None)
        return router

    def depart(self, path: AskedPath = "/", again: bool = False) -> Response:
        """To the issuer. again: there the person proves anew who they are."""
        if self._web.sign_on is None:
            return _absent()
        try:
            departure = self._web.sign_on.begin(path, again=again)
        except TROUBLES as error:
            return sign_in_page(self._web, path, error=error)
        response = RedirectResponse(departure.url, status_code=303)
        self._cookies.set(response, SIGN_ON, departure.cookie, is_lax=True)
        return response

    def arrive(self, request: Request) -> Response:
        """Back from the issuer, and on by a step of our own, with which the cookie comes along."""
        if self._web.sign_on is None:
            return _absent()
        try:
            arrival = self._web.sign_on.finish(
                request.query_params,
                self._cookies.read(request, SIGN_ON),
                replacing=self._cookies.read(request, SESSION),
            )
        except TROUBLES as error:
            return sign_in_page(self._web, "/", error=error)
        response = continue_page(arrival.return_to)
        self._cookies.set(response, SESSION, arrival.session.id)
        self._cookies.drop(response, SIGN_ON)
        return response

    def try_role(self, request: Request, account: Text = "", path: SentPath = "/") -> Response:
        """Into a role of the sample registry."""
        if self._web.demo is None:
            return _absent()
        replacing = self._cookies.read(request, SESSION)
        return enter(self._cookies, self._web.demo.sign_in(account, replacing=replacing), path)


def _absent() -> Response:
    return message_page("没有这个页面", "这个登录方式没有启用。", status=404)
