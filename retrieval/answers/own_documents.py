"""Fill what an understood text leaves open from the other texts of the library. Pure.

An open point knows many wordings of one question; what they share says what it is about. A clause
of a text without facts (the bureau's own rules, taken in as files) that speaks of that, and says
the kind of thing asked for, answers it; that the first text is silent is still said.
Does not: fill from another place's text, or from one that does not count on the day.
"""

import math
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from retrieval.answers import wording
from retrieval.answers.composing import Bound, Reply, fact_citations
from retrieval.answers.evidence import (
    Passage,
    choose_spans,
    content_weights,
    is_front,
    select_passage,
    share_of_question,
    speaks_of_kind,
)
from retrieval.answers.fact_replies import reply_with_facts
from retrieval.answers.passages import reply_with_passage
from retrieval.answers.telling_words import named_terms, telling_words
from retrieval.facts.knowledge import ClauseHit, Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.ranking import says_kind_asked
from retrieval.language.lexicon import squeeze
from retrieval.language.sentences import sentences
from retrieval.questions.question import Question
from retrieval.types import AuthorityTier, Fact, FactKind

_SEARCHED = 60
_MIN_SHARE = 0.6  # of the weight of the open point's most telling word
_MIN_OF_QUESTION = 0.12  # unless it says all of it, or the kind of thing asked for
_OUTRIGHT = 0.85
_OF_KIND = 0.6
_ABOUT_AS_GOOD = 0.9
_MOST = 2

_OF_KIND_EASE = 0.5  # words enough of a clause that has what such rules say: 五个工作日内


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for, with weights.

    telling: the open point's words; rare: the same, less where many clauses have them;
    asked: those of them that the question uses; content: of the question;
    defining: how a rule says what the open point's subject is.
    """

    telling: Mapping[str, float]
    rare: Mapping[str, float]
    asked: Mapping[str, float]
    content: Mapping[str, float]
    defining: re.Pattern[str]

    @property
    def most(self) -> float:
        """The weight of the most telling word."""
        return max(self.telling.values(), default=math.inf)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A passage and how well it says what is looked for."""

    passage: Passage
    weight: float


def reply_from_own_documents(
    question: Question, chosen: Sequence[FactHit], knowledge: Knowledge, as_of: date
) -> Reply | None:
    """The reply when a text without facts fills an open point among the chosen facts.

    chosen: the facts that would answer; those that are no open points are said after.
    """
    for hit in chosen:
        if hit.fact.kind is not FactKind.OPEN_POINT:
            continue
        if (passage := _said_outright(question, knowledge, as_of)) is not None:
            return _reply(question, hit, (passage,), chosen, knowledge)
        if passages := fill_open_point(question, hit.fact, knowledge, as_of):
            return _reply(question, hit, passages, chosen, knowledge)
    return None


def _said_outright(question: Question, knowledge: Knowledge, as_of: date) -> Passage | None:
    """The passage of the place's own text that speaks of nearly all that the question does."""
    hits = [
        hit
        for hit in knowledge.texts.search(question.text, as_of, _SEARCHED)
        if _is_own(question, hit, knowledge)
        and (hit.meta.place or hit.meta.tier is AuthorityTier.PRESS)
        and says_kind_asked(question, hit.clause.text)
    ]
    passage = select_passage(question, hits, knowledge)
    return passage if passage is not None and passage.coverage >= _OUTRIGHT else None


def _reply(
    question: Question,
    hit: FactHit,
    passages: Sequence[Passage],
    chosen: Sequence[FactHit],
    knowledge: Knowledge,
) -> Reply:
    filled = [reply_with_passage(passage, knowledge) for passage in passages]
    left = [other for other in chosen if other.fact.kind is not FactKind.OPEN_POINT]
    more = reply_with_facts(question, left, knowledge) if left else None
    said = [bound for reply in filled for bound in reply.bound]
    is_same_matter = not hit.conflicts and _is_same_matter(hit.fact, passages[0], knowledge)
    silence = _silence(hit.fact, knowledge) if is_same_matter else ()
    bound = (*said, *silence, *(more.bound if more else ()))
    return replace(filled[0], bound=bound, topic=hit.fact.subject)


def _is_same_matter(fact: Fact, passage: Passage, knowledge: Knowledge) -> bool:
    """Whether the passage's text is a rule on the mechanism that the open point is about."""
    said = f"{passage.meta.title} {passage.clause.text}"
    about = named_terms(f"{fact.subject} {fact.text}", knowledge, {"mechanism"})
    return not about.isdisjoint(named_terms(said, knowledge, {"mechanism"}))


