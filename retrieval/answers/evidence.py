"""Choose the sentences of found clauses that answer a question, if they suffice. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.answers.spoken import ASKING, spoken_share
from retrieval.facts.knowledge import ClauseHit, Knowledge
from retrieval.language.content import content_tokens
from retrieval.language.lexicon import squeeze
from retrieval.language.sentences import Span, sentences
from retrieval.questions.question import Question
from retrieval.types import Clause, DocumentMeta, FactKind, Origin

_FRONT = "preamble"
_CLAUSE_COVERAGE = 0.62  # of the question's content, by heading and text together
_SENTENCE_COVERAGE = 0.34
_DIGEST_MARGIN = 0.14  # digests have facts; their prose answers only when it fits better still
_SURE_COVERAGE = 0.8
_MAX_SENTENCES = 3
_MAX_LIST_ITEMS = 8
_WHOLE_CLAUSE_CHARS = 320  # an article of a law is read whole
_KIND_BONUS = 0.08
_KIND_WORDS = (
    (FactKind.CONSEQUENCE, re.compile(r"罚款|处罚|责令|没收|吊销|追究|责任|收归|取消|赔偿")),
    (FactKind.DEADLINE, re.compile(r"日内|年内|[\d一二三四五六七八九十]+个?(?:工作)?[日月年]")),
    (FactKind.DEFINITION, re.compile(r"是指|所称|指的是|认定为|视为|下列|本(?:法|条例|办法)所")),
    (FactKind.LEAD, re.compile(r"负责|主管|牵头")),
    (FactKind.DECIDER, re.compile(r"批准|决定|审批|审查|备案")),
    (FactKind.CONDITION, re.compile(r"条件|应当符合|具备|下列|认定为")),
    (FactKind.PROHIBITION, re.compile(r"不得|禁止|不准|可以")),
)  # fmt: skip
_DAYS_ASKED = re.compile(r"(?:几|多少)个?(?:工作)?(?:天|日)")
_DAYS = re.compile(r"工作日|[\d一二三四五六七八九十]+(?:天|日)内")
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


def is_front(hit: ClauseHit, knowledge: Knowledge) -> bool:
    """Whether a clause is what stands before the first heading: titles, addressees, signatures.

    In a text without headings it is all there is, and no front.
    """
    is_first = hit.clause.ref.clause == _FRONT
    return is_first and len(knowledge.texts.clauses(hit.meta)) > 1


def select_passage(
    question: Question, hits: Sequence[ClauseHit], knowledge: Knowledge
) -> Passage | None:
    """The passage that covers the question best, or None when none covers it well enough.

    Of passages that cover it about as well, one that says the kind of thing asked for wins.
    """
    weights = content_weights(question, knowledge)
    passages = [p for hit in hits if (p := _passage(question, hit, knowledge, weights))]
    return max(passages, key=lambda passage: _rank(passage, question), default=None)


def _rank(passage: Passage, question: Question) -> float:
    text = passage.clause.text
    in_days = _DAYS_ASKED.search(question.canonical) and _DAYS.search(text)
    speaks = speaks_of_kind(question, text)
    return passage.coverage + _KIND_BONUS * (bool(speaks) + bool(in_days))


def speaks_of_kind(question: Question, text: str) -> bool:
    """Whether a text has the words by which rules say the kind of thing asked for."""
    return any(kind in question.kinds and words.search(text) for kind, words in _KIND_WORDS)


def share_of_question(weights: Mapping[str, float], texts: Sequence[str]) -> float:
    """How much of a question's content (`content_weights`) some texts speak of: 0..1."""
    return _share(weights, _tokens(" ".join(texts)), sum(weights.values()) or 1.0)


def _passage(
    question: Question, hit: ClauseHit, knowledge: Knowledge, weights: Mapping[str, float]
) -> Passage | None:
    clause = hit.original or hit.clause
    headings = " ".join((clause.heading, hit.meta.title, *clause.parents))
    around = _tokens(headings)
    total = sum(weights.values()) or 1.0
    coverage = _share(weights, around | _tokens(clause.text), total)
    if hit.clause.origin is not Origin.DIGEST:
        spoken = spoken_share(question, f"{headings} {clause.text}", knowledge)
        coverage = max(coverage, spoken)
    floor = _CLAUSE_COVERAGE + (_DIGEST_MARGIN if hit.clause.origin is Origin.DIGEST else 0.0)
    if coverage < floor or _lacks_place_or_year(question, clause, hit.meta, knowledge):
        return None
    scored = [
        (
            max(
                _share(weights, _tokens(span.text), total),
                spoken_share(question, span.text, knowledge),
            ),
            span,
        )
        for span in sentences(clause.text)
    ]
    if not scored:
        return None  # a bare heading says nothing
    best = max(score for score, _ in scored)
    if best < _SENTENCE_COVERAGE and coverage < _SURE_COVERAGE:
        return None
    return Passage(clause, hit.meta, choose_spans(scored, best, clause), coverage)


def _share(weights: Mapping[str, float], held: set[str], total: float) -> float:
    return sum(weights[token] for token in weights.keys() & held) / total


def choose_spans(
    scored: Sequence[tuple[float, Span]], best: float, clause: Clause
) -> tuple[Span, ...]:
    """All of a short article, else its best sentences, a list with its colon, in order."""
    if len(clause.text) <= _WHOLE_CLAUSE_CHARS and clause.ref.clause != _FRONT:
        return tuple(span for _, span in scored)
    good = sorted(scored, key=lambda pair: -pair[0])[:_MAX_SENTENCES]
    kept = {span for score, span in good if score >= 0.6 * best}
    spans = [span for _, span in scored]
    for number, span in enumerate(spans):
        if span in kept and span.text.endswith(("：", ":")):
            kept.update(spans[number + 1 : number + 1 + _MAX_LIST_ITEMS])
    return tuple(span for span in spans if span in kept)


def content_weights(question: Question, knowledge: Knowledge) -> dict[str, float]:
    """The question's content tokens with their weight; words that fit any document weigh little."""
    content = ASKING.sub(" ", question.content)
    light = set(content_tokens(" ".join(_LIGHT.findall(content))))
    return {
        token: knowledge.index.weight(token) * (0.3 if token in light else 1.0)
        for token in dict.fromkeys(content_tokens(content))
        if knowledge.index.is_word(token)
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
