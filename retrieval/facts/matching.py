"""Find the facts that answer a question: weighted overlap with the ways a fact is asked for.

Works in memory on the facts' table (thousands of facts, not millions). Pure.
"""

import copy
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.facts.fact_table import FactTable, weighing_of
from retrieval.index.embedding import normalise_rows
from retrieval.language.content import (
    HAN,
    content_tokens,
    runs_of,
    shared_share,
    telling,
    uncovered_spans,
)
from retrieval.questions.question import Question
from retrieval.types import Fact, FactKind

__all__ = [
    "EmbedForms",
    "FactHit",
    "FactIndex",
    "FormVectors",
    "content_tokens",
    "kind_affinity",
    "shared_share",
]

# Fitted by logistic regression on wordings held back from the model and the index.
_VECTOR_WEIGHT = 0.86
_MEAN_SHARE = 0.6  # of the likeness: that to the mean of a fact's wordings, not to the nearest
_UNLIKE = 0.28  # the likeness of two texts that have nothing to do with each other
_CACHED_WORDINGS = 512
_LATIN = re.compile(r"(?<![a-z0-9])[a-z]{2,}(?![a-z0-9])")
_MIN_HAN = 2
_FUNCTION = frozenset(
    "是由要被让给把有在去来会该得能可从到向对于和与及跟同或为以此之所其就还再也都又才却但"
)

EmbedForms = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class FactHit:
    """One fact with how well it fits. similarity, coverage: 0..1; score: what hits are ranked by.

    uncovered: spans of the question that nothing of the fact speaks of; lacks: the aspects asked
    for (申诉, 期限, 权重 …) that it says nothing of.
    """

    fact: Fact
    score: float
    similarity: float
    coverage: float
    uncovered: tuple[str, ...]
    conflicts: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormVectors:
    """A model and what it makes of the forms: one unit row a form of the table."""

    embed: EmbedForms
    forms: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Wording:
    """What a fact should speak of. weights: of the tokens that count; figures: its numbers."""

    weights: tuple[tuple[str, float], ...]
    figures: frozenset[str]
    runs: tuple[str, ...]


def _remembering(vectors: FormVectors | None) -> FormVectors | None:
    """The same vectors; a wording asked again, as in the readings of a story, is not made again."""
    if vectors is None:
        return None

    @lru_cache(_CACHED_WORDINGS)
    def row(text: str) -> NDArray[np.float32]:
        made: NDArray[np.float32] = vectors.embed([text])[0]
        return made

    return FormVectors(lambda texts: np.stack([row(text) for text in texts]), vectors.forms)


