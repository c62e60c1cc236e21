"""Guide editions from TOML and from rows of a sheet; every faulty cell named at once."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.errors import GuideError, RowError
from rules.layout_guide import GuideEntry, GuideRole
from rules.layout_guide_import import ROLE_WORDS, parse_guide_rows, parse_guide_toml

HEADER = ("产业链", "区县", "平台", "定位", "备注")
EDITION = '[[editions]]\nedition = "2024"\n'


def read(*rows: tuple[object, ...]):
    return parse_guide_rows(rows, edition="2024", valid_from=date(2024, 1, 1))


def faults(*rows: tuple[object, ...]) -> list[tuple[int, str, str]]:
    with pytest.raises(GuideError) as caught:
        read(*rows)
    assert caught.value.fields["rows"] == caught.value.rows
    return [(row.row, row.column, row.code) for row in caught.value.rows]


def test_rows_become_entries_that_remember_their_line() -> None:
    edition = read(
        HEADER,
        ("集成电路", "滨江区", None, "重点承载", None),
        (None, None, None, None, None),
        (" 合成 生物", "拱墅区", "甲园", "negative", "待定"),
    )

    assert edition.entries == (
        GuideEntry("集成电路", "滨江区", GuideRole.KEY, row=2),
        GuideEntry("合成生物", "拱墅区", GuideRole.NEGATIVE, "甲园", "待定", row=4),
    )
    assert (edition.valid_from, edition.valid_to) == (date(2024, 1, 1), None)
    assert not edition.is_sample


def test_columns_may_come_in_any_order_and_some_may_be_absent() -> None:
    edition = read(("定位", "", "区、县（市）", "产业链"), ("允许", None, "桐庐县", "集成电路"))

    assert edition.entries == (GuideEntry("集成电路", "桐庐县", GuideRole.ALLOWED, row=2),)


def test_a_short_row_lacks_its_last_cells() -> None:
    assert faults(HEADER, ("集成电路", "滨江区")) == [(2, "定位", "missing_cell")]


def test_every_faulty_cell_is_named_with_its_row() -> None:
    assert faults(
        HEADER,
        ("", "滨江区", None, "重点承载"),
        ("集成电路", None, None, "优先"),
        ("集成电路", "萧山区", None, None),
        ("长" * 201, "萧山区", None, "允许"),
    ) == [
        (2, "产业链", "missing_cell"),
        (3, "区县", "missing_cell"),
        (3, "定位", "unknown_role"),
        (4, "定位", "missing_cell"),
        (5, "chain", "too_long"),
    ]


def test_a_faulty_cell_says_what_it_held_and_what_was_expected() -> None:
    columns = "产业链、区县、平台、定位、备注"
    entry = 'chain = "甲", locality = "乙", role = "key"'

    with pytest.raises(GuideError) as in_header:
        read(("星级",))
    with pytest.raises(GuideError) as in_rows:
        read(HEADER, ("", "乙", "", "最优"), ("甲", "丙" * 201, "", "允许"))
    with pytest.raises(GuideError) as repeated:
        read(HEADER, ("甲", "乙", "", "允许"), ("甲", "乙", "", "允许"))
    with pytest.raises(GuideError) as in_file:
        parse_guide_toml(f"{EDITION}entries = [{{ {entry}, star = 5 }}]")

    assert (in_header.value.code, str(in_header.value)) == (
        "header",
        "the header row cannot be read",
    )
    assert in_header.value.rows == (
        RowError(1, "星级", "unknown_column", "星级", columns),
        RowError(1, "产业链", "missing_column", "", columns),
        RowError(1, "区县", "missing_column", "", columns),
        RowError(1, "定位", "missing_column", "", columns),
    )
    assert (in_rows.value.code, str(in_rows.value)) == ("rows", "3 cells cannot be read")
    assert in_rows.value.rows == (
        RowError(2, "产业链", "missing_cell", "", "不能为空"),
        RowError(2, "定位", "unknown_role", "最优", ROLE_WORDS),
        RowError(3, "locality", "too_long", "丙" * 20, "不超过200字"),
    )
    assert repeated.value.rows == (RowError(3, "产业链", "duplicate_row", "2", "每行各不相同"),)
    assert in_file.value.rows == (RowError(1, "star", "unknown_column", "5", columns),)


def test_a_sheet_becomes_an_edition_with_its_name_and_both_ends() -> None:
    start, end = date(2024, 1, 1), date(2025, 1, 1)
    header = ("Chain", "Locality", "Role")

    edition = parse_guide_rows([header], edition=" 2024 ", valid_from=start, valid_to=end)

    assert (edition.edition, edition.title, edition.is_sample) == ("2024", "", False)
    assert (edition.valid_from, edition.valid_to) == (start, end)


def test_a_cell_may_have_two_hundred_characters() -> None:
    assert read(HEADER, ("长" * 200, "萧山区", None, "允许")).entries


def test_a_row_stated_twice_points_at_the_first() -> None:
    with pytest.raises(GuideError) as caught:
        read(HEADER, ("甲链", "滨江区", "", "重点"), ("甲链", "滨江区", "", "负面"))

    (fault,) = caught.value.rows
    assert (fault.row, fault.code, fault.value) == (3, "duplicate_row", "2")


def test_two_spellings_of_one_chain_are_the_same_row() -> None:
    rows = (HEADER, ("集成电路", "滨江区", "", "重点"), ("集成电路产业链", "滨江区", "", "负面"))

    assert faults(*rows) == [(3, "产业链", "duplicate_row")]


def test_a_header_with_unknown_doubled_and_lacking_columns_is_refused() -> None:
    assert faults(("产业链", "产业链", "星级", "区县")) == [
        (1, "产业链", "duplicate_column"),
        (1, "星级", "unknown_column"),
        (1, "定位", "missing_column"),
    ]


def test_an_empty_sheet_lacks_its_columns() -> None:
    assert [code for _, _, code in faults()] == ["missing_column"] * 3


def test_a_header_alone_is_an_edition_without_entries() -> None:
    assert read(HEADER).entries == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[editions]", "not_toml"),
        ("", "no_editions"),
        (EDITION + "[[more]]\nx = 1", "no_editions"),
        ("editions = [3]", "bad_edition"),
        (EDITION + "year = 2024", "bad_edition"),
        (EDITION + "entries = 3", "bad_edition"),
        (EDITION + "entries = [3]", "bad_edition"),
        ('[[editions]]\nedition = " "', "bad_edition"),
        (EDITION + 'valid_from = "2024"', "bad_date"),
        (EDITION + "valid_to = 2024-01-01T00:00:00", "bad_date"),
        (EDITION + "valid_from = 2024-01-01\nvalid_to = 2024-01-01", "empty_period"),
        (EDITION + 'entries = [{ chain = "甲", locality = "乙", role = "key", x = 1 }]', "rows"),
        (EDITION + EDITION, "overlap"),
    ],
    ids=lambda value: value if value.isidentifier() else "",
)
def test_a_malformed_file_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(GuideError) as caught:
        parse_guide_toml(text)

    assert caught.value.code == code
    assert str(caught.value) not in ("", "None")


def test_entries_of_a_file_are_counted_from_one() -> None:
    text = EDITION + 'entries = [{ chain = "甲", locality = "乙", role = "最优" }]'

    with pytest.raises(GuideError) as caught:
        parse_guide_toml(text)

    assert [(row.row, row.code) for row in caught.value.rows] == [(1, "unknown_role")]


CELL = st.none() | st.text(max_size=5) | st.integers() | st.sampled_from([*HEADER, "重点承载"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELL, max_size=6), max_size=6))
def test_no_sheet_makes_the_reader_fail_otherwise_than_by_guide_error(rows) -> None:
    with contextlib.suppress(GuideError):
        read(*rows)
