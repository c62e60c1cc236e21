"""The client shown in the README works against a running server; docs/api.md names every route."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from bot.channels.web.server import claim_port
from registry.transactions.permissions import Role
from tests.api.conftest import World, opened_world

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
_CLIENT = re.compile(r"^```python\n(import os\n.*?)^```", re.MULTILINE | re.DOTALL)


@contextmanager
def served(world: World) -> Iterator[int]:
    """The world on a port of loopback."""
    with claim_port(0) as listener:
        config = uvicorn.Config(world.app, log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


def test_the_client_of_the_readme_asks_and_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [code] = _CLIENT.findall(README)
    with opened_world(tmp_path) as world, served(world) as port:
        monkeypatch.setenv("YIPANQI_TOKEN", world.tokens[Role.DISTRICT_LEAD])
        exec(code.replace(":8000/", f":{port}/"), {})

    said = capsys.readouterr().out
    assert "['4.1']" in said
    assert re.search(r"首报-\d{4}-\d{6} filed_not_granted", said)


def test_the_page_of_the_api_names_every_subject(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    with opened_world(tmp_path) as world:
        subjects = {path.split("/")[3] for path in world.openapi["paths"]}

    assert [subject for subject in subjects if f"/{subject}" not in page] == []
