"""Whether a report may be submitted: every guard of the step, and the rule on first reports.

Clause: hz-2019-40#4.1, by rules.lifecycle (`submit`) and rules.first_report.
"""

from registry.errors import Refused
from registry.filing.slots import Content, as_facts, flag_of, report_facts
from registry.rulebook import Rulebook
from registry.transactions.unit_of_work import Work
from rules.catalog import assess
from rules.first_report import FIRST_REPORT
from rules.lifecycle import Actor
from rules.registry import Context
from rules.verdict import Verdict


def require_admissible(
    work: Work, rules: Rulebook, state: str, content: Content, missing: tuple[str, ...]
) -> None:
    """Ask the lifecycle's guards and rules.first_report.

    Raises Refused: `slots_missing`, or `not_admissible` with the assessment. Only a NO refuses;
    what the rule leaves open is for the review.
    """
    met = submission_guards(content, missing=missing)
    answer = rules.on(work.today).may_take(state, "submit", actor=Actor.DISTRICT, met_guards=met)
    if not answer.is_allowed:
        raise Refused(
            f"guards open: {answer.open_guards}",
            code="slots_missing",
            slots=missing,
            guards=answer.open_guards,
        )
    _ask_rule(work, content, rules.context_on(work.today))


def _ask_rule(work: Work, content: Content, context: Context) -> None:
    who = work.person
    facts = as_facts(report_facts(content, unit=who.unit, unit_kind=who.unit_kind))
    assessment = assess(FIRST_REPORT, facts, context)
    if assessment.verdict is Verdict.NO:
        raise Refused("not admissible", code="not_admissible", assessment=assessment)


def submission_guards(content: Content, *, missing: tuple[str, ...]) -> frozenset[str]:
    """Guards of `submit` that hold."""
    met = {
        "required_fields": not missing,
        "intent_evidence": bool(content.get("intent_evidence")),
        "new_project_stated": flag_of(content, "is_new_project") is not None,
    }
    return frozenset(name for name, holds in met.items() if holds)
