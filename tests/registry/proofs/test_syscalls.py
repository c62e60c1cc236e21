"""R-03 and the order of writes: a fault at every system call of one act, by strace.

Acts: a filing, a step of the review that sets a slot free, the end of a right's validity.

Skipped with a line where strace is not installed or may not attach.
"""

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from registry.errors import Refused, RegistryError
from registry.service import Registry
from registry.transactions.members import SYSTEM, Caller
from tests.registry.building import TestClock, World, rulebook
from tests.registry.proofs.places import Place, people, prepare, stored, told
from tests.registry.walking import take

CALLS = "pwrite64,pread64,fdatasync,fsync,openat,unlink,ftruncate,close,lseek,fcntl,newfstatat,read"
FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC", "error=EINTR")
STRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not installed")


@dataclass(frozen=True, slots=True)
class Act:
    """What is done under faults. prepare: makes a registry in which run can be done, once.

    states: of the first and the second report, before and after; () where there is none.
    """

    name: str
    prepare: Callable[[World], object]
    run: Callable[[Registry], object]
    before: tuple[str, ...]
    after: tuple[str, ...]
    days_later: int = 0

    def open(self, place: Place) -> World:
        """The registry on the day of the act."""
        clock = TestClock()
        clock.advance(timedelta(days=self.days_later))
        return place.open(clock, RULES)


RULES = rulebook({"validity_days": 30})
LEAD = Caller("S00001", "cli", "key-1")


def ready_to_file(world: World) -> None:
    prepare(world, [(people(world, 1)[0], "示例有限公司", "key-1")])


def two_in_a_queue(world: World) -> None:
    lead, other = people(world, 2)
    for caller in (lead, other):
        world.file(caller=caller, investor_name="示例有限公司")


def one_holds_and_one_waits(world: World) -> None:
    two_in_a_queue(world)
    number = stored(world)[0].report_no
    for step in ("start_review", "consult", "grant"):
        take(world, number, step)


def withdraw(registry: Registry) -> object:
    caller = Caller(LEAD.account, "cli", "act-1")
    return registry.reviews.take(caller, "首报-2026-000001", "withdraw", reason="放弃")


ACTS = (
    Act("file", ready_to_file, lambda r: r.reports.file(LEAD, "draft-key-1", 1),
        (), ("SUBMITTED active",)),
    Act("withdraw", two_in_a_queue, withdraw,
        ("SUBMITTED active", "SUBMITTED waiting"), ("WITHDRAWN none", "SUBMITTED active")),
    Act("expire", one_holds_and_one_waits, lambda r: r.reviews.expire_due(SYSTEM),
        ("EXCLUSIVE active", "SUBMITTED waiting"), ("EXPIRED none", "SUBMITTED active"), 31),
)  # fmt: skip


def act_traced(place: Place, act: Act, log: Path, *options: str) -> bytes:
    """Act in a child under strace; what the child acknowledged, empty when it did not."""
    inlet, outlet = os.pipe()
    gate, opener = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet), os.close(opener)
        try:
            registry = act.open(place).registry
            os.write(outlet, b"ready")
            os.read(gate, 1)
            act.run(registry)
            os.write(outlet, b"ack")
            os.kill(os.getpid(), signal.SIGKILL)
        except RegistryError as error:
            os.write(outlet, f"refused {error.code}".encode())
        finally:
            os._exit(1)
    os.close(outlet), os.close(gate)
    assert os.read(inlet, 5) == b"ready"
    tracer = subprocess.Popen(
        [str(STRACE), "-f", "-p", str(child), "-o", str(log), *options], stderr=subprocess.PIPE
    )
    assert tracer.stderr is not None
    if b"attached" not in tracer.stderr.readline():
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pytest.skip("this machine does not let strace attach")
    os.write(opener, b"x")
    os.close(opener)
    told_us = os.read(inlet, 100) if select.select([inlet], [], [], 60)[0] else b""
    os.close(inlet)
    os.waitpid(child, 0)
    tracer.stderr.close()
    tracer.wait()
    return told_us


def fresh(template: Path, folder: Path, act: Act) -> Place:
    """A registry in which everything but the act is done; made once, then copied."""
    made = folder / f"{act.name}-ready.sqlite"
    if not made.exists():
        shutil.copy(template, made)
        world = Place(f"sqlite:///{made}", folder).open(rules=RULES)
        act.prepare(world)
        world.registry.close()
    shutil.copy(made, folder / "registry.sqlite")
    return Place(f"sqlite:///{folder / 'registry.sqlite'}", folder)


def calls_of(template: Path, folder: Path, act: Act) -> Counter[str]:
    """How often each system call is made between the question and the answer."""
    place = fresh(template, folder, act)
    assert act_traced(place, act, folder / "log", "-e", f"trace={CALLS}") == b"ack"
    names = re.findall(r"^\d+\s+(\w+)\(", (folder / "log").read_text(errors="replace"), re.M)
    return Counter(names)


@pytest.mark.parametrize("act", ACTS, ids=[act.name for act in ACTS])
def test_the_disk_is_waited_for_before_an_act_is_acknowledged(
    sqlite_template: Path, tmp_path: Path, act: Act
) -> None:
    place = fresh(sqlite_template, tmp_path, act)
    trace = f"trace={CALLS},write"
    assert act_traced(place, act, tmp_path / "log", "-e", trace) == b"ack"
    calls = re.findall(r"^\d+\s+(\w+)\((.*)", (tmp_path / "log").read_text(errors="replace"), re.M)
    ack = max(n for n, (name, rest) in enumerate(calls) if name == "write" and '"ack' in rest)
    last_write = max(n for n, (name, _) in enumerate(calls[:ack]) if name == "pwrite64")
    removed = max(n for n, (name, _) in enumerate(calls[:ack]) if name == "unlink")
    waits = [n for n, (name, _) in enumerate(calls[:ack]) if name in ("fdatasync", "fsync")]
    assert any(n > last_write for n in waits)
    assert any(n > removed for n in waits)  # EXTRA: the journal is gone for good


def states(world: World) -> tuple[str, ...]:
    return tuple(f"{row.state} {row.claim}" for row in stored(world))


@pytest.mark.nightly
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("act", ACTS, ids=[act.name for act in ACTS])
def test_a_fault_at_every_system_call_loses_nothing(
    sqlite_template: Path, quick_folder: Path, act: Act, fault: str
) -> None:
    tally: Counter[str] = Counter()
    for name, count in calls_of(sqlite_template, quick_folder, act).items():
        for n in range(1, count + 1):
            place = fresh(sqlite_template, quick_folder, act)
            inject = f"inject={name}:{fault}:when={n}"
            log = quick_folder / "log"
            answer = act_traced(place, act, log, "-e", f"trace={name}", "-e", inject)
            world = act.open(place)
            found = states(world)
            assert found in ((act.after,) if answer == b"ack" else (act.before, act.after)), name
            with contextlib.suppress(Refused):  # a step taken is not open again
                act.run(world.registry)
            assert states(world) == act.after, (name, n)
            assert world.registry.proofs.verify(SYSTEM).problems == (), (name, n)
            tally[answer.decode().partition(" ")[0] or "died"] += 1
            world.registry.close()
    told("R-03", act=act.name, fault=fault, cases=tally.total(), lost=0, doubled=0, **dict(tally))
