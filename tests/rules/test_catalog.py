"""The list of rules and the one way to ask one."""

import dataclasses
from datetime import date

import pytest

from rules.catalog import RULES, assess, assess_raw, find_rule, schema_of
from rules.errors import FactErrors, UnknownRuleError
from rules.facts import Facts
from rules.registry import Context
from rules.scheme import FINAL, NOT_IN_FORCE, annex
from rules.verdict import Verdict

NAMES = {
    "R1": "layout_conformity",
    "R2": "first_report",
    "R3": "first_negotiation",
    "R4": "violation",
    "R5": "lead_negotiation",
    "R6": "special_deal",
    "R7": "policy_ceiling",
    "R8": "project_transfer",
    "S1": "municipal_support",
}


@pytest.mark.parametrize(("number", "name"), NAMES.items())
def test_a_rule_is_found_by_number_and_by_name(number: str, name: str) -> None:
    assert find_rule(number) is find_rule(number.lower()) is find_rule(f" {name} ")
    assert find_rule(name).number == number


def test_an_unknown_rule_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownRuleError) as caught:
        schema_of("R99")

    assert "first_report" in caught.value.fields["known"]
    assert caught.value.fields["value"] == "R99"
    assert str(caught.value) == "no rule 'R99'"


def test_numbers_and_names_are_unique() -> None:
    keys = [key for rule in RULES for key in (rule.number, rule.name)]

    assert len(keys) == len(set(keys))


def test_a_rule_is_asked_with_raw_facts(context: Context) -> None:
    found = assess_raw("R1", {"chain": "集成电路", "locality": "滨江区"}, context)

    assert (found.rule, found.verdict) == ("layout_conformity", Verdict.YES)


def test_raw_facts_that_cannot_be_read_are_refused_before_any_verdict(context: Context) -> None:
    with pytest.raises(FactErrors):
        assess_raw("R1", {"chain": 3}, context)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize(
    ("day", "applies"),
    [(date(2019, 6, 5), False), (date(2019, 6, 6), True), (date(2019, 6, 7), True)],
)
def test_no_rule_of_the_scheme_applies_before_its_first_day(
    rule, day: date, applies: bool, context: Context
) -> None:
    found = assess(rule, Facts({}), dataclasses.replace(context, as_of=day))

    not_in_force = found.outcome == NOT_IN_FORCE
    assert not_in_force is (bool(rule.in_force) and not applies)
    if not_in_force:
        assert found.verdict is Verdict.UNDETERMINED
        assert found.clauses == (FINAL,)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_without_any_fact_no_rule_says_yes_or_no_to_a_project(rule, context: Context) -> None:
    found = assess(rule, Facts({}), context)

    assert found.reasons
    assert found.verdict is Verdict.UNDETERMINED


def test_rows_of_the_annex_are_clauses_too() -> None:
    assert str(annex(8)) == "hz-2019-40#annex.8"
