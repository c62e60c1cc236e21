"""Truth tables of three-valued logic."""

import itertools

import pytest

from rules.logic import all_of, any_of, negate, verdict_of
from rules.verdict import Verdict

Y, N, U = Verdict.YES, Verdict.NO, Verdict.UNDETERMINED

AND = {(Y, Y): Y, (Y, N): N, (Y, U): U, (N, N): N, (N, U): N, (U, U): U}
OR = {(Y, Y): Y, (Y, N): Y, (Y, U): Y, (N, N): N, (N, U): U, (U, U): U}


@pytest.mark.parametrize(("pair", "expected"), AND.items(), ids=str)
def test_all_of_follows_the_table_in_both_orders(pair, expected) -> None:
    assert all_of(*pair) is expected
    assert all_of(*reversed(pair)) is expected


@pytest.mark.parametrize(("pair", "expected"), OR.items(), ids=str)
def test_any_of_follows_the_table_in_both_orders(pair, expected) -> None:
    assert any_of(*pair) is expected
    assert any_of(*reversed(pair)) is expected


@pytest.mark.parametrize(("value", "expected"), [(Y, N), (N, Y), (U, U)])
def test_negate_turns_yes_and_no_round_and_leaves_the_unknown(value, expected) -> None:
    assert negate(value) is expected


@pytest.mark.parametrize(("fact", "expected"), [(True, Y), (False, N), (None, U)])
def test_a_fact_becomes_a_verdict(fact, expected) -> None:
    assert verdict_of(fact) is expected


def test_of_nothing_all_hold_and_none_holds() -> None:
    assert all_of() is Y
    assert any_of() is N


@pytest.mark.parametrize("values", list(itertools.product(Verdict, repeat=3)), ids=str)
def test_de_morgan_holds(values) -> None:
    assert negate(all_of(*values)) is any_of(*map(negate, values))
