"""When evidence is from: dates behind it, alone, corrected, and lists put together."""

import pytest

from bot.understanding.evidence_dates import (
    dated,
    dates_alone,
    dates_at_end,
    dates_behind,
    joined_evidence,
)


@pytest.mark.parametrize(
    ("behind", "dates"),
    [
        ("是11月10号签的", "11月10号"),
        ("(2026年11月1日)", "2026年11月1日"),
        ("了两次,10月8号和10月22号", "10月8号、10月22号"),
        ("已经签了", ""),
        ("和11月来过的照片不一样", ""),
    ],
)
def test_dates_told_behind_evidence_are_of_it(behind: str, dates: str) -> None:
    assert dates_behind(f"意向书{behind}", 3, 3 + len(behind))[0] == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("11月15号签的", "11月15号"),
        ("是10月底的。", "10月底"),
        ("最近一次是11月2日", "11月2日"),
        ("签的时间是11月6日", "11月6日"),
        ("11月开工", ""),
    ],
)
def test_an_answer_of_nothing_but_a_date_is_told_from_others(text: str, dates: str) -> None:
    assert dates_alone(text) == dates


def test_the_date_at_the_end_of_a_correction_is_found() -> None:
    assert dates_at_end("意向书日期不对，应该是10月21日") == "10月21日"
    assert dates_at_end("意向书日期不对") == ""


def test_a_bare_date_goes_to_the_last_open_item_and_a_signed_one_to_a_paper() -> None:
    assert dated(["意向书", "考察"], "9月", signed=False) == ["意向书", "考察（9月）"]
    assert dated(["意向书", "考察"], "9月", signed=True) == ["意向书（9月）", "考察"]
    assert dated(["意向书（8月）"], "9月", signed=True) is None


@pytest.mark.parametrize(
    ("old", "new", "raw", "edits", "both"),
    [
        (["意向书"], ["意向书（9月）"], "意向书9月", False, ["意向书（9月）"]),
        (["会谈纪要"], ["会议纪要（9月）"], "纪要9月", False, ["会谈纪要（9月）"]),
        (["会谈纪要"], ["会议纪要"], "会议纪要", False, ["会谈纪要", "会议纪要"]),
        (["考察（8月）"], ["考察（9月）"], "考察9月", False, ["考察（8月）", "考察（9月）"]),
        (["考察（8月）"], ["考察（9月）"], "考察9月", True, ["考察（9月）"]),
        (["考察（8月）"], ["考察"], "考察", False, ["考察（8月）"]),
    ],
)
def test_what_was_told_without_a_date_gets_it(
    old: list[str], new: list[str], raw: str, edits: bool, both: list[str]
) -> None:
    assert joined_evidence(old, new, raw, edits=edits) == both
