"""Assessments per second on one core, per rule, and against a bare dict look-up.

    python -m bench.assessments [--seconds 0.5]

Reads: the shipped parameters, taxonomy and sample guide. Writes: a table on stdout.
The case of each rule is one in which it goes through to a verdict. Parsing of raw facts is timed
apart (`parse`), since a batch pays for both.
"""

import argparse
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rules.catalog import RULES, assess
from rules.facts import parse_facts
from rules.layout_guide_import import parse_guide_toml
from rules.parameters import parse_parameters
from rules.registry import Context
from rules.taxonomy import parse_taxonomy

ROOT = Path(__file__).parents[1]
TARGET = 20_000  # assessments per second and core
REPORT: dict[str, object] = {
    "report_unit_type": "locality",
    "is_new_project": True,
    "preliminary_talks": True,
    "clear_intention": True,
    "reported_to": "bureau",
}
PLACE: dict[str, object] = {"chain": "集成电路", "locality": "滨江区"}
CASES: dict[str, dict[str, object]] = {
    "layout_conformity": PLACE,
    "first_report": REPORT,
    "first_negotiation": REPORT | PLACE | {"investor_consulted": True, "active_holder": "无"},
    "violation": {"active_holder": "余杭区", "locality": "萧山区", "landed": True},
    "lead_negotiation": {"leader_assigned": True},
    "special_deal": {"city_funds": True, "support_forms": ["performance_award"]},
    "policy_ceiling": {
        "policy_kind": "general",
        "is_key_host": False,
        "policy_terms": [{"name": "补助", "unit": "%", "offered": 9, "ceiling": 8, "better": "高"}],
    },
    "project_transfer": {
        "is_new_project": False,
        "existing_district": "滨江区",
        "target_district": "临平区",
        "is_key_field": True,
    },
    "municipal_support": PLACE | {"violation_found": False},
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.assessments", description="Assessments per second, rule by rule."
    )
    parser.add_argument("--seconds", type=float, default=0.5, help="how long to time each rule")
    seconds = parser.parse_args().seconds
    context = _make_context()
    table = {rule.name: rule for rule in RULES}
    bare = _rate(lambda: table["first_report"], seconds)
    print(f"{'rule':28}{'per second':>12}{'of bare':>10}{'with parsing':>14}")
    print(f"{'(bare dict look-up)':28}{bare:12,.0f}{1:10.4f}")
    slowest = min(_measure(rule.name, context, bare, seconds) for rule in RULES)
    verdict = "met" if slowest >= TARGET else "MISSED"
    print(f"slowest {slowest:,.0f}/s, target {TARGET:,}/s: {verdict}")


def _measure(name: str, context: Context, bare: float, seconds: float) -> float:
    rule = next(rule for rule in RULES if rule.name == name)
    raw = CASES.get(name, {})
    facts = parse_facts(rule.facts, raw)
    rate = _rate(lambda: assess(rule, facts, context), seconds)
    both = _rate(lambda: assess(rule, parse_facts(rule.facts, raw), context), seconds)
    print(f"{name:28}{rate:12,.0f}{rate / bare:10.4f}{both:14,.0f}")
    return rate


def _rate(call: Callable[[], object], seconds: float) -> float:
    """Calls per second of processor time, in rounds of 100 so that the clock costs nothing."""
    calls, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds:
        for _ in range(100):
            call()
        calls += 100
    return calls / spent


def _make_context() -> Context:
    def read(name: str) -> str:
        return (ROOT / name).read_text(encoding="utf-8")

    return Context(
        date(2024, 9, 1),
        parse_parameters(read("rules/data/parameters.toml")),
        parse_guide_toml(read("corpus/layout_guide.sample.toml")),
        parse_taxonomy(read("rules/data/taxonomy.toml")),
    )


if __name__ == "__main__":
    main()
