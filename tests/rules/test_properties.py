"""What holds for every rule of the scheme, whatever the facts."""

import contextlib
import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalog import assess, assess_raw
from rules.consequences import VIOLATION
from rules.errors import FactErrors
from rules.facts import Facts, FactSpec, parse_facts
from rules.first_negotiation import FIRST_NEGOTIATION
from rules.first_report import FIRST_REPORT
from rules.layout_conformity import LAYOUT_CONFORMITY
from rules.lead_negotiation import LEAD_NEGOTIATION
from rules.municipal_support import MUNICIPAL_SUPPORT
from rules.policy_ceiling import POLICY_CEILING
from rules.project_transfer import PROJECT_TRANSFER
from rules.registry import Context, RuleSpec
from rules.scheme import NOT_IN_FORCE
from rules.situation import assess_situation, situation_facts
from rules.special_deal import SPECIAL_DEAL
from rules.verdict import Verdict

RULES = (
    LAYOUT_CONFORMITY,
    FIRST_REPORT,
    FIRST_NEGOTIATION,
    VIOLATION,
    LEAD_NEGOTIATION,
    SPECIAL_DEAL,
    POLICY_CEILING,
    PROJECT_TRANSFER,
    MUNICIPAL_SUPPORT,
)
SETTLED = {Verdict.YES, Verdict.NO}
LOCAL = (
    {},
    {"admission_min_investment_wan": 10000, "validity_days": 90},
    {"major_project_min_investment_wan": 100000, "key_fields": ["集成电路"]},
)
TEXTS = {
    "chain": ["集成电路", "合成生物", "视觉智能", "智能机器人", "生物医药", "量子通信"],
    "locality": ["滨江区", "萧山区", "淳安县", "拱墅区", "余杭区", "桐庐县"],
    "platform": ["甲园", "乙园", "丙园", "戊园"],
    "active_holder": ["无", "滨江区", "萧山区"],
    "existing_district": ["滨江区", "萧山区"],
    "target_district": ["滨江区", "临平区"],
    "other_rule_name": ["某项规定"],
    "intent_evidence": ["会谈纪要"],
    "policy_terms": [
        [{"name": "补助", "unit": "%", "offered": n, "ceiling": 8, "better": "高"}]
        for n in (7, 8, 9)
    ]
    + [[], [{"name": "补助", "offered": 8, "better": "低"}]],
    "support_forms": [["fund"], ["equity", "performance_award"], ["other"], ["greater"], []],
    "conduct_on": [date(2019, 6, 5), date(2019, 6, 6)],
}


def values_of(spec: FactSpec) -> st.SearchStrategy[object]:
    if spec.name in TEXTS:
        return st.sampled_from(TEXTS[spec.name])
    if spec.type.name == "money":
        return st.sampled_from(["9999万元", "1亿元", "10亿元", "5亿美元"])
    if spec.type.name == "enum":
        return st.sampled_from(spec.type.schema["enum"])
    return st.booleans() if spec.type.name == "bool" else st.just(spec.example)


def facts_of(specs: tuple[FactSpec, ...]) -> st.SearchStrategy[dict[str, object]]:
    optional = {spec.name: values_of(spec) for spec in specs}
    return st.fixed_dictionaries({}, optional=optional)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_added_facts_never_turn_yes_into_no_or_no_into_yes(
    rule: RuleSpec, data: st.DataObject, context: Context
) -> None:
    whole = data.draw(facts_of(rule.facts))
    kept = data.draw(st.sets(st.sampled_from(sorted(whole)))) if whole else set()
    local = data.draw(st.sampled_from(LOCAL))
    place = dataclasses.replace(context, parameters=context.parameters.with_local(local))
    part = {name: value for name, value in whole.items() if name in kept}

    before = assess(rule, parse_facts(rule.facts, part), place)
    after = assess(rule, parse_facts(rule.facts, whole), place)

    assert before.verdict is after.verdict or not {before.verdict, after.verdict} <= SETTLED


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_answer_is_well_formed_and_independent_of_the_order_of_facts(
    rule: RuleSpec, data: st.DataObject, context: Context
) -> None:
    raw = data.draw(facts_of(rule.facts))
    facts = parse_facts(rule.facts, raw)

    found = assess(rule, facts, context)

    assert found == assess(rule, Facts(dict(reversed(list(_values(facts).items())))), context)
    assert found.outcome in rule.outcomes
    assert found.reasons
    assert set(found.missing_facts).isdisjoint(raw)
    assert set(found.missing_facts) <= {spec.name for spec in rule.facts}


def _values(facts: Facts) -> dict[str, object]:
    return {name: facts._values[name] for name in facts.names()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_nothing_applies_before_the_scheme_is_in_force(
    rule: RuleSpec, data: st.DataObject, context: Context
) -> None:
    facts = parse_facts(rule.facts, data.draw(facts_of(rule.facts)))
    day = date(2019, 6, 5) - timedelta(days=data.draw(st.integers(0, 20_000)))

    found = assess(rule, facts, dataclasses.replace(context, as_of=day))

    assert (found.verdict, found.outcome) == (Verdict.UNDETERMINED, NOT_IN_FORCE)


RAW = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_input_makes_a_rule_crash(rule: RuleSpec, data: st.DataObject, context: Context) -> None:
    names = st.sampled_from([spec.name for spec in rule.facts]) | st.text(max_size=8)
    raw = data.draw(st.dictionaries(names, RAW | st.lists(RAW, max_size=2), max_size=6))

    with contextlib.suppress(FactErrors):
        assert assess_raw(rule.name, raw, context).reasons


@settings(max_examples=120, deadline=None)
@given(raw=facts_of(situation_facts()))
def test_a_situation_asks_each_rule_at_most_once(raw, context: Context) -> None:
    found = assess_situation(parse_facts(situation_facts(), raw), context)

    names = [assessment.rule for assessment in found]
    assert len(names) == len(set(names))
