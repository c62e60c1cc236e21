"""Pages of plain HTML that work without scripts: signing in and whatever sets the session cookie.

Text is escaped by Jinja; the pages may load nothing but our own style sheets.
"""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.frame.assets import asset_url
from bot.errors import BotError, PartUnavailable
from bot.rendering.errors import complain
from registry.errors import Forbidden, NotFound, QuotaExceeded, RegistryError, StorageUnavailable

TROUBLES = (RegistryError, BotError)  # what may stop a form; everything else is a fault of ours
_MOST_PATH = 300
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(asset_url=asset_url)


class PlainRoute(APIRoute):
    """A route whose troubles are pages too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with what it raises shown as a page."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except TROUBLES as error:
                return trouble_page(error)
            except RequestValidationError:
                return message_page("没有办成", "表单不完整或内容太长，请退回重填。", status=422)

        return answer


def plain_page(template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of templates/ with its values."""
    content = _environment.get_template(f"{template}.html").render(**values)
    return HTMLResponse(content, status, headers={"content-security-policy": _POLICY})


def message_page(title: str, message: str, *, status: int) -> HTMLResponse:
    """A page that says one thing, with the way back."""
    return plain_page("message", status=status, title=title, message=message)


def trouble_page(error: Exception) -> HTMLResponse:
    """The page of an error of ours."""
    return message_page("没有办成", complain(error).text, status=status_of(error))


def continue_page(path: str) -> HTMLResponse:
    """Goes on to a path of ours by itself: as our own step, so that the cookies come along."""
    return plain_page("continue", path=local_path(path))


def see(path: str) -> Response:
    """On to another page of ours, after a form."""
    return RedirectResponse(local_path(path), status_code=303)


def local_path(path: str) -> str:
    """A path on this site, or `/`: never another site's address."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_local and path.isprintable() and len(path) <= _MOST_PATH else "/"


def status_of(error: Exception) -> int:
    """The HTTP status of an error of ours."""
    if isinstance(error, QuotaExceeded):
        return 429
    if isinstance(error, Forbidden):
        return 403
    if isinstance(error, NotFound):
        return 404
    return 503 if isinstance(error, (StorageUnavailable, PartUnavailable)) else 422