def _silence(fact: Fact, knowledge: Knowledge) -> tuple[Bound, ...]:
    """That the text which was asked first does not say it itself."""
    meta = knowledge.metas[fact.ref.doc_id]
    said = wording.SILENT_ITSELF.format(title=meta.number or f"《{meta.title.strip('《》')}》")
    return (Bound(said, fact_citations(fact, knowledge)[:1]),)


def fill_open_point(
    question: Question, fact: Fact, knowledge: Knowledge, as_of: date
) -> tuple[Passage, ...]:
    """The passages of one text without facts that say what an open point misses, in its order.

    The best one, and one more of the same text that is about as good; none where none will do.
    """
    telling = telling_words(fact, knowledge)
    about = named_terms(f"{question.text} {fact.subject}", knowledge, {"mechanism"})
    hits = [
        clause
        for clause in knowledge.texts.search(f"{question.text} {fact.subject}", as_of, _SEARCHED)
        if _may_fill(question, about, clause, knowledge)
    ]
    sought = _Sought(
        telling,
        _rarity(telling, hits),
        {word: weight for word, weight in telling.items() if word in question.canonical},
        content_weights(question, knowledge),
        re.compile(rf"(?:认定|视|称|属|定义).{{0,3}}{re.escape(squeeze(fact.subject))}"),
    )
    found = [filled for hit in hits if (filled := _fill(question, sought, hit)) is not None]
    found.sort(key=lambda filled: -filled.weight)
    if not found:
        return ()
    best = found[0]
    near = [
        filled.passage
        for filled in found
        if filled.weight >= _ABOUT_AS_GOOD * best.weight
        and filled.passage.meta == best.passage.meta
    ]
    order = [clause.ref for clause in knowledge.texts.clauses(best.passage.meta)]
    return tuple(sorted(near[:_MOST], key=lambda passage: order.index(passage.clause.ref)))


def _may_fill(question: Question, about: Set[str], hit: ClauseHit, knowledge: Knowledge) -> bool:
    """Whether a clause may answer here and speaks of the same matter."""
    if not _is_own(question, hit, knowledge):
        return False
    around = f"{hit.meta.title} {hit.clause.heading} {hit.clause.text}"
    named = named_terms(around, knowledge, {"mechanism"})
    return any(term in other or other in term for term in about for other in named)


def _is_own(question: Question, hit: ClauseHit, knowledge: Knowledge) -> bool:
    """Whether a clause is of a text without facts, of the place asked of."""
    if hit.meta.doc_id in knowledge.metas or is_front(hit, knowledge):
        return False
    place = hit.clause.place or hit.meta.place
    asked = question.places or (knowledge.gazetteer.home,)
    return not place or any(name in place or place in name for name in asked)


def _fill(question: Question, sought: _Sought, hit: ClauseHit) -> _Filled | None:
    clause = hit.original or hit.clause
    if not clause.text or not says_kind_asked(question, clause.text):
        return None
    said = f"{clause.title} {clause.text}"
    told = (_weight_in(said, sought.telling) + _weight_in(said, sought.asked)) / sought.most
    is_of_kind = bool(
        speaks_of_kind(question, clause.text) or sought.defining.search(squeeze(said))
    )
    if told < _MIN_SHARE * (_OF_KIND_EASE if is_of_kind else 1.0):
        return None
    spans = [(_weight_in(span.text, sought.telling), span) for span in sentences(clause.text)]
    best = max((weight for weight, _ in spans), default=0.0)
    share = share_of_question(sought.content, (clause.title, clause.text))
    passage = Passage(clause, hit.meta, choose_spans(spans, best, clause), share)
    if share < _MIN_OF_QUESTION and told < 1.0 and not is_of_kind:
        return None
    rank = min(_weight_in(said, sought.rare) / sought.most, 1.0)
    return _Filled(passage, rank + share + (_OF_KIND if is_of_kind else 0.0))


def _rarity(telling: Mapping[str, float], hits: Sequence[ClauseHit]) -> Mapping[str, float]:
    """Words weighed down by how many of the clauses have them: 工作日 stands in most rules."""
    texts = [squeeze((hit.original or hit.clause).text) for hit in hits]
    most = math.log(len(texts) + 2)
    return {
        word: weight * math.log((len(texts) + 2) / (sum(word in text for text in texts) + 1)) / most
        for word, weight in telling.items()
    }


def _weight_in(text: str, telling: Mapping[str, float]) -> float:
    squeezed = squeeze(text)
    return sum(weight for word, weight in telling.items() if word in squeezed)
