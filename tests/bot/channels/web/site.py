"""A site for tests: the web's parts, the application on them, and browsers without scripts."""

import asyncio
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from bot.bootstrap import Web
from registry.transactions.permissions import Role
from tests.web_parts import PASSWORD, add_member

ORIGIN = "http://127.0.0.1:8000"


@dataclass
class Site:
    """The site. client: a browser that follows no redirect by itself."""

    web: Web
    app: FastAPI
    client: TestClient
    browsers: list[TestClient] = field(default_factory=list)

    def member(self, unit: str = "余杭区", role: Role = Role.DISTRICT_STAFF) -> str:
        """The account of somebody who can sign in."""
        return add_member(self.web, unit, role)

    def signed_in(self, role: Role = Role.DISTRICT_STAFF) -> str:
        """The account of somebody new, whom the browser is signed in as."""
        unit = "余杭区" if role.is_district else "市投资促进局"
        account = self.member(unit, role)
        assert self.sign_in(account).status_code == 303
        return account

    def sign_in(self, account: str, password: str = PASSWORD, **more: str) -> Response:
        """Send the sign-in form."""
        return self.client.post("/signin", data={"account": account, "password": password, **more})

    def another_browser(self) -> TestClient:
        """A second browser, without the first one's cookies."""
        made = TestClient(self.app, ORIGIN, client=("127.0.0.1", 2), follow_redirects=False)
        self.browsers.append(made)
        return made

    def state(self) -> str:
        """Whose account the browser is signed in as; empty for nobody."""
        return str(self.client.get("/session/state").json()["account"])

    def csrf(self, path: str = "/account/password") -> str:
        """The token of the session, as a form carries it."""
        return hidden(self.client.get(path), "csrf")


def hidden(page: Response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, f"{name} is not on the page"
    return unescape(found[1])


def said(page: Response) -> str:
    """What the page complains of."""
    found = re.search(r'role="alert">([^<]*)<', page.text)
    return unescape(found[1]) if found else ""


def finish(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine comes to; on a thread of its own, as browser tests keep a loop on this."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
