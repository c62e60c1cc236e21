"""Which rules a situation touches."""

from decimal import Decimal

import pytest

from rules.facts import Facts
from rules.measures import Money
from rules.registry import Context
from rules.situation import TRIGGERS, assess_situation, situation_facts

REPORT = {
    "report_unit_type": "locality",
    "is_new_project": True,
    "preliminary_talks": True,
    "clear_intention": True,
    "reported_to": "bureau",
}


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({}, []),
        ({"locality": "余杭区"}, []),
        ({"chain": "集成电路"}, ["layout_conformity"]),
        (REPORT, ["first_report"]),
        ({"report_unit_type": "locality"}, ["first_report"]),
        ({"clear_intention": True}, ["first_report"]),
        ({"preliminary_talks": True}, ["first_report"]),
        ({"investor_consulted": True}, ["first_negotiation"]),
        ({"layout_review": "conform"}, ["first_negotiation"]),
        ({"report_admitted": True}, ["first_negotiation"]),
        (REPORT | {"chain": "集成电路"}, ["layout_conformity", "first_report"]),
        (REPORT | {"chain": "集成电路", "investor_consulted": True}, ["first_negotiation"]),
        ({"active_holder": "萧山区", "locality": "余杭区"}, ["violation"]),
        ({"landed": True, "was_reported": False}, ["violation"]),
        ({"landed": True, "was_reported": True}, []),
        ({"active_holder": "余杭区", "locality": "余杭区"}, []),
        ({"active_holder": "无", "locality": "余杭区"}, []),
        ({"active_holder": "萧山区"}, ["violation"]),
        ({"is_new_project": False}, ["project_transfer"]),
        ({"existing_district": "滨江区"}, ["project_transfer"]),
        ({"cross_region": True}, ["lead_negotiation"]),
        ({"cross_region": False, "leader_assigned": False}, []),
        ({"other_rule_requires": True}, ["lead_negotiation"]),
        ({"city_funds": True}, ["special_deal"]),
        ({"policy_kind": "general"}, ["policy_ceiling"]),
        ({"violation_found": False}, ["municipal_support"]),
        ({"land_mode": "stock"}, ["land_reward"]),
        ({"land_mode": "mixed"}, ["land_reward"]),
        ({"land_mode": "new"}, []),
        ({"quota_gap": True}, ["land_shortfall"]),
        ({"needs_energy_quota": False}, ["energy_quota"]),
        ({"tracked_project": True}, ["fund_equity"]),
        ({"tax_per_mu": Money(Decimal(280_000))}, ["huzhou_345"]),
        ({"land_supplied": True}, ["idle_land"]),
        ({"unable_to_land": True}, ["failed_first_talk"]),
        ({"unable_to_land": False}, []),
        ({"main_industry_count": 3}, ["platform_focus"]),
        ({"department": "市国资委"}, ["responsibility_deadlines"]),
        (
            {"city_funds": True, "leader_assigned": True, "is_new_project": False},
            ["special_deal", "lead_negotiation", "project_transfer"],
        ),
    ],
    ids="+".join,
)
def test_the_facts_given_decide_which_rules_are_asked(facts, rules, context: Context) -> None:
    found = assess_situation(Facts(facts), context)

    assert [assessment.rule for assessment in found] == rules


def test_the_grant_brings_guide_and_report_as_children(context: Context) -> None:
    facts = Facts(REPORT | {"chain": "集成电路", "locality": "滨江区", "investor_consulted": True})

    (found,) = assess_situation(facts, context)

    assert [child.rule for child in found.children] == ["layout_conformity", "first_report"]


def test_the_facts_of_a_situation_are_those_of_its_rules_each_once() -> None:
    names = [spec.name for spec in situation_facts()]

    assert len(names) == len(set(names))
    assert set(names) == {spec.name for rule, _ in TRIGGERS for spec in rule.facts}
