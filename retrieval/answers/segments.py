"""Several things asked in one sentence: answer each stretch between the commas, in order. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.ranking import Before, rank_facts
from retrieval.facts.redundancy import repeats
from retrieval.facts.selection import accepted
from retrieval.questions.cues import KIND_CUES
from retrieval.questions.question import Question
from retrieval.types import Fact, FactKind

_BREAK = re.compile(
    r"[,，。；;]|(?<!\d)、|、(?!\d)|以及|还有|并且|同时|第[一二三四](?=[,，、能])|[和跟与](?=.{2,10}(?:多少|几个|几家|谁|哪|什么时候))"
)
_EACH = re.compile(r"分别|各自|各(?!地|区|县|家|级|市)|都(?=是?(?:谁|哪|什么))")
_COUNTED_NOUN = re.compile(r"(?:几|多少)[个家项名支条次]?([一-鿿])")
_COUNTED = re.compile(r"^(?:[一二两三四五六]|\d)(?:件事|项|个)")
_COUNTED_BEFORE = re.compile(r"(?:这)?(?:[两三四五六]|\d)(?:件事|项|个|块|样)?$|^(?:请问|问下)")
_QUOTED = re.compile(r"“[^”]*”")
_LISTED = re.compile(r"(?<!\d)、|、(?!\d)")
_ASKS = re.compile(r"什么|啥|谁|哪|几[个家项次]|多少|怎么|如何")
_MAX_ITEM = 10
_MAX_SEGMENTS = 5
_MAX_FACTS = 4
_MIN_SEGMENT_SIMILARITY = 0.36
_SAME_CLAUSE_SIMILARITY = 0.30
_SURE_BEST = 0.7  # the best fact is said even where every stretch has another of its own
_ANSWERS_ALL = 0.9  # the whole question has about the words by which the best fact is asked for
_SURE_ALONE = 0.6  # a stretch without a topic of its own, asked by itself
_AS_WELL = 0.10  # in score, by which what was said may be behind the first
_NEAR_TOP = 0.15  # in score, by which a fact of the kind asked may be behind the first
_COVERS = 0.8  # so near is the best fact that a stretch it is first for is answered by it
_SURE_OPEN = 0.8  # an open point beside facts: asked for in about these words
_MIN_CHARS = 2


def with_segments(
    question: Question, chosen: Sequence[FactHit], knowledge: Knowledge, as_of: date
) -> tuple[FactHit, ...]:
    """The chosen facts with those that answer the other stretches of the question."""
    if chosen[0].similarity >= _ANSWERS_ALL and len(chosen) < 2:
        return tuple(chosen)
    segments = asking_segments(question.canonical)
    listed = () if len(segments) > 1 else topic_segments(question)
    segments = listed or segments
    if len(segments) < 2 or question.is_comparison:
        return tuple(chosen)
    best = chosen[0]
    found: list[FactHit] = []
    for segment in segments:
        lead = "" if listed else best.fact.subject
        stretch = _Stretch(segment, lead, tuple({id(h.fact) for h in (best, *found)}))
        hit = _best_for(stretch, question, best, knowledge, as_of)
        if hit is not None and not any(_is_said(hit.fact, other.fact) for other in found):
            found.append(hit)
    if len(found) < 2 and (not found or found[0].fact is best.fact):
        return tuple(chosen)
    answered = len(found) == len(segments) and best.similarity < _SURE_BEST
    if not answered and all(best.fact is not hit.fact for hit in found):
        found.insert(0, best)
    return tuple(found[:_MAX_FACTS])


def _is_said(fact: Fact, said: Fact) -> bool:
    return fact is said or repeats(fact, said)


def asking_segments(canonical: str) -> tuple[str, ...]:
    """The stretches of a question that ask something themselves, in order."""
    joined = _QUOTED.sub(lambda quoted: _BREAK.sub("", quoted[0]), canonical)
    pieces = (piece.strip() for piece in _BREAK.split(joined))
    asking = [
        piece
        for piece in pieces
        if len(piece) >= _MIN_CHARS
        and (_ASKS.search(piece) or any(cue.search(piece) for _, cue in KIND_CUES))
    ]
    return tuple(asking[:_MAX_SEGMENTS])


def topic_segments(question: Question) -> tuple[str, ...]:
    """One question for each topic of 用地、能耗分别是谁牵头; empty where that is not the form."""
    each = _EACH.search(question.canonical)
    if each is None:
        return ()
    listed = [_COUNTED_BEFORE.sub("", p) for p in _LISTED.split(question.canonical[: each.start()])]
    is_list = len(listed) > 1 and all(_MIN_CHARS <= len(item) <= _MAX_ITEM for item in listed)
    topics = tuple(listed) if is_list else question.topics
    if len(topics) < 2:
        return ()
    asked = _COUNTED.sub("", question.canonical[each.end() :]).lstrip("是由的")
    if any(topic in asked for topic in topics) or not asked:
        return ()
    return tuple(f"{topic}{asked}" for topic in topics[:_MAX_SEGMENTS])


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a question, the topic it leans on where it names none, the facts said so far."""

    text: str
    lead: str
    said: tuple[int, ...]  # by identity


