"""R-03 and the order of writes: a fault at every system call of one filing, by strace.

Skipped with a line where strace is not installed or may not attach.
"""

import os
import re
import select
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RegistryError
from registry.members import SYSTEM
from tests.registry.proofs.places import Place, people, prepare, stored, told

CALLS = "pwrite64,pread64,fdatasync,fsync,openat,unlink,ftruncate,close,lseek,fcntl,newfstatat,read"
FAULTS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC", "error=EINTR")
STRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not installed")


def file_traced(place: Place, job: Any, log: Path, *options: str) -> bytes:
    """File in a child under strace; what the child acknowledged, empty when it did not."""
    inlet, outlet = os.pipe()
    gate, opener = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet), os.close(opener)
        try:
            registry = place.open().registry
            os.write(outlet, b"ready")
            os.read(gate, 1)
            seq = job.run(registry).seq
            os.write(outlet, f"ack {seq}".encode())
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


def fresh(template: Path, folder: Path, name: str) -> tuple[Place, Any]:
    """A registry with one draft ready to be filed."""
    shutil.copy(template, folder / f"{name}.sqlite")
    place = Place(f"sqlite:///{folder / f'{name}.sqlite'}", folder)
    world = place.open()
    job = prepare(world, [(people(world, 1)[0], "示例有限公司", "key-1")])[0]
    world.registry.close()
    return place, job


def calls_of_a_filing(template: Path, folder: Path) -> Counter[str]:
    """How often each system call is made between the question and the answer."""
    place, job = fresh(template, folder, "traced")
    assert file_traced(place, job, folder / "log", "-e", f"trace={CALLS}").startswith(b"ack")
    names = re.findall(r"^\d+\s+(\w+)\(", (folder / "log").read_text(errors="replace"), re.M)
    return Counter(names)


def test_the_disk_is_waited_for_before_a_filing_is_acknowledged(
    sqlite_template: Path, tmp_path: Path
) -> None:
    place, job = fresh(sqlite_template, tmp_path, "order")
    trace = f"trace={CALLS},write"
    assert file_traced(place, job, tmp_path / "log", "-e", trace).startswith(b"ack")
    calls = re.findall(r"^\d+\s+(\w+)\((.*)", (tmp_path / "log").read_text(errors="replace"), re.M)
    ack = max(n for n, (name, rest) in enumerate(calls) if name == "write" and '"ack' in rest)
    last_write = max(n for n, (name, _) in enumerate(calls[:ack]) if name == "pwrite64")
    removed = max(n for n, (name, _) in enumerate(calls[:ack]) if name == "unlink")
    waits = [n for n, (name, _) in enumerate(calls[:ack]) if name in ("fdatasync", "fsync")]
    assert any(n > last_write for n in waits)
    assert any(n > removed for n in waits)  # EXTRA: the journal is gone for good


@pytest.mark.nightly
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_every_system_call_loses_nothing(
    sqlite_template: Path, quick_folder: Path, fault: str
) -> None:
    tally: Counter[str] = Counter()
    for name, count in calls_of_a_filing(sqlite_template, quick_folder).items():
        for n in range(1, count + 1):
            place, job = fresh(sqlite_template, quick_folder, f"{name}{n}")
            inject = f"inject={name}:{fault}:when={n}"
            answer = file_traced(
                place, job, quick_folder / "log", "-e", f"trace={name}", "-e", inject
            )
            world = place.open()
            before = {row.idem: row.seq for row in stored(world)}
            if answer.startswith(b"ack"):
                assert before == {"key-1": 1}, (name, n)
            filed = job.run(world.registry)
            assert filed.already is bool(before), (name, n)
            assert [row.seq for row in stored(world)] == [1]
            assert world.registry.proofs.verify(SYSTEM, [filed.receipt]).problems == (), (name, n)
            tally[answer.decode().partition(" ")[0] or "died"] += 1
            world.registry.close()
            place.file.unlink()
    told("R-03", fault=fault, cases=tally.total(), lost=0, doubled=0, **dict(tally))
