"""Errors of rules.

RulesError
├── FactErrors           a case has facts that cannot be read (all of them at once)
├── ParameterError       a parameter file or a local setting is not of the agreed form
├── GuideError           a layout guide table is not of the agreed form (all rows at once)
├── TaxonomyError        the industry taxonomy is not of the agreed form
└── UnknownRuleError     no rule has that name

A negative verdict is not an error, and a missing fact is not one either.
"""

from dataclasses import dataclass


class RulesError(Exception):
    """Base of all errors raised by rules.

    code: stable machine code; fields: what the Chinese message at the surface is made of.
    """

    code = "rules"

    def __init__(self, message: str, *, code: str | None = None, **fields: object) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class FactError:
    """One fact that cannot be read.

    field: fact name as given (`facts.total_investment` parts are not added here).
    code: `unknown_fact wrong_type negative zero out_of_range not_a_choice unit_missing not_exact
        ambiguous`.
    value: what was given, as text; expected, example: Chinese gloss and a valid example.
    suggestion: nearest known name or choice, empty when none is near.
    """

    field: str
    code: str
    value: str
    expected: str
    example: str
    suggestion: str = ""


class FactErrors(RulesError):
    """A case has facts that cannot be read; `errors` has all of them, in the order given."""

    code = "facts"

    def __init__(self, errors: tuple[FactError, ...]) -> None:
        listed = "; ".join(f"{e.field}: {e.code} ({e.value!r})" for e in errors)
        super().__init__(f"unreadable facts: {listed}", errors=errors)
        self.errors = errors


class ParameterError(RulesError):
    """A parameter file or a local setting is not of the agreed form."""

    code = "parameter"


@dataclass(frozen=True, slots=True)
class RowError:
    """One cell of a table that cannot be read; row is 1-based as a spreadsheet shows it."""

    row: int
    column: str
    code: str
    value: str
    expected: str


class GuideError(RulesError):
    """A layout guide cannot be read; `rows` has every faulty cell."""

    code = "guide"

    def __init__(
        self, message: str, rows: tuple[RowError, ...] = (), *, code: str | None = None
    ) -> None:
        super().__init__(message, code=code, rows=rows)
        self.rows = rows


class TaxonomyError(RulesError):
    """The industry taxonomy is not of the agreed form."""

    code = "taxonomy"


class UnknownRuleError(RulesError):
    """No rule has that name."""

    code = "unknown_rule"