class FactIndex:
    """All facts, each with its ask forms and everything that is said around it."""

    def __init__(
        self,
        facts: Sequence[Fact],
        table: FactTable,
        light: re.Pattern[str],
        vectors: FormVectors | None = None,
    ) -> None:
        self.facts = tuple(facts)
        self.bodies = table.bodies
        self.subjects = table.subjects
        self._table = table
        self._light = light
        self._vectors = _remembering(vectors)
        self._weighing = weighing_of(table)
        self._numbers = {token: number for number, token in enumerate(table.tokens)}
        self._first_forms = np.searchsorted(table.owners, np.arange(len(self.facts)))
        self._numbers_by_id = {fact.id: number for number, fact in enumerate(self.facts)}
        self._means = self._mean_forms()
        self._body_tokens: list[frozenset[str] | None] = [None] * len(self.facts)
        self._wording = lru_cache(_CACHED_WORDINGS)(self._read_wording)
        self._telling = lru_cache(_CACHED_WORDINGS)(lambda spans: telling(spans, light))

    @property
    def forms(self) -> tuple[str, ...]:
        """The ways the facts are asked for, as a model embeds them."""
        return self._table.forms

    def forms_of(self, fact: Fact) -> tuple[str, ...]:
        """The ways one fact is asked for, canonical, without the words of asking."""
        number = self._numbers_by_id[fact.id]
        first = int(self._first_forms[number])
        last = int(np.searchsorted(self._table.owners, number, side="right"))
        return self._table.forms[first:last]

    def body_of(self, fact: Fact) -> str:
        """Everything that is said around a fact, squeezed."""
        return self.bodies[self._numbers_by_id[fact.id]]

    def with_vectors(self, vectors: FormVectors | None) -> Self:
        """The same index with another model's vectors."""
        other = copy.copy(self)
        other._vectors = _remembering(vectors)
        other._means = other._mean_forms()
        return other

    def weight(self, token: str) -> float:
        """How telling a token is: rare pairs and terms weigh most, single characters little."""
        return self._weighing.weight(token)

    def is_word(self, token: str) -> bool:
        """Whether a token may say something: 率是 of 税率是多少 does not."""
        return token in self._weighing or _FUNCTION.isdisjoint(token)

    def similarities(self, question: Question) -> NDArray[np.float64]:
        """For every fact the best weighted Dice overlap of the question with one of its forms."""
        content = self.without_noise(question.content)
        best = self._overlaps(content, [mention.term for mention in question.mentions])
        if question.claimless not in ("", question.content):
            topics = [m.term for m in question.mentions if m.category != "department"]
            best = np.maximum(best, self._overlaps(self.without_noise(question.claimless), topics))
        if self._vectors is not None:
            likeness = self._likeness(self._vectors, self.without_noise(question.canonical))
            best = (1 - _VECTOR_WEIGHT) * best + _VECTOR_WEIGHT * likeness
        return best

    def similarity(self, question: Question, fact: Fact) -> float:
        """The same for one fact."""
        return float(self.similarities(question)[self._numbers_by_id[fact.id]])

    def _likeness(self, vectors: FormVectors, asked: str) -> NDArray[np.float64]:
        """For every fact the cosines of its nearest form and of their mean, stretched to 0..1."""
        row = vectors.embed([asked])[0]
        nearest = self._best_by_fact(np.einsum("fd,d->f", vectors.forms, row))  # wakes no threads
        mean = np.einsum("fd,d->f", self._means, row)
        both = (1 - _MEAN_SHARE) * nearest + _MEAN_SHARE * np.maximum(mean, 0.0)
        stretched: NDArray[np.float64] = np.maximum((both - _UNLIKE) / (1 - _UNLIKE), 0.0)
        return stretched

    def _mean_forms(self) -> NDArray[np.float32]:
        """The mean direction of each fact's forms: a unit row a fact."""
        if self._vectors is None or not self.facts:
            return np.zeros((0, 1), dtype=np.float32)
        return normalise_rows(np.add.reduceat(self._vectors.forms, self._first_forms))

    def without_noise(self, text: str) -> str:
        """A text without the words in Latin letters that no fact knows: pinyin, asap, thx."""
        if not _LATIN.search(text) or len(HAN.findall(text)) < _MIN_HAN:
            return text
        known = self._numbers
        kept = _LATIN.sub(lambda found: found[0] if found[0] in known else " ", text)
        return " ".join(kept.split())

    def _best_by_fact(self, by_form: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        if not self.facts:
            return np.zeros(0)
        best: NDArray[np.float64] = np.maximum.reduceat(by_form, self._first_forms)
        return np.maximum(best.astype(np.float64), 0.0)

    def _overlaps(self, content: str, terms: Iterable[str]) -> NDArray[np.float64]:
        tokens = dict.fromkeys((*content_tokens(content), *(f"§{term}" for term in terms)))
        total = math.fsum(map(self.weight, tokens))
        table = self._table
        shared = np.zeros(len(table.owners))
        for token in tokens:
            if (number := self._numbers.get(token)) is not None:
                shared[table.postings.row(number)] += self.weight(token)
        return self._best_by_fact(2 * shared / (total + table.form_weights + 1e-9))

    def coverage(self, question: Question, number: int) -> tuple[float, tuple[str, ...]]:
        """How much of the question a fact's surroundings speak of, and the spans they do not."""
        body = self._body(number)
        is_kind = self.facts[number].kind in question.kinds
        asked = (question.bare if is_kind else question.claimless) or question.content
        wording = self._wording(self.without_noise(asked))
        total = covered = 0.0
        for token, weight in wording.weights:
            if token in body:
                total += weight
                covered += weight
            elif token not in wording.figures:
                total += weight
        spans = self._telling(uncovered_spans(wording.runs, body))
        return (covered / total if total else 0.0), spans

    def _read_wording(self, asked: str) -> _Wording:
        """Function words and characters of everyday words do not count."""
        content = self._light.sub(" ", asked).strip() or asked
        tokens = [token for token in dict.fromkeys(content_tokens(content)) if self.is_word(token)]
        return _Wording(
            tuple((token, self.weight(token)) for token in tokens),
            frozenset(token for token in tokens if token[0].isdigit()),
            runs_of(asked),
        )

    def _body(self, number: int) -> frozenset[str]:
        """The tokens of what is said around a fact."""
        if (held := self._body_tokens[number]) is not None:
            return held
        tokens = self._table.tokens
        body = frozenset(tokens[token] for token in self._table.body_tokens.row(number))
        self._body_tokens[number] = body
        return body


_KIN: Mapping[FactKind, frozenset[FactKind]] = {
    FactKind.LEAD: frozenset({FactKind.DECIDER, FactKind.DUTY}),
    FactKind.DECIDER: frozenset({FactKind.LEAD, FactKind.DUTY, FactKind.PROCEDURE}),
    FactKind.COOPERATE: frozenset({FactKind.LEAD, FactKind.LIST}),
    FactKind.DEADLINE: frozenset({FactKind.META, FactKind.EVENT}),
    FactKind.PROCEDURE: frozenset({FactKind.CONDITION, FactKind.DUTY, FactKind.CONSEQUENCE}),
    FactKind.CONDITION: frozenset(
        {FactKind.PROCEDURE, FactKind.DUTY, FactKind.PROHIBITION, FactKind.LIST}
    ),
    FactKind.CONSEQUENCE: frozenset({FactKind.PROHIBITION, FactKind.PURPOSE}),
    FactKind.PROHIBITION: frozenset({FactKind.CONDITION, FactKind.CONSEQUENCE, FactKind.DUTY}),
    FactKind.QUANTITY: frozenset({FactKind.LIST, FactKind.EVENT, FactKind.EXAMPLE}),
    FactKind.LIST: frozenset(
        {FactKind.QUANTITY, FactKind.EXAMPLE, FactKind.PROCEDURE, FactKind.DUTY}
    ),
    FactKind.DEFINITION: frozenset(
        {FactKind.PURPOSE, FactKind.DUTY, FactKind.LIST, FactKind.PROCEDURE}
    ),
    FactKind.PURPOSE: frozenset({FactKind.DEFINITION, FactKind.CONSEQUENCE}),
    FactKind.META: frozenset({FactKind.DEADLINE, FactKind.EVENT}),
    FactKind.EXAMPLE: frozenset({FactKind.LIST, FactKind.EVENT, FactKind.QUANTITY}),
    FactKind.DIFFERENCE: frozenset(),
}


def kind_affinity(asked: frozenset[FactKind], kind: FactKind) -> float:
    """1 for the kind asked for, 0.5 for one akin or when nothing was said, 0 for any other."""
    if not asked or kind in asked:
        return 1.0 if kind in asked else 0.5
    if kind is FactKind.OPEN_POINT:
        return 0.6
    return 0.5 if any(kind in _KIN.get(other, ()) for other in asked) else 0.0
