"""A PostgreSQL server, as the registry's tests have it, and a database for a whole module."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from tests.registry.conftest import (
    database_from,
    postgresql_admin,
    postgresql_server,
    postgresql_template,
)

__all__ = ["postgresql_admin", "postgresql_server", "postgresql_template"]


@pytest.fixture(scope="module")
def database(postgresql_admin: Connection, postgresql_template: str) -> Iterator[str]:
    """URL of a PostgreSQL database with the schema."""
    yield from database_from(postgresql_admin, postgresql_template)
