"""R-20: a backup taken while others file is one state; verify names exactly what is missing."""

import os
import random
import shutil
import signal
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from registry.database import tables
from registry.database.engine import reading
from registry.transactions.members import SYSTEM
from registry.upkeep.backup import restore_backup
from tests.registry.building import World
from tests.registry.proofs.places import FORK, Place, people, prepare, stored, told


def chain(world: World) -> list[str]:
    """The chain hash of every entry."""
    with reading(world.registry.store.engine) as connection:
        query = select(tables.ledger.c.h).order_by(tables.ledger.c.seq)
        return list(connection.execute(query).scalars())


def back_up_under_load(place: Place, target: str, folder: Path, chance: random.Random) -> int:
    """One round; the number of filings the backup is without."""
    world = place.open()
    lead = people(world, 1)[0]
    mark = chance.randrange(10**9)
    jobs = prepare(world, [(lead, f"备份{mark}-{n}有限公司", f"b{mark}-{n}") for n in range(40)])
    filed = FORK.SimpleQueue()

    def load() -> None:
        registry = place.open().registry
        for job in jobs:
            filed.put(job.run(registry).receipt)

    writer = FORK.Process(target=load, daemon=True)
    world.registry.close()
    writer.start()
    receipts = [filed.get() for _ in range(chance.randrange(1, 12))]
    facts = world.registry.backup(SYSTEM, folder / "backup.gz")
    receipts += [filed.get() for _ in range(len(jobs) - len(receipts))]
    writer.join()
    restore_backup(folder / "backup.gz", target)
    restored = Place(target, place.folder).open()
    assert restored.registry.proofs.verify(SYSTEM).problems == ()
    whole, part = chain(world), chain(restored)
    assert part == whole[: facts.size]
    missing = {r["seq"] for r in receipts if r["checkpoint"]["size"] > facts.size}
    assert {r["seq"] for r in receipts} - missing <= {row.seq for row in stored(restored)}
    assert not missing & {row.seq for row in stored(restored)}
    kept = [receipt for receipt in receipts if receipt["seq"] not in missing]
    assert restored.registry.proofs.verify(SYSTEM, kept).problems == ()
    problems = restored.registry.proofs.verify(SYSTEM, receipts).problems
    assert [problem.code for problem in problems] == ["entries_cut_off"] * len(missing)
    restored.registry.close()
    world.registry.close()
    return len(missing)


@pytest.mark.parametrize(
    "rounds", [3, pytest.param(50, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_a_backup_under_load_is_a_prefix_and_receipts_name_the_rest(
    place: Place, postgresql_server: str, tmp_path: Path, rounds: int, seed: int
) -> None:
    chance, missing = random.Random(seed), 0
    for n in range(rounds):
        if place.is_sqlite:
            target = f"sqlite:///{place.folder / f'restored{n}.sqlite'}"
        else:
            target = empty_database(postgresql_server, "restored")
        missing += back_up_under_load(place, target, tmp_path, chance)
    told("R-20", sqlite=place.is_sqlite, backups=rounds, named_missing=missing)


def empty_database(server: str, name: str) -> str:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.nightly)])
def test_a_backup_killed_half_way_leaves_the_old_one(
    sqlite_place: Place, tmp_path: Path, kills: int, seed: int
) -> None:
    chance, world = random.Random(seed), sqlite_place.open()
    for n in range(3):
        world.file(investor_name=f"备份{n}有限公司")
    world.registry.backup(SYSTEM, tmp_path / "backup.gz")
    whole = (tmp_path / "backup.gz").read_bytes()
    world.registry.close()
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            try:
                sqlite_place.open().registry.backup(SYSTEM, tmp_path / "backup.gz")
            finally:
                os._exit(1)
        signal.sigtimedwait([], chance.uniform(0, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert (tmp_path / "backup.gz").read_bytes()[:64] == whole[:64]
        shutil.rmtree(tmp_path / "restored", ignore_errors=True)
        restore_backup(tmp_path / "backup.gz", f"sqlite:///{tmp_path / 'restored' / 'r.sqlite'}")
