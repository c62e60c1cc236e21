"""R-02 and R-21: kill -9 while filing and while migrating loses nothing and doubles nothing."""

import os
import random
import signal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, inspect, text

from registry.database import schema, tables
from registry.database.engine import open_engine, reading
from tests.registry.proofs.killing import judge, kill_often
from tests.registry.proofs.places import Place, told


@pytest.mark.parametrize(
    "kills", [100, pytest.param(1000, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_a_killed_process_loses_no_acknowledged_filing(
    sqlite_place: Place, kills: int, seed: int
) -> None:
    told("R-02 sqlite", **judge(sqlite_place, kill_often(sqlite_place, kills, seed)))


EARLIER = [r for r in ("0001", "0002", "0003", "0004") if r != schema.HEAD]


@pytest.mark.nightly
def test_a_killed_client_of_postgresql_loses_no_acknowledged_filing(
    postgresql_place: Place, seed: int
) -> None:
    told("R-02 postgresql", **judge(postgresql_place, kill_often(postgresql_place, 1000, seed)))


@pytest.mark.parametrize(
    "kills", [5, pytest.param(50, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
@pytest.mark.parametrize("start", [None, *EARLIER], ids=["empty", *EARLIER])
def test_a_killed_migration_leaves_the_old_schema_or_the_new_one(
    url: str, start: str | None, kills: int, seed: int
) -> None:
    chance, whole = random.Random(seed), 0
    migrate_to(url, start)
    statements = statements_of(url)
    empty(url)
    migrate_to(url, start)
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            migrate_and_die(url, int(chance.random() * (statements + 1)) + 1)
        os.waitpid(child, 0)
        chance.random()  # the child's draw, so that each kill is another one
        revision = revision_of(url)
        assert revision in (start, schema.HEAD)
        if revision == schema.HEAD:  # begin again, so that there are as many kills as asked
            whole += 1
            empty(url)
            migrate_to(url, start)
    migrate_to(url, schema.HEAD)
    engine = open_engine(url)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()
    told("R-21", start=start, url=url.partition(":")[0], kills=kills, migrated_whole=whole)


def empty(url: str) -> None:
    """Take everything out of a database."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).unlink()
        return
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def statements_of(url: str) -> int:
    """How many statements bring a database to the newest schema."""
    counted: list[object] = []
    engine = open_engine(url)
    event.listen(engine, "before_cursor_execute", lambda *_: counted.append(1))
    schema.migrate(engine)
    engine.dispose()
    return len(counted)


def migrate_and_die(url: str, statements: int) -> None:
    """Migrate and be killed before that statement; never returns."""
    left = statements

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        engine = open_engine(url)
        event.listen(engine, "before_cursor_execute", count)
        schema.migrate(engine)
        os.kill(os.getpid(), signal.SIGKILL)  # after the last statement: it has committed
    finally:
        os._exit(1)


def migrate_to(url: str, revision: str | None) -> None:
    if revision is not None:
        engine = open_engine(url)
        schema.migrate(engine, to=revision)
        engine.dispose()


def revision_of(url: str) -> str | None:
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            found = schema.current_revision(connection)
            assert found is not None or not inspect(connection).get_table_names()
            return found
    finally:
        engine.dispose()
