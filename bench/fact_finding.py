"""Measure finding facts by wordings that neither the model nor the index has seen.

15 % of the ways to ask are held back, a model is fitted to the others and the index built of
them; then each is asked, as it is and with a typing slip. Counted: how often its fact comes
first, and among the first five.
Reads: corpus/. Writes: a temporary folder. Run: `python -m bench.fact_finding`; about two minutes
of processor time.
"""

import argparse
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answers.gathering import digests, gather_knowledge
from retrieval.facts import matching
from retrieval.facts.fact_table import build_table
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactIndex, FormVectors
from retrieval.fitting.fitting import fit
from retrieval.fitting.wordings import Varier
from retrieval.index.digest import Corpus, load_corpus
from retrieval.index.editions import understood_editions
from retrieval.index.embedding import StaticEmbedder
from retrieval.index.library import Library
from retrieval.questions.cues import SCAFFOLDING
from retrieval.types import Fact

TODAY = date(2026, 11, 22)
CORPUS = Path(__file__).parent.parent / "corpus"
HELD_SHARE = 0.15
WEIGHTS = (0.0, 0.33, 0.5, 0.75, 1.0)

Held = list[tuple[str, int]]


def hold_back(facts: Sequence[Fact], rng: random.Random) -> tuple[list[Fact], Held]:
    """The facts without some of their wordings, and these with the number of their fact."""
    kept_facts: list[Fact] = []
    held: Held = []
    for number, fact in enumerate(facts):
        draws = [(ask, rng.random() >= HELD_SHARE) for ask in fact.asks]
        kept = tuple(ask for ask, stays in draws if stays)
        kept_facts.append(replace(fact, asks=kept or fact.asks))
        held += [(ask, number) for ask, stays in draws if kept and not stays]
    return kept_facts, held


def without(corpus: Corpus, facts: Sequence[Fact]) -> Corpus:
    """The corpus with these facts in place of its own."""
    by_id = {fact.id: fact for fact in facts}
    documents = (
        replace(d, facts=tuple(by_id[f.id] for f in d.facts if f.id in by_id))
        for d in corpus.documents
    )
    return Corpus(tuple(documents), corpus.terms)


def similarities(
    index: FactIndex, knowledge: Knowledge, wordings: Sequence[str], weight: float
) -> NDArray[np.float64]:
    """Wordings by facts, at a weight of the model."""
    matching._VECTOR_WEIGHT = weight
    return np.stack([index.similarities(knowledge.analyst.analyse(text)) for text in wordings])


def recall(found: NDArray[np.float64], wanted: Sequence[int]) -> tuple[float, float]:
    """Shares of wordings whose fact comes first, and among the first five."""
    own = found[np.arange(len(wanted)), list(wanted)]
    ranks = (found > own[:, None]).sum(axis=1)
    return float((ranks < 1).mean()), float((ranks < 5).mean())


def main() -> None:
    """Hold back, fit, ask and print a line for each weight of the model."""
    parser = argparse.ArgumentParser(prog="python -m bench.fact_finding", description=__doc__)
    parser.add_argument("--seed", type=int, default=5)
    rng = random.Random(parser.parse_args().seed)
    corpus = load_corpus(CORPUS)
    with tempfile.TemporaryDirectory() as home, Library.open(Path(home), CORPUS) as library:
        knowledge = gather_knowledge(library, understood_editions(digests(library), TODAY))
        facts, held = hold_back(knowledge.facts, rng)
        table = build_table(
            facts, knowledge.clauses, knowledge.metas, knowledge.lexicon, strip=SCAFFOLDING
        )
    fitted = fit(without(corpus, facts))
    embedder = StaticEmbedder("held-back", fitted.tokenizer, fitted.weights)
    vectors = FormVectors(embedder.embed, embedder.embed(table.forms))
    index = FactIndex(facts, table, knowledge.light_words, vectors)
    varier = Varier(corpus, rng)
    wanted = [number for _, number in held]
    asked = [text for text, _ in held]
    print(f"{len(facts)} facts, {len(table.forms)} forms, {len(held)} wordings held back")
    for name, wordings in (("as asked", asked), ("mistyped", [*map(varier.mistyped, asked)])):
        for weight in WEIGHTS:
            first, five = recall(similarities(index, knowledge, wordings, weight), wanted)
            print(f"{name}, weight {weight:.2f}: @1 {first:.3f}, @5 {five:.3f}", flush=True)


if __name__ == "__main__":
    main()
