"""Places are found by any of their names, as of a day; a divided one names all its heirs."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import ParameterError
from rules.localities import Localities, NameStatus, fold_locality, parse_localities

TEXT = (Path(__file__).parents[2] / "rules/data/localities.toml").read_text(encoding="utf-8")
PLACES = parse_localities(TEXT)
BEFORE, DAY, AFTER = date(2021, 4, 8), date(2021, 4, 9), date(2021, 4, 10)
NOW = date(2026, 1, 1)


@pytest.mark.parametrize(
    "name", ["余杭区", "余杭", "杭州市余杭区", "杭州余杭", "浙江省杭州市余杭区", "余 杭 区"]
)
def test_a_place_is_found_by_any_of_its_names(name: str) -> None:
    found = PLACES.find(name, NOW)

    assert found is not None
    assert found.place.name == "余杭区"


@pytest.mark.parametrize(
    ("name", "heirs"),
    [
        ("下城", ("拱墅区",)),
        ("江干区", ("上城区", "钱塘区")),
        ("大江东", ("钱塘区",)),
        ("钱塘新区", ("钱塘区",)),
        ("富阳市", ("富阳区",)),
        ("临安市", ("临安区",)),
    ],
)
def test_a_former_name_leads_to_todays_places(name: str, heirs: tuple[str, ...]) -> None:
    found = PLACES.find(name, NOW)

    assert found is not None
    assert found.status is NameStatus.FORMER
    assert found.successors == heirs
    assert found.place.note


def test_a_change_in_between_is_followed_only_as_far_as_the_day() -> None:
    found = PLACES.find("大江东产业集聚区", date(2020, 1, 1))

    assert found is not None
    assert found.successors == ("钱塘新区",)


@pytest.mark.parametrize(
    ("day", "status"),
    [(BEFORE, NameStatus.CURRENT), (DAY, NameStatus.FORMER), (AFTER, NameStatus.FORMER)],
)
def test_a_district_ends_on_the_day_of_the_change(day: date, status: NameStatus) -> None:
    found = PLACES.find("下城区", day)

    assert found is not None
    assert found.status is status
    assert found.successors == (("拱墅区",) if status is NameStatus.FORMER else ())


@pytest.mark.parametrize(
    ("day", "status"),
    [(BEFORE, NameStatus.NOT_YET), (DAY, NameStatus.CURRENT), (AFTER, NameStatus.CURRENT)],
)
def test_a_district_begins_on_the_day_of_the_change(day: date, status: NameStatus) -> None:
    found = PLACES.find("临平区", day)

    assert found is not None
    assert found.status is status
    assert found.successors == ()


@pytest.mark.parametrize(("day", "may_mean"), [(BEFORE, ()), (DAY, ("余杭区", "临平区"))])
def test_a_name_that_once_covered_more_says_what_it_may_mean(
    day: date, may_mean: tuple[str, ...]
) -> None:
    found = PLACES.find("余杭", day)

    assert found is not None
    assert found.may_mean == may_mean


def test_of_two_places_of_one_short_name_the_existing_one_goes_first() -> None:
    then, now = (PLACES.find("富阳", day) for day in (date(2014, 12, 12), date(2014, 12, 13)))

    assert then is not None
    assert now is not None
    assert (then.place.name, now.place.name) == ("富阳市", "富阳区")


def test_an_unknown_place_is_not_guessed() -> None:
    assert PLACES.find("南京市", NOW) is None
    assert Localities().find("余杭区", NOW) is None


def test_todays_districts_and_counties_are_thirteen() -> None:
    current = [place for place in PLACES.current(NOW) if place.kind != "zone"]

    assert len(current) == 13


@given(st.text())
def test_folding_a_place_twice_changes_nothing_more_than_once(text: str) -> None:
    assert len(fold_locality(text)) <= len(fold_locality(text) + text)
    assert PLACES.find(text, NOW) is None or fold_locality(text)


def test_an_error_names_the_place_and_the_value() -> None:
    with pytest.raises(ParameterError, match=r"'甲县': bad_kind \('village'\)") as caught:
        parse_localities("[[place]]\nname = '甲县'\nkind = 'village'")

    assert caught.value.fields == {"name": "甲县", "value": "village"}


ROW = "[[place]]\nname = '甲县'\nkind = 'county'\n"
ENDED = ROW + "to = 2020-01-01\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "not_toml"),
        ("place = 1", "not_a_place_table"),
        ("[[place]]\nkind = 'county'", "bad_row"),
        (ROW + "more = 1", "bad_row"),
        (ROW.replace("county", "village"), "bad_kind"),
        (ROW + "from = 'x'", "bad_date"),
        (ENDED, "bad_end"),
        (ROW + "heirs = ['甲县']", "bad_end"),
        (ENDED + "from = 2020-01-01\nheirs = ['甲县']", "bad_end"),
        (ROW + "also = [1]", "bad_also"),
        (ROW + "also = 'x'", "bad_also"),
        (ENDED + "heirs = ['乙县']", "unknown_heir"),
        (ENDED + "heirs = ['甲县']", "heir_too_old"),
        (ROW + ROW, "name_twice"),
    ],
)
def test_a_faulty_table_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_localities(text)

    assert caught.value.code == code
