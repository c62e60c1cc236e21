"""Measure the registry: durable filings beside bare durable inserts (bench.registry_filings), pages
at many projects, verification of a long ledger.

Writes: temporary folders. Run: `python -m bench.registry [--projects 200000] [--url postgresql://…]`
(the URL of an empty database, for filings only).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import text

from bench.opening import BenchRegistry, open_bench_registry
from bench.population import companies, load_reports, seeded, short_names
from bench.registry_filings import draft, measure_filings
from registry.database import tables
from registry.database.engine import writing
from registry.people.staff import BUREAU
from registry.reading.report_lines import RegisterFilter
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role

PAGE_MS, VERIFY_S = 50.0, 10.0
_PAGES = 40


def main() -> None:
    parser = argparse.ArgumentParser(description="Filings, pages and verification.")
    parser.add_argument("--names", type=Path, help="short names of companies, one a line")
    parser.add_argument("--projects", type=int, default=200_000)
    parser.add_argument("--filings", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--url", default="", help="an empty PostgreSQL database, for filings")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_filings(Path(folder), options.url, options.filings)
    if options.entries:
        with tempfile.TemporaryDirectory() as folder:
            _verification(open_bench_registry(Path(folder)), options.entries)
    if options.projects:
        with tempfile.TemporaryDirectory() as folder:
            _pages(open_bench_registry(Path(folder)), options.projects, options.names)


def _verification(opened: BenchRegistry, entries: int) -> None:
    """Entries are views of one report, all written in one transaction."""
    account, _ = opened.people()
    registry = opened.registry
    registry.reports.file(Caller(account, "cli", "bench"), draft(opened, account, 0), 1)
    with registry.store.write(Caller(account, "cli")) as work:
        for _ in range(entries):
            work.record("viewed", filing_seq=1)
    start = time.perf_counter()
    found = registry.proofs.verify(Caller(SYSTEM.account, "cli"))
    spent = time.perf_counter() - start
    assert found.is_whole, found.problems
    print(f"ledger verify: {found.size:,} entries in {spent:.1f} s, "
          f"target {VERIFY_S:.0f} s: {'met' if spent <= VERIFY_S else 'MISSED'}")  # fmt: skip
    registry.close()


def _pages(opened: BenchRegistry, projects: int, names: Path | None) -> None:
    account, units = opened.people()
    registry = opened.registry
    made = companies(short_names(names), projects, seeded())
    with writing(registry.store.engine) as connection:
        load_reports(connection, made, account=account, units=units)
        connection.execute(text("ANALYZE"))
        counter = tables.counter
        connection.execute(counter.update().where(counter.c.name == "filing").values(n=projects))
    added = registry.staff.add(SYSTEM, unit=BUREAU, role=Role.CITY_REVIEWER, name="示例")
    city, lead = Caller(added.member.account, "cli"), Caller(account, "cli")
    queries, unit = registry.queries, units[0]
    middle = str(projects // 2)
    print(f"pages of 50 at {projects:,} projects (p50 / p99 ms, {_PAGES} times each)")
    lists: dict[str, Callable[[], object]] = {
        "register, first page": lambda: queries.register(city, RegisterFilter()),
        "register, a page in the middle": lambda: queries.register(
            city, RegisterFilter(), after=middle
        ),
        "register of a unit": lambda: queries.register(city, RegisterFilter(unit=unit)),
        "register of a unit and state": lambda: queries.register(
            city, RegisterFilter(unit=unit, state="EXCLUSIVE")
        ),
        "register of a chain": lambda: queries.register(city, RegisterFilter(chain="集成电路")),
        "review queue": lambda: queries.review_queue(city),
        "reports of my unit": lambda: queries.mine(lead),
        "idle, all units": lambda: queries.idle(city, days=30),
        "idle, my unit": lambda: queries.idle(lead, days=30),
        "overdue, all units": lambda: queries.overdue(city),
    }
    slowest = max(_time(name, call) for name, call in lists.items())
    met = "met" if slowest <= PAGE_MS else "MISSED"
    print(f"slowest p99 {slowest:.1f} ms, target {PAGE_MS:.0f} ms: {met}")
    print(f"counts of a year: {_year_of_counts(opened, city):.0f} ms")
    registry.close()


def _year_of_counts(opened: BenchRegistry, city: Caller) -> float:
    start = time.perf_counter()
    opened.registry.statistics.counts(city, date(2021, 1, 1), date(2021, 12, 31))
    return (time.perf_counter() - start) * 1000


def _time(name: str, call: Callable[[], object]) -> float:
    times = []
    for _ in range(_PAGES):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    p99 = statistics.quantiles(times, n=100)[98]
    print(f"  {name:34}{statistics.median(times):8.1f}{p99:8.1f}")
    return p99


if __name__ == "__main__":
    main()
