"""Dated parameters (系统参数): values a clause sets, and local settings the bureau may set.

Reads: the text of a TOML file, handed in. One table per parameter:

    [review_days]
    label = "报备审查期限"
    type = "int"                  # int decimal bool str texts
    unit = "个工作日"
    provenance = "local"          # or "clause"
    clause = "hz-2019-40#4.1"     # what sets it, or the clause that leaves it open
    values = [{ from = 2020-01-01, to = 2021-01-01, value = 5 }]

Validity is half-open: from <= day < to. A local setting ships without values (unset).
Does not supply a default: an unset parameter is a value of its own.
"""

import itertools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from rules.clauses import ClauseRef
from rules.errors import ParameterError
from rules.verdict import ParameterScalar, ParameterUse

_KEYS = {"label", "type", "unit", "provenance", "clause", "values"}


class Provenance(StrEnum):
    """Where a parameter's value comes from."""

    CLAUSE = "clause"
    LOCAL = "local"  # 本局设定


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value valid on from <= day < to; None means open at that end."""

    value: ParameterScalar
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the value is valid on day."""
        if self.valid_from is not None and day < self.valid_from:
            return False
        return self.valid_to is None or day < self.valid_to


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter with its values in time order.

    clause: the clause that sets it (provenance clause) or that leaves it open (local).
    """

    name: str
    label: str
    type: str
    unit: str
    provenance: Provenance
    clause: ClauseRef
    values: tuple[DatedValue, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A parameter that has a value on the day asked for."""

    parameter: Parameter
    value: ParameterScalar

    def use(self) -> ParameterUse:
        """How a verdict shows it."""
        local = self.parameter.provenance is Provenance.LOCAL
        source = None if local else self.parameter.clause
        return ParameterUse(self.parameter.name, self.parameter.label, self.value, source)


@dataclass(frozen=True, slots=True)
class Unset:
    """A parameter without a value on the day asked for; not zero, not a default."""

    parameter: Parameter

    def use(self) -> ParameterUse:
        """How a verdict shows that nothing is set."""
        local = self.parameter.provenance is Provenance.LOCAL
        source = None if local else self.parameter.clause
        return ParameterUse(self.parameter.name, self.parameter.label, None, source)


class ParameterSet:
    """All parameters, looked up by name and day."""

    __slots__ = ("_by_name", "_unset")

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._by_name = dict(parameters)
        self._unset = {name: Unset(parameter) for name, parameter in self._by_name.items()}

    def names(self) -> tuple[str, ...]:
        """Names of all parameters, in file order."""
        return tuple(self._by_name)

    def find(self, name: str) -> Parameter:
        """The parameter of that name. Raises ParameterError when there is none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise _bad(name, "unknown_parameter", name) from None

    def resolve(self, name: str, as_of: date) -> ParameterValue | Unset:
        """The parameter's value on a day. Raises ParameterError for an unknown name."""
        parameter = self.find(name)
        for dated in parameter.values:
            if dated.covers(as_of):
                return ParameterValue(parameter, dated.value)
        return self._unset[name]

    def with_local(self, overrides: Mapping[str, object]) -> "ParameterSet":
        """This set with local settings: name -> value, or a list of {from, to, value} tables.

        Raises ParameterError for an unknown name, a wrong type, or a parameter a clause sets.
        """
        changed = dict(self._by_name)
        for name, raw in overrides.items():
            parameter = self.find(name)
            if parameter.provenance is Provenance.CLAUSE:
                raise _bad(name, "set_by_clause", raw)
            dated = isinstance(raw, list) and all(isinstance(row, Mapping) for row in raw)
            rows = raw if dated else [{"value": raw}]
            changed[name] = _with_values(parameter, rows)
        return ParameterSet(changed)


def parse_parameters(text: str) -> ParameterSet:
    """Read a parameter file. Raises ParameterError naming parameter, code and value."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"not TOML: {error}", code="not_toml", value=str(error)) from error
    return ParameterSet({name: _parse_parameter(name, table) for name, table in tables.items()})


def _parse_parameter(name: str, table: object) -> Parameter:
    if not isinstance(table, Mapping):
        raise _bad(name, "not_a_table", table)
    if unknown := set(table) - _KEYS:
        raise _bad(name, "unknown_key", sorted(unknown))
    for key in ("label", "type", "provenance", "clause"):
        if not isinstance(table.get(key), str):
            raise _bad(name, f"missing_{key}", table.get(key))
    if table["type"] not in _READERS:
        raise _bad(name, "unknown_type", table["type"])
    try:
        provenance, clause = Provenance(table["provenance"]), ClauseRef.parse(table["clause"])
    except ValueError as error:
        raise _bad(name, "bad_source", str(error)) from error
    unit = str(table.get("unit", ""))
    parameter = Parameter(name, table["label"], table["type"], unit, provenance, clause)
    return _with_values(parameter, table.get("values", []))


def _with_values(parameter: Parameter, rows: object) -> Parameter:
    if not isinstance(rows, list):
        raise _bad(parameter.name, "values_not_a_list", rows)
    values = sorted(
        (_parse_dated(parameter, row) for row in rows), key=lambda v: v.valid_from or date.min
    )
    for earlier, later in itertools.pairwise(values):
        if earlier.valid_to is None or later.valid_from is None:
            raise _bad(parameter.name, "overlap", later.valid_from)
        if later.valid_from < earlier.valid_to:
            raise _bad(parameter.name, "overlap", later.valid_from)
    return Parameter(
        parameter.name,
        parameter.label,
        parameter.type,
        parameter.unit,
        parameter.provenance,
        parameter.clause,
        tuple(values),
    )


def _parse_dated(parameter: Parameter, row: object) -> DatedValue:
    if not isinstance(row, Mapping) or set(row) - {"from", "to", "value"}:
        raise _bad(parameter.name, "bad_row", row)
    start, end = row.get("from"), row.get("to")
    for day in (start, end):
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise _bad(parameter.name, "bad_date", day)
    if start is not None and end is not None and end <= start:
        raise _bad(parameter.name, "empty_period", end)
    value = _READERS[parameter.type](row.get("value"))
    if value is None:
        raise _bad(parameter.name, f"not_{parameter.type}", row.get("value"))
    return DatedValue(value, start, end)


def _read_int(raw: object) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0 else None


def _read_decimal(raw: object) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        return None
    try:
        value = Decimal(str(raw))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def _read_bool(raw: object) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _read_str(raw: object) -> str | None:
    return raw if isinstance(raw, str) and raw else None


def _read_texts(raw: object) -> tuple[str, ...] | None:
    if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
        return None
    return tuple(raw)


_READERS = {
    "int": _read_int,
    "decimal": _read_decimal,
    "bool": _read_bool,
    "str": _read_str,
    "texts": _read_texts,
}


def _bad(name: str, code: str, value: object) -> ParameterError:
    return ParameterError(
        f"parameter {name!r}: {code} ({value!r})", code=code, name=name, value=value
    )
