"""Which editions count on a day, and which clauses belong together."""

from datetime import date, timedelta

import pytest

from retrieval.index.editions import (
    choices_over_time,
    editions_in_force,
    link_clauses,
    understood_editions,
)
from retrieval.types import DocumentMeta, Origin
from tests.retrieval.samples import make_document, make_meta

OLD = make_meta(edition="2010", effective_from=date(2010, 1, 1))
NEW = make_meta(edition="2020", effective_from=date(2020, 1, 1))
BEGIN = date(2020, 1, 1)
DAY = timedelta(days=1)


def in_force(metas: list[DocumentMeta], day: date) -> set[str]:
    return {edition for _, edition in editions_in_force(metas, day)}


@pytest.mark.parametrize(
    ("day", "editions"),
    [
        (BEGIN - DAY, {"2010"}),
        (BEGIN, {"2020"}),
        (BEGIN + DAY, {"2020"}),
        (date(2009, 1, 1), set()),
    ],
)
def test_a_newer_edition_ends_the_older_on_the_day_it_begins(day: date, editions: set[str]) -> None:
    assert in_force([NEW, OLD], day) == editions


@pytest.mark.parametrize(("day", "editions"), [(BEGIN - DAY, {"x"}), (BEGIN, set())])
def test_an_edition_ends_on_the_day_it_names(day: date, editions: set[str]) -> None:
    meta = make_meta(edition="x", effective_from=None, effective_to=BEGIN)

    assert in_force([meta], day) == editions


def test_an_edition_without_dates_is_always_in() -> None:
    undated = make_meta(edition="undated", effective_from=None)

    assert in_force([undated, NEW], date(1990, 1, 1)) == {"undated"}
    assert in_force([undated, NEW], BEGIN) == {"undated", "2020"}


def test_documents_do_not_end_one_another() -> None:
    other = make_meta("test-other", edition="2015", effective_from=date(2015, 1, 1))

    assert in_force([OLD, other], BEGIN) == {"2010", "2015"}


def test_clauses_are_paired_by_id_first_and_by_wording_where_the_id_is_missing() -> None:
    digest = make_document().clauses
    original = make_document(
        clauses={
            "1": ("一", "目的", "制定本办法是为了节水。"),
            "9": ("九", "加价", "超计划用水的，按每立方米35元加价。"),
            "10": ("十", "附则", "Zusatz ohne Bezug"),
        },
        origin=Origin.ORIGINAL,
    ).clauses

    links = link_clauses(digest, original)

    assert links.to_original["1"] == "1"
    assert links.to_original["3"] == "9"
    assert links.to_digest == {"1": "1", "9": "3"}


def test_texts_that_share_nothing_are_not_paired() -> None:
    other = make_document(clauses={"7": ("七", "x", "lorem ipsum")}, origin=Origin.ORIGINAL)

    links = link_clauses(make_document().clauses, other.clauses)

    assert not links.to_original
    assert not links.to_digest


ENDED = make_meta("test-ended", edition="e", effective_to=date(2021, 1, 1))
UNDATED = make_meta("test-undated", edition="u", effective_from=None)


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2009, 1, 1), "2010"),
        (BEGIN - DAY, "2010"),
        (BEGIN, "2020"),
        (date(2025, 1, 1), "2020"),
    ],
)
def test_of_each_document_the_edition_nearest_the_day_is_understood(
    day: date, edition: str
) -> None:
    chosen = understood_editions([NEW, ENDED, OLD, UNDATED], day)

    assert [meta.edition for meta in chosen] == ["e", "u", edition]


def test_every_choice_over_time_is_known() -> None:
    choices = choices_over_time([NEW, OLD, UNDATED])

    assert {tuple(m.edition for m in choice) for choice in choices} == {
        ("u", "2010"),
        ("u", "2020"),
    }
    assert choices_over_time([]) == ((),)
