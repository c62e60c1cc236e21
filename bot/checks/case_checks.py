"""One case held against the rules, for channels that get it as a plain table.

Does not: decide anything; the rules do.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.checks.case_files import make_case
from bot.errors import BadInput
from rules.catalog import RULES, assess, find_rule, schema_of
from rules.facts import parse_as_of, parse_facts
from rules.registry import Context
from rules.verdict import Assessment


@dataclass(frozen=True, slots=True)
class CaseChecks:
    """The rules with the bureau's data. context_on: the rules as they are set on a day."""

    context_on: Callable[[date], Context]

    def check(self, table: Mapping[str, Any], today: date) -> Assessment:
        """Assess a case {rule, as_of, facts}; as_of: today where the case says none.

        Raises BadInput (`case_form`, `case_key`, `no_rule`), UnknownRuleError, FactErrors.
        """
        given = make_case(exact(table))
        if given.rule is None:
            raise BadInput("no rule", code="no_rule")
        spec = find_rule(given.rule)
        day = today if given.as_of is None else parse_as_of(given.as_of)
        return assess(spec, parse_facts(spec.facts, given.facts), self.context_on(day))


def rule_objects() -> list[dict[str, Any]]:
    """Every rule with its clauses and the facts it asks for."""
    return [
        {
            "number": rule.number,
            "rule": rule.name,
            "title": rule.title,
            "clauses": [str(clause) for clause in rule.clauses],
            "facts": [spec.name for spec in rule.facts],
        }
        for rule in RULES
    ]


def rule_schema(key: str) -> dict[str, Any]:
    """The JSON Schema of a rule's facts. key: name or number. Raises UnknownRuleError."""
    return dict(schema_of(key))


def exact(value: Any) -> Any:
    """Numbers with a point as decimals of the same digits, however deep.

    Raises BadInput (`case_form`) for what is no number: NaN and the infinities.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadInput("a number that is none", code="case_form")
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {key: exact(item) for key, item in value.items()}
    return [exact(item) for item in value] if isinstance(value, list) else value
