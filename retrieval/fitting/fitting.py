"""Fit a model to a corpus: pieces, starting vectors, training, one vector a piece.

While it learns a piece is the sum of its characters and pairs of characters, so that pieces seen
once profit from those seen often; what is written holds the sums.
Reads: nothing itself. Does not: write; retrieval.index.static_model does.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from retrieval.facts.fact_table import Rows
from retrieval.fitting.start import starting_vectors
from retrieval.fitting.training import Examples, Schedule, train
from retrieval.fitting.wordings import Varier, Wordings
from retrieval.index.digest import Corpus
from retrieval.index.embedding import Vectors
from retrieval.index.static_model import count_pieces, make_tokenizer
from retrieval.language.lexicon import squeeze

DIMENSION = 128
VARIANTS = 6  # ways each wording is asked in while training
MAX_SENTENCES = 60_000
_GRAM = 2
_SENTENCE = re.compile(r"[^。；\n]{12,200}")
_HAN = re.compile(r"[㐀-鿿豈-﫿]")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model as it is written: a row for the unknown, then one a piece of the tokenizer."""

    tokenizer: Tokenizer
    weights: Vectors


def sentences_of(folder: Path, rng: random.Random) -> list[str]:
    """Sentences of the texts (*.md, *.txt) under a folder, at most MAX_SENTENCES, drawn evenly."""
    found: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".txt"}):
        found += _SENTENCE.findall(path.read_text("utf-8", "replace"))
    rng.shuffle(found)
    return found[:MAX_SENTENCES]


def fit(
    corpus: Corpus,
    sentences: Sequence[str] = (),
    *,
    schedule: Schedule | None = None,
    dimension: int = DIMENSION,
) -> Fitted:
    """Fit a model. sentences: general texts, for words the corpus does not show; may be none."""
    schedule = schedule or Schedule()
    wordings = Wordings.of(corpus)
    rng = random.Random(schedule.seed)  # noqa: S311 - the same every time
    varier = Varier(corpus, rng)
    ways = [varier.variants(form, VARIANTS) for form in wordings.forms]
    folded = [way[0] for way in ways]
    clauses = [squeeze(text) for text in wordings.clause_texts]
    pieces = count_pieces([*folded, *clauses])
    tokenizer = make_tokenizer(pieces)
    grams = _Grams(tokenizer, pieces)
    examples = Examples(
        forms=grams.rows(folded),
        asked=[grams.rows([way[number] for way in ways]) for number in range(VARIANTS)],
        owners=np.array(wordings.owners, dtype=np.int64),
        clauses=np.array(wordings.clauses, dtype=np.int64),
        clause_texts=grams.rows(clauses),
    )
    vectors = starting_vectors(
        _together(folded, wordings.owners, grams) + [list(row) for row in grams.lists(clauses)],
        grams.lists([squeeze(sentence) for sentence in sentences]),
        grams.size,
        dimension=dimension,
        seed=schedule.seed,
    )
    return Fitted(tokenizer, grams.compose(train(vectors, examples, schedule)))


def _together(folded: Sequence[str], owners: Sequence[int], grams: "_Grams") -> list[list[int]]:
    """The n-grams of all wordings of each fact, as one text."""
    together: dict[int, list[int]] = {}
    for owner, row in zip(owners, grams.lists(folded), strict=True):
        together.setdefault(owner, []).extend(row)
    return list(together.values())


class _Grams:
    """The n-grams of pieces, numbered from 1."""

    def __init__(self, tokenizer: Tokenizer, pieces: Mapping[str, int]) -> None:
        self._tokenizer = tokenizer
        counts: Counter[str] = Counter()
        for piece, count in pieces.items():
            for gram in _grams(piece):
                counts[gram] += count
        self._numbers = {gram: number for number, gram in enumerate(counts, 1)}
        self.size = len(self._numbers) + 1
        self._of_piece: list[list[int]] = [[0]]
        self._of_piece += [[self._numbers[gram] for gram in _grams(piece)] for piece in pieces]

    def lists(self, texts: Sequence[str]) -> list[list[int]]:
        """The n-grams of the pieces of each text; a text of nothing known gives [0]."""
        codes = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [[n for piece in code.ids for n in self._of_piece[piece]] or [0] for code in codes]

    def rows(self, texts: Sequence[str]) -> Rows:
        """The same, packed."""
        return Rows.of(self.lists(texts))

    def compose(self, vectors: Vectors) -> Vectors:
        """One row a piece: the sum of its n-grams' rows."""
        return np.stack([vectors[numbers].sum(axis=0) for numbers in self._of_piece])


def _grams(piece: str) -> Iterator[str]:
    """Characters and pairs of a Chinese piece; any other piece is one."""
    if not _HAN.match(piece):
        yield piece
        return
    yield from piece
    for start in range(len(piece) - _GRAM + 1):
        yield piece[start : start + _GRAM]
