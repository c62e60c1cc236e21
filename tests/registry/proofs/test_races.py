"""R-01: many districts at once on one project, one person on two channels, a slot set free.

Processes start each round together at a barrier and go through the real service layer.
"""

from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest

from registry.database.engine import reading
from registry.service import Registry
from registry.transactions.members import SYSTEM, Caller
from tests.registry.building import World
from tests.registry.proofs.history import check_history
from tests.registry.proofs.places import (
    FORK,
    PATIENCE_S,
    Job,
    Place,
    fork_all,
    now_ns,
    people,
    prepare,
    stored,
    told,
)

Event = dict[str, Any]
SLOWEST_S = 5.0  # 99 of 100 filings of sixteen at once, also where they share two busy cores


def noted(events: list[Event], p: int, f: str, k: str, **v: object) -> Callable[..., None]:
    """Note that something is asked; call the result with its answer."""
    events.append({"p": p, "type": "invoke", "f": f, "k": k, "v": v, "t": now_ns()})

    def answer(kind: str = "ok", **more: object) -> None:
        events.append({"p": p, "type": kind, "f": f, "k": k, "v": more, "t": now_ns()})

    return answer


def file_noted(events: list[Event], p: int, registry: Registry, job: Job) -> None:
    answer = noted(events, p, "file", job.project, idem=job.caller.key, by=job.caller.account)
    filed = job.run(registry)
    answer(seq=filed.seq, already=filed.already)


def looks(world: World) -> list[Event]:
    """What is stored in the end: under each key, and who is active on each project."""
    events: list[Event] = []
    rows = stored(world)
    for row in rows:
        noted(events, 999, "look", row.idem)(seq=row.seq)
    for project in sorted({row.investor_name for row in rows}):
        active = [r.seq for r in rows if r.investor_name == project and r.claim == "active"]
        noted(events, 999, "read", project)(seq=active[0] if active else None)
    return events


def race(place: Place, districts: int, rounds: int) -> dict[str, Any]:
    """R-01; returns figures, raises AssertionError when a promise is broken."""
    world = place.open()
    callers = people(world, districts)
    names = [f"竞报{r}有限公司" for r in range(rounds)]
    asked = [(c, name, f"{name}-{n}") for n, c in enumerate(callers) for name in names]
    jobs = prepare(world, asked)
    world.registry.close()
    barrier = FORK.Barrier(districts)

    def district(n: int) -> list[Event]:
        registry, events = place.open().registry, []
        for job in jobs[n * rounds : (n + 1) * rounds]:
            barrier.wait(PATIENCE_S)
            file_noted(events, n, registry, job)
        registry.close()
        return events

    events = [event for part in fork_all(districts, district, barrier) for event in part]
    world = place.open()
    found = judge_race(world, events, districts)
    world.registry.close()
    return found


def judge_race(world: World, events: list[Event], districts: int) -> dict[str, Any]:
    rows = stored(world)
    assert check_history([*events, *looks(world)]) == []
    assert world.registry.proofs.verify(SYSTEM).problems == ()
    by_project = sorted(rows, key=lambda row: (row.project_key, row.seq))
    for _, group in groupby(by_project, key=lambda row: row.project_key):
        queue = [row.claim for row in group]
        assert queue == ["active"] + ["waiting"] * (districts - 1)
    waits = sorted((b["t"] - a["t"]) / 1e9 for a, b in zip(events[::2], events[1::2], strict=True))
    slow = waits[int(len(waits) * 0.99)]
    assert slow <= SLOWEST_S * max(1, districts / 16)  # they are served one after another
    return {"filings": len(rows), "lost": 0, "doubled": 0, "p99_s": round(slow, 3)}


