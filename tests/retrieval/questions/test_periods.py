"""Periods asked for and periods stated, and whether they are the same."""

import pytest

from retrieval.questions.periods import asked_periods, contradicts, stated_periods

ASKED = [
    ("2024年上半年落了几个", [(2024, 1, 6)]),
    ("24年头七个月落了几个", [(2024, 1, 7)]),
    ("2023年1到9月落了几个", [(2023, 1, 9)]),
    ("2023年前三季度", [(2023, 1, 9)]),
    ("2023年三季度", [(2023, 7, 9)]),
    ("2024年8月以后", [(2024, 8, 12)]),
    ("2023年全年", [(2023, 1, 12)]),
    ("下半年的呢", [(0, 7, 12)]),
    ("今年签了几个", [(2026, 0, 0)]),
    ("去年全年外资多少", [(2025, 1, 12)]),
    ("前年的数", [(2024, 0, 0)]),
    ("2023年一季度和上半年", [(2023, 1, 6), (2023, 1, 3)]),
    ("2023年落了几个", []),
    ("2019年7月底前完成", []),
    ("完成全年目标的几成", []),
    ("2024年跟去年比怎样", []),
    ("去年落地的百亿项目带来几家", []),
    ("2023年上半年和2024年上半年", []),
    ("前13个月", []),
]


@pytest.mark.parametrize(("text", "spans"), ASKED, ids=[case[0] for case in ASKED])
def test_a_period_is_read(text: str, spans: list[tuple[int, int, int]]) -> None:
    found = asked_periods(text, 2026)

    assert [(period.year, period.first, period.last) for period in found] == spans


def test_a_period_is_shown_in_the_words_of_the_question_with_its_year() -> None:
    assert [period.shown for period in asked_periods("去年上半年几个", 2026)] == ["2025年上半年"]
    assert [period.shown for period in asked_periods("上半年几个", 2026)] == ["上半年"]


FITS = [
    ("2024年1—7月", "2024年前7个月", True),
    ("2024年1—7月", "2024年上半年", False),
    ("2024年1—7月", "2023年1—7月", False),
    ("2023年一季度、上半年", "2023年上半年", True),
    ("2019年", "2019年全年", True),
    ("截至2024年成稿时", "2024年全年", False),
    ("2024年以来", "2024年上半年", False),
]


@pytest.mark.parametrize(("stated", "asked", "fits"), FITS)
def test_a_stated_period_fits_the_one_asked_for_or_not(stated: str, asked: str, fits: bool) -> None:
    (wanted,) = asked_periods(asked, 2026)

    assert contradicts(wanted, stated_periods(stated)) is not fits


@pytest.mark.parametrize("period", ["", "近三年", "每年", "2018年底—2019年"])
def test_what_is_no_period_of_one_year_states_none(period: str) -> None:
    assert stated_periods(period) == ()
