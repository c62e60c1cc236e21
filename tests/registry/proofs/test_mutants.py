"""Teeth: each mutant of the plan breaks the registry in one way, and a named proof must go red.

Mutants are patches and SQL on a copy; the proof is the same code that is green without them.
Not of this layer: a vector store read while filing (the layers forbid the import), quoting of
formulas in cells (bot), updates of a chat service.
"""

import contextlib
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from registry.audit import verification
from registry.database import engine, tables
from registry.database.engine import writing
from registry.errors import RegistryError, StorageUnavailable, UnsafeStorage
from registry.filing import claims, precheck, report_service
from registry.filing import submission as filing
from registry.people import invites
from registry.reading import queries
from registry.transactions import unit_of_work
from registry.transactions.members import SYSTEM
from rules import company
from tests.registry.building import World
from tests.registry.proofs import killing, test_races
from tests.registry.proofs.places import Job, Place, people, stored
from tests.registry.proofs.test_clock import DAY, file_and_end
from tests.registry.proofs.test_disk import fill_until_refused
from tests.registry.proofs.test_noninterference import FIXED, differences, pairs, seen_in
from tests.registry.proofs.test_races import press_twice, race
from tests.registry.proofs.test_unicode import SPELLINGS

Patch = pytest.MonkeyPatch
RED = (AssertionError, RegistryError, SQLAlchemyError)


@contextlib.contextmanager
def goes_red() -> Iterator[None]:
    """The proof inside must fail."""
    with pytest.raises(RED):
        yield


def prove_one_active(world: World) -> None:
    """The database itself refuses a second active report."""
    for unit in ("甲区", "乙区"):
        world.file(unit, investor_name="同一有限公司")
    try:
        with writing(world.registry.store.engine) as connection:
            connection.execute(update(tables.filing).values(claim="active"))
    except (IntegrityError, StorageUnavailable):
        return
    raise AssertionError("two active reports on one project")


def test_1_without_the_index(place: Place) -> None:
    world = place.open()
    with writing(world.registry.store.engine) as connection:
        connection.execute(text("DROP INDEX one_active"))

    with goes_red():
        prove_one_active(world)
    world.registry.close()


def test_1_unharmed(place: Place) -> None:
    world = place.open()
    prove_one_active(world)
    world.registry.close()


@pytest.mark.nightly
def test_2_without_begin_immediate(sqlite_place: Place, monkeypatch: Patch) -> None:
    monkeypatch.setattr(engine, "_begin_sqlite", lambda c: c.exec_driver_sql("BEGIN"))

    monkeypatch.setattr(test_races, "PATIENCE_S", 5)

    with goes_red():
        race(sqlite_place, 8, 5)


def test_3_synchronous_normal_does_not_start(sqlite_place: Place, monkeypatch: Patch) -> None:
    prepare_connection = engine._prepare_sqlite

    def relaxed(connection: Any, record: object) -> None:
        prepare_connection(connection, record)
        connection.execute("PRAGMA synchronous=NORMAL")

    monkeypatch.setattr(engine, "_prepare_sqlite", relaxed)

    with pytest.raises(UnsafeStorage):
        sqlite_place.open()


def acknowledge_early(place: Place, jobs: list[Job], ack: killing.Ack) -> None:
    """A channel that answers as soon as the filing is made, before its transaction commits."""
    make = filing._acknowledge

    def early(work: Any, row: Any, queue: Any) -> Any:
        filed = make(work, row, queue)
        ack([row.idem, filed.seq, filed.receipt])
        return filed

    filing._acknowledge = early
    registry = place.open().registry
    ack("ready")
    for job in jobs:
        job.run(registry)


@pytest.mark.nightly
def test_4_acknowledged_before_the_commit(sqlite_place: Place) -> None:
    with goes_red():
        killing.judge(sqlite_place, killing.kill_often(sqlite_place, 150, 4, acknowledge_early))


@pytest.mark.nightly
def test_5_repeated_messages_are_not_known(sqlite_place: Place, monkeypatch: Patch) -> None:
    monkeypatch.setattr(filing, "_filed_before", lambda *_: None)

    monkeypatch.setattr(test_races, "PATIENCE_S", 5)

    with goes_red():
        press_twice(sqlite_place, 4)


def test_6_order_by_the_wall_clock(sqlite_place: Place, monkeypatch: Patch) -> None:
    def by_clock(work: Any, project_key: str) -> None:
        box = tables.filing
        query = select(box).where(box.c.project_key == project_key, box.c.claim == "waiting")
        row = work.connection.execute(query.order_by(box.c.received_at).limit(1)).one()
        claims.set_claim(work, row, claims.Claim.ACTIVE, reason="x")

    monkeypatch.setattr("registry.casework.steps.offer_next", by_clock)
    world = sqlite_place.open()

    with goes_red():
        file_and_end(world, lambda clock, n: clock.jump(-DAY) if n == 3 else None)
        assert [row.claim for row in stored(world)][1] == "active"
    world.registry.close()


def prove_gapless(world: World) -> None:
    """A filing that fails after it has drawn its number gives it back."""
    world.file("甲区")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filing, "_acknowledge", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.file("乙区")
    world.file("丙区")
    assert [row.seq for row in stored(world)] == [1, 2]


def test_7_the_counter_outside_the_transaction(place: Place, monkeypatch: Patch) -> None:
    drawn = iter(range(1, 100))
    monkeypatch.setattr(filing, "next_number", lambda *_: next(drawn))
    world = place.open()

    with goes_red():
        prove_gapless(world)
    world.registry.close()


def test_7_unharmed(place: Place) -> None:
    world = place.open()
    prove_gapless(world)
    world.registry.close()


