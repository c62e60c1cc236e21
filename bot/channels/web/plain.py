"""Pages of plain HTML that work without scripts: signing in and whatever sets the session cookie.

Text is escaped by Jinja; the pages may load nothing but our own style sheets.
"""

from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.assets import asset_url

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(asset_url=asset_url)


def plain_page(template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of templates/ with its values."""
    content = _environment.get_template(f"{template}.html").render(**values)
    return HTMLResponse(content, status, headers={"content-security-policy": _POLICY})


def message_page(title: str, message: str, *, status: int) -> HTMLResponse:
    """A page that says one thing, with the way back."""
    return plain_page("message", status=status, title=title, message=message)


def continue_page(path: str) -> HTMLResponse:
    """Goes on to a path of ours by itself: as our own step, so that the cookies come along."""
    return plain_page("continue", path=path)
