"""The facts of a library as arrays: the tokens of each way of asking, and what is said around.

Built once per state of the facts and the glossary, then stored (retrieval.facts.fact_store). Pure.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.language.content import HAN, content_tokens
from retrieval.language.lexicon import Lexicon
from retrieval.types import Clause, DocumentMeta, Fact

_UNIGRAM_WEIGHT = 0.35
_TERM_WEIGHT = 1.6
_UNSEEN_TERM_IDF = 2.0
_NO_IDF = -1.0  # of a token that stands in no body

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Lists of numbers end to end: row i is values[starts[i]:starts[i + 1]]."""

    starts: Ints
    values: Ints

    def row(self, number: int) -> Ints:
        """One list."""
        return self.values[self.starts[number] : self.starts[number + 1]]

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> "Rows":
        """From lists of numbers."""
        lists = [np.asarray(row, dtype=np.int32) for row in rows]
        starts = np.cumsum([0, *map(len, lists)], dtype=np.int32)
        values = np.concatenate(lists) if lists else np.zeros(0, np.int32)
        return cls(starts, values.astype(np.int32))


@dataclass(frozen=True, slots=True)
class FactTable:
    """Everything matching needs of the facts, by their number.

    tokens: every token of a form or a body, sorted; idf: of each, negative where it is in no body;
    postings: token -> forms; owners: form -> fact, ascending; form_weights: summed weight of each;
    forms: the forms as they are embedded; bodies: all that is said around each fact, canonical;
    body_tokens: fact -> tokens; subjects: canonical subject of each fact.
    """

    tokens: tuple[str, ...]
    idf: NDArray[np.float64]
    postings: Rows
    owners: Ints
    form_weights: NDArray[np.float64]
    forms: tuple[str, ...]
    bodies: tuple[str, ...]
    body_tokens: Rows
    subjects: tuple[str, ...]


class Weighing:
    """How telling tokens are: rare pairs and terms weigh most, single characters little."""

    def __init__(self, idf: Mapping[str, float], facts: int) -> None:
        self._idf = idf
        self._unknown = math.log(facts + 1) + 0.5

    def __contains__(self, token: str) -> bool:
        return token in self._idf

    def idf(self, token: str, unknown: float) -> float:
        """Inverse frequency of a token among the bodies; unknown where it is in none."""
        return self._idf.get(token, unknown)

    def weight(self, token: str) -> float:
        """The weight of a token; `§term` stands for a term of the glossary."""
        if token.startswith("§"):
            return _TERM_WEIGHT * self._idf.get(token[1:3], _UNSEEN_TERM_IDF)
        idf = self._idf.get(token, self._unknown)
        return idf * (_UNIGRAM_WEIGHT if len(token) == 1 and HAN.match(token) else 1.0)


def weighing_of(table: FactTable) -> Weighing:
    """The weights of a table's tokens."""
    pairs = zip(table.tokens, table.idf.tolist(), strict=True)
    return Weighing({token: idf for token, idf in pairs if idf != _NO_IDF}, len(table.bodies))


def build_table(
    facts: Sequence[Fact],
    clauses: Mapping[str, Clause],
    documents: Mapping[str, DocumentMeta],
    lexicon: Lexicon,
    *,
    strip: re.Pattern[str],
) -> FactTable:
    """The table of facts. strip: the words of asking, which are no content."""

    def tokens_of(canonical: str) -> list[str]:
        return content_tokens(strip.sub(" ", canonical))

    bodies = [lexicon.canonical(_around(fact, clauses, documents)) for fact in facts]
    body_tokens = [frozenset(tokens_of(body)) for body in bodies]
    weighing = Weighing(_idf(body_tokens), len(facts))
    owners, forms, form_tokens = [], [], []
    for number, fact in enumerate(facts):
        for form in (*fact.asks, fact.subject, fact.text):
            canonical, mentions = lexicon.canonical(form), lexicon.mentions(form)
            owners.append(number)
            forms.append(canonical)
            terms = {f"§{mention.term}" for mention in mentions}
            form_tokens.append(frozenset(tokens_of(canonical)) | terms)
    tokens = sorted({token for found in (*body_tokens, *form_tokens) for token in found})
    numbers = {token: number for number, token in enumerate(tokens)}
    return FactTable(
        tokens=tuple(tokens),
        idf=np.array([weighing.idf(token, _NO_IDF) for token in tokens]),
        postings=_postings(tokens, form_tokens),
        owners=np.array(owners, dtype=np.int32),
        form_weights=np.array([math.fsum(map(weighing.weight, found)) for found in form_tokens]),
        forms=tuple(forms),
        bodies=tuple(bodies),
        body_tokens=Rows.of(sorted(numbers[token] for token in found) for found in body_tokens),
        subjects=tuple(lexicon.canonical(fact.subject) for fact in facts),
    )


def _around(
    fact: Fact, clauses: Mapping[str, Clause], documents: Mapping[str, DocumentMeta]
) -> str:
    meta = documents.get(fact.ref.doc_id)
    clause = clauses.get(str(fact.ref))
    around = [fact.subject, fact.text, *fact.value, *fact.asks, fact.place, fact.period]
    if clause is not None:
        around += [clause.heading, *clause.parents]
    if meta is not None:
        around += [meta.title, meta.number, *meta.short_titles, meta.place]
    return " · ".join(around)


def _idf(token_sets: Sequence[frozenset[str]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for tokens in token_sets:
        counts.update(tokens)
    return {token: math.log((len(token_sets) + 1) / (n + 0.5)) for token, n in counts.items()}


def _postings(tokens: Sequence[str], form_tokens: Sequence[frozenset[str]]) -> Rows:
    forms: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(form_tokens):
        for token in found:
            forms[token].append(number)
    return Rows.of(forms[token] for token in tokens)
