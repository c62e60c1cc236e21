import math
from decimal import Decimal
from pathlib import Path

import pytest

from bot.checks.case_checks import CaseChecks, exact, rule_objects, rule_schema
from bot.checks.rule_context import load_rule_data
from bot.errors import BadInput
from rules.errors import FactErrors, UnknownRuleError
from rules.verdict import Verdict
from tests.registry.building import NOW

ROOT = Path(__file__).resolve().parents[3]
TODAY = NOW.date()


@pytest.fixture
def checks(tmp_path: Path) -> CaseChecks:
    return CaseChecks(load_rule_data(ROOT / "corpus", tmp_path).context)


def test_a_case_without_a_day_is_judged_as_of_today(checks: CaseChecks) -> None:
    found = checks.check({"rule": "R3", "facts": {}}, TODAY)

    assert found.as_of == TODAY
    assert found.verdict is Verdict.UNDETERMINED


def test_a_case_says_its_day(checks: CaseChecks) -> None:
    assert checks.check({"rule": "R3", "as_of": "2019-06-06"}, TODAY).as_of.year == 2019


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ({"facts": {}}, BadInput),
        ({"rule": "R3", "fact": {}}, BadInput),
        ({"rule": "R99"}, UnknownRuleError),
        ({"rule": "R3", "facts": {"nonsense": 1}}, FactErrors),
    ],
    ids=str,
)
def test_what_is_no_case_is_refused(
    checks: CaseChecks, case: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        checks.check(case, TODAY)


def test_numbers_are_taken_as_they_are_written() -> None:
    assert exact({"a": [0.1, {"b": 2}, "x"]}) == {"a": [Decimal("0.1"), {"b": 2}, "x"]}


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(BadInput):
        exact([number])


def test_every_listed_rule_has_a_schema() -> None:
    for rule in rule_objects():
        assert set(rule["facts"]) <= set(rule_schema(rule["number"])["properties"])
