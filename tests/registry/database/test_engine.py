"""The connection recipe, and the start-up check that refuses what could lose a filing."""

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import create_engine, text

from registry.database import engine as recipe
from registry.database.engine import (
    check_settings,
    database_url,
    has_fixed_wal,
    open_engine,
    reading,
    writing,
)
from registry.errors import StorageUnavailable, UnsafeStorage


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://h/d", "nonsense"])
def test_a_database_that_keeps_nothing_or_is_unknown_is_refused(url: str) -> None:
    with pytest.raises(UnsafeStorage) as caught:
        open_engine(url)

    assert caught.value.code == "bad_url"


def test_an_empty_setting_is_sqlite_in_the_home_folder(tmp_path: Path) -> None:
    assert database_url("", tmp_path) == f"sqlite:///{tmp_path}/registry.sqlite"
    assert database_url("postgresql://h/d", tmp_path) == "postgresql://h/d"


def test_who_waits_too_long_for_another_writer_is_told_to_try_again(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(postgresql_url)
    with writing(engine):
        monkeypatch.setattr(recipe, "PATIENCE", "20ms")
        with pytest.raises(StorageUnavailable) as caught, writing(engine):
            pass

    assert (caught.value.code, caught.value.retry) == ("busy", True)
    engine.dispose()


def test_a_writer_who_falls_silent_loses_the_turn(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(postgresql_url)

    def falls_silent() -> None:
        monkeypatch.setattr(recipe, "PATIENCE", "20ms")
        with writing(engine) as silent:
            monkeypatch.setattr(recipe, "PATIENCE", "60s")
            with writing(engine):  # waits until the server has ended the other's session
                pass
            silent.execute(text("SELECT 1"))

    with pytest.raises(StorageUnavailable) as caught:
        falls_silent()

    assert (caught.value.code, caught.value.retry) == ("connection_lost", True)
    engine.dispose()


class TestOnBothDatabases:
    def test_the_recipe_passes_its_own_check(self, url: str) -> None:
        engine = open_engine(url)

        assert set(check_settings(engine)) <= {"overlay", "data_checksums"}
        engine.dispose()

    def test_two_writers_never_meet(self, url: str) -> None:
        engine = open_engine(url)
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE t (n INTEGER)"))
            connection.execute(text("INSERT INTO t VALUES (0)"))

        def add() -> None:
            for _ in range(10):
                with writing(engine) as connection:
                    n = connection.execute(text("SELECT n FROM t")).scalar_one()
                    connection.execute(text("UPDATE t SET n = :n"), {"n": n + 1})

        threads = [Thread(target=add) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        with reading(engine) as connection:
            assert connection.execute(text("SELECT n FROM t")).scalar_one() == 40
        engine.dispose()

    def test_an_exception_leaves_nothing_behind(self, url: str) -> None:
        engine = open_engine(url)
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE t (n INTEGER)"))

        def fail_half_way() -> None:
            with writing(engine) as connection:
                connection.execute(text("INSERT INTO t VALUES (1)"))
                raise LookupError

        with pytest.raises(LookupError):
            fail_half_way()

        with reading(engine) as connection:
            assert connection.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
        engine.dispose()

    def test_a_wrong_statement_is_no_matter_of_retrying(self, url: str) -> None:
        engine = open_engine(url)

        with pytest.raises(StorageUnavailable) as caught, writing(engine) as connection:
            connection.execute(text("SELECT * FROM absent"))

        assert not caught.value.retry
        engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "setting"),
    [("synchronous=NORMAL", "synchronous"), ("foreign_keys=OFF", "foreign_keys")],
)
def test_a_connection_without_the_recipe_is_refused(
    tmp_path: Path, pragma: str, setting: str
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'r.sqlite'}")
    recipe.event.listen(engine, "connect", lambda c, _: c.execute(f"PRAGMA {pragma}"))

    with pytest.raises(UnsafeStorage) as caught:
        check_settings(engine)

    assert caught.value.fields["setting"] == setting
    engine.dispose()


def test_write_ahead_logging_is_taken_only_where_it_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.sqlite"
    plain = create_engine(f"sqlite:///{path}")
    with plain.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    plain.dispose()
    engine = open_engine(f"sqlite:///{path}")

    monkeypatch.setattr(recipe, "has_fixed_wal", lambda version: False)
    with pytest.raises(UnsafeStorage) as caught:
        check_settings(engine)
    assert caught.value.fields["setting"] == "journal_mode"

    monkeypatch.setattr(recipe, "has_fixed_wal", lambda version: True)
    assert set(check_settings(engine)) <= {"overlay"}
    engine.dispose()


@pytest.mark.parametrize(
    ("version", "is_fixed"),
    [
        ("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.50.6", False),
        ("3.50.7", True), ("3.51.2", False), ("3.51.3", True), ("3.52", True), ("4.0.0", True),
    ],
)  # fmt: skip
def test_the_versions_with_the_wal_fix_are_known(version: str, is_fixed: bool) -> None:
    assert has_fixed_wal(version) is is_fixed


@pytest.mark.parametrize(("kind", "is_refused"), [("nfs4", True), ("cifs", True), ("ext4", False)])
def test_a_network_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, is_refused: bool
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"root / ext4 rw 0 0\nshare {tmp_path} {kind} rw 0 0\n")
    monkeypatch.setattr(recipe, "_MOUNTS", mounts)
    engine = open_engine(f"sqlite:///{tmp_path / 'r.sqlite'}")

    if is_refused:
        with pytest.raises(UnsafeStorage):
            check_settings(engine)
    else:
        assert check_settings(engine) == ()
    engine.dispose()


def test_postgresql_that_does_not_wait_for_the_disk_is_refused(postgresql_url: str) -> None:
    engine = open_engine(f"{postgresql_url}&options=-csynchronous_commit%3Doff")

    with pytest.raises(UnsafeStorage) as caught:
        check_settings(engine)

    assert caught.value.fields["setting"] == "synchronous_commit"
    engine.dispose()


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_bytes(b"x" * 5000)
    engine = open_engine(f"sqlite:///{tmp_path / 'r.sqlite'}")

    with pytest.raises(StorageUnavailable) as caught:
        check_settings(engine)

    assert (caught.value.code, caught.value.retry) == ("damaged", False)
    engine.dispose()
