"""Which rules a situation touches, and all their assessments, for one combined card.

A rule is asked when the facts give it something to judge; the order is the scheme's.
Does not merge verdicts: each rule speaks for itself.
"""

from collections.abc import Callable

from rules.catalog import assess
from rules.consequences import VIOLATION
from rules.fact_terms import holder_named
from rules.facts import Facts, FactSpec
from rules.first_negotiation import FIRST_NEGOTIATION
from rules.first_report import FIRST_REPORT
from rules.layout_conformity import LAYOUT_CONFORMITY
from rules.lead_negotiation import LEAD_NEGOTIATION
from rules.localities import fold_locality
from rules.policy_ceiling import POLICY_CEILING
from rules.project_transfer import PROJECT_TRANSFER
from rules.registry import Context, RuleSpec
from rules.special_deal import SPECIAL_DEAL
from rules.verdict import Assessment


def _has(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: any(name in facts for name in names)


def _is_true(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: any(facts.flag(name) for name in names)


def _held_by_another(facts: Facts) -> bool:
    holder, unit = holder_named(facts.text("active_holder")), facts.text("locality")
    return bool(holder) and fold_locality(holder or "") != fold_locality(unit or "")


def _asks_for_grant(facts: Facts) -> bool:
    return _has("investor_consulted", "layout_review", "report_admitted")(facts)


def _asks_for_report(facts: Facts) -> bool:
    asked = _has("report_unit_type", "clear_intention", "preliminary_talks")(facts)
    return asked and not _asks_for_grant(facts)  # the grant has the report as a child


def _asks_for_guide(facts: Facts) -> bool:
    return "chain" in facts and not _asks_for_grant(facts)  # likewise


def _is_existing(facts: Facts) -> bool:
    return facts.flag("is_new_project") is False or "existing_district" in facts


TRIGGERS: tuple[tuple[RuleSpec, Callable[[Facts], bool]], ...] = (
    (LAYOUT_CONFORMITY, _asks_for_guide),
    (SPECIAL_DEAL, _has("city_funds", "support_forms")),
    (POLICY_CEILING, _has("policy_kind", "policy_terms", "better_than_key_host", "bidding_found")),
    (FIRST_REPORT, _asks_for_report),
    (FIRST_NEGOTIATION, _asks_for_grant),
    (VIOLATION, _held_by_another),
    (LEAD_NEGOTIATION, _is_true("cross_region", "leader_assigned", "other_rule_requires")),
    (PROJECT_TRANSFER, _is_existing),
)


def situation_facts() -> tuple[FactSpec, ...]:
    """Every fact the rules of a situation take, each name once, in the order of the rules."""
    specs: dict[str, FactSpec] = {}
    for rule, _ in TRIGGERS:
        for spec in rule.facts:
            specs.setdefault(spec.name, spec)
    return tuple(specs.values())


def assess_situation(facts: Facts, context: Context) -> tuple[Assessment, ...]:
    """Assess every rule the facts touch, in the scheme's order; none touched: an empty tuple."""
    return tuple(assess(rule, facts, context) for rule, touches in TRIGGERS if touches(facts))
