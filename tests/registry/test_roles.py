"""The PostgreSQL role of docs/operations.md: works the registry, and can rewrite no history."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from registry.transactions.members import SYSTEM
from tests.registry.building import World, open_world
from tests.registry.walking import filed_in

DOC = Path(__file__).parents[2] / "docs" / "operations.md"
REFUSED = (
    "UPDATE ledger SET body = 'x'", "DELETE FROM ledger", "TRUNCATE ledger CASCADE",
    "UPDATE ledger_salt SET salt = 'x'", "DELETE FROM ledger_salt",
    "UPDATE checkpoint SET body = '1'", "DELETE FROM checkpoint",
    "UPDATE receipt SET body = '1'", "DELETE FROM receipt", "DELETE FROM filing",
    "DROP TRIGGER ledger_no_update ON ledger", "ALTER TABLE ledger DISABLE TRIGGER ALL",
    "DROP INDEX one_active", "SET session_replication_role = replica",
)  # fmt: skip


@pytest.fixture
def role_url(migrated_postgresql_url: str) -> Iterator[str]:
    """URL of a migrated database for the role that the operations guide makes."""
    block = re.search(r"```sql\n(.*?)```", DOC.read_text("utf-8"), re.S)
    assert block is not None
    admin = create_engine(migrated_postgresql_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in block[1].split(";"):
            if statement.strip():
                connection.execute(text(statement))
        yield (
            make_url(migrated_postgresql_url)
            .set(username="yipanqi_app")
            .render_as_string(hide_password=False)
        )
        connection.execute(text("DROP OWNED BY yipanqi_app"))
        connection.execute(text("DROP ROLE yipanqi_app"))
    admin.dispose()


@pytest.fixture
def world(role_url: str, tmp_path: Path) -> Iterator[World]:
    opened = open_world(role_url, tmp_path)
    yield opened
    opened.registry.close()


def test_the_role_works_the_registry_and_rewrites_nothing(world: World, role_url: str) -> None:
    filed = filed_in(world, "EXCLUSIVE")
    world.registry.evidence.attach(world.district(), filed.report_no, "纪要.pdf", b"%PDF-1.7 a")
    engine = create_engine(role_url)

    for statement in REFUSED:
        with (
            engine.connect() as connection,
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        ):
            connection.execute(text(statement))

    engine.dispose()
    assert world.registry.proofs.verify(SYSTEM, [filed.receipt]).problems == ()
