"""The Layout Guide as a versioned table."""

from datetime import date

import pytest

from rules.errors import GuideError
from rules.layout_guide import (
    NO_ENTRY,
    GuideEdition,
    GuideEntry,
    GuideFinding,
    GuideRole,
    LayoutGuide,
)

KEY, ALLOWED, NEGATIVE = GuideRole.KEY, GuideRole.ALLOWED, GuideRole.NEGATIVE


def make_edition(*rows: tuple[str, str, GuideRole], **fields: object) -> GuideEdition:
    entries = tuple(GuideEntry("集成电路", place, role, platform) for place, platform, role in rows)
    return GuideEdition("2024", entries, **fields)


def test_the_nearest_row_counts_platform_then_locality_then_city() -> None:
    edition = make_edition(("余杭区", "甲园", NEGATIVE), ("余杭区", "", KEY), ("全市", "", ALLOWED))

    assert edition.find("集成电路", "余杭区", "甲园") == GuideFinding((NEGATIVE,))
    assert edition.find("集成电路", "余杭区", "乙园") == GuideFinding((KEY,))
    assert edition.find("集成电路", "桐庐县", "乙园") == GuideFinding((ALLOWED,))
    assert edition.find("视觉智能", "余杭区", None) == NO_ENTRY


def test_a_row_of_one_platform_says_nothing_of_the_place_as_a_whole() -> None:
    edition = make_edition(("余杭区", "甲园", KEY))

    assert edition.find("集成电路", "余杭区", None) == GuideFinding((KEY,), needs_platform=True)
    assert edition.find("集成电路", "余杭区", " 甲 园 ") == GuideFinding((KEY,))
    assert edition.find("集成电路", "余杭区", "乙园") == NO_ENTRY


def test_a_platform_that_was_not_named_leaves_every_role_possible() -> None:
    edition = make_edition(("余杭区", "甲园", NEGATIVE), ("余杭区", "", KEY))

    found = edition.find("集成电路", "余杭区", None)

    assert found == GuideFinding((NEGATIVE, KEY), needs_platform=True)
    assert (found.conforms, found.is_key) == (None, None)


def test_key_and_allowed_both_conform_but_do_not_settle_the_key_host() -> None:
    found = make_edition(("余杭区", "甲园", KEY), ("余杭区", "", ALLOWED)).find(
        "集成电路", "余杭区", None
    )

    assert (found.conforms, found.is_key) == (True, None)


@pytest.mark.parametrize(
    ("role", "conforms", "is_key"),
    [(KEY, True, True), (ALLOWED, True, False), (NEGATIVE, False, False)],
)
def test_a_role_says_whether_it_conforms_and_is_key(role, conforms, is_key) -> None:
    found = GuideFinding((role,))

    assert (found.conforms, found.is_key) == (conforms, is_key)


def test_without_an_entry_nothing_is_settled() -> None:
    assert (NO_ENTRY.conforms, NO_ENTRY.is_key) == (None, None)


def test_an_entry_stated_twice_is_refused() -> None:
    with pytest.raises(GuideError) as caught:
        make_edition(("余杭区", "", KEY), ("余杭区", "", NEGATIVE))

    assert caught.value.code == "duplicate_entry"
    assert "余杭区" in str(caught.value)


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_an_edition_is_valid_from_its_first_day_to_the_day_before_its_end(day, covered) -> None:
    edition = make_edition(valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1))

    assert edition.covers(day) is covered
    assert (LayoutGuide([edition]).edition_on(day) is edition) is covered


def test_an_edition_without_bounds_is_always_valid() -> None:
    assert make_edition().covers(date(1980, 1, 1))


@pytest.mark.parametrize(
    ("end", "start"),
    [(date(2024, 1, 2), date(2024, 1, 1)), (None, date(2024, 1, 1)), (date(2024, 1, 2), None)],
)
def test_editions_that_overlap_are_refused(end, start) -> None:
    with pytest.raises(GuideError) as caught:
        LayoutGuide([make_edition(valid_to=end), make_edition(valid_from=start)])

    assert caught.value.code == "overlap"
    assert str(caught.value) == "editions overlap: '2024' and '2024'"


def test_editions_that_meet_are_accepted_in_any_order() -> None:
    first = make_edition(valid_to=date(2024, 1, 1))
    second = make_edition(valid_from=date(2024, 1, 1))

    assert LayoutGuide([second, first]).editions == (first, second)


def test_the_shipped_sample_is_marked_as_one_in_every_edition(sample_guide: LayoutGuide) -> None:
    assert sample_guide.editions
    assert all(edition.is_sample for edition in sample_guide.editions)
    assert all("示例" in edition.title for edition in sample_guide.editions)
    assert {entry.role for e in sample_guide.editions for entry in e.entries} == set(GuideRole)


def test_every_role_has_a_chinese_word() -> None:
    assert [role.gloss for role in GuideRole] == ["重点承载", "允许布局", "负面清单"]
