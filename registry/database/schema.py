"""The schema's revision: read it, and bring a database to this program's one.

A migration runs in one transaction with its version stamp, on both databases: a kill leaves the
old schema or the new one, never something between.
"""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from registry.database.engine import reading, writing
from registry.errors import SchemaMismatch

HEAD = "0007"  # the newest revision of migrations/versions; a test holds them equal
_SCRIPTS = Path(__file__).parents[1] / "migrations"


def current_revision(connection: Connection) -> str | None:
    """The revision of the database; None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def migrate(engine: Engine, *, to: str = HEAD) -> str | None:
    """Bring the schema to a revision; returns the one it had. Several processes may call at once.

    Raises SchemaMismatch when the database is newer than this program, StorageUnavailable.
    """
    with reading(engine) as connection:
        if current_revision(connection) == to:
            return to
    with writing(engine) as connection:
        before = current_revision(connection)
        if before is not None and before > HEAD:
            raise SchemaMismatch(
                f"schema {before!r} is newer than {HEAD!r}", found=before, expected=HEAD
            )
        if before != to:
            run_scripts(connection, to)
        return before


def run_scripts(connection: Connection, to: str) -> None:
    """Run migrations up to a revision, inside the caller's transaction."""
    command = import_module("alembic.command")  # slow to import, and seldom needed
    config = import_module("alembic.config").Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
