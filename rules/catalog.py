"""The list of all rules, and the one way to ask one.

Adding a rule: write its module with a RuleSpec constant and add the constant to RULES.
"""

from collections.abc import Mapping

from rules.calculators import HUZHOU_345, INVESTMENT_BRACKET
from rules.consequences import VIOLATION
from rules.energy import ENERGY_QUOTA
from rules.errors import UnknownRuleError
from rules.facts import Facts, json_schema, parse_facts
from rules.failed_first_talk import FAILED_FIRST_TALK
from rules.first_negotiation import FIRST_NEGOTIATION
from rules.first_report import FIRST_REPORT
from rules.fund_equity import FUND_EQUITY
from rules.idle_land import IDLE_LAND
from rules.land_quota import LAND_REWARD
from rules.land_shortfall import LAND_SHORTFALL
from rules.layout_conformity import LAYOUT_CONFORMITY
from rules.lead_negotiation import LEAD_NEGOTIATION
from rules.municipal_support import MUNICIPAL_SUPPORT
from rules.parameters import Unset
from rules.platform_focus import PLATFORM_FOCUS
from rules.policy_ceiling import POLICY_CEILING
from rules.project_transfer import PROJECT_TRANSFER
from rules.registry import Context, RuleSpec
from rules.responsibility_deadlines import RESPONSIBILITY_DEADLINES
from rules.scheme import FINAL, NOT_IN_FORCE
from rules.special_deal import SPECIAL_DEAL
from rules.verdict import Assessment, Findings, Verdict

RULES: tuple[RuleSpec, ...] = (
    LAYOUT_CONFORMITY,
    FIRST_REPORT,
    FIRST_NEGOTIATION,
    VIOLATION,
    LEAD_NEGOTIATION,
    SPECIAL_DEAL,
    POLICY_CEILING,
    PROJECT_TRANSFER,
    MUNICIPAL_SUPPORT,
    LAND_REWARD,
    LAND_SHORTFALL,
    ENERGY_QUOTA,
    FUND_EQUITY,
    INVESTMENT_BRACKET,
    HUZHOU_345,
    IDLE_LAND,
    FAILED_FIRST_TALK,
    PLATFORM_FOCUS,
    RESPONSIBILITY_DEADLINES,
)

_BY_KEY = {key: rule for rule in RULES for key in (rule.name, rule.number, rule.number.lower())}


def find_rule(key: str) -> RuleSpec:
    """The rule of that name or number (`R3`). Raises UnknownRuleError."""
    rule = _BY_KEY.get(key.strip())
    if rule is None:
        raise UnknownRuleError(f"no rule {key!r}", value=key, known=tuple(r.name for r in RULES))
    return rule


def assess(rule: RuleSpec, facts: Facts, context: Context) -> Assessment:
    """Ask a rule. Never raises for facts; on a day the scheme is not in force: UNDETERMINED."""
    if rule.in_force:
        in_force = context.parameters.resolve(rule.in_force, context.as_of)
        if isinstance(in_force, Unset):
            return _not_in_force(rule, context)
    return rule.assess(facts, context)


def assess_raw(key: str, raw: Mapping[str, object], context: Context) -> Assessment:
    """Ask a rule by name or number with raw facts. Raises UnknownRuleError, FactErrors."""
    rule = find_rule(key)
    return assess(rule, parse_facts(rule.facts, raw), context)


def schema_of(key: str) -> dict[str, object]:
    """JSON schema of the facts a rule takes. Raises UnknownRuleError."""
    rule = find_rule(key)
    return json_schema(f"{rule.number} {rule.title}", rule.facts)


def _not_in_force(rule: RuleSpec, context: Context) -> Assessment:
    findings = Findings(rule.name, context.as_of)
    findings.because(
        f"判断日为{context.as_of.isoformat()}，本制度自2019年6月6日起才施行，当日不能适用。", FINAL
    )
    return findings.conclude(Verdict.UNDETERMINED, NOT_IN_FORCE)
