"""An open registry on SQLite for the desks that need one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.conversations.filing_talks import Chat, open_chat
from tests.registry.building import World, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An open registry with nobody in it yet."""
    opened = open_world(f"sqlite:///{tmp_path / 'registry.sqlite'}", tmp_path)
    yield opened
    opened.registry.close()


@pytest.fixture
def chat(world: World, tmp_path: Path) -> Chat:
    """Somebody of 萧山区 at the filing desk with nothing said yet."""
    return open_chat(world, tmp_path)
