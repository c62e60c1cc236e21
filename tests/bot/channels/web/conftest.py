"""A site on fakes and a real registry."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.channels.web.server import create_api
from tests.bot.channels.web.site import ORIGIN, Site
from tests.web_parts import opened_web


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of the test's own, with nothing in it yet."""
    return tmp_path / "home"


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """The site on loopback."""
    with opened_web(home) as web:
        app = create_api(web)
        with TestClient(app, ORIGIN, client=("127.0.0.1", 1), follow_redirects=False) as client:
            yield Site(web, app, client)
