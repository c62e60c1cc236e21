"""Places where proofs are made: a migrated database with its people, opened by many processes.

A SQLite file lies in memory-backed storage where there is some: a killed process loses no page that
it has written, there or on a disk, and what a disk forgets at a power cut is not the question here.
"""

import multiprocessing
import queue
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from registry.clock import secure_random
from registry.database import tables
from registry.database.engine import reading, writing
from registry.rulebook import Rulebook
from registry.service import Registry
from registry.transactions.members import Caller
from tests.registry.building import CONTENT, NOW, TestClock, World, make_slots, rulebook

FORK = multiprocessing.get_context("fork")  # engines are opened in the children, never before
CHANNELS = ("cli", "web", "telegram")
PATIENCE_S = 60  # at a barrier; a process that fails sets the others free at once


@cache
def _rules() -> Rulebook:
    return rulebook()


@dataclass(frozen=True, slots=True)
class Place:
    """A migrated database and the folder of its keys; to be opened again and again."""

    url: str
    folder: Path

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        """The file of SQLite."""
        return Path(self.url.removeprefix("sqlite:///"))

    def open(self, clock: TestClock | None = None, rules: Rulebook | None = None) -> World:
        """The registry, with true randomness: processes must not draw the same ids."""
        clock = clock or TestClock()
        registry = Registry.open(
            self.url,
            self.folder / "keys",
            clock=clock,
            randomness=secure_random,
            rules=rules or _rules(),
        )
        return World(registry, clock)


@dataclass(frozen=True, slots=True)
class Job:
    """One filing to be made: who, through what, under which key, of which draft."""

    caller: Caller
    draft_id: str
    project: str

    def run(self, registry: Registry) -> Any:
        """File; as often as one likes."""
        return registry.reports.file(self.caller, self.draft_id, 1)


def people(world: World, count: int) -> list[Caller]:
    """That many leads of as many districts."""
    return [world.district(f"第{n + 1}区") for n in range(count)]


def prepare(world: World, asked: Sequence[tuple[Caller, str, str]]) -> list[Job]:
    """Drafts ready to be filed, in one transaction: (member, investor, idempotency key)."""
    jobs, rows = [], []
    for n, (caller, investor, key) in enumerate(asked):
        name = f"draft-{key}"[:32]
        content = {**CONTENT, "investor_name": investor}
        sender = Caller(caller.account, CHANNELS[n % 3], key)
        jobs.append(Job(sender, name, investor))
        rows.append(
            {
                "id": name,
                "account": caller.account,
                "unit": world.registry.staff.find(caller.account).unit,  # type: ignore[union-attr]
                "version": 1,
                "state": "open",
                "slots": {k: slot.as_mapping() for k, slot in make_slots(content).items()},
                "created_at": NOW,
                "updated_at": NOW,
            }
        )
    with writing(world.registry.store.engine) as connection:
        connection.execute(insert(tables.draft), rows)
    return jobs


def fork_all(count: int, work: Callable[[int], Any], barrier: Any = None) -> list[Any]:
    """Run work(0) … work(count - 1) in as many processes; what each returned, in order.

    barrier: where they wait for each other; broken when one fails, so that nobody waits in vain.
    """
    answers: Any = FORK.Queue()

    def child(n: int) -> None:
        try:
            answers.put((n, True, work(n)))
        except BaseException as error:
            answers.put((n, False, repr(error)))
            if barrier is not None:
                barrier.abort()

    workers = [FORK.Process(target=child, args=(n,), daemon=True) for n in range(count)]
    for worker in workers:
        worker.start()
    found: Mapping[int, tuple[bool, Any]] = {}
    while len(found) < count:
        n, is_right, answer = _next_answer(answers, workers)
        found = {**found, n: (is_right, answer)}
    for worker in workers:
        worker.join(PATIENCE_S)
    wrong = [answer for is_right, answer in found.values() if not is_right]
    assert not wrong, wrong[:3]
    return [found[n][1] for n in range(count)]


def _next_answer(answers: Any, workers: Sequence[Any]) -> tuple[int, bool, Any]:
    """What a process returned; fails as soon as one has died without a word."""
    while True:
        try:
            got: tuple[int, bool, Any] = answers.get(timeout=1)
        except queue.Empty:
            died = [worker.exitcode for worker in workers if worker.exitcode not in (None, 0)]
            assert not died, f"processes ended with {died}"
        else:
            return got


def stored(world: World) -> list[Any]:
    """All rows of filing, by acceptance number."""
    with reading(world.registry.store.engine) as connection:
        query = select(tables.filing).order_by(tables.filing.c.seq)
        return list(connection.execute(query))


def told(name: str, **figures: object) -> None:
    """Print the figures of a proof, for docs/reliability.md."""
    print(name, *(f"{key}={value}" for key, value in figures.items()))


def now_ns() -> int:
    """Monotonic time, the same in all processes of this machine."""
    return time.monotonic_ns()
