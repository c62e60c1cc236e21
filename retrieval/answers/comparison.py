"""Compare two places, periods or mechanisms when no fact of the corpus already does. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers.composing import Bound, Reply, bind_fact
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.selection import accepted
from retrieval.questions.question import Question
from retrieval.types import AnswerStatus, FactKind

_EACH = re.compile(r"分别|各(?!地|区|县|家|项|类|级|市|个)")
_MIN_OPERAND_SCORE = 0.40


def answer_comparison(
    question: Question, hits: Sequence[FactHit], knowledge: Knowledge
) -> Reply | None:
    """Both sides of a comparison, one after the other.

    None where nothing is compared or one fact says it all.
    """
    operands = _operands(question)
    if len(operands) < 2 or _said_by_one(operands, hits):
        return None
    sides = [_best_for(operand, operands, hits, knowledge) for operand in operands]
    found = [hit for hit in sides if hit is not None]
    if len({hit.fact.id for hit in found}) < 2:
        return None
    bound: list[Bound] = []
    for hit in found:
        bound += bind_fact(hit.fact, knowledge)
    lost = [operand for operand, hit in zip(operands, sides, strict=True) if hit is None]
    return Reply(
        AnswerStatus.PARTLY if lost else AnswerStatus.ANSWERED,
        tuple(bound),
        missing=tuple(f"{operand}的这项内容" for operand in lost),
        context=frozenset(str(hit.fact.ref) for hit in found),
        topic=found[0].fact.subject,
        values=tuple(operands),
    )


def _operands(question: Question) -> tuple[str, ...]:
    if not question.is_comparison and not _EACH.search(question.canonical):
        return ()
    years = tuple(f"{year}年" for year in question.years)
    for candidates in (question.places, years, question.topics):
        if len(candidates) > 1:
            return candidates[:3]
    return ()


def _said_by_one(operands: Sequence[str], hits: Sequence[FactHit]) -> bool:
    """Whether an accepted fact speaks of all operands itself."""
    for hit in hits[:5]:
        says = all(
            operand in hit.fact.text or operand in "".join(hit.fact.asks) for operand in operands
        )
        if accepted(hit) and (hit.fact.kind is FactKind.DIFFERENCE or says):
            return True
    return False


def _best_for(
    operand: str, operands: Sequence[str], hits: Sequence[FactHit], knowledge: Knowledge
) -> FactHit | None:
    for hit in hits:
        body = knowledge.lexicon.canonical(
            "".join((hit.fact.subject, hit.fact.text, hit.fact.place, hit.fact.period))
        )
        others = [other for other in operands if other != operand and other in body]
        conflicts = [c for c in hit.conflicts if not any(o.rstrip("年") in c for o in operands)]
        fits = operand in body and not others and not conflicts
        if fits and hit.score >= _MIN_OPERAND_SCORE - 0.3 * len(hit.conflicts):
            return replace(hit, conflicts=())
    return None
