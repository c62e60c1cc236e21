"""What the routes of the API work with: kept on the app, handed to each request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from bot.bootstrap import Web
from bot.channels.web.api.access import SESSION_SCHEME, TOKEN_SCHEME, Access, Asker
from bot.channels.web.api.limits import Limits
from bot.channels.web.serving.metrics import Metrics
from bot.checks.case_checks import CaseChecks
from registry.people.access_tokens import TokenScope
from registry.service import Registry


@dataclass(frozen=True, slots=True)
class Parts:
    """The web's parts, who may ask, how often, and what is counted."""

    web: Web
    access: Access
    limits: Limits
    metrics: Metrics
    checks: CaseChecks

    @property
    def registry(self) -> Registry:
        """The registry."""
        return self.web.registry


def keep_parts(app: FastAPI, parts: Parts) -> None:
    """Have the requests of app work with parts."""
    app.state.api_parts = parts


def _kept(request: Request) -> Parts:
    parts: Parts = request.app.state.api_parts
    return parts


Served = Annotated[Parts, Depends(_kept)]
_Schemes = tuple[object, object]


def _schemes(
    token: Annotated[object, Depends(TOKEN_SCHEME)],
    session: Annotated[object, Depends(SESSION_SCHEME)],
) -> _Schemes:
    """What the OpenAPI document says one may show; Access reads it itself."""
    return token, session


_Shown = Annotated[_Schemes, Depends(_schemes)]


def member(scope: TokenScope | None, *, is_counted: bool = True) -> Callable[..., Asker]:
    """A dependency: a member, by a token of that scope or by a page's session.

    scope: None for what any token may do. is_counted: False for what must never be held up.
    """

    def find(request: Request, parts: Served, _shown: _Shown) -> Asker:
        return parts.access.member(request, scope, is_counted=is_counted)

    return find


def anyone(scope: TokenScope) -> Callable[..., Asker]:
    """A dependency: as `member`; on this machine also somebody who shows nothing at all."""

    def find(request: Request, parts: Served, _shown: _Shown) -> Asker:
        return parts.access.anyone(request, scope)

    return find


def make_router(tag: str) -> APIRouter:
    """A router of the API; a query parameter nobody knows is refused."""
    return APIRouter(prefix="/api/v1", tags=[tag], dependencies=[Depends(_only_known)])


def _only_known(request: Request) -> None:
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = _query_names(route.dependant)
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise RequestValidationError(
            [{"type": "extra_forbidden", "loc": ("query", name)} for name in unknown]
        )


def _query_names(dependant: Dependant) -> frozenset[str]:
    own = frozenset(field.alias for field in dependant.query_params)
    return own.union(*map(_query_names, dependant.dependencies))
