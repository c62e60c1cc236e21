"""Counts of reports received in a period, by unit, chain, state and size of investment.

Source of the brackets: hz-2024-chain#1.1, a statistical label without legal effect.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from registry.database import tables
from registry.filing.reports import state_for_filer
from registry.reading.report_lines import start_of
from registry.transactions.members import Caller
from registry.transactions.permissions import Operation, Subject
from registry.transactions.unit_of_work import Store

YI = 100_000_000


class Bracket(StrEnum):
    """Size of a project's total investment (投资档次), in 亿元."""

    UNKNOWN = "unknown"  # not stated, or no rate for the currency
    BELOW_1 = "below_1"
    FROM_1 = "from_1"
    FROM_10 = "from_10"
    FROM_50 = "from_50"


_FLOORS = ((50, Bracket.FROM_50), (10, Bracket.FROM_10), (1, Bracket.FROM_1))


@dataclass(frozen=True, slots=True)
class Counts:
    """Reports received from first to last day, both included. Every division adds up to total.

    yuan: total investment of those that state it.
    """

    first: date
    last: date
    total: int
    yuan: int
    by_unit: Mapping[str, int]
    by_chain: Mapping[str, int]
    by_state: Mapping[str, int]
    by_bracket: Mapping[Bracket, int]


class StatisticsService:
    """Figures for a period."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def counts(self, caller: Caller, first: date, last: date) -> Counts:
        """Count reports; a district lead's unit's, the bureau's all. No report is named.

        A district's states are as its own reports show them. Raises Forbidden.
        """
        with self._store.read(caller) as work:
            who, box = work.person, tables.filing.c
            unit = "" if who.role.is_bureau else who.unit
            work.require(Operation.VIEW_STATISTICS, Subject(unit=unit))
            until = start_of(last + timedelta(days=1))
            wanted = [box.received_at >= start_of(first), box.received_at < until]
            if unit:
                wanted.append(box.unit == unit)
            size = _bracket(box.investment_yuan).label("size")  # grouped by this name
            query = (
                select(
                    box.unit,
                    box.chain,
                    box.state,
                    size,
                    func.count(),
                    func.sum(box.investment_yuan),
                )
                .where(*wanted)
                .group_by(box.unit, box.chain, box.state, "size")
            )
            cells = work.connection.execute(query).all()
            shown = [_as_filer(cell) for cell in cells] if unit else cells
            return _sum_up(first, last, shown)


def bracket_of(yuan: int | None) -> Bracket:
    """The bracket of an amount."""
    if yuan is None:
        return Bracket.UNKNOWN
    return next((label for floor, label in _FLOORS if yuan >= floor * YI), Bracket.BELOW_1)


def _bracket(yuan: ColumnElement[Any]) -> ColumnElement[Any]:
    """bracket_of, for the database."""
    steps = [(yuan >= floor * YI, label.value) for floor, label in _FLOORS]
    return case((yuan.is_(None), Bracket.UNKNOWN.value), *steps, else_=Bracket.BELOW_1.value)


def _as_filer(cell: Any) -> tuple[Any, ...]:
    """A count as a filing unit may see it: states that tell of a rival read as any other."""
    unit, chain, state, *rest = cell
    return (unit, chain, state_for_filer(state), *rest)


def _sum_up(first: date, last: date, cells: Any) -> Counts:
    by: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
    total = amount = 0
    for *labels, count, yuan in cells:
        for counter, label in zip(by, labels, strict=True):
            counter[label] += count
        total, amount = total + count, amount + int(yuan or 0)
    sizes = {bracket: by[3][bracket.value] for bracket in Bracket if by[3][bracket.value]}
    units, chains, states = (_sorted(counter) for counter in by[:3])
    return Counts(first, last, total, amount, units, chains, states, sizes)


def _sorted(counter: Counter[str]) -> Mapping[str, int]:
    """The most frequent first."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
