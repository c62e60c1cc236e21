from datetime import date

import pytest

from bot.channels.web.page import day_or_none


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2019-06-06", date(2019, 6, 6)), ("", None), ("2019-06", None), ("0000-00-00", None)],
)
def test_a_date_field_gives_a_day_or_today(value: str, expected: date | None) -> None:
    assert day_or_none(value) == expected
