"""Days in people's words, on a Sunday: 2026-11-22."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.days import Day, read_coming, read_past

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天去企业考察了", "2026-11-22"),
        ("刚才他们来电话了", "2026-11-22"),
        ("昨天和投资方谈了", "2026-11-21"),
        ("昨晚通了视频", "2026-11-21"),
        ("前天去的", "2026-11-20"),
        ("大前天开的会", "2026-11-19"),
        ("上周三在区里开了协调会", "2026-11-11"),
        ("上上周五", "2026-11-06"),
        ("周五来考察的", "2026-11-20"),
        ("星期一谈的", "2026-11-16"),
        ("礼拜天加班谈的", "2026-11-22"),
        ("本周二", "2026-11-17"),
        ("11月20日签的", "2026-11-20"),
        ("十一月十八号", "2026-11-18"),
        ("11.18去的", "2026-11-18"),
        ("2026-11-05", "2026-11-05"),
        ("2026年11月5日", "2026-11-05"),
        ("上个月28号见的面", "2026-10-28"),
        ("20号投产了", "2026-11-20"),
        ("25号见的面", "2026-10-25"),
        ("３天前", "2026-11-19"),
        ("三天前拜访过", "2026-11-19"),
        ("去年12月30日", "2025-12-30"),
        ("1月5日谈过一次", "2026-01-05"),
    ],
)
def test_a_day_gone_by_is_the_latest_such_day(text: str, expected: str) -> None:
    found = read_past(text, TODAY)

    assert found is not None
    assert found.day == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "上周去了一趟",
        "前阵子聊过",
        "谈得不错",
        "投资3.5亿",
        "用地20.5亩",
        "第3号",
        "2月30日",
        "3天",
    ],
)
def test_words_that_name_no_single_day_give_none(text: str) -> None:
    assert read_past(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下周五来签约", "2026-11-27"),
        ("周五签", "2026-11-27"),
        ("下周一上午", "2026-11-23"),
        ("明天再谈", "2026-11-23"),
        ("后天去", "2026-11-24"),
        ("3天后", "2026-11-25"),
        ("12月3号", "2026-12-03"),
        ("1月8日", "2027-01-08"),
        ("2027年1月8日", "2027-01-08"),
        ("下个月10号", "2026-12-10"),
        ("10号", "2026-12-10"),
        ("25号", "2026-11-25"),
    ],
)
def test_a_day_to_come_is_the_next_such_day(text: str, expected: str) -> None:
    found = read_coming(text, TODAY)

    assert found is not None
    assert found.day == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("下周来签约", "下周"),
        ("月底前签", "月底"),
        ("下个月再来", "下个月"),
        ("12月初来", "12月初"),
        ("年底前落地", "年底前"),
        ("过几天再说", "过几天"),
        ("明年初开工", "明年初"),
    ],
)
def test_a_week_or_month_keeps_its_words_and_gets_no_day(text: str, words: str) -> None:
    assert read_coming(text, TODAY) == Day(None, words)


def test_nothing_to_come_is_nothing() -> None:
    assert read_coming("谈得不错", TODAY) is None


@given(st.text(max_size=30), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_any_text_gives_a_day_from_its_own_words_or_none(text: str, today: date) -> None:
    for found in (read_past(text, today), read_coming(text, today)):
        assert found is None or found.words