def prove_steps_are_recorded(place: Place) -> None:
    """A process that dies right after the commit of a step leaves it on record."""
    world = place.open()
    number = world.file("甲区").report_no
    lead = world.district("甲区")
    world.registry.close()
    child = os.fork()
    if child == 0:
        registry = place.open().registry
        write = registry.store.engine.dialect.do_commit

        def commit_and_die(connection: Any) -> None:
            write(connection)
            os._exit(1)

        registry.store.engine.dialect.do_commit = commit_and_die
        try:
            registry.reviews.take(lead, number, "withdraw", reason="放弃")
        finally:
            os._exit(2)
    os.waitpid(child, 0)
    world = place.open()
    state = stored(world)[0].state
    problems = world.registry.proofs.verify(SYSTEM).problems
    world.registry.close()
    assert state == "WITHDRAWN"
    assert problems == ()


def test_8_the_ledger_in_a_second_transaction(sqlite_place: Place, monkeypatch: Patch) -> None:
    record = unit_of_work.Work.record
    write = unit_of_work.Store.write
    later: list[Any] = []

    def put_off(work: Any, kind: str, **more: Any) -> Any:
        if kind == "step":
            later.append((kind, more))
            return None
        return record(work, kind, **more)

    @contextlib.contextmanager
    def twice(store: Any, caller: Any) -> Iterator[Any]:
        with write(store, caller) as work:
            yield work
        with write(store, caller) as work:
            for kind, more in later:
                record(work, kind, **more)

    monkeypatch.setattr(unit_of_work.Work, "record", put_off)
    monkeypatch.setattr(unit_of_work.Store, "write", twice)

    with goes_red():
        prove_steps_are_recorded(sqlite_place)


def test_8_unharmed(place: Place) -> None:
    prove_steps_are_recorded(place)


def prove_truncation_is_found(place: Place) -> None:
    """An old copy put back is found by whoever holds a later receipt."""
    world, old = place.open(), place.folder / "old.sqlite"
    world.file("甲区")
    shutil.copy(place.file, old)
    receipt = dict(world.file("乙区").receipt)
    world.registry.close()
    shutil.copy(old, place.file)
    world = place.open()
    problems = world.registry.proofs.verify(SYSTEM, [receipt]).problems
    world.registry.close()
    assert [problem.code for problem in problems] == ["entries_cut_off"]


def test_9_verify_ignores_the_length(sqlite_place: Place, monkeypatch: Patch) -> None:
    check = verification._check_held
    monkeypatch.setattr(
        verification,
        "_check_held",
        lambda walk, point: None if point.size > walk.size else check(walk, point),
    )

    with goes_red():
        prove_truncation_is_found(sqlite_place)


def test_9_unharmed(sqlite_place: Place) -> None:
    prove_truncation_is_found(sqlite_place)


def test_10_invisible_characters_are_kept(monkeypatch: Patch) -> None:
    monkeypatch.setattr(company, "is_invisible", lambda _: False)
    spell = SPELLINGS["zero width space"]

    with goes_red():
        name = "示例有限公司"
        assert company.company_key(spell(name, random.Random(1))) == company.company_key(name)


def test_11_lists_are_not_cut_to_the_district(sqlite_template: Path, monkeypatch: Patch) -> None:
    monkeypatch.setattr(queries, "_own", lambda _: [])

    with goes_red():
        pairs(sqlite_template, 5, 11)


def test_12_the_likeness_is_in_the_answer(sqlite_template: Path, monkeypatch: Patch) -> None:
    real = precheck.precheck

    def talkative(work: Any, name: str, uscc: str | None, likeness: Any) -> Any:
        row = work.connection.execute(select(tables.filing)).first()
        return real(work, name, uscc, likeness), None if row is None else len(row.project_name)

    monkeypatch.setattr(report_service, "precheck", talkative)

    with goes_red():
        one, other = (
            seen_in(sqlite_template, {**FIXED, "project_name": name}, "filed")
            for name in ("短", "很长的名称")
        )
        assert differences(one, other) == []


def test_14_a_full_disk_is_swallowed(sqlite_place: Place, monkeypatch: Patch) -> None:
    real = unit_of_work.writing

    @contextlib.contextmanager
    def swallowing(target: Any) -> Iterator[Any]:
        with contextlib.suppress(StorageUnavailable), real(target) as connection:
            yield connection

    monkeypatch.setattr(unit_of_work, "writing", swallowing)
    world = sqlite_place.open()
    people(world, 1)
    limit_pages(world)

    with pytest.raises((*RED, AttributeError, TypeError)):  # noqa: PT012  # the proof is both
        acked, _ = fill_until_refused(world)
        assert {row.idem: row.seq for row in stored(world)} == acked
    world.registry.close()


def limit_pages(world: World) -> None:
    from sqlalchemy import event

    with world.registry.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 40

    @event.listens_for(world.registry.store.engine, "begin")
    def limit(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def prove_codes_are_compared_whole(world: World) -> None:
    from registry.transactions.permissions import Role

    code = world.registry.staff.add(SYSTEM, unit="甲区", role=Role.DISTRICT_LEAD, name="甲").code
    try:
        world.registry.staff.accept(code[:8] + "A" * 14, channel="web", external_id="1")
    except RegistryError:
        return
    raise AssertionError("half a code was enough")


def test_16_an_invite_is_compared_by_its_beginning(sqlite_place: Place, monkeypatch: Patch) -> None:
    digest: Callable[[str], str] = invites.digest_of
    monkeypatch.setattr(invites, "digest_of", lambda code: digest(code[:8]))
    world = sqlite_place.open()

    with goes_red():
        prove_codes_are_compared_whole(world)
    world.registry.close()


def test_16_unharmed(sqlite_place: Place) -> None:
    world = sqlite_place.open()
    prove_codes_are_compared_whole(world)
    world.registry.close()
