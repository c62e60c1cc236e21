"""Cautions that go with answers from a trial text of 2019."""

from datetime import date

import pytest

from rules import scheme
from rules.cautions import TRIAL_NOTE, currency_notes, fair_competition_point


@pytest.mark.parametrize(
    ("day", "cautioned"),
    [(date(2024, 7, 31), False), (date(2024, 8, 1), True), (date(2024, 8, 2), True)],
)
def test_cautions_begin_with_the_national_rules(day: date, cautioned: bool) -> None:
    point = fair_competition_point(day, scheme.SPECIAL_DEAL)

    assert (currency_notes(day) == (TRIAL_NOTE,)) is cautioned
    assert (point is not None and point.clause == scheme.SPECIAL_DEAL) is cautioned
