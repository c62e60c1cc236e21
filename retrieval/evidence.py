"""Choose the sentences of found clauses that answer a question, if they suffice. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.knowledge import ClauseHit, Knowledge
from retrieval.lexicon import squeeze
from retrieval.matching import content_tokens
from retrieval.question import Question
from retrieval.sentences import Span, sentences
from retrieval.types import Clause, DocumentMeta, Origin

_CLAUSE_COVERAGE = 0.62  # of the question's content, by heading and text together
_SENTENCE_COVERAGE = 0.34
_DIGEST_MARGIN = 0.14  # digests have facts; their prose answers only when it fits better still
_MAX_SENTENCES = 3
_LIGHT = re.compile(
    r"(?:规定|要求|内容|情况|方面|有关|相关|工作|文件|制度|政策|具体|应当|应该|可以|需要)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of one clause that answer, in text order.

    coverage: 0..1 of the question's content.
    """

    clause: Clause
    meta: DocumentMeta
    spans: tuple[Span, ...]
    coverage: float


def select_passage(
    question: Question, hits: Sequence[ClauseHit], knowledge: Knowledge
) -> Passage | None:
    """The passage that covers the question best, or None when none covers it well enough."""
    passages = [passage for hit in hits if (passage := _passage(question, hit, knowledge))]
    return max(passages, key=lambda passage: passage.coverage, default=None)


def _passage(question: Question, hit: ClauseHit, knowledge: Knowledge) -> Passage | None:
    clause = hit.original or hit.clause
    weights = content_weights(question, knowledge)
    around = {
        *_tokens(clause.heading),
        *_tokens(hit.meta.title),
        *_tokens(" ".join(clause.parents)),
    }
    covered = weights.keys() & (around | _tokens(clause.text))
    total = sum(weights.values()) or 1.0
    coverage = sum(weights[token] for token in covered) / total
    floor = _CLAUSE_COVERAGE + (_DIGEST_MARGIN if hit.clause.origin is Origin.DIGEST else 0.0)
    if coverage < floor or _lacks_place_or_year(question, clause, hit.meta, knowledge):
        return None
    scored = [
        (
            sum(weights.get(token, 0.0) for token in weights.keys() & _tokens(span.text)) / total,
            span,
        )
        for span in sentences(clause.text)
    ]
    best = max((score for score, _ in scored), default=0.0)
    if best < _SENTENCE_COVERAGE and coverage < 0.8:
        return None
    chosen = sorted(
        sorted(scored, key=lambda pair: -pair[0])[:_MAX_SENTENCES], key=lambda pair: pair[1].start
    )
    spans = tuple(span for score, span in chosen if score >= 0.6 * best)
    return Passage(clause, hit.meta, spans, coverage)


def content_weights(question: Question, knowledge: Knowledge) -> dict[str, float]:
    """The question's content tokens with their weight; words that fit any document weigh little."""
    content = question.content
    light = set(content_tokens(" ".join(_LIGHT.findall(content))))
    return {
        token: knowledge.index.weight(token) * (0.3 if token in light else 1.0)
        for token in set(content_tokens(content))
    }


def _tokens(text: str) -> set[str]:
    return set(content_tokens(squeeze(text)))


def _lacks_place_or_year(
    question: Question, clause: Clause, meta: DocumentMeta, knowledge: Knowledge
) -> bool:
    around = squeeze(f"{clause.text}{clause.heading}{meta.title}{meta.place}{clause.place}")
    dates = {day.year for day in (meta.effective_from, meta.published) if day}
    if any(str(year) not in around and year not in dates for year in question.years):
        return True
    local = {knowledge.gazetteer.home, *knowledge.gazetteer.home_districts}
    return any(place not in around and place not in local for place in question.places)
