"""Decide which ranked facts answer a question: the sufficiency gate. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.facts.matching import FactHit
from retrieval.facts.ranking import is_incomplete, says_kind_asked
from retrieval.facts.redundancy import is_fuller, repeats
from retrieval.questions.question import Question, parallel_kinds
from retrieval.types import Fact, FactKind

MIN_SCORE = 0.44  # of answers that are right, 99 in a hundred are above
MIN_COVERAGE = 0.26
_SURE_SIMILARITY = 0.74
_BODY_ANNEX_MARGIN = 0.35  # 正文和附件 asks for the comparison and nothing else
_BODY_AND_ANNEX = re.compile(r"正文.{0,14}(?:附|表)|附.{0,14}正文")
_THE_VERY_WORDS = 0.95  # an open point asked for as its wording stands, whatever kinds it names
_SURE_ALONE = 0.80  # so close to a known wording that nothing need stand beside it
_PARALLEL_SCORE = 0.34
_DIFFERENCE_MARGIN = 0.12
_COMPANION_MARGIN = 0.06
_OPEN_MARGIN = 0.05
_CLOSER = 0.055  # in similarity: the very point is said to be open
_UNNAMED_MARGIN = 0.22  # the count is known, the names asked for are not
_OF_KIND_MARGIN = 0.12  # in score, by which a fact of the kind asked may be behind an open point
_OF_KIND_FIT = 0.06
_MAX_UNCOVERED_CHARS = 8
_NOT_ALL_MARGIN = 0.08
_ALL = re.compile(r"都|每(?:个|项|家|一)|一律|凡是|全部|所有|必须|一定")
_NOT_ALL = re.compile(r"不是(?:每|所有|都|一律)|不都|不一定")
_ANYTHING = re.compile("")
_UNNAMED = re.compile(r"名|清单|明细|内容|含义|条文|全文|分别|哪")
_MEASURED = frozenset((FactKind.DEADLINE, FactKind.QUANTITY))
_COUNTING = {FactKind.QUANTITY, FactKind.DEFINITION, FactKind.EVENT, FactKind.EXAMPLE}


def accepted(hit: FactHit) -> bool:
    """Whether a fact answers: close enough, nothing contradicted, little telling left uncovered."""
    if hit.conflicts or hit.lacks or hit.score < MIN_SCORE or hit.coverage < MIN_COVERAGE:
        return False
    return hit.similarity >= _SURE_SIMILARITY or _uncovered_chars(hit) <= _MAX_UNCOVERED_CHARS


def parallel_hits(question: Question, hits: Sequence[FactHit]) -> tuple[FactHit, ...]:
    """The facts to answer with, in the order asked; empty when the evidence does not suffice."""
    best = next((hit for hit in hits if accepted(hit)), None)
    top = next((hit for hit in hits if not hit.lacks), None)
    if best is None or top is None or top.score - best.score > _DIFFERENCE_MARGIN:
        return ()
    if question.is_comparison and best.fact.kind is not FactKind.DIFFERENCE:
        margin = (
            _BODY_ANNEX_MARGIN if _BODY_AND_ANNEX.search(question.canonical) else _DIFFERENCE_MARGIN
        )
        for hit in hits:
            is_near = best.score - hit.score <= margin
            if hit.fact.kind is FactKind.DIFFERENCE and accepted(hit) and is_near:
                return (hit,)
    if (not_all := _not_all(question, best, hits)) is not None:
        return (not_all,)
    best = _fact_instead(question, best, hits)
    if (open_point := _open_instead(question, best, hits)) is not None:
        return (open_point,)
    asked = parallel_kinds(question.canonical)
    is_open = best.fact.kind is FactKind.OPEN_POINT and best.similarity >= _THE_VERY_WORDS
    if len(asked) < 2 or is_open:
        return _with_companion(best, hits)
    return _one_for_each(asked, best, hits)


def _open_instead(question: Question, best: FactHit, hits: Sequence[FactHit]) -> FactHit | None:
    """The open point on what is asked for and the best fact does not give: a number, the names."""
    if best.fact.kind is FactKind.OPEN_POINT or len(parallel_kinds(question.canonical)) > 1:
        return None
    if best.fact.kind in _COUNTING and is_incomplete(question, best.fact):
        return _open_near(best, hits, _UNNAMED_MARGIN, _UNNAMED)
    closer = _open_near(best, hits, _OPEN_MARGIN)
    is_measured = best.fact.kind in question.kinds & _MEASURED
    is_sure = is_measured and best.similarity >= _SURE_SIMILARITY
    if closer is not None and _fit(closer) > _fit(best) + (2 if is_sure else 1) * _CLOSER:
        return closer
    wanted = question.kinds & {FactKind.DEADLINE, FactKind.QUANTITY}
    if not wanted or best.fact.kind in question.kinds or best.similarity >= _SURE_SIMILARITY:
        return None
    return closer if closer is not None and _fit(closer) > _fit(best) - _CLOSER else None


def _not_all(question: Question, best: FactHit, hits: Sequence[FactHit]) -> FactHit | None:
    """Of facts about as good the one that says 不是每个, where the question says 都 or 一律."""
    if not question.is_polar or not _ALL.search(question.canonical):
        return None
    for hit in hits:
        if best.score - hit.score > _NOT_ALL_MARGIN:
            break
        if accepted(hit) and _NOT_ALL.match(hit.fact.text):
            return hit
    return None


def _fact_instead(question: Question, best: FactHit, hits: Sequence[FactHit]) -> FactHit:
    """The fact about as good as an open point, and nearer or of the kind asked; else the best."""
    if best.fact.kind is not FactKind.OPEN_POINT:
        return best
    for hit in hits:
        behind = best.score - hit.score
        if hit.fact.kind is FactKind.OPEN_POINT or behind > _OF_KIND_MARGIN or not accepted(hit):
            continue
        is_nearer = behind <= _OPEN_MARGIN and _fit(hit) > _fit(best) + _CLOSER
        if is_nearer or _answers_as_well(question, hit, best):
            return hit
    return best


def _answers_as_well(question: Question, hit: FactHit, best: FactHit) -> bool:
    """Whether a fact is of the kind asked for, about as near, and leaves no more words aside."""
    is_kind = hit.fact.kind in question.kinds & _MEASURED
    is_kind = is_kind and says_kind_asked(question, _said(hit.fact))
    is_near = _fit(hit) > _fit(best) - _OF_KIND_FIT
    return is_kind and is_near and _uncovered_chars(hit) <= _uncovered_chars(best)


def _said(fact: Fact) -> str:
    return "".join((fact.text, *fact.value))


def _uncovered_chars(hit: FactHit) -> int:
    return sum(map(len, hit.uncovered))


def _fit(hit: FactHit) -> float:
    """How near the words are, whatever kind of answer is wanted."""
    return hit.similarity + hit.coverage / 2


def _open_near(
    best: FactHit, hits: Sequence[FactHit], margin: float, says: re.Pattern[str] = _ANYTHING
) -> FactHit | None:
    for hit in hits:
        if best.score - hit.score > margin or hit.fact.kind is not FactKind.OPEN_POINT:
            continue
        if _uncovered_chars(hit) > _uncovered_chars(best):
            continue
        if accepted(hit) and says.search(hit.fact.subject):
            return hit
    return None


def _with_companion(best: FactHit, hits: Sequence[FactHit]) -> tuple[FactHit, ...]:
    """The best fact, with the runner-up where it is about as good and does not gainsay the best."""
    if best.similarity >= _SURE_ALONE or best.fact.kind is FactKind.OPEN_POINT:
        return (best,)
    for hit in hits:
        if hit.fact is best.fact or best.score - hit.score > _COMPANION_MARGIN:
            continue
        is_other = hit.fact.kind is best.fact.kind  # another figure, another list
        if is_other or repeats(hit.fact, best.fact) or is_fuller(hit.fact, best.fact):
            continue
        same_doc = hit.fact.ref.doc_id == best.fact.ref.doc_id
        if accepted(hit) and same_doc and hit.fact.kind is not FactKind.OPEN_POINT:
            return (best, hit)
    return (best,)


def _one_for_each(
    asked: Sequence[frozenset[FactKind]], best: FactHit, hits: Sequence[FactHit]
) -> tuple[FactHit, ...]:
    chosen: list[FactHit] = []
    for kinds in asked:
        match = best if best.fact.kind in kinds else _best_of_kind(kinds, best, hits)
        if match is not None and match not in chosen:
            chosen.append(match)
    is_sure = best.similarity >= _SURE_SIMILARITY and best not in chosen
    return tuple(chosen) if not is_sure and (best in chosen or len(chosen) > 1) else (best,)


def _best_of_kind(
    kinds: frozenset[FactKind], best: FactHit, hits: Sequence[FactHit]
) -> FactHit | None:
    for hit in hits:
        same = hit.fact.subject == best.fact.subject or hit.fact.ref == best.fact.ref
        if hit.fact.kind in kinds and same and not hit.conflicts and hit.score >= _PARALLEL_SCORE:
            return replace(hit, uncovered=())
    return None
