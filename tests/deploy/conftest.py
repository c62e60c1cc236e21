"""A PostgreSQL server, as the registry's tests have it, and a database for a whole module."""

from collections.abc import Iterator

import pytest

from tests.registry.conftest import (
    _database,
    postgresql_server,
    postgresql_template,
)

__all__ = ["postgresql_server", "postgresql_template"]


@pytest.fixture(scope="module")
def database(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """URL of a PostgreSQL database with the schema."""
    yield from _database(postgresql_server, postgresql_template)
