"""Working days follow the official calendar; beyond it nothing is guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.working_days import (
    MAX_WORKING_DAYS,
    add_working_days,
    count_working_days,
    first_covered_day,
    is_working_day,
    last_covered_day,
)

FIRST, LAST = first_covered_day(), last_covered_day()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 9, 30), True),  # Monday
        (date(2024, 10, 1), False),  # national holiday
        (date(2024, 9, 29), True),  # Sunday worked to make up
        (date(2024, 9, 28), False),  # Saturday
        (date(2024, 10, 8), True),
        (FIRST, False),
        (FIRST - timedelta(days=1), None),
        (LAST + timedelta(days=1), None),
    ],
)
def test_holidays_and_make_up_days_are_known_and_the_rest_is_not_guessed(day, works) -> None:
    assert is_working_day(day) is works


def test_the_last_day_of_the_calendar_is_covered() -> None:
    assert is_working_day(LAST) is not None


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2024, 9, 26), 1, date(2024, 9, 27)),
        (date(2024, 9, 27), 1, date(2024, 9, 29)),
        (date(2024, 9, 30), 1, date(2024, 10, 8)),
        (date(2024, 9, 30), 5, date(2024, 10, 12)),
        (LAST, 1, None),
        (LAST - timedelta(days=1), 5, None),
        (FIRST - timedelta(days=3), 1, None),
    ],
)
def test_a_period_begins_the_day_after_and_skips_holidays(start, days, end) -> None:
    assert add_working_days(start, days) == end


@pytest.mark.parametrize("days", [0, -1, MAX_WORKING_DAYS + 1])
def test_a_senseless_number_of_days_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        add_working_days(date(2024, 1, 2), days)


def test_the_longest_period_is_accepted() -> None:
    assert add_working_days(date(2010, 1, 2), MAX_WORKING_DAYS) is not None


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends"):
        count_working_days(date(2024, 1, 2), date(2024, 1, 1))


def test_counting_beyond_the_calendar_is_unknown() -> None:
    assert count_working_days(LAST, LAST + timedelta(days=1)) is None
    assert count_working_days(LAST, LAST) == 0


@given(st.dates(date(2010, 1, 1), date(2024, 12, 31)), st.integers(1, 200))
def test_counting_gives_back_what_was_added(start: date, days: int) -> None:
    end = add_working_days(start, days)

    assert end is not None
    assert count_working_days(start, end) == days
    assert is_working_day(end)
