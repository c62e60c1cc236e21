"""The annex can be looked up by item, by department and by date."""

from datetime import date
from pathlib import Path

import pytest

from rules.errors import ParameterError
from rules.responsibilities import (
    assisted_by,
    due_within,
    find_by_item,
    fold_department,
    led_by,
    overdue_on,
    parse_responsibilities,
    recurring_duties,
)

TEXT = (Path(__file__).parents[2] / "corpus/responsibilities.toml").read_text(encoding="utf-8")
DUTIES = parse_responsibilities(TEXT)
JULY, AUGUST = date(2019, 7, 31), date(2019, 8, 1)


def numbers(found: object) -> list[int]:
    return [getattr(row, "number", None) or row[0].number for row in found]  # type: ignore[attr-defined]


def test_the_annex_has_twelve_duties() -> None:
    assert numbers(DUTIES) == list(range(1, 13))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("7", [7]),
        ("附7", [7]),
        ("第 7 项", [7]),
        ("07", [7]),
        ("13", []),
        ("布局导引", [2]),
        ("能耗", [10]),
        ("（有）", []),
        ("", []),
    ],
)
def test_by_item(words: str, found: list[int]) -> None:
    assert numbers(find_by_item(DUTIES, words)) == found


@pytest.mark.parametrize(
    ("department", "leads"),
    [
        ("市投资促进局", [2, 3, 4, 5, 6, 7, 8]),
        ("市投促局", [2, 3, 4, 5, 6, 7, 8]),
        ("杭州市投资促进局", [2, 3, 4, 5, 6, 7, 8]),
        ("规自局", [1, 9]),
        ("国资委", [11, 12]),
        ("发改委", [10]),
        ("财政局", [8]),
        ("市气象局", []),
    ],
)
def test_by_leading_department(department: str, leads: list[int]) -> None:
    assert numbers(led_by(DUTIES, department)) == leads


@pytest.mark.parametrize(
    ("department", "assists"),
    [
        ("审计局", [6, 8]),
        ("市经信局", [10]),
        ("开发区", [1, 2, 3, 4]),
        ("区县", [1, 2, 3, 4]),
        ("市投促局", [1, 9, 10, 11, 12]),
    ],
)
def test_by_assisting_department(department: str, assists: list[int]) -> None:
    assert numbers(assisted_by(DUTIES, department)) == assists


def test_a_deadline_is_kept_on_its_last_day_and_past_on_the_next() -> None:
    assert numbers(overdue_on(DUTIES, date(2019, 7, 30))) == []
    assert numbers(overdue_on(DUTIES, JULY)) == []
    assert numbers(overdue_on(DUTIES, AUGUST)) == [2, 3, 5, 6, 7, 10]


def test_overdue_deadlines_come_in_the_order_of_their_dates() -> None:
    found = overdue_on(DUTIES, date(2020, 1, 1))

    assert [deadline.by for _, deadline in found] == sorted(d.by for _, d in found if d.by)
    assert set(numbers(found)) == {1, 2, 3, 5, 6, 7, 8, 10, 11}


def test_a_yearly_duty_is_never_overdue() -> None:
    assert not {4, 9, 12} & set(numbers(overdue_on(DUTIES, date(2030, 1, 1))))


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2019, 7, 30), 0, []),
        (date(2019, 7, 30), 1, [2, 3, 5, 6, 7, 10]),
        (JULY, 0, [2, 3, 5, 6, 7, 10]),
        (AUGUST, 30, []),
        (date(2019, 12, 1), 30, [3, 8, 11]),
    ],
)
def test_due_within_a_number_of_days(day: date, days: int, found: list[int]) -> None:
    assert numbers(due_within(DUTIES, day, days)) == found


def test_recurring_duties_are_listed_apart() -> None:
    assert numbers(recurring_duties(DUTIES)) == [1, 2, 3, 4, 9, 11, 12]


def test_unknown_departments_are_kept_as_they_are() -> None:
    assert fold_department(" 市 气象局 ") == "市气象局"
    assert fold_department("投资促进局") == "市投资促进局"
    assert fold_department("规划和自然资源局") == "市规划和自然资源局"


def test_an_error_names_the_row_and_the_value() -> None:
    with pytest.raises(ParameterError, match=r"row 1: bad_number \(0\)") as caught:
        parse_responsibilities(ROW.replace("number = 1", "number = 0"))

    assert caught.value.fields == {"name": "duty 1", "value": 0}


ROW = """[[duty]]
number = 1
item = "甲"
content = "乙"
lead = ["市投资促进局"]
cooperate = ["市财政局"]
clause = "hz-2019-40#annex.1"
body_clause = "hz-2019-40#2.1"
deadlines = [{ text = "丙", by = 2019-07-31 }]
"""
LIMIT = '[{ text = "丙", by = 2019-07-31 }]'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "not_toml"),
        ("duty = 1", "not_a_duty_table"),
        ("duty = [1]", "bad_row"),
        (ROW + "more = 1", "bad_row"),
        (ROW.replace('item = "甲"\n', ""), "bad_row"),
        (ROW.replace("number = 1", "number = 0"), "bad_number"),
        (ROW.replace("number = 1", "number = true"), "bad_number"),
        (ROW.replace("number = 1", "number = 'x'"), "bad_number"),
        (ROW.replace(LIMIT, "[]"), "bad_deadlines"),
        (ROW.replace(LIMIT, "1"), "bad_deadlines"),
        (ROW.replace(LIMIT, "[1]"), "bad_deadline"),
        (ROW.replace(LIMIT, "[{ text = '丙', until = 1 }]"), "bad_deadline"),
        (ROW.replace(LIMIT, "[{ text = '丙' }]"), "bad_recurrence"),
        (ROW.replace(LIMIT, "[{ text = '丙', recurring = 'weekly' }]"), "bad_recurrence"),
        (ROW.replace("by = 2019-07-31", "by = '2019'"), "bad_date"),
        (ROW.replace("by = 2019-07-31", "by = 2019-07-31T00:00:00"), "bad_date"),
        (ROW.replace("by = 2019-07-31", "by = 2019-07-31, recurring = 'annual'"), "bad_date"),
        (ROW.replace('"丙"', '""'), "bad_text"),
        (ROW.replace('"甲"', "1"), "bad_item"),
        (ROW.replace('["市财政局"]', "[]"), "bad_cooperate"),
        (ROW.replace('["市财政局"]', "'x'"), "bad_cooperate"),
        (ROW.replace('["市投资促进局"]', "[1]"), "bad_lead"),
        (ROW.replace("hz-2019-40#annex.1", "annex"), "bad_clause"),
        (ROW.replace("hz-2019-40#2.1", "x"), "bad_body_clause"),
        (ROW + ROW, "number_twice"),
    ],
)
def test_a_faulty_table_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_responsibilities(text)

    assert caught.value.code == code
