"""The schema on both databases: what migrations make is what tables.py says."""

import signal
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, text

from registry.database import schema, tables
from registry.database.engine import open_engine, reading, writing
from registry.errors import SchemaMismatch, StorageUnavailable

KILLED_MIGRATION = """
import os, signal, sys
from sqlalchemy import event
from registry.database import schema
from registry.database.engine import open_engine

engine, left = open_engine(sys.argv[1]), int(sys.argv[2])

def count(connection, cursor, statement, *rest):
    global left
    left -= statement.startswith(("CREATE", "\\nCREATE"))
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(engine, "before_cursor_execute", count)
schema.migrate(engine)
"""


class TestOnBothDatabases:
    def test_migrations_make_the_tables_of_the_program(self, url: str) -> None:
        engine = open_engine(url)

        before = schema.migrate(engine)

        assert before is None
        with reading(engine) as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            assert compare_metadata(context, tables.metadata) == []
            assert schema.current_revision(connection) == schema.HEAD
        engine.dispose()

    def test_migrating_twice_changes_nothing(self, url: str) -> None:
        engine = open_engine(url)
        schema.migrate(engine)

        assert schema.migrate(engine) == schema.HEAD
        engine.dispose()

    def test_a_newer_schema_is_left_alone(self, url: str) -> None:
        engine = open_engine(url)
        schema.migrate(engine)
        with writing(engine) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        with pytest.raises(SchemaMismatch):
            schema.migrate(engine)
        engine.dispose()

    @pytest.mark.parametrize(
        "statement", ["UPDATE checkpoint SET size = 2", "DELETE FROM checkpoint"]
    )
    def test_permanent_tables_refuse_to_be_changed(self, url: str, statement: str) -> None:
        engine = open_engine(url)
        schema.migrate(engine)
        with writing(engine) as connection:
            connection.execute(insert(tables.checkpoint).values(size=1, body={}))

        with pytest.raises(StorageUnavailable), writing(engine) as connection:
            connection.execute(text(statement))
        engine.dispose()

    @pytest.mark.parametrize("statements", [2, 15, 40])
    def test_a_kill_in_the_middle_leaves_the_old_schema_and_migrating_again_works(
        self, url: str, statements: int
    ) -> None:
        killed = subprocess.run(
            [sys.executable, "-c", KILLED_MIGRATION, url, str(statements)], check=False
        )
        assert killed.returncode == -signal.SIGKILL
        engine = open_engine(url)
        with reading(engine) as connection:
            assert inspect(connection).get_table_names() == []

        schema.migrate(engine)

        with reading(engine) as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            assert compare_metadata(context, tables.metadata) == []
        engine.dispose()


def test_the_newest_script_is_the_head_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema._SCRIPTS))

    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD
