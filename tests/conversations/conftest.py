"""The shipped library, opened once; a stage of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Application, open_application
from bot.settings import Settings
from tests.conversations.harness import Stage, open_stage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The shipped corpus, indexed in a home of its own."""
    home = tmp_path_factory.mktemp("home")
    opened = open_application(Settings(home=home, corpus=ROOT / "corpus", _env_file=None))
    yield opened
    opened.library.close()


@pytest.fixture
def stage(application: Application, tmp_path: Path) -> Iterator[Stage]:
    """An open conversation on an empty registry."""
    opened = open_stage(application, tmp_path)
    yield opened
    opened.registry.close()
