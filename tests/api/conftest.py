"""The API with somebody of every role: reports in several states, drafts, and a token each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.bootstrap import Web
from bot.channels.web.api import add_api
from bot.channels.web.api.limits import Limits
from bot.channels.web.serving.middleware import (
    LOOPBACK_HOSTS,
    BodyLimit,
    OwnPagesOnly,
    SecurityHeaders,
)
from bot.channels.web.sign_in.session import Sessions
from registry.people.access_tokens import TokenScope
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import CONTENT, make_slots
from tests.web_parts import opened_web

ADDRESS = "http://127.0.0.1:8000"
UNIT, BUREAU = "余杭区", "市投资促进局"
GENEROUS = Limits(requests_a_minute=1_000_000, messages_a_minute=1_000_000)


@dataclass(frozen=True)
class World:
    """The app, the web's parts, and what is in the registry."""

    app: ASGIApp
    openapi: dict[str, Any]
    web: Web
    accounts: dict[Role, str]
    tokens: dict[Role, str]
    report_no: str
    draft_id: str
    receipt: dict[str, object]
    file_id: str

    def bearer(self, role: Role) -> dict[str, str]:
        """The header of somebody of that role."""
        return {"authorization": f"Bearer {self.tokens[role]}"}


class FromThisMachine:
    """Requests come from loopback, as a guest's must."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "client": ("127.0.0.1", 1)}
        await self.app(scope, receive, send)


def make_app(web: Web, limits: Limits = GENEROUS) -> FastAPI:
    """The API with the web's middleware, without pages."""
    app = FastAPI(title="一盘棋 接口", version="1", docs_url=None, redoc_url=None,
                  openapi_url="/api/openapi.json")  # fmt: skip
    app.add_middleware(Sessions, web=web)
    app.add_middleware(BodyLimit)
    app.add_middleware(OwnPagesOnly, hosts=LOOPBACK_HOSTS)
    app.add_middleware(SecurityHeaders, is_secure=web.is_secure)
    add_api(app, web, limits)
    return app


@contextmanager
def opened_world(home: Path, limits: Limits = GENEROUS) -> Iterator[World]:
    """A world in a folder of its own, closed at the end."""
    with opened_web(home) as web:
        registry = web.registry
        accounts = {
            role: registry.staff.add(
                SYSTEM, unit=UNIT if role.is_district else BUREAU, role=role, name=role.value
            ).member.account
            for role in Role
        }
        tokens = {
            role: registry.access_tokens.create(
                Caller(account, "cli"), name="测试", scopes=list(TokenScope)
            ).secret
            for role, account in accounts.items()
        }
        staff = Caller(accounts[Role.DISTRICT_STAFF], "cli", "key-1")
        draft = registry.drafts.open(staff, make_slots(CONTENT))
        filed = registry.reports.file(staff, draft.id, draft.version)
        other = registry.drafts.open(
            staff, make_slots({**CONTENT, "project_name": "第二个项目", "chain": "生物医药"})
        )
        kept = registry.evidence.attach(staff, filed.report_no, "会谈纪要.pdf", b"%PDF-1.7 minutes")
        app = make_app(web, limits)
        yield World(
            FromThisMachine(app), app.openapi(), web, accounts, tokens,
            filed.report_no, other.id, filed.receipt, kept.id,
        )  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world shared by the tests of a module."""
    with opened_world(tmp_path_factory.mktemp("world")) as opened:
        yield opened
