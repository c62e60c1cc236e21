"""Turn the chosen facts into a reply: presupposition, facts, sums and differences. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers import wording
from retrieval.answers.arithmetic import work_out
from retrieval.answers.composing import Bound, Reply, bind_fact, fact_citations
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.redundancy import adds_nothing, distinct
from retrieval.questions.presupposition import WHO, Stance, find_stance, unnamed_member
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, FactKind

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def reply_with_facts(
    question: Question, hits: Sequence[FactHit], knowledge: Knowledge
) -> Reply | None:
    """The reply the facts give; None when no sentence of theirs is borne out by its clause."""
    bound: list[Bound] = []
    missing: list[str] = []
    statuses: set[AnswerStatus] = set()
    for hit in distinct(_gainsaying_first(question, hits, knowledge)):
        fact = hit.fact
        sentences = _unsaid(bind_fact(fact, knowledge), bound)
        if not sentences:
            continue
        stance = find_stance(question, fact, knowledge.lexicon)
        if stance is not Stance.SPEAKS_FOR_ITSELF and not bound:
            opening = wording.YES if stance is Stance.CONFIRMS else wording.NO
            sentences = (replace(sentences[0], text=opening + sentences[0].text), *sentences[1:])
        if not bound and (member := unnamed_member(question, fact)):
            bound.append(Bound(wording.NOT_NAMED.format(member=member)))
        worked_out = work_out(question, fact)
        if worked_out is not None and not _gives_result(fact.text, worked_out):
            sentences = (*sentences, Bound(worked_out, sentences[0].citations))
        bound += sentences
        if fact.kind is FactKind.OPEN_POINT:
            missing.append(fact.subject)
            statuses.add(AnswerStatus.REFUSED)
        else:
            statuses.add(AnswerStatus.ANSWERED)
    if not bound:
        return None
    bound += _differences(question, hits, knowledge)
    status = statuses.pop() if len(statuses) == 1 else AnswerStatus.PARTLY
    main = hits[0].fact
    nearest = fact_citations(main, knowledge) if status is AnswerStatus.REFUSED else ()
    return Reply(
        status,
        tuple(bound),
        nearest=nearest,
        missing=tuple(missing),
        context=frozenset(str(hit.fact.ref) for hit in hits),
        facts=frozenset(hit.fact.id for hit in hits),
        topic=main.subject,
        values=main.value,
    )


def _gives_result(text: str, worked_out: str) -> bool:
    """Whether a fact states what was worked out, to more digits: 16.93% of 16.9%."""
    *_, result = (*_FIGURE.findall(worked_out), "")
    return "." in result and any(each.startswith(result) for each in _FIGURE.findall(text))


def _unsaid(sentences: Sequence[Bound], said: Sequence[Bound]) -> tuple[Bound, ...]:
    """The sentences of a fact; after the first, only those that say something new."""
    ground = "".join(bound.text for bound in said)
    first, rest = sentences[:1], sentences[1:]
    return (*first, *(bound for bound in rest if not adds_nothing(bound.text, ground)))


def _gainsaying_first(
    question: Question, hits: Sequence[FactHit], knowledge: Knowledge
) -> list[FactHit]:
    """The facts in order, but first who it really is where the question names somebody else."""
    if not question.is_polar or not question.departments:
        return list(hits)
    corrects = [
        hit.fact.kind in WHO
        and find_stance(question, hit.fact, knowledge.lexicon) is Stance.CORRECTS
        for hit in hits
    ]
    order = sorted(range(len(hits)), key=lambda number: not corrects[number])
    return [hits[number] for number in order]


def _differences(question: Question, hits: Sequence[FactHit], knowledge: Knowledge) -> list[Bound]:
    """Say where texts differ on just what was answered (body and annex, press and regulation)."""
    asked = {FactKind.LEAD, FactKind.COOPERATE, FactKind.DECIDER, FactKind.CONSEQUENCE}
    if not asked & {hit.fact.kind for hit in hits} or question.is_comparison:
        return []
    shown = {hit.fact.id for hit in hits}
    found: list[Bound] = []
    for related in dict.fromkeys(r for hit in hits[:1] for r in hit.fact.related):
        fact = knowledge.facts_by_id.get(related)
        if fact is None or fact.kind is not FactKind.DIFFERENCE or fact.id in shown:
            continue
        if fact.subject == hits[0].fact.subject:
            found += bind_fact(fact, knowledge)
    return found[:2]
