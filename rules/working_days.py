"""Working days of the mainland's public holiday calendar, by the kept library chinesecalendar.

Clause: none; review and consultation periods in working days are local settings.
Does not guess: the library knows the years it has official notices for; a day outside them is None,
which a rule shows as undetermined.
"""

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar.constants import holidays

MAX_WORKING_DAYS = 2000  # a period longer than this is a slip, not a review period


def first_covered_day() -> date:
    """The first day the calendar knows."""
    return date(min(day.year for day in holidays), 1, 1)


def last_covered_day() -> date:
    """The last day the calendar knows; grows when the library is updated each year."""
    return date(max(day.year for day in holidays), 12, 31)


_FIRST, _LAST = first_covered_day(), last_covered_day()


def is_working_day(day: date) -> bool | None:
    """Whether people work on day, make-up days included; None outside the calendar."""
    if not _FIRST <= day <= _LAST:
        return None
    return bool(chinese_calendar.is_workday(day))


def add_working_days(start: date, days: int) -> date | None:
    """The last day of a period of working days that begins the day after start.

    days: 1 to MAX_WORKING_DAYS. None when any day of the period is outside the calendar.
    Raises ValueError for another number of days.
    """
    if not 1 <= days <= MAX_WORKING_DAYS:
        raise ValueError(f"working days must be 1 to {MAX_WORKING_DAYS}, not {days!r}")
    day, left = start, days
    while left:
        if day >= _LAST:
            return None
        day += timedelta(days=1)
        working = is_working_day(day)
        if working is None:
            return None
        left -= working
    return day


def count_working_days(start: date, end: date) -> int | None:
    """Working days after start up to and including end; None when the calendar does not cover them.

    Raises ValueError when end is before start.
    """
    if end < start:
        raise ValueError(f"the period ends {end} before it begins {start}")
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    counted = [is_working_day(day) for day in days]
    return None if None in counted else sum(bool(working) for working in counted)
