"""Measure taking in, searching and finding, beside a plain LangChain pipeline on the same texts
and vectors.

Reads: a tar of Chinese laws in Markdown and the CMRC 2018 trial set, where their paths are given;
made-up articles stand in for the laws. Writes: a temporary folder.
Run: `python -m bench.retrieval [--laws PATH] [--cmrc PATH] [--articles 4000]`; the targets are for
`--articles 20000 --questions 400`.
"""

import argparse
import json
import random
import re
import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import psutil

from retrieval.index.library import Library
from retrieval.index.models import default_embedder
from retrieval.types import Clause, DocumentMeta, Origin, ParsedDocument
from rules.clauses import ClauseRef

TODAY = date(2026, 11, 22)
CORPUS = Path(__file__).parent.parent / "corpus"
ARTICLE = re.compile(
    r"^(第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[\s　]+(.*)"
)
WARM_UP = 20
HIT_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the public set and the passage that answers it."""

    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured for one way of searching."""

    name: str
    ingest_s: float
    latencies_ms: tuple[float, ...]
    hit_1: float
    hit_5: float


def laws(path: Path) -> Iterator[ParsedDocument]:
    """Every law of the archive that has articles, one clause per article."""
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".md") else None
            if file is None:
                continue
            articles = _articles(file.read().decode("utf-8", "replace"))
            if articles:
                yield make_document(f"law-{member.offset}", Path(member.name).stem, articles)


def _articles(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if match := ARTICLE.match(line):
            found.append((match[1], match[2]))
        elif found and line.strip() and not line.startswith(("#", "<")):
            label, words = found[-1]
            found[-1] = (label, f"{words}\n{line.strip()}")
    return [(label, words) for label, words in found if words]


def made_up_laws() -> Iterator[ParsedDocument]:
    """Endless articles of random words over a fixed alphabet; the same in every run."""
    rng = random.Random(7)
    alphabet = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]
    words = ["".join(rng.choices(alphabet, k=rng.choice((2, 2, 2, 3)))) for _ in range(20_000)]
    for number in range(1_000_000):
        articles = [(f"第{n}条", "".join(rng.choices(words, k=50)) + "。") for n in range(20)]
        yield make_document(f"law-{number}", f"办法{number}", articles)


def make_document(doc_id: str, title: str, articles: Sequence[tuple[str, str]]) -> ParsedDocument:
    """A parsed document of (label, words) articles."""
    text, clauses = "", []
    for number, (label, words) in enumerate(articles, 1):
        ref = ClauseRef(doc_id, f"art.{number}")
        start = len(text)
        clauses.append(
            Clause(ref, "1", label, "", words, start, start + len(words), Origin.ORIGINAL)
        )
        text += words + "\n"
    meta = DocumentMeta(doc_id, "1", title)
    return ParsedDocument(meta, text, tuple(clauses), source_name=f"{doc_id}.md", sha256=doc_id)


def take(documents: Iterable[ParsedDocument], clauses: int) -> list[ParsedDocument]:
    """The first documents that together have about so many clauses."""
    taken, count = [], 0
    for document in documents:
        taken.append(document)
        count += len(document.clauses)
        if count >= clauses:
            break
    return taken


def cmrc(path: Path) -> tuple[list[ParsedDocument], list[Question]]:
    """The passages as documents of one clause, and their questions."""
    documents, questions = [], []
    rows = [p for item in json.loads(path.read_text("utf-8"))["data"] for p in item["paragraphs"]]
    for number, row in enumerate(rows):
        doc_id = f"cmrc-{number}"
        documents.append(make_document(doc_id, "", [("", row["context"])]))
        questions += [Question(each["question"], doc_id) for each in row["qas"]]
    return documents, questions


def measure(
    name: str, ingest_s: float, ask: Callable[[str], list[str]], questions: Sequence[Question]
) -> Row:
    """Ask everything, each timed, after a few to warm up."""
    for question in questions[:WARM_UP]:
        ask(question.text)
    latencies, ranks = [], []
    for question in questions:
        begun = time.perf_counter()
        found = ask(question.text)[:HIT_LIMIT]
        latencies.append((time.perf_counter() - begun) * 1e3)
        ranks.append(found.index(question.passage) + 1 if question.passage in found else 0)
    hits = [sum(0 < rank <= k for rank in ranks) / len(ranks) for k in (1, HIT_LIMIT)]
    return Row(name, ingest_s, tuple(latencies), *hits)


def bench_ours(
    library: Library, documents: Sequence[ParsedDocument], questions: Sequence[Question]
) -> list[Row]:
    """Take all in with both indexes, watching memory; then search with words alone and with
    both."""
    library.build_dense()
    process, memory = psutil.Process(), []
    begun = time.perf_counter()
    count = sum(len(document.clauses) for document in documents)
    library.add(documents, progress=lambda _: memory.append(process.memory_info().rss / 2**20))
    took = time.perf_counter() - begun
    if not library.dense_ready:
        raise SystemExit(f"vectors are not ready: {library.dense_problem}")
    print(f"taken in: {count} articles in {took:.1f} s = {count / took:.0f} /s (words and vectors)")
    shown = " ".join(f"{value:.0f}" for value in memory)
    print(f"memory after each group of about 2,000 (MiB): {shown}")

    def ask(dense: bool) -> Callable[[str], list[str]]:
        def run(text: str) -> list[str]:
            hits = library.search(text, as_of=TODAY, limit=HIT_LIMIT, dense=dense)
            return [hit.clause.ref.doc_id for hit in hits]

        return run

    return [
        measure("yipanqi, words", took, ask(False), questions),
        measure("yipanqi, words and vectors", took, ask(True), questions),
    ]


