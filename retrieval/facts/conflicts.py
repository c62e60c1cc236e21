"""Find what of a question a fact contradicts: another place, another year or period. Pure."""

import re

from retrieval.facts.knowledge import Knowledge
from retrieval.questions.periods import asked_periods, contradicts, stated_periods
from retrieval.questions.question import Gazetteer, Question
from retrieval.types import DocumentMeta, Fact, FactKind

_YEAR_NAMED = re.compile(r"((?:19|20)\d\d)年")
_YEAR = re.compile(r"(?:19|20)\d\d年")


def find_conflicts(
    question: Question, fact: Fact, body: str, knowledge: Knowledge, *, this_year: int
) -> tuple[str, ...]:
    """What is asked of that the fact is not about: `place:深圳`, `year:2025`, `period:上半年`.

    body: all that is said around the fact, canonical; this_year: what 今年 means.
    """
    conflicts: list[str] = []
    if question.places or question.years:
        around = body + knowledge.squeezed_text(str(fact.ref))
        conflicts += _place_conflicts(question, fact, around, knowledge.gazetteer)
        conflicts += [
            f"year:{year}"
            for year in question.years
            if not _speaks_of(year, fact, body, around)
            and not _may_speak_of(year, question, fact, knowledge)
        ]
    if not any(conflict.startswith("year:") for conflict in conflicts):
        conflicts += _period_conflicts(question, fact, this_year)
    return tuple(conflicts)


def _speaks_of(year: int, fact: Fact, body: str, around: str) -> bool:
    """Whether a year is the fact's; a figure with a period has it from there and its own words."""
    own = stated_periods(fact.period) if fact.kind is FactKind.QUANTITY else ()
    if own:
        return any(period.year == year for period in own) or str(year) in body
    return str(year) in around


def _period_conflicts(question: Question, fact: Fact, this_year: int) -> list[str]:
    """The periods asked for where the fact is a figure of another one."""
    if fact.kind is FactKind.DIFFERENCE and FactKind.QUANTITY in question.kinds:
        return _years_left_out(question, fact, this_year)
    if fact.kind is not FactKind.QUANTITY:
        return []
    wanted = asked_periods(question.canonical, this_year)
    stated = stated_periods(fact.period or fact.text)
    if not stated:
        said = {int(year) for year in _YEAR_NAMED.findall(f"{fact.period}{fact.text}")}
        return [f"period:{p.shown}" for p in wanted[:1] if said and p.year and p.year not in said]
    if not all(contradicts(asked, stated) for asked in wanted):
        return []
    return [f"period:{asked.shown}" for asked in wanted[:1]]


def _years_left_out(question: Question, fact: Fact, this_year: int) -> list[str]:
    """The relative years (今年) asked for that a comparison of named years leaves out."""
    said = {int(year) for year in _YEAR_NAMED.findall(fact.text)}
    wanted = asked_periods(question.canonical, this_year)
    return [f"period:{p.shown}" for p in wanted if said and p.year and p.year not in said]


def _may_speak_of(year: int, question: Question, fact: Fact, knowledge: Knowledge) -> bool:
    """Whether a fact that does not print a year may answer for it all the same.

    Its document may be of that year; a yes/no question may have the year wrong, which is then
    put right; an open point answers for the years of the library.
    """
    dates = _years_of(knowledge.metas[fact.ref.doc_id])
    if year in dates:
        return True
    known = any(year in _years_of(meta) for meta in knowledge.metas.values())
    if fact.kind is FactKind.OPEN_POINT:
        return known
    return known and question.is_polar and _YEAR.search(fact.text) is not None


def _years_of(meta: DocumentMeta) -> set[int]:
    years = {day.year for day in (meta.effective_from, meta.published) if day}
    return years | ({int(meta.edition[:4])} if meta.edition[:4].isdigit() else set())


def _place_conflicts(
    question: Question, fact: Fact, around: str, gazetteer: Gazetteer
) -> list[str]:
    """The places asked of that the fact is not of; of two strange ones, one is enough."""
    lost = [p for p in question.places if not _is_of_place(p, fact, around, gazetteer)]
    if gazetteer.home not in question.places and len(lost) < len(question.places):
        return []
    return [f"place:{place}" for place in lost]


def _is_of_place(place: str, fact: Fact, around: str, gazetteer: Gazetteer) -> bool:
    if place == gazetteer.home:
        is_asked_of_home = any(place in ask for ask in fact.asks)
        open_or_compared = fact.kind in {FactKind.OPEN_POINT, FactKind.DIFFERENCE}
        return gazetteer.home in fact.place or (open_or_compared and is_asked_of_home)
    if place in gazetteer.home_districts and gazetteer.home in fact.place:
        return True
    if fact.place and gazetteer.home not in fact.place:  # a report may speak of two places apart
        return place in "".join((fact.place, fact.subject, fact.text, *fact.asks, *fact.value))
    return place in around
