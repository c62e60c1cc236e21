"""Facts of a case: what a rule declares it takes, and how raw values become typed facts.

A missing fact is never an error; it is the rule that says what is missing.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from rules.errors import FactError, FactErrors
from rules.fact_types import DAY, FactType, Unreadable, nearest
from rules.measures import Area, Money


class Need(StrEnum):
    """How much a rule depends on a fact."""

    REQUIRED = "required"  # without it the rule cannot be settled in the ordinary case
    CONDITIONAL = "conditional"  # bears on the answer only in the case `when` names


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact a rule takes.

    name: the key in a case file; gloss: what it is, in Chinese; unit: empty when none.
    example: a valid value, as a person would write it in a case file.
    when: for a CONDITIONAL fact, the case it bears on, in Chinese.
    """

    name: str
    type: FactType
    gloss: str
    example: str
    need: Need = Need.REQUIRED
    when: str = ""
    unit: str = ""

    def only_when(self, when: str) -> "FactSpec":
        """The same fact, needed only in the case `when` names."""
        return replace(self, need=Need.CONDITIONAL, when=when)


class Facts:
    """Typed facts of one case; an absent fact reads as None.

    The accessors raise TypeError when a rule asks for another type than it declared.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def names(self) -> tuple[str, ...]:
        """Names of the facts given, in the order given."""
        return tuple(self._values)

    def flag(self, name: str) -> bool | None:
        """A yes/no fact."""
        value = self._values.get(name)
        if value is None or value is True or value is False:
            return value
        raise _wrong(name, value)

    def text(self, name: str) -> str | None:
        """A text, or the code of an enum."""
        value = self._values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise _wrong(name, value)

    def whole(self, name: str) -> int | None:
        """A whole number."""
        value = self._values.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise _wrong(name, value)

    def number(self, name: str) -> Decimal | None:
        """An exact number."""
        value = self._values.get(name)
        if value is None or isinstance(value, Decimal):
            return value
        raise _wrong(name, value)

    def money(self, name: str) -> Money | None:
        """An amount of money."""
        value = self._values.get(name)
        if value is None or isinstance(value, Money):
            return value
        raise _wrong(name, value)

    def area(self, name: str) -> Area | None:
        """A land area."""
        value = self._values.get(name)
        if value is None or isinstance(value, Area):
            return value
        raise _wrong(name, value)

    def day(self, name: str) -> dt.date | None:
        """A calendar day."""
        value = self._values.get(name)
        if value is None or isinstance(value, dt.date):
            return value
        raise _wrong(name, value)

    def several(self, name: str) -> tuple[object, ...] | None:
        """A list; empty and absent are different things."""
        value = self._values.get(name)
        if value is None or isinstance(value, tuple):
            return value
        raise _wrong(name, value)

    def absent(self, *names: str) -> tuple[str, ...]:
        """Those of the names that are not given."""
        return tuple(name for name in names if name not in self._values)


def _wrong(name: str, value: object) -> TypeError:
    return TypeError(f"fact {name!r} was declared with another type than {type(value).__name__}")


def parse_facts(specs: Iterable[FactSpec], raw: Mapping[str, object]) -> Facts:
    """Read raw values by their declarations; None and empty text count as absent.

    Raises FactErrors with every unreadable or unknown fact of the case.
    """
    known = {spec.name: spec for spec in specs}
    values: dict[str, object] = {}
    errors: list[FactError] = []
    for name, given in raw.items():
        if given is None or given == "":
            continue
        spec = known.get(name)
        if spec is None:
            errors.append(_unknown_fact(name, given, known))
            continue
        value = spec.type.read(given)
        if isinstance(value, Unreadable):
            errors.append(_unreadable_fact(spec, given, value))
        else:
            values[name] = value
    if errors:
        raise FactErrors(tuple(errors))
    return Facts(values)


def parse_as_of(raw: object) -> dt.date:
    """Read the day a case is judged on. Raises FactErrors for the field `as_of`."""
    spec = FactSpec("as_of", DAY, "判断日期", "2019-06-06")
    value = DAY.read(raw)
    if isinstance(value, Unreadable):
        raise FactErrors((_unreadable_fact(spec, raw, value),))
    assert isinstance(value, dt.date)
    return value


def _unknown_fact(name: str, given: object, known: Mapping[str, FactSpec]) -> FactError:
    by_gloss = {spec.gloss: spec.name for spec in known.values()}
    suggestion = nearest(name, known) or by_gloss.get(nearest(name, by_gloss), "")
    example = known[suggestion].example if suggestion else ""
    return FactError(name, "unknown_fact", str(given), "本规则的事实名", example, suggestion)


def _unreadable_fact(spec: FactSpec, given: object, why: Unreadable) -> FactError:
    expected = f"{spec.gloss}：{spec.type.expected}"
    return FactError(spec.name, why.code, str(given), expected, spec.example, why.suggestion)


def json_schema(title: str, specs: Iterable[FactSpec]) -> dict[str, object]:
    """JSON schema (2020-12) of the facts a rule takes.

    No fact is `required` in the schema's sense, since a missing one is an answer, not an error;
    `x-need` says how much the rule depends on it, `x-when` in which case.
    """
    properties: dict[str, object] = {}
    for spec in specs:
        entry: dict[str, object] = {
            **spec.type.schema,
            "title": spec.gloss,
            "description": spec.type.expected,
            "examples": [spec.example],
            "x-need": spec.need.value,
        }
        if spec.when:
            entry["x-when"] = spec.when
        if spec.unit:
            entry["x-unit"] = spec.unit
        properties[spec.name] = entry
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
