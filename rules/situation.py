"""Which rules a situation touches, and all their assessments, for one combined card.

A rule is asked when the facts give it something to judge; the order is the scheme's.
Does not merge verdicts: each rule speaks for itself.
"""

from collections.abc import Callable

from rules.calculators import HUZHOU_345
from rules.catalog import assess
from rules.consequences import VIOLATION
from rules.energy import ENERGY_QUOTA
from rules.fact_terms import holder_named
from rules.facts import Facts, FactSpec
from rules.failed_first_talk import FAILED_FIRST_TALK
from rules.first_negotiation import FIRST_NEGOTIATION
from rules.first_report import FIRST_REPORT
from rules.fund_equity import FUND_EQUITY
from rules.idle_land import IDLE_LAND
from rules.land_quota import LAND_REWARD
from rules.land_shortfall import LAND_SHORTFALL
from rules.layout_conformity import LAYOUT_CONFORMITY
from rules.lead_negotiation import LEAD_NEGOTIATION
from rules.localities import fold_locality
from rules.municipal_support import MUNICIPAL_SUPPORT
from rules.platform_focus import PLATFORM_FOCUS
from rules.policy_ceiling import POLICY_CEILING
from rules.project_transfer import PROJECT_TRANSFER
from rules.registry import Context, RuleSpec
from rules.responsibility_deadlines import RESPONSIBILITY_DEADLINES
from rules.special_deal import SPECIAL_DEAL
from rules.verdict import Assessment


def _has(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: any(name in facts for name in names)


def _is_true(*names: str) -> Callable[[Facts], bool]:
    return lambda facts: any(facts.flag(name) for name in names)


def _held_by_another(facts: Facts) -> bool:
    holder, unit = holder_named(facts.text("active_holder")), facts.text("locality")
    return bool(holder) and fold_locality(holder or "") != fold_locality(unit or "")


def _may_violate(facts: Facts) -> bool:
    unreported = facts.flag("landed") is True and facts.flag("was_reported") is False
    return unreported or _held_by_another(facts)


def _asks_for_grant(facts: Facts) -> bool:
    return _has("investor_consulted", "layout_review", "report_admitted")(facts)


def _asks_for_report(facts: Facts) -> bool:
    asked = _has("report_unit_type", "clear_intention", "preliminary_talks")(facts)
    return asked and not _asks_for_grant(facts)  # the grant has the report as a child


def _asks_for_guide(facts: Facts) -> bool:
    return "chain" in facts and not _asks_for_grant(facts)  # likewise


def _is_existing(facts: Facts) -> bool:
    return facts.flag("is_new_project") is False or "existing_district" in facts


def _uses_stock_land(facts: Facts) -> bool:
    return facts.text("land_mode") in ("stock", "mixed")


TRIGGERS: tuple[tuple[RuleSpec, Callable[[Facts], bool]], ...] = (
    (LAYOUT_CONFORMITY, _asks_for_guide),
    (SPECIAL_DEAL, _has("city_funds", "support_forms")),
    (POLICY_CEILING, _has("policy_kind", "policy_terms", "better_than_key_host", "bidding_found")),
    (FIRST_REPORT, _asks_for_report),
    (FIRST_NEGOTIATION, _asks_for_grant),
    (VIOLATION, _may_violate),
    (LEAD_NEGOTIATION, _is_true("cross_region", "leader_assigned", "other_rule_requires")),
    (PROJECT_TRANSFER, _is_existing),
    (MUNICIPAL_SUPPORT, _has("violation_found")),
    (LAND_REWARD, _uses_stock_land),
    (LAND_SHORTFALL, _has("quota_gap", "allocation_used", "reward_quota_used")),
    (ENERGY_QUOTA, _has("needs_energy_quota")),
    (FUND_EQUITY, _has("tracked_project", "due_diligence_done", "investment_recommendation")),
    (HUZHOU_345, _has("investment_per_mu", "output_per_mu", "tax_per_mu")),
    (IDLE_LAND, _has("land_approved", "land_supplied", "land_used", "construction_finished")),
    (FAILED_FIRST_TALK, _is_true("unable_to_land")),
    (PLATFORM_FOCUS, _has("main_industries", "main_industry_count")),
    (RESPONSIBILITY_DEADLINES, _has("duty_item", "department")),
)


def situation_facts() -> tuple[FactSpec, ...]:
    """Every fact the rules of a situation take, each name once, in the order of the rules."""
    specs: dict[str, FactSpec] = {}
    for rule, _ in TRIGGERS:
        for spec in rule.facts:
            specs.setdefault(spec.name, spec)
    return tuple(specs.values())


def rules_touched(facts: Facts) -> tuple[RuleSpec, ...]:
    """The rules the facts give something to judge, in the scheme's order."""
    return tuple(rule for rule, touches in TRIGGERS if touches(facts))


def assess_situation(facts: Facts, context: Context) -> tuple[Assessment, ...]:
    """Assess every rule the facts touch, in the scheme's order; none touched: an empty tuple."""
    return tuple(assess(rule, facts, context) for rule in rules_touched(facts))
