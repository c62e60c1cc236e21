"""An open registry on SQLite for the desks that need one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.engine import open_engine
from registry.schema import migrate
from tests.registry.building import World, open_world


@pytest.fixture(scope="session")
def registry_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that has the schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("template") / "registry.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def world(registry_template: Path, tmp_path: Path) -> Iterator[World]:
    """An open registry with nobody in it yet."""
    path = tmp_path / "registry.sqlite"
    shutil.copy(registry_template, path)
    opened = open_world(f"sqlite:///{path}", tmp_path)
    yield opened
    opened.registry.close()
