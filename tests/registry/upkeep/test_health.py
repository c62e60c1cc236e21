"""Health names what is wrong, in time, and never raises."""

from pathlib import Path

import pytest
from sqlalchemy import text

from registry.database.engine import writing
from registry.transactions.members import SYSTEM
from registry.upkeep import health
from tests.registry.building import World


def tell(world: World, statement: str) -> tuple[str, ...]:
    with writing(world.registry.store.engine) as connection:
        connection.execute(text(statement))
    return world.registry.health().problems


class TestOnBothDatabases:
    def test_a_registry_that_takes_filings_is_ready(self, world: World) -> None:
        world.file()

        found = world.registry.health()

        assert found.is_ready
        assert (found.waiting_messages, found.entries) == (1, 4)

    def test_damage_and_another_schema_are_problems(self, world: World) -> None:
        stop = "UPDATE counter SET n = 5 WHERE name = 'filing'"
        assert tell(world, stop) == ()
        world.registry.proofs.verify(SYSTEM)

        assert tell(world, "UPDATE alembic_version SET version_num = '0'") == (
            "schema",
            "read_only",
        )


def test_a_disk_that_fills_up_is_a_problem_before_it_is_full(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "RESERVE_BYTES", 2**60)

    assert sqlite_world.registry.health().problems == ("low_disk",)


def test_a_database_that_cannot_be_read_is_a_problem(sqlite_world: World, tmp_path: Path) -> None:
    sqlite_world.registry.close()
    (tmp_path / "registry.sqlite").write_bytes(b"x" * 4096)

    assert sqlite_world.registry.health().problems == ("damaged",)


def test_verify_of_a_file_that_is_no_database_says_so(sqlite_world: World, tmp_path: Path) -> None:
    sqlite_world.registry.close()
    (tmp_path / "registry.sqlite").write_bytes(b"x" * 4096)

    found = sqlite_world.registry.proofs.verify(SYSTEM)

    assert [problem.code for problem in found.problems] == ["database_file"]
