"""Which rules a case is put to, what they say, and the one question that would change the answer.

Does not speak: bot.rendering.assessment_cards and bot.conversations.check.desk do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.checks.rule_context import RuleData
from bot.conversations.check.case import Case
from bot.conversations.check.ranges import Answers, Crossing, find_crossing
from bot.understanding.case_facts.specs import choice_words, fact_specs
from rules.catalog import assess, find_rule
from rules.errors import FactErrors
from rules.fact_terms import NO_HOLDER
from rules.fact_types import FLAG
from rules.facts import Facts, FactSpec, parse_facts
from rules.first_negotiation import RIVAL_POINT
from rules.major_project import major_point
from rules.registry import Context, RuleSpec
from rules.scheme import LEAD_NEGOTIATION as LEAD_CLAUSE
from rules.situation import rules_touched, situation_facts
from rules.verdict import Assessment, Verdict

MOST_RULES = 3
MOST_QUESTIONS = 3
OTHER_UNIT = "其他单位"
_OPEN_OUTCOMES = {
    "FACTS_MISSING", "CONDITIONS_OPEN", "CEILING_UNKNOWN", "AMOUNT_MISSING", "STANDARD_OPEN",
    "REWARD_OPEN", "MAJOR_OPEN", "FIELD_OPEN",
}  # fmt: skip
# Rules that belong on the card whenever the facts touch them, whatever was asked.
_ALWAYS = {"project_transfer", "lead_negotiation", "violation"}
_COVERED = {
    "first_negotiation": {"first_report", "layout_conformity"},
    "municipal_support": {"layout_conformity"},
}
_FIRST_ASKED = {
    "land_reward": ("land_mode", "is_major", "supply_completed_on"),
    "first_negotiation": ("active_holder",),
    "policy_ceiling": ("policy_terms",),
}
_LOCAL_KINDS = {"zone": "development_zone"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say. assessments: the leading one first.

    used: values that were judged; unusable: facts whose words no rule could read. crossed: facts
    said as a range across which the answer changes; they are judged as not known.
    """

    assessments: tuple[Assessment, ...]
    used: Mapping[str, Any]
    unusable: tuple[str, ...] = ()
    crossed: tuple[Crossing, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a fact. options: values it may take, none for a figure or a name.

    branches: for options that settle the matter, what then follows.
    """

    fact: FactSpec
    options: tuple[Any, ...] = ()
    branches: tuple[tuple[Any, str], ...] = ()


def complete(case: Case, data: RuleData, day: date) -> Case:
    """The case with what follows from a place's kind and from asking for a first report."""
    if not {"first_report", "first_negotiation"} & set(case.rules):
        return case
    values, assumed = case.values(), dict(case.assumed)
    here = values.get("locality")
    match = data.localities.find(here, day) if isinstance(here, str) else None
    if match is not None and "report_unit_type" not in case.facts:
        kind = _LOCAL_KINDS.get(match.place.kind, "locality")
        assumed["report_unit_type"] = (kind, "why_unit_type")
    if "reported_to" not in case.facts:
        assumed["reported_to"] = ("bureau", "why_bureau")
    return replace(case, assumed=assumed)


def judge(case: Case, data: RuleData, today: date) -> Judged:
    """Put the case to the rules that are asked for and those its facts touch.

    A range that settles every rule counts; one the answer changes within counts as not known.
    """
    context = data.context(case.as_of(today))
    values, unusable = _usable(case.values())

    def answers(name: str, value: str) -> Answers:
        found = _assessed(case, {**values, name: value}, context)
        return tuple((a.rule, a.outcome.code, a.outcome.text) for a in found)

    crossed = []
    for name, ends in case.ranges.items():
        if name in values and (crossing := find_crossing(name, ends, answers)) is not None:
            crossed.append(crossing)
    values = {n: v for n, v in values.items() if n not in {c.fact for c in crossed}}
    found = _assessed(case, values, context)[:MOST_RULES]
    return Judged(tuple(_finish(a, case) for a in found), values, unusable, tuple(crossed))


def _assessed(case: Case, values: Mapping[str, Any], context: Context) -> list[Assessment]:
    asked = [find_rule(name) for name in case.rules]
    assessments = [_assess(rule, values, context) for rule in asked]
    return assessments + _touched(values, context, {rule.name for rule in asked})


def _assess(rule: RuleSpec, values: Mapping[str, Any], context: Context) -> Assessment:
    return assess(rule, _facts(rule, values), context)


def _facts(rule: RuleSpec, values: Mapping[str, Any]) -> Facts:
    known = {spec.name for spec in rule.facts}
    return parse_facts(rule.facts, {n: v for n, v in values.items() if n in known})


def _usable(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The values that their facts can take, and the names of the others."""
    good: dict[str, Any] = {}
    bad: list[str] = []
    for name, value in values.items():
        spec = fact_specs().get(name)
        if spec is None:
            continue
        try:
            parse_facts((spec,), {name: value})
            good[name] = value
        except FactErrors:
            bad.append(name)
    return good, tuple(bad)


def _touched(values: Mapping[str, Any], context: Context, asked: set[str]) -> list[Assessment]:
    """Rules nobody asked for: those that always matter, and those that come to a verdict."""
    known = {spec.name for spec in situation_facts()}
    specs = situation_facts()
    facts = parse_facts(specs, {n: v for n, v in values.items() if n in known})
    covered = asked.union(*(_COVERED.get(name, set()) for name in asked))
    found = []
    for rule in rules_touched(facts):
        if rule.name in covered or (asked and not _belongs(rule, asked)):
            continue
        assessment = _assess(rule, values, context)
        settled = assessment.verdict is not Verdict.UNDETERMINED
        always = rule.name in ("project_transfer", "lead_negotiation")
        if settled or not asked or always:
            found.append(assessment)
    return found


def _belongs(rule: RuleSpec, asked: set[str]) -> bool:
    if rule.name == "layout_conformity":
        return bool(asked & {"violation", "first_report", "special_deal", "policy_ceiling"})
    if rule.name == "violation":
        return bool(asked & {"first_report", "first_negotiation"})
    if rule.name == "lead_negotiation":
        return bool(asked & {"violation", "first_report", "first_negotiation"})
    return rule.name in _ALWAYS and not asked & {"failed_first_talk", "idle_land", "huzhou_345"}


def _finish(assessment: Assessment, case: Case) -> Assessment:
    """Open points the facts raise although the rule came to its end before them."""
    points = assessment.open_points
    rival = case.values().get("rival_report")
    if assessment.rule == "violation" and rival in ("earlier", "tied"):
        points = (*points, *(p for p in (RIVAL_POINT,) if p not in points))
    if assessment.rule == "investment_bracket" and "major" in case.topics:
        points = (*points, major_point(LEAD_CLAUSE))
    return replace(assessment, open_points=points)


def is_open(assessment: Assessment) -> bool:
    """Whether an assessment waits for facts and not for people."""
    return assessment.verdict is Verdict.UNDETERMINED and bool(assessment.missing_facts)


def next_question(case: Case, judged: Judged, data: RuleData, today: date) -> Question | None:
    """The one fact to ask for: the first whose value may settle the leading open rule."""
    if case.closed or len(case.asked) >= MOST_QUESTIONS:
        return None
    for assessment in judged.assessments:
        if not is_open(assessment):
            if assessment.verdict is not Verdict.UNDETERMINED:
                break  # the leading answer stands: no more is needed
            continue
        names = _in_order(assessment, case)
        questions = [_question(name, assessment, judged, data, case.as_of(today)) for name in names]
        decisive = [q for q in questions if q.branches]
        if questions:
            is_first = questions[0].fact.name in _FIRST_ASKED.get(assessment.rule, ())
            return questions[0] if is_first or not decisive else decisive[0]
    return None


def _in_order(assessment: Assessment, case: Case) -> list[str]:
    done = set(case.asked) | set(case.unknown)
    first = _FIRST_ASKED.get(assessment.rule, ())
    missing = sorted(assessment.missing_facts, key=lambda name: name not in first)
    return [name for name in missing if name not in done and name in fact_specs()]


def _question(
    name: str, assessment: Assessment, judged: Judged, data: RuleData, day: date
) -> Question:
    spec = fact_specs()[name]
    options = options_of(spec)
    rule, context = find_rule(assessment.rule), data.context(day)
    branches = []
    for value in options:
        then = _assess(rule, {**judged.used, name: value}, context)
        if then.outcome.code != assessment.outcome.code and not (
            is_open(then) and then.outcome.code in _OPEN_OUTCOMES
        ):
            branches.append((value, then.outcome.text))
    return Question(spec, options, tuple(branches))


def options_of(spec: FactSpec) -> tuple[Any, ...]:
    """The values a fact may take, where there are few."""
    if spec.type is FLAG:
        return (True, False)
    if spec.name == "active_holder":
        return (OTHER_UNIT, NO_HOLDER)
    return tuple(choice_words(spec.name))