@pytest.mark.parametrize(
    "rounds", [40, pytest.param(200, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_of_sixteen_districts_at_once_exactly_one_is_first(place: Place, rounds: int) -> None:
    told("R-01", sqlite=place.is_sqlite, rounds=rounds, **race(place, 16, rounds))


@pytest.mark.nightly
@pytest.mark.parametrize(("districts", "rounds"), [(2, 1000), (8, 1000), (32, 100), (64, 50)])
def test_of_any_number_of_districts_exactly_one_is_first(
    place: Place, districts: int, rounds: int
) -> None:
    figures = race(place, districts, rounds)
    told("R-01 N", n=districts, sqlite=place.is_sqlite, rounds=rounds, **figures)


def press_twice(place: Place, rounds: int) -> dict[str, Any]:
    """R-01b: the same person confirms the same project on two channels at once.

    In even rounds both press the same draft, in odd ones each channel has a draft of its own.
    """
    world = place.open()
    lead = world.district()
    asked = [(lead, f"重报{r // 2}有限公司", f"press-{r}") for r in range(rounds * 2)]
    jobs = prepare(world, asked)
    world.registry.close()
    barrier = FORK.Barrier(2)

    def channel(n: int) -> list[tuple[int, Any]]:
        registry, answers = place.open().registry, []
        for r in range(rounds):
            mine = jobs[2 * r + n]
            draft = jobs[2 * r].draft_id if r % 2 == 0 else mine.draft_id
            sender = Caller(mine.caller.account, ("web", "telegram")[n], mine.caller.key)
            barrier.wait(PATIENCE_S)
            filed = Job(sender, draft, mine.project).run(registry)
            answers.append((filed.seq, filed.receipt))
        registry.close()
        return answers

    one, other = fork_all(2, channel, barrier)
    world = place.open()
    rows = stored(world)
    assert one == other
    assert [row.seq for row in rows] == list(range(1, rounds + 1))
    assert world.registry.proofs.verify(SYSTEM).problems == ()
    world.registry.close()
    return {"rounds": rounds, "filings": len(rows), "doubled": 0}


def test_one_person_on_two_channels_files_once(place: Place) -> None:
    told("R-01b", sqlite=place.is_sqlite, **press_twice(place, 500))


def set_free(place: Place, rounds: int) -> dict[str, Any]:
    """R-01c: the holder withdraws while two others file and the bureau looks who is active."""
    world = place.open()
    callers = people(world, 4)
    names = [f"递补{r}有限公司" for r in range(rounds)]
    jobs = prepare(
        world, [(c, name, f"{name}-{n}") for n, c in enumerate(callers) for name in names]
    )
    events: list[Event] = []
    for job in [*jobs[:rounds], *jobs[rounds : 2 * rounds]]:
        file_noted(events, 100, world.registry, job)
    numbers = {row.idem: row for row in stored(world)}
    world.registry.close()
    barrier = FORK.Barrier(4)

    def part(n: int) -> list[Event]:
        registry, mine = place.open().registry, []
        for r in range(rounds):
            barrier.wait(PATIENCE_S)
            if n == 0:
                holder = numbers[jobs[r].caller.key]
                answer = noted(mine, n, "release", names[r], seq=holder.seq)
                registry.reviews.take(callers[0], holder.report_no, "withdraw", reason="放弃")
                answer()
            elif n == 3:
                for _ in range(3):
                    answer = noted(mine, n, "read", names[r])
                    answer(seq=active_on(registry, numbers[jobs[r].caller.key].project_key))
            else:
                file_noted(mine, n, registry, jobs[(n + 1) * rounds + r])
        registry.close()
        return mine

    for mine in fork_all(4, part, barrier):
        events += mine
    world = place.open()
    rows = stored(world)
    assert check_history([*events, *looks(world)]) == []
    for name in names:
        queue = [(r.seq, r.claim) for r in rows if r.investor_name == name]
        assert [claim for _, claim in queue] == ["none", "active", "waiting", "waiting"]
    assert world.registry.proofs.verify(SYSTEM).problems == ()
    world.registry.close()
    return {"rounds": rounds, "never_two": True, "never_none": True}


def active_on(registry: Registry, key: str) -> int | None:
    from sqlalchemy import select

    from registry.database import tables

    box = tables.filing.c
    with reading(registry.store.engine) as connection:
        query = select(box.seq).where(box.project_key == key, box.claim == "active")
        return connection.execute(query).scalar_one_or_none()


@pytest.mark.parametrize(
    "rounds", [40, pytest.param(1000, marks=pytest.mark.nightly)], ids=["quick", "full"]
)
def test_a_slot_set_free_goes_to_the_next_in_order(place: Place, rounds: int) -> None:
    told("R-01c", sqlite=place.is_sqlite, **set_free(place, rounds))
