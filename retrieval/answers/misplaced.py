"""Put back what is asked under another place, year or period than the library has it for. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answers import wording
from retrieval.answers.composing import Bound, Reply, bind_fact, fact_citations
from retrieval.facts.knowledge import Knowledge
from retrieval.facts.matching import FactHit
from retrieval.facts.ranking import CONFLICT_COST
from retrieval.facts.selection import accepted
from retrieval.language.lexicon import squeeze
from retrieval.questions.question import Question, find_amounts
from retrieval.types import AnswerStatus, Fact, FactKind

_QUOTED = re.compile(r"“([^”]{2,12})”")
_ITS_OWN = (
    r"{place}[市区县省]?(?:的(?!.{{0,4}}(?:企业|公司|客商|项目|老板))"
    r"|有没有|有无|也有|怎么|如何|是不是|是否|首报|首谈)"
)
_OF_DATES = ("年", "月", "日", "")
_CLAIMS_TRIED = 6
_ABOUT = (FactKind.OPEN_POINT, FactKind.DIFFERENCE)  # what is said of a practice, not it
_SURE_MISPLACED = 0.50
_MISPLACED_MARGIN = 0.12
TOPIC_COVERAGE = 0.30  # of a question, for what is said beside a refusal


def refuse_unknown_place(question: Question, knowledge: Knowledge) -> Reply | None:
    """Say that nothing is held of a place whose own rule or figure is asked for.

    None where the place is only where an investor comes from: 深圳一家企业来谈.
    """
    strangers = _strangers(question, knowledge)
    if not strangers or len(strangers) != len(question.places):
        return None
    if not any(
        re.match(_ITS_OWN.format(place=re.escape(place)), question.canonical) for place in strangers
    ):
        return None
    said = wording.OTHER_PLACE_MISSING.format(place="、".join(strangers))
    return Reply(AnswerStatus.REFUSED, (Bound(said),), missing=(f"{strangers[0]}的文件",))


def correct_place(
    question: Question,
    hits: Sequence[FactHit],
    chosen: Sequence[FactHit],
    knowledge: Knowledge,
) -> Reply | None:
    """Put a practice back where it belongs when the question lays it at another place's door."""
    misplaced = [
        hit
        for hit in hits
        if hit.conflicts
        and all(conflict.startswith("place:") for conflict in hit.conflicts)
        and hit.fact.kind not in _ABOUT
    ]
    if not misplaced or not question.places:
        return None
    best = max(misplaced, key=lambda hit: hit.similarity)
    rival = max((hit.similarity for hit in chosen), default=0.0)
    if (quoted := _only_there(question, misplaced, hits)) is not None:
        best, rival = quoted, 0.0
    elif best.similarity < max(_SURE_MISPLACED, rival + _MISPLACED_MARGIN):
        return None
    if best.coverage < TOPIC_COVERAGE:
        return None
    sentences = bind_fact(best.fact, knowledge)
    if not sentences or not best.fact.place:
        return None
    is_of_home = knowledge.gazetteer.home in best.fact.place
    if (is_of_home or not question.is_polar) and _strangers(question, knowledge):
        return None  # another city's rule is not the home city's with a remark
    asked = "、".join(conflict.removeprefix("place:") for conflict in best.conflicts)
    opening = wording.NOT_OF_PLACE.format(asked=asked, place=best.fact.place)
    if question.is_polar:
        opening = f"{wording.NO}{opening}"
    return Reply(
        AnswerStatus.ANSWERED if question.is_polar else AnswerStatus.PARTLY,
        (Bound(opening), *sentences),
        nearest=fact_citations(best.fact, knowledge),
        missing=() if question.is_polar else (f"{asked}的这项内容",),
        context=frozenset({str(best.fact.ref)}),
        topic=best.fact.subject,
    )


def _only_there(
    question: Question, misplaced: Sequence[FactHit], hits: Sequence[FactHit]
) -> FactHit | None:
    """The fact with a claim's words in quotation marks, where only another place has them."""
    is_claim = question.is_polar and len(question.places) == 1
    for words in _QUOTED.findall(question.canonical if is_claim else ""):
        told = (h for h in hits if not h.conflicts and h.fact.kind not in _ABOUT)
        if any(words in squeeze(hit.fact.text) for hit in told):
            continue
        for hit in misplaced:
            if words in squeeze(hit.fact.text):
                return hit
    return None


