"""R-05: a full disk is said, nothing is acknowledged that is not stored, and work goes on after."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import event

from registry.database.engine import reading
from registry.errors import StorageUnavailable
from registry.transactions.members import SYSTEM
from registry.upkeep.health import RESERVE_BYTES
from tests.registry.building import World
from tests.registry.proofs.places import Place, people, prepare, stored, told


def fill_until_refused(world: World) -> tuple[dict[str, int], str]:
    """File until the disk is full; what was acknowledged, and the code of the refusal."""
    lead = people(world, 1)[0]
    jobs = prepare(world, [(lead, f"写满{n}有限公司", f"full-{n}") for n in range(60)])
    acked: dict[str, int] = {}
    for job in jobs:
        try:
            acked[str(job.caller.key)] = job.run(world.registry).seq
        except StorageUnavailable as error:
            return acked, error.code
    raise AssertionError("the disk never filled")


def judge_full(world: World, acked: dict[str, int]) -> None:
    rows = {row.idem: row.seq for row in stored(world)}
    assert rows == acked
    assert world.registry.proofs.verify(SYSTEM).problems == ()


def test_sqlite_out_of_pages_refuses_and_recovers(sqlite_place: Place) -> None:
    world = sqlite_place.open()
    pages = {"limit": 0}

    @event.listens_for(world.registry.store.engine, "begin")
    def limit_pages(connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages['limit'] or 10**6}")  # type: ignore[attr-defined]

    people(world, 1)
    with reading(world.registry.store.engine) as connection:
        pages["limit"] = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()) + 40

    acked, code = fill_until_refused(world)

    assert code == "disk_full"
    judge_full(world, acked)
    pages["limit"] = 0
    world.file(key="after")
    judge_full(world, {**acked, "after": len(acked) + 1})
    told("R-05 pages", acked=len(acked), stored=len(acked), lost=0)
    world.registry.close()


@pytest.mark.nightly
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
@pytest.mark.parametrize("size_mb", [2, 4, 8])
def test_a_small_disk_that_fills_refuses_and_recovers(
    sqlite_template: Path, tmp_path: Path, size_mb: int
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        shutil.copy(sqlite_template, disk / "registry.sqlite")
        world = Place(f"sqlite:///{disk / 'registry.sqlite'}", tmp_path).open()
        assert "low_disk" in world.registry.health().problems  # red long before: 200 MB reserve
        free = shutil.disk_usage(disk).free
        assert free < RESERVE_BYTES
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * max(0, free - 350_000))

        acked, code = fill_until_refused(world)

        assert code in ("disk_full", "database", "damaged", "storage"), code
        ballast.unlink()
        judge_full(world, acked)
        world.file(key="after")
        judge_full(world, {**acked, "after": len(acked) + 1})
        told("R-05 tmpfs", mb=size_mb, acked=len(acked), lost=0, code=code)
        world.registry.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
