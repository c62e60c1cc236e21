"""R-02: a process files without end and is killed at any moment; another takes its work over."""

import json
import os
import random
import select
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from registry.ledger.receipts import verify_receipt
from registry.transactions.members import SYSTEM
from tests.registry.proofs.places import Job, Place, people, prepare, stored

LONGEST_S = 0.2
READY_S = 60.0
Ack = Callable[[object], None]
Worker = Callable[[Place, list[Job], Ack], None]


def file_all(place: Place, jobs: list[Job], ack: Ack) -> None:
    """What a channel does: file, and acknowledge when the call has returned."""
    registry = place.open().registry
    ack("ready")
    for job in jobs:
        filed = job.run(registry)
        ack([job.caller.key, filed.seq, filed.receipt])


@dataclass(slots=True)
class Tally:
    """What was acknowledged, and what came of it."""

    acked: dict[str, tuple[int, Any]] = field(default_factory=dict)
    kills: int = 0


def kill_often(place: Place, kills: int, seed: int, worker: Worker = file_all) -> Tally:
    """Kill a filing process so often; what it had acknowledged."""
    chance, tally = random.Random(seed), Tally()
    world = place.open()
    lead = people(world, 1)[0]
    world.registry.close()
    while tally.kills < kills:
        world = place.open()
        start = tally.kills * 1000
        jobs = prepare(
            world, [(lead, f"断电{start + n}有限公司", f"kill-{start + n}") for n in range(400)]
        )
        world.registry.close()
        left = jobs
        while left and tally.kills < kills:
            for key, seq, receipt in _run_and_kill(place, left, chance, worker):
                assert tally.acked.setdefault(key, (seq, receipt)) == (seq, receipt)
            tally.kills += 1
            left = [job for job in left if job.caller.key not in tally.acked]
    return tally


def _run_and_kill(
    place: Place, jobs: list[Job], chance: random.Random, worker: Worker
) -> Iterator[tuple[str, int, Any]]:
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        try:
            worker(place, jobs, lambda value: _write(outlet, value))
        finally:
            os._exit(1)
    os.close(outlet)
    with os.fdopen(inlet, encoding="utf-8") as answers:
        assert select.select([answers], [], [], READY_S)[0], "the filing process never started"
        assert answers.readline() == '"ready"\n'
        signal.sigtimedwait([], chance.uniform(0, LONGEST_S))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for line in answers:
            if line.endswith("\n"):
                key, seq, receipt = json.loads(line)
                yield key, seq, receipt


def _write(outlet: int, value: object) -> None:
    data = (json.dumps(value) + "\n").encode()
    while data:
        data = data[os.write(outlet, data) :]


def judge(place: Place, tally: Tally) -> dict[str, object]:
    """Everything acknowledged is stored, once, and proves itself; figures."""
    world = place.open()
    rows = {row.idem: row for row in stored(world)}
    lost = [key for key, (seq, _) in tally.acked.items() if key not in rows or rows[key].seq != seq]
    assert lost == []
    assert sorted(row.seq for row in rows.values()) == list(range(1, len(rows) + 1))
    for _, receipt in list(tally.acked.values())[-20:]:
        verify_receipt(receipt)
    last = [receipt for _, receipt in list(tally.acked.values())[-1:]]
    assert world.registry.proofs.verify(SYSTEM, last).problems == ()
    world.registry.close()
    unacked = len(rows.keys() - tally.acked.keys())
    return {"kills": tally.kills, "acked": len(tally.acked), "stored": len(rows), "lost": 0,
            "doubled": 0, "never_replayed": unacked}  # fmt: skip
