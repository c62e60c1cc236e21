"""Measure the search for companies of a like name among many reports, beside RapidFuzz alone.

Recall: how often the company a variant was made from is among the first 20 found. Precision: how
often the first one found is it. The peer is `rapidfuzz.process.extract` over all legal names.
Reads: a file of short names, where its path is given (bench/population.py has the grammar).
Writes: a temporary folder. Run: `python -m bench.likeness [--names PATH] [--projects 20000]`; the
targets are for `--projects 200000 --queries 1000`.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from bench.opening import open_bench_registry
from bench.population import Company, companies, load_reports, seeded, short_names, variant
from registry.database.engine import reading, writing
from registry.likeness.matching import POSSIBLE
from registry.likeness.name_forms import form_of
from registry.likeness.names_index import catch_up, find_alike
from rules.company import company_key

TARGET_MS, TARGET_RECALL = 20.0, 0.99
_LIMIT = 20

Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Result:
    """What one way of searching reached."""

    name: str
    recall: float
    precision: float
    p50_ms: float
    p99_ms: float
    cpu_p99_ms: float  # processor time alone, for a machine that is busy with other things


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.likeness", description="Likeness search among many reports."
    )
    parser.add_argument("--names", type=Path, help="short names of companies, one a line")
    parser.add_argument("--projects", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--peer-queries", type=int, default=30)
    options = parser.parse_args()
    rng = seeded()
    made = companies(short_names(options.names), options.projects, rng)
    asked = rng.sample(made, min(options.queries, len(made)))
    cases = [(company, variant(company, rng)) for company in asked]
    with tempfile.TemporaryDirectory() as folder:
        _run(Path(folder), made, cases, options.peer_queries)


def _run(
    folder: Path, made: Sequence[Company], cases: Sequence[tuple[Company, str]], peers: int
) -> None:
    registry = open_bench_registry(folder)
    try:
        account, units = registry.people()
        with writing(registry.store.engine) as connection:
            load_reports(connection, made, account=account, units=units)
        start = time.perf_counter()
        with writing(registry.store.engine) as connection:
            added = catch_up(connection)
        print(f"indexed {added:,} companies in {time.perf_counter() - start:.0f} s")
        with reading(registry.store.engine) as connection:

            def ours(name: str) -> list[str]:
                found = find_alike(connection, form_of(name), at_least=POSSIBLE, limit=_LIMIT)
                return [alike.name_key for alike in found]

            results = [_measure("gram index", ours, cases)]
        keys = [company_key(company.name) for company in made]

        def peer(name: str) -> list[str]:
            return [found[0] for found in process.extract(company_key(name), keys, limit=_LIMIT)]

        results.append(_measure("rapidfuzz process.extract", peer, cases[:peers]))
    finally:
        registry.store.engine.dispose()
    _show(results, len(made))


def _measure(name: str, search: Search, cases: Sequence[tuple[Company, str]]) -> Result:
    times: list[float] = []
    cpu: list[float] = []
    hits, firsts, lost = 0, 0, []
    for company, asked in cases:
        start, start_cpu = time.perf_counter(), time.process_time()
        found = search(asked)
        cpu.append((time.process_time() - start_cpu) * 1000)
        times.append((time.perf_counter() - start) * 1000)
        key = company_key(company.name)
        hits += key in found
        firsts += found[:1] == [key]
        if key not in found:
            lost.append(f"{asked} <- {company.name}")
    if name == "gram index":
        print(f"not found ({len(lost)}):", *lost[:12], sep="\n  ")
    p99, cpu_p99 = (statistics.quantiles(values, n=100)[98] for values in (times, cpu))
    count = len(cases)
    return Result(name, hits / count, firsts / count, statistics.median(times), p99, cpu_p99)


def _show(results: Sequence[Result], projects: int) -> None:
    print(f"{projects:,} projects")
    print(f"{'':28}{'recall@20':>10}{'first is it':>12}{'p50 ms':>10}{'p99 ms':>10}{'p99 CPU':>10}")
    for row in results:
        print(
            f"{row.name:28}{row.recall:10.4f}{row.precision:12.4f}"
            f"{row.p50_ms:10.2f}{row.p99_ms:10.2f}{row.cpu_p99_ms:10.2f}"
        )
    ours, peer = results
    print(f"p50 of the peer / ours: {peer.p50_ms / ours.p50_ms:.0f}")
    met = ours.p99_ms <= TARGET_MS and ours.recall >= TARGET_RECALL
    print(f"target p99 <= {TARGET_MS:.0f} ms, recall >= {TARGET_RECALL}: "
          f"{'met' if met else 'MISSED'}")  # fmt: skip


if __name__ == "__main__":
    main()
