from datetime import date

import pytest

from bot.channels.web.chat.composer import day_or_none

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-01-02", date(2020, 1, 2)),
        ("2026-11-22", None),
        ("", None),
        ("2020-1", None),
        ("明天", None),
    ],
)
def test_a_day_other_than_today_is_asked_about_by_name(value: str, expected: date | None) -> None:
    assert day_or_none(value, TODAY) == expected
