"""Find the facts that answer a question: weighted overlap of characters with the ways a fact is asked for.

Builds in memory from the facts of the library (thousands, not millions). Pure.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.lexicon import Lexicon
from retrieval.question import Question
from retrieval.types import Clause, DocumentMeta, Fact, FactKind

_HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯿿]")
_RUN = re.compile(r"[㐀-鿿豈-﫿]+|[a-z]+|\d+(?:\.\d+)?%?")
_UNIGRAM_WEIGHT = 0.35
_VECTOR_WEIGHT = 0.3

EmbedForms = Callable[[Sequence[str]], NDArray[np.float32]]
_TERM_WEIGHT = 1.6
_FUNCTION = frozenset("是由要被让给把有在去来会该得能可从到向对于和与及跟同或为以此之所其就还再也都又才却但")


def content_tokens(content: str) -> list[str]:
    """Characters, character pairs, words and numbers of a content text (spaces part runs)."""
    tokens: list[str] = []
    for run in _RUN.findall(content):
        if _HAN.match(run):
            tokens += run
            tokens += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            tokens.append(run)
    return tokens


@dataclass(frozen=True, slots=True)
class FactHit:
    """One fact with how well it fits. similarity, coverage: 0..1; score: what hits are ranked by.

    uncovered: spans of the question that nothing of the fact speaks of.
    """

    fact: Fact
    score: float
    similarity: float
    coverage: float
    uncovered: tuple[str, ...]
    conflicts: tuple[str, ...] = ()


class FactIndex:
    """All facts, each with its ask forms and everything that is said around it."""

    def __init__(
        self,
        facts: Sequence[Fact],
        clauses: Mapping[str, Clause],
        documents: Mapping[str, DocumentMeta],
        lexicon: Lexicon,
        *,
        strip: re.Pattern[str],
        light: re.Pattern[str],
        embed: EmbedForms | None = None,
    ) -> None:
        self.facts = tuple(facts)
        self._lexicon = lexicon
        self._strip = strip
        self._light = light
        self._embed = embed
        self.bodies = [self._body(fact, clauses, documents) for fact in self.facts]
        self._body_tokens = [frozenset(self._tokens(body)) for body in self.bodies]
        self._idf = self._weigh(self._body_tokens)
        self._unknown = math.log(len(self.facts) + 1) + 0.5
        self._index_forms()

    def _body(
        self, fact: Fact, clauses: Mapping[str, Clause], documents: Mapping[str, DocumentMeta]
    ) -> str:
        meta = documents.get(fact.ref.doc_id)
        clause = clauses.get(str(fact.ref))
        around = [fact.subject, fact.text, *fact.value, *fact.asks, fact.place, fact.period]
        if clause is not None:
            around += [clause.heading, *clause.parents]
        if meta is not None:
            around += [meta.title, meta.number, *meta.short_titles, meta.place]
        return self._lexicon.canonical(" · ".join(around))

    def _tokens(self, canonical: str) -> list[str]:
        return content_tokens(self._strip.sub(" ", canonical))

    def _form_tokens(self, text: str) -> set[str]:
        terms = {f"§{mention.term}" for mention in self._lexicon.mentions(text)}
        return set(self._tokens(self._lexicon.canonical(text))) | terms

    @staticmethod
    def _weigh(token_sets: Iterable[frozenset[str]]) -> dict[str, float]:
        counts: Counter[str] = Counter()
        total = 0
        for tokens in token_sets:
            counts.update(tokens)
            total += 1
        return {token: math.log((total + 1) / (n + 0.5)) for token, n in counts.items()}

    def _index_forms(self) -> None:
        postings: dict[str, list[int]] = defaultdict(list)
        owners: list[int] = []
        weights: list[float] = []
        texts: list[str] = []
        for number, fact in enumerate(self.facts):
            for form in (*fact.asks, f"{fact.subject}", fact.text):
                tokens = self._form_tokens(form)
                for token in tokens:
                    postings[token].append(len(owners))
                texts.append(self._strip.sub(" ", self._lexicon.canonical(form)).strip())
                owners.append(number)
                weights.append(sum(map(self.weight, tokens)))
        self._postings = {token: np.array(rows) for token, rows in postings.items()}
        self._owners = np.array(owners, dtype=np.int64)
        self._form_weights: NDArray[np.float64] = np.array(weights)
        self._form_vectors = self._embed(texts) if self._embed and texts else None

    def weight(self, token: str) -> float:
        """How telling a token is: rare pairs and terms weigh most, single characters little."""
        if token.startswith("§"):
            return _TERM_WEIGHT * self._idf.get(token[1:3], 2.0)
        idf = self._idf.get(token, self._unknown)
        return idf * (_UNIGRAM_WEIGHT if len(token) == 1 and _HAN.match(token) else 1.0)

    def similarities(self, question: Question) -> NDArray[np.float64]:
        """For every fact the best weighted Dice overlap of the question with one of its forms."""
        best = self._overlaps(question.content, [mention.term for mention in question.mentions])
        if question.claimless not in ("", question.content):
            topics = [m.term for m in question.mentions if m.category != "department"]
            best = np.maximum(best, self._overlaps(question.claimless, topics))
        if self._embed is not None and self._form_vectors is not None:
            likeness = self._form_vectors @ self._embed([question.content])[0]
            best = (1 - _VECTOR_WEIGHT) * best + _VECTOR_WEIGHT * self._best_by_fact(likeness)
        return best

    def _best_by_fact(self, by_form: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        best = np.zeros(len(self.facts))
        np.maximum.at(best, self._owners, by_form)
        return best

    def _overlaps(self, content: str, terms: Iterable[str]) -> NDArray[np.float64]:
        tokens = {*content_tokens(content), *(f"§{term}" for term in terms)}
        total = sum(map(self.weight, tokens))
        shared = np.zeros(len(self._owners))
        for token in tokens:
            if (rows := self._postings.get(token)) is not None:
                shared[rows] += self.weight(token)
        return self._best_by_fact(2 * shared / (total + self._form_weights + 1e-9))

    def coverage(self, question: Question, number: int) -> tuple[float, tuple[str, ...]]:
        """How much of the question's content a fact's surroundings speak of, and the spans they do not."""
        body = self._body_tokens[number]
        total = covered = 0.0
        is_kind = self.facts[number].kind in question.kinds
        asked = (question.bare if is_kind else question.claimless) or question.content
        content = self._light.sub(" ", asked).strip() or asked
        for token in set(content_tokens(content)):
            is_own_figure = token[0].isdigit() and token not in body
            is_no_word = token not in self._idf and not _FUNCTION.isdisjoint(token)
            if is_own_figure or is_no_word:
                continue
            weight = self.weight(token)
            total += weight
            covered += weight if token in body else 0.0
        spans = telling(uncovered_spans(asked, body), self._light)
        return (covered / total if total else 0.0), spans


def telling(spans: Iterable[str], light: re.Pattern[str]) -> tuple[str, ...]:
    """What is left of spans when everyday words are taken out, single characters left aside."""
    left = (piece for span in spans for piece in light.sub(" ", span).split())
    return tuple(dict.fromkeys(piece for piece in left if len(piece) > 1 and not piece[0].isdigit()))


def uncovered_spans(content: str, body: frozenset[str]) -> tuple[str, ...]:
    """Runs of content none of whose character pairs stand in body; numbers and words count whole."""
    spans: list[str] = []
    for run in _RUN.findall(content):
        if not _HAN.match(run):
            if run not in body:
                spans.append(run)
            continue
        if len(run) == 1:
            if run not in body:
                spans.append(run)
            continue
        known = [False] * len(run)
        for i in range(len(run) - 1):
            if run[i : i + 2] in body:
                known[i] = known[i + 1] = True
        spans += _false_runs(run, known)
    return tuple(dict.fromkeys(spans))


def _false_runs(run: str, known: Sequence[bool]) -> list[str]:
    found, start = [], None
    for i, is_known in enumerate([*known, True]):
        if not is_known and start is None:
            start = i
        elif is_known and start is not None:
            found.append(run[start:i])
            start = None
    return found


_KIN: Mapping[FactKind, frozenset[FactKind]] = {
    FactKind.LEAD: frozenset({FactKind.DECIDER, FactKind.DUTY}),
    FactKind.DECIDER: frozenset({FactKind.LEAD, FactKind.DUTY, FactKind.PROCEDURE}),
    FactKind.COOPERATE: frozenset({FactKind.LEAD, FactKind.LIST}),
    FactKind.DEADLINE: frozenset({FactKind.META, FactKind.EVENT}),
    FactKind.PROCEDURE: frozenset({FactKind.CONDITION, FactKind.DUTY, FactKind.CONSEQUENCE}),
    FactKind.CONDITION: frozenset({FactKind.PROCEDURE, FactKind.DUTY, FactKind.PROHIBITION, FactKind.LIST}),
    FactKind.CONSEQUENCE: frozenset({FactKind.PROHIBITION, FactKind.PURPOSE}),
    FactKind.PROHIBITION: frozenset({FactKind.CONDITION, FactKind.CONSEQUENCE, FactKind.DUTY}),
    FactKind.QUANTITY: frozenset({FactKind.LIST, FactKind.EVENT, FactKind.EXAMPLE}),
    FactKind.LIST: frozenset({FactKind.QUANTITY, FactKind.EXAMPLE, FactKind.PROCEDURE, FactKind.DUTY}),
    FactKind.DEFINITION: frozenset({FactKind.PURPOSE, FactKind.DUTY, FactKind.LIST, FactKind.PROCEDURE}),
    FactKind.PURPOSE: frozenset({FactKind.DEFINITION, FactKind.CONSEQUENCE}),
    FactKind.META: frozenset({FactKind.DEADLINE, FactKind.EVENT}),
    FactKind.EXAMPLE: frozenset({FactKind.LIST, FactKind.EVENT, FactKind.QUANTITY}),
    FactKind.DIFFERENCE: frozenset(),
}


def kind_affinity(asked: frozenset[FactKind], kind: FactKind) -> float:
    """1 when kind is what was asked, 0.5 when akin or nothing was said, 0 when something else was asked."""
    if not asked or kind in asked:
        return 1.0 if kind in asked else 0.5
    if kind is FactKind.OPEN_POINT:
        return 0.6
    return 0.5 if any(kind in _KIN.get(other, ()) for other in asked) else 0.0