def _best_for(
    stretch: _Stretch, question: Question, best: FactHit, knowledge: Knowledge, as_of: date
) -> FactHit | None:
    segment = stretch.text
    own = knowledge.analyst.analyse(segment)
    start = question.canonical.find(segment)
    named = [p for p in question.places if question.canonical.find(p) <= max(start, 0)]
    places = "".join(place for place in named if not own.places)
    years = "".join(f"{year}年" for year in question.years if year not in own.years)
    before = Before(frozenset({str(best.fact.ref)}))

    def ranked(lead: str) -> Sequence[FactHit]:
        asked = knowledge.analyst.analyse(f"{places}{years}{lead}{segment}")
        return rank_facts(asked, knowledge, as_of=as_of, before=before)

    hits = ranked("" if own.topics else stretch.lead)
    if best.similarity >= _COVERS and hits and hits[0].fact is best.fact:
        return hits[0]
    if not own.topics and (said := _is_answered(stretch, hits, own)) is not None:
        return said
    if not own.topics and (alone := _sure_alone(ranked(""), hits)) is not None:
        return alone
    if not own.topics and (near := _same_clause(hits, best, own)) is not None:
        return near
    near_top = [hit for hit in hits[:3] if hits[0].score - hit.score <= _NEAR_TOP]
    for hit in sorted(near_top, key=lambda hit: hit.fact.kind not in own.kinds):
        same_document = hit.fact.ref.doc_id == best.fact.ref.doc_id
        is_near = same_document or bool(own.topics) or bool(own.places)
        is_open = hit.fact.kind is FactKind.OPEN_POINT and best.fact.kind is not FactKind.OPEN_POINT
        close = hit.similarity >= (_SURE_OPEN if is_open else _MIN_SEGMENT_SIMILARITY)
        if accepted(hit) and is_near and close:
            return hit
    return None


def _is_answered(stretch: _Stretch, hits: Sequence[FactHit], asked: Question) -> FactHit | None:
    """The fact said before that answers a stretch about as well as the first one does."""
    for hit in hits[:3]:
        is_near = hits[0].score - hit.score <= _AS_WELL and hit.fact.kind in asked.kinds
        counted = _COUNTED_NOUN.search(stretch.text)
        says = counted is None or counted[1] in hit.fact.text
        if id(hit.fact) in stretch.said and is_near and says and accepted(hit):
            return hit if not hit.uncovered else None
    return None


def _sure_alone(alone: Sequence[FactHit], led: Sequence[FactHit]) -> FactHit | None:
    """What answers a stretch by itself, where it fits at least as well as with what was before."""
    best = next((hit for hit in alone[:1] if accepted(hit)), None)
    rival = max((hit.similarity for hit in led[:1]), default=0.0)
    return best if best is not None and best.similarity >= max(_SURE_ALONE, rival) else None


def _same_clause(hits: Sequence[FactHit], best: FactHit, asked: Question) -> FactHit | None:
    """What the clause just quoted says further on a stretch that names no topic of its own."""
    for hit in hits[:8]:
        fits = hit.fact.ref == best.fact.ref and hit.fact is not best.fact and not hit.conflicts
        is_kind = hit.fact.kind in asked.kinds and hit.fact.kind is not FactKind.OPEN_POINT
        if fits and is_kind and hit.similarity >= _SAME_CLAUSE_SIMILARITY:
            return hit
    return None
