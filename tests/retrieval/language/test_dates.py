from datetime import date

import pytest

from retrieval.language.dates import chinese_day, find_dates, first_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019/5/29 9:38:58", date(2019, 5, 29)),
        ("来源:某报 2020-08-08 20:43:00", date(2020, 8, 8)),
        ("自 2019 年 6 月 6 日起", date(2019, 6, 6)),
        ("二〇一九年五月十六日", date(2019, 5, 16)),
        ("2021.3.1", date(2021, 3, 1)),
        ("2019年13月1日", None),
        ("2019年7月底", None),
        ("1-5月", None),
        ("12019年1月1日", None),
    ],
)
def test_days_are_found_in_every_writing(text: str, day: date | None) -> None:
    assert first_date(text) == day


def test_days_come_in_reading_order() -> None:
    text = "2017年3月1日修订，2018年3月19日再修订"

    assert list(find_dates(text)) == [date(2017, 3, 1), date(2018, 3, 19)]


def test_a_day_is_written_as_chinese_texts_write_it() -> None:
    assert chinese_day(date(2019, 6, 6)) == "2019年6月6日"