def refuse_period(
    question: Question,
    hits: Sequence[FactHit],
    chosen: Sequence[FactHit],
    knowledge: Knowledge,
) -> Reply | None:
    """Say that the figure asked for or claimed is only known of another period, and give that.

    None where a fact of the period asked for fits as well, or an open point says more.
    """
    if question.is_polar and (reply := _correct_period(question, hits, knowledge)) is not None:
        return reply
    if FactKind.QUANTITY not in question.kinds:
        return None
    home = knowledge.gazetteer.home
    for hit in hits:
        is_figure = hit.fact.kind is FactKind.QUANTITY and hit.conflicts
        if not is_figure or (not question.places and home not in hit.fact.place):
            continue
        if not all(conflict.startswith("period:") for conflict in hit.conflicts):
            continue
        meant = replace(hit, score=hit.score + CONFLICT_COST * len(hit.conflicts), conflicts=())
        rival = max((other.score for other in chosen), default=0.0)
        if not accepted(meant) or meant.score < rival:
            return None
        return _refuse_period(hit.conflicts[0].removeprefix("period:"), hit.fact, knowledge)
    return None


def _correct_period(
    question: Question, hits: Sequence[FactHit], knowledge: Knowledge
) -> Reply | None:
    """Put right a claim whose figures are those of a fact, but of another period: 全年的吧."""
    figures = {number for number, unit in question.amounts if unit not in _OF_DATES}
    for hit in hits[:_CLAIMS_TRIED] if figures else ():
        of_period = hit.conflicts and all(c.startswith("period:") for c in hit.conflicts)
        says = figures <= {number for number, _ in find_amounts(squeeze(hit.fact.text))}
        if not of_period or not says or hit.similarity < _SURE_MISPLACED:
            continue
        first, *rest = bind_fact(hit.fact, knowledge) or (None,)
        if first is None:
            continue
        return Reply(
            AnswerStatus.ANSWERED,
            (replace(first, text=f"{wording.NO}{first.text}"), *rest),
            context=frozenset({str(hit.fact.ref)}),
            topic=hit.fact.subject,
        )
    return None


def _other_period(hit: FactHit) -> str | None:
    """The year or period asked for that a fact is not of, as it is shown."""
    for conflict in hit.conflicts:
        kind, _, name = conflict.partition(":")
        if kind in ("year", "period"):
            return f"{name}年" if kind == "year" else name
    return None


def _refuse_period(period: str, nearest: Fact, knowledge: Knowledge) -> Reply | None:
    sentences = bind_fact(nearest, knowledge)
    if not sentences:
        return None
    first = sentences[0]
    bound = (
        Bound(wording.PERIOD_MISSING.format(period=period)),
        Bound(wording.YEAR_NEAREST.format(text=first.text), first.citations),
    )
    return Reply(
        AnswerStatus.REFUSED,
        bound,
        fact_citations(nearest, knowledge),
        missing=(f"{period}的数据或规定",),
        context=frozenset({str(nearest.ref)}),
        topic=nearest.subject,
    )


def _strangers(question: Question, knowledge: Knowledge) -> list[str]:
    """The places of the question that no document of the library is about."""
    held = knowledge.catalogue.editions
    known = squeeze("".join(f"{meta.place}{meta.title}" for meta in held))
    local = {knowledge.gazetteer.home, *knowledge.gazetteer.home_districts}
    return [place for place in question.places if place not in known and place not in local]


def refuse_place_or_year(
    question: Question, hits: Sequence[FactHit], knowledge: Knowledge
) -> Reply | None:
    """Say that what is asked is only known of another place, year or period, or not at all."""
    relevant = [hit for hit in hits if hit.conflicts and hit.coverage >= TOPIC_COVERAGE]
    strangers = _strangers(question, knowledge)
    if strangers:
        said = wording.OTHER_PLACE_MISSING.format(place="、".join(strangers))
        return Reply(AnswerStatus.REFUSED, (Bound(said),), missing=(f"{strangers[0]}的文件",))
    best = max(relevant, key=lambda hit: hit.score, default=None)
    if best is None or (hits and not hits[0].conflicts and hits[0].score > best.score + 0.2):
        return None
    sentences = bind_fact(best.fact, knowledge)
    if not sentences:
        return None
    if (period := _other_period(best)) is not None:
        return _refuse_period(period, best.fact, knowledge)
    if best.score + 0.3 < 0.55:
        return None
    asked = "、".join(c.removeprefix("place:") for c in best.conflicts)
    opening = wording.NOT_OF_PLACE.format(asked=asked, place=best.fact.place)
    return Reply(
        AnswerStatus.PARTLY,
        (Bound(opening), *sentences),
        nearest=fact_citations(best.fact, knowledge),
        missing=(f"{asked}的这项规定",),
        context=frozenset({str(best.fact.ref)}),
        topic=best.fact.subject,
    )