def bench_langchain(
    library: Library,
    home: Path,
    documents: Sequence[ParsedDocument],
    questions: Sequence[Question],
) -> list[Row]:
    """LangChain's Chroma and BM25Retriever in an EnsembleRetriever, as its documentation builds
    them."""
    import jieba
    from langchain_chroma import Chroma
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings

    embedder = default_embedder(library._catalog)

    class SameVectors(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embedder.embed(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    pages = [
        Document(page_content=clause.text, metadata={"doc": document.meta.doc_id})
        for document in documents
        for clause in document.clauses
    ]
    begun = time.perf_counter()
    store = Chroma("bench", SameVectors(), persist_directory=str(home / "peer"))
    for start in range(0, len(pages), 1_000):
        store.add_documents(pages[start : start + 1_000])
    vectors_s = time.perf_counter() - begun
    rows = []
    jieba.setLogLevel(60)
    for name, options in (
        ("LangChain ensemble, defaults", {}),
        ("LangChain ensemble, jieba", {"preprocess_func": jieba.lcut}),
    ):
        begun = time.perf_counter()
        words = BM25Retriever.from_documents(pages, k=HIT_LIMIT, **options)
        took = vectors_s + time.perf_counter() - begun
        near = store.as_retriever(search_kwargs={"k": HIT_LIMIT})
        both = EnsembleRetriever(retrievers=[words, near], weights=[0.5, 0.5])

        def ask(text: str, both: EnsembleRetriever = both) -> list[str]:
            return [str(page.metadata["doc"]) for page in both.invoke(text)]

        rows.append(measure(name, took, ask, questions))
    return rows


def show(rows: Sequence[Row]) -> None:
    """Print one line per way of searching, and how the first compares to each."""
    print(f"{'':32}{'taken in':>10}{'p50 ms':>9}{'p99 ms':>9}{'hit@1':>8}{'hit@5':>8}")
    for row in rows:
        p50, p99 = percentiles(row.latencies_ms)
        print(
            f"{row.name:32}{row.ingest_s:9.1f}s{p50:9.2f}{p99:9.2f}{row.hit_1:8.3f}{row.hit_5:8.3f}"
        )
    ours = next(row for row in rows if "vectors" in row.name)
    for row in rows:
        if row.name.startswith("LangChain"):
            time_ratio = percentiles(row.latencies_ms)[0] / percentiles(ours.latencies_ms)[0]
            print(
                f"against {row.name}: taken in {row.ingest_s / ours.ingest_s:.1f} × as fast,"
                f" p50 {time_ratio:.1f} × as fast, hit@1 {ours.hit_1 - row.hit_1:+.3f},"
                f" hit@5 {ours.hit_5 - row.hit_5:+.3f}"
            )


def percentiles(latencies_ms: Sequence[float]) -> tuple[float, float]:
    """Median and 99th percentile."""
    return statistics.median(latencies_ms), sorted(latencies_ms)[int(len(latencies_ms) * 0.99)]


def bench_shipped(library: Library) -> None:
    """Search the shipped corpus for the ways its facts are asked for."""
    library.build_dense()
    asks = [
        Question(ask, meta.doc_id)
        for meta in library.documents()
        for fact in library.facts(meta.doc_id, meta.edition)
        for ask in fact.asks
    ]
    random.Random(7).shuffle(asks)
    for dense in (False, True):

        def run(text: str, dense: bool = dense) -> list[str]:
            hits = library.search(text, as_of=TODAY, limit=10, dense=dense)
            return [hit.clause.ref.doc_id for hit in hits]

        row = measure("", 0.0, run, asks[:400])
        p50, p99 = percentiles(row.latencies_ms)
        kind = "words and vectors" if dense else "words"
        print(f"shipped corpus, {kind}: p50 {p50:.2f} ms, p99 {p99:.2f} ms, {len(asks[:400])} asks")


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.retrieval",
        description="Taking in and searching, beside a plain LangChain pipeline.",
    )
    parser.add_argument("--laws", type=Path, help="tar of Chinese laws in Markdown")
    parser.add_argument("--cmrc", type=Path, help="CMRC 2018 trial set, JSON")
    parser.add_argument("--articles", type=int, default=4_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--without-peer", action="store_true")
    chosen = parser.parse_args()
    passages, questions = cmrc(chosen.cmrc) if chosen.cmrc else ([], [])
    source = laws(chosen.laws) if chosen.laws else made_up_laws()
    documents = [*take(source, chosen.articles - len(passages)), *passages]
    if not questions:
        questions = [
            Question(document.clauses[0].text[:20], document.meta.doc_id)
            for document in islice(documents, chosen.questions)
        ]
    random.Random(7).shuffle(questions)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Library.open(home, CORPUS) as library:
            bench_shipped(library)
            rows = bench_ours(library, documents, questions[: chosen.questions])
            if not chosen.without_peer:
                rows += bench_langchain(library, home, documents, questions[: chosen.questions])
        show(rows)


if __name__ == "__main__":
    main()
