"""Fit the built-in model and write it: `python -m retrieval.fitting [--texts FOLDER]`.

Reads: corpus/, and general Chinese texts (*.md, *.txt) where a folder is given; without it the
model knows only the words of the corpus. Writes: `static-<hash>` under retrieval/data, in place of
the former. Same input, same model. Takes about a minute of processor time.
"""

import argparse
import random
from dataclasses import replace
from pathlib import Path

from retrieval.fitting.fitting import fit, sentences_of
from retrieval.fitting.training import Schedule
from retrieval.index.digest import load_corpus
from retrieval.index.models import SHIPPED
from retrieval.index.static_model import write_static_model

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def main(arguments: list[str] | None = None) -> None:
    """Read, fit, write and say what was written."""
    chosen = _parser().parse_args(arguments)
    schedule = replace(Schedule(), steps=chosen.steps, seed=chosen.seed)
    rng = random.Random(chosen.seed)  # noqa: S311 - the same every time
    sentences = sentences_of(chosen.texts, rng) if chosen.texts else []
    fitted = fit(load_corpus(chosen.corpus), sentences, schedule=schedule)
    folder = write_static_model(chosen.out, fitted.tokenizer, fitted.weights)
    pieces, dimension = fitted.weights.shape
    print(f"{folder}: {pieces} pieces of {dimension}, {len(sentences)} general sentences")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.fitting", description="Fit the built-in embedding model."
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--texts", type=Path, help="folder of general Chinese texts, *.md, *.txt")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--steps", type=int, default=Schedule().steps)
    parser.add_argument("--seed", type=int, default=Schedule().seed)
    return parser


if __name__ == "__main__":
    main()
