"""Several things asked in one sentence: answer each stretch between the commas, in order. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from retrieval.cues import KIND_CUES
from retrieval.knowledge import Knowledge
from retrieval.matching import FactHit
from retrieval.question import Question
from retrieval.ranking import rank_facts
from retrieval.selection import accepted, repeats
from retrieval.types import Fact, FactKind

_BREAK = re.compile(
    r"[,，。；;]|(?<!\d)、|、(?!\d)|以及|还有|并且|同时|第[一二三四](?=[,，、能])|[和跟与](?=.{2,10}(?:多少|几个|几家|谁|哪|什么时候))"
)
_EACH = re.compile(r"分别|各自|各(?!地|区|县|家|级|市)|都(?=是?(?:谁|哪|什么))")
_COUNTED = re.compile(r"^(?:[一二两三四五六]|\d)(?:件事|项|个)")
_COUNTED_BEFORE = re.compile(r"(?:这)?(?:[两三四五六]|\d)(?:件事|项|个|块|样)?$|^(?:请问|问下)")
_QUOTED = re.compile(r"“[^”]*”")
_LISTED = re.compile(r"(?<!\d)、|、(?!\d)")
_MAX_ITEM = 10
_MAX_SEGMENTS = 5
_MAX_FACTS = 4
_MIN_SEGMENT_SIMILARITY = 0.36
_SAME_CLAUSE_SIMILARITY = 0.30
_SURE_OPEN = 0.7  # an open point beside facts: asked for in about these words
_MIN_CHARS = 2


def with_segments(
    question: Question, chosen: Sequence[FactHit], knowledge: Knowledge, as_of: date
) -> tuple[FactHit, ...]:
    """The chosen facts with those that answer the other stretches of the question."""
    segments = asking_segments(question.canonical)
    if len(segments) < 2:
        segments = topic_segments(question)
    if len(segments) < 2 or question.is_comparison:
        return tuple(chosen)
    best = chosen[0]
    found: list[FactHit] = []
    for segment in segments:
        hit = _best_for(segment, question, best, knowledge, as_of)
        if hit is not None and not any(_is_said(hit.fact, other.fact) for other in found):
            found.append(hit)
    if len(found) < 2 and (not found or found[0].fact is best.fact):
        return tuple(chosen)
    if all(best.fact is not hit.fact for hit in found):
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
        if len(piece) >= _MIN_CHARS and any(cue.search(piece) for _, cue in KIND_CUES)
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


def _best_for(
    segment: str, question: Question, best: FactHit, knowledge: Knowledge, as_of: date
) -> FactHit | None:
    own = knowledge.analyst.analyse(segment)
    places = "".join(place for place in question.places if place not in own.places)
    lead = "" if own.topics else best.fact.subject
    years = "".join(f"{year}年" for year in question.years if year not in own.years)
    asked = knowledge.analyst.analyse(f"{places}{years}{lead}{segment}")
    context = frozenset({str(best.fact.ref)})
    hits = rank_facts(asked, knowledge, as_of=as_of, context=context)
    if not own.topics and (near := _same_clause(hits, best, own)) is not None:
        return near
    for hit in sorted(hits[:3], key=lambda hit: hit.fact.kind not in own.kinds):
        same_document = hit.fact.ref.doc_id == best.fact.ref.doc_id
        is_near = same_document or bool(own.topics) or bool(own.places)
        is_open = hit.fact.kind is FactKind.OPEN_POINT and best.fact.kind is not FactKind.OPEN_POINT
        close = hit.similarity >= (_SURE_OPEN if is_open else _MIN_SEGMENT_SIMILARITY)
        if accepted(hit) and is_near and close:
            return hit
    return None


def _same_clause(hits: Sequence[FactHit], best: FactHit, asked: Question) -> FactHit | None:
    """What the clause just quoted says further on a stretch that names no topic of its own."""
    for hit in hits[:8]:
        fits = hit.fact.ref == best.fact.ref and hit.fact is not best.fact and not hit.conflicts
        is_kind = hit.fact.kind in asked.kinds and hit.fact.kind is not FactKind.OPEN_POINT
        if fits and is_kind and hit.similarity >= _SAME_CLAUSE_SIMILARITY:
            return hit
    return None
