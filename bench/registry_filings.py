"""Measure durable filings beside two bare operations on the same database and settings.

A filing goes through the whole service layer: one caller, one commit. In turn with it, so that a
busy machine slows all alike:

    bare insert    one INSERT of a row of the same content, one commit
    same writes    the statements by which that filing changed its database, with their values, on a
                   second database, one commit: no reading, no rule, no digest, no signature

Writes: the databases opened for it, nothing else.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from bench.opening import BenchRegistry, open_bench_registry
from registry.database.engine import open_engine, writing
from registry.database.schema import migrate
from registry.filing.slots import Slot, SlotStatus
from registry.transactions.members import Caller

RATIO = 0.5
CONTENT: dict[str, object] = {
    "project_name": "功率器件生产基地",
    "is_new_project": True,
    "chain": "集成电路",
    "total_investment": {"amount": "120000", "unit": "万元", "currency": "CNY"},
    "intent_evidence": ["会谈纪要"],
    "investor_contact": "示例联系人",
    "investor_phone": "057100000000",
    "unit_contact": "示例经办人",
}
_WRITES = ("INSERT", "UPDATE", "DELETE")

Write = tuple[str, Any, bool]  # statement, values, whether the values are many rows


def measure_filings(folder: Path, url: str, count: int) -> None:
    """Print filings/s and both ratios. url: an empty PostgreSQL database, "" for SQLite."""
    opened = open_bench_registry(folder, url)
    engine, twin = opened.store.engine, _open_twin(folder, url)
    body = json.dumps(CONTENT, ensure_ascii=False)
    with _writes_of(engine) as setting_up:
        account, _ = opened.people()
        drafts = [draft(opened, account, n) for n in range(count)]
    _replay(twin, setting_up)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE bench_bare (id INTEGER PRIMARY KEY, body TEXT)"))
    filed: list[float] = []
    bare: list[float] = []
    same: list[float] = []
    for number, draft_id in enumerate(drafts):
        caller = Caller(account, "cli", f"bench-{number}")
        with _writes_of(engine) as written:
            filed.append(_seconds(partial(opened.registry.reports.file, caller, draft_id, 1)))
        bare.append(_seconds(partial(_bare_insert, engine, number, body)))
        same.append(_seconds(partial(_replay, twin, written)))
    _tell(engine.dialect.name, filed, bare, same)
    twin.dispose()
    opened.registry.close()


def _tell(name: str, filed: list[float], bare: list[float], same: list[float]) -> None:
    p50, p99 = statistics.median(filed) * 1000, statistics.quantiles(filed, n=100)[98] * 1000
    print(f"{name}: {len(filed) / sum(filed):.0f} filings/s (p50 {p50:.1f} ms, p99 {p99:.1f} ms)")
    for peer, times in (("bare insert of one row", bare), ("the same writes, bare", same)):
        ratio = sum(times) / sum(filed)
        met = "met" if ratio >= RATIO else "MISSED"
        print(f"  {peer:24}{len(times) / sum(times):6.0f}/s, ratio {ratio:.2f}, "
              f"target {RATIO}: {met}")  # fmt: skip


def draft(opened: BenchRegistry, account: str, number: int) -> str:
    """A draft that can be filed, of an investor of its own; its id."""
    content = CONTENT | {"investor_name": f"示例{number}号有限公司"}
    slots = {name: Slot(value, status=SlotStatus.CONFIRMED) for name, value in content.items()}
    return opened.registry.drafts.open(Caller(account, "cli"), slots).id


@contextmanager
def _writes_of(engine: Engine) -> Iterator[list[Write]]:
    """What is written to the database meanwhile."""
    written: list[Write] = []

    def note(*args: Any) -> None:
        _, _, statement, values, _, is_many = args
        if statement.startswith(_WRITES):
            written.append((statement, values, is_many))

    event.listen(engine, "before_cursor_execute", note)
    yield written
    event.remove(engine, "before_cursor_execute", note)


def _replay(engine: Engine, written: list[Write]) -> None:
    with writing(engine) as connection:
        for statement, values, _ in written:
            connection.exec_driver_sql(statement, values)


def _bare_insert(engine: Engine, number: int, body: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO bench_bare VALUES (:n, :b)"), {"n": number, "b": body})


def _open_twin(folder: Path, url: str) -> Engine:
    """A second database of the same kind, with the schema and nothing else."""
    if url:
        admin = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            name = f"twin_{time.time_ns()}"
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        admin.dispose()
        url = make_url(url).set(database=name).render_as_string(hide_password=False)
    engine = open_engine(url or f"sqlite:///{folder / 'twin.sqlite'}")
    migrate(engine)
    return engine


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
