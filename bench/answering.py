"""Measure answers: a cold process from start to end, a warm one over the golden questions.

Each figure stands beside a bare operation (the keyword search alone, the imports alone) and beside
LangChain's BM25 with jieba on the same clauses, in the same run.
Reads: bench/golden, and a tar of Chinese laws where its path is given; made-up articles stand in.
Writes: a temporary folder. Run: `python -m bench.answering --laws PATH`.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.retrieval import TODAY, laws, made_up_laws, percentiles, take
from bot.answers.answering import LiveAnswering
from bot.bootstrap import Application, open_application
from bot.settings import Settings
from retrieval.evaluation.golden import GoldenCase, load_cases
from retrieval.index.library import Library

GOLDEN = Path(__file__).parent / "golden"
QUESTION = "能耗指标由哪个部门牵头"
COLD_RUNS = 5
WARM_UP = 40
COLD_TARGET_S, COLD_TARGET_MIB = 1.5, 300
SHIPPED_TARGET_MS, LARGE_TARGET_MS = 15, 40
IMPORTS = "import typer, pydantic_settings, sqlite3, tantivy, numpy, opencc, tokenizers"
LAUNCHER = """
import os, subprocess, sys, time
begun = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
print(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
sys.exit(child.returncode)
"""  # a small process of its own: a child's memory counts from what its parent held
PEER = """
import sys
from langchain_community.retrievers import BM25Retriever
import jieba
jieba.setLogLevel(60)
texts = open(sys.argv[1], encoding="utf-8").read().split("\\0")
BM25Retriever.from_texts(texts, preprocess_func=jieba.lcut).invoke(sys.argv[2])
"""


@dataclass(frozen=True, slots=True)
class Cold:
    """A command as a process of its own: medians of wall time, processor time, largest memory."""

    wall_s: float
    cpu_s: float
    mib: float

    def __str__(self) -> str:
        return f"{self.wall_s:.2f} s ({self.cpu_s:.2f} s of processor), {self.mib:.0f} MiB"


def run_cold(command: Sequence[str], home: Path) -> Cold:
    """Run a command COLD_RUNS times. Raises SystemExit when it fails."""
    runs = []
    for _ in range(COLD_RUNS):
        done = subprocess.run(
            [sys.executable, "-c", LAUNCHER, *command],
            capture_output=True,
            env=os.environ | {"YIPANQI_HOME": str(home)},
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{command[0]} failed")
        runs.append([float(figure) for figure in done.stdout.split()])
    return Cold(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def bench_cold(home: Path, label: str, peer_texts: Path | None) -> None:
    """A cold `yipanqi ask`, beside the imports it cannot do without and a cold LangChain BM25."""
    ours = run_cold([str(Path(sys.executable).parent / "yipanqi"), "ask", QUESTION], home)
    bare = run_cold([sys.executable, "-c", IMPORTS], home)
    print(
        f"cold ask, {label}: {ours} (targets {COLD_TARGET_S} s, {COLD_TARGET_MIB} MiB);"
        f" bare imports {bare}: {ours.cpu_s / bare.cpu_s:.1f} × their processor time"
    )
    if peer_texts is not None:
        peer = run_cold([sys.executable, "-c", PEER, str(peer_texts), QUESTION], home)
        print(
            f"  LangChain BM25 with jieba, the same clauses, finding only: {peer}:"
            f" {peer.wall_s / ours.wall_s:.1f} × our time"
        )


def timed(act: Callable[[GoldenCase], object], cases: Sequence[GoldenCase]) -> tuple[float, float]:
    """Median and 99th percentile in ms, after a few cases to warm up."""
    for case in cases[:WARM_UP]:
        act(case)
    latencies = []
    for case in cases:
        begun = time.perf_counter()
        act(case)
        latencies.append((time.perf_counter() - begun) * 1e3)
    return percentiles(latencies)


def bench_warm(application: Application, label: str, target_ms: float, *, peer: bool) -> None:
    """Answers to the golden questions, beside the keyword search alone and LangChain's."""
    cases = load_cases(sorted(GOLDEN.glob("*.toml")))
    library = application.library

    def answer(case: GoldenCase) -> object:
        day = case.as_of or TODAY
        place = case.place or None
        ask = application.answering.answer
        return ask(case.question, as_of=day, place=place, history=case.history)

    p50, p99 = timed(answer, cases)
    single = [case for case in cases if not case.history]
    alone = timed(answer, single)
    bare = timed(lambda case: library.search(case.question, as_of=TODAY, dense=False), cases)
    print(
        f"warm answers, {label}: p50 {p50:.1f} ms, p99 {p99:.1f} ms over {len(cases)} questions"
        f" (target p50 {target_ms:.0f} ms); without those that replay a conversation"
        f" p50 {alone[0]:.1f}, p99 {alone[1]:.1f};"
        f" the keyword search alone {bare[0]:.1f} ms: {p50 / bare[0]:.1f} × its time"
    )
    if peer:
        theirs = timed(langchain_search(library), cases)
        print(
            f"  LangChain BM25 with jieba, finding only: p50 {theirs[0]:.1f} ms,"
            f" p99 {theirs[1]:.1f} ms: {theirs[0] / p50:.1f} × our whole answer"
        )


def langchain_search(library: Library) -> Callable[[GoldenCase], object]:
    """The peer's search over all clauses of the library."""
    import jieba
    from langchain_community.retrievers import BM25Retriever

    jieba.setLogLevel(60)
    retriever = BM25Retriever.from_texts(clause_texts(library), preprocess_func=jieba.lcut)
    return lambda case: retriever.invoke(case.question)


def clause_texts(library: Library) -> list[str]:
    """The words of every clause."""
    doc_ids = dict.fromkeys(meta.doc_id for meta in library.documents())
    return [clause.text for doc_id in doc_ids for clause in library.clauses(doc_id)]


def bench_index(settings: Settings) -> None:
    """Making the index of the facts at the first start, and reading it at the next."""
    begun = time.perf_counter()
    application = open_application(settings)
    built_s = time.perf_counter() - begun
    application.library.close()
    begun = time.perf_counter()
    application = open_application(settings)
    opened_s = time.perf_counter() - begun
    begun = time.perf_counter()
    LiveAnswering(application.library).answer(QUESTION, as_of=TODAY)
    first_s = time.perf_counter() - begun
    application.library.close()
    print(
        f"first start of an empty home {built_s:.1f} s; a later start {opened_s * 1e3:.0f} ms,"
        f" its first answer {first_s * 1e3:.0f} ms: {built_s / (opened_s + first_s):.0f} × as fast"
    )


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.answering",
        description="Answers, cold and warm, on the shipped corpus and with many more clauses.",
    )
    parser.add_argument("--laws", type=Path, help="tar of Chinese laws in Markdown")
    parser.add_argument("--clauses", type=int, default=20_000)
    parser.add_argument("--without-peer", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, home=Path(folder) / "home")  # type: ignore[call-arg]
        peer_texts = None if chosen.without_peer else Path(folder) / "clauses.txt"
        bench_index(settings)
        source = laws(chosen.laws) if chosen.laws else made_up_laws()
        for label, target_ms in (
            ("shipped corpus", SHIPPED_TARGET_MS),
            (f"with {chosen.clauses} clauses more", LARGE_TARGET_MS),
        ):
            application = open_application(settings)
            if target_ms == LARGE_TARGET_MS:
                application.library.add(take(source, chosen.clauses))
            if peer_texts is not None:
                peer_texts.write_text("\0".join(clause_texts(application.library)), "utf-8")
            bench_warm(application, label, target_ms, peer=peer_texts is not None)
            application.library.close()
            bench_cold(settings.home, label, peer_texts)


if __name__ == "__main__":
    main()
