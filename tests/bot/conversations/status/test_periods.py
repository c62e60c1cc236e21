"""Periods in people's words, on 2026-11-22."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.status.periods import default_period, read_period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今年一共报了多少个", "2026-01-01", "2026-11-22"),
        ("2026年报了几个", "2026-01-01", "2026-11-22"),
        ("去年的", "2025-01-01", "2025-12-31"),
        ("前年", "2024-01-01", "2024-12-31"),
        ("本月", "2026-11-01", "2026-11-22"),
        ("这个月报了几个", "2026-11-01", "2026-11-22"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("上月", "2026-10-01", "2026-10-31"),
        ("9月份", "2026-09-01", "2026-09-30"),
        ("2025年3月", "2025-03-01", "2025-03-31"),
        ("去年2月", "2025-02-01", "2025-02-28"),
        ("上季度", "2026-07-01", "2026-09-30"),
        ("本季度", "2026-10-01", "2026-11-22"),
        ("三季度", "2026-07-01", "2026-09-30"),
        ("去年第四季度", "2025-10-01", "2025-12-31"),
        ("Q1", "2026-01-01", "2026-03-31"),
        ("上半年", "2026-01-01", "2026-06-30"),
        ("去年下半年", "2025-07-01", "2025-12-31"),
        ("本周", "2026-11-16", "2026-11-22"),
        ("上周", "2026-11-09", "2026-11-15"),
        ("今天", "2026-11-22", "2026-11-22"),
        ("昨天", "2026-11-21", "2026-11-21"),
        ("前天", "2026-11-20", "2026-11-20"),
        ("最近30天", "2026-10-24", "2026-11-22"),
        ("近两周", "2026-11-09", "2026-11-22"),
        ("近三个月", "2026-08-22", "2026-11-22"),
        ("近半年", "2026-05-22", "2026-11-22"),
        ("近半个月", "2026-11-08", "2026-11-22"),
        ("近一年", "2025-11-22", "2026-11-22"),
        ("3月到5月", "2026-03-01", "2026-05-31"),
        ("2025年12月至2026年2月", "2025-12-01", "2026-02-28"),
        ("2026-01-01至2026-03-31", "2026-01-01", "2026-03-31"),
        ("2026-03-05", "2026-03-05", "2026-03-05"),
        ("9月以来", "2026-09-01", "2026-11-22"),
        ("11月3日报了几个", "2026-11-03", "2026-11-03"),
        ("２０２６年９月", "2026-09-01", "2026-09-30"),
    ],
)
def test_a_period_is_read_with_both_ends(text: str, first: str, last: str) -> None:
    found = read_period(text, TODAY)

    assert found is not None
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.words


@pytest.mark.parametrize("text", ["各区首报数量", "按产业链统计", "2月30日", "13月"])
def test_no_period_is_made_up(text: str) -> None:
    assert read_period(text, TODAY) is None


def test_a_year_to_come_stays_ahead() -> None:
    found = read_period("明年", TODAY)

    assert found is not None
    assert found.first == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "first"), [("各区首报数量", date(2026, 1, 1)), ("累计多少", date(2019, 6, 6))]
)
def test_without_a_period_the_year_counts_or_all_of_them(text: str, first: date) -> None:
    assert default_period(text, TODAY).first == first


@given(st.text(max_size=30), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_any_text_gives_a_period_in_order_or_none(text: str, today: date) -> None:
    found = read_period(text, today)

    assert found is None or found.first <= found.last
