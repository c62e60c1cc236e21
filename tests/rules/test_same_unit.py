"""One unit under several names, and several units under one old name."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from rules.catalog import assess_raw
from rules.localities import parse_localities
from rules.registry import Context
from rules.same_unit import same_unit
from rules.verdict import Verdict

PLACES = Path(__file__).parents[2] / "rules/data/localities.toml"
Y, N, U = Verdict.YES, Verdict.NO, Verdict.UNDETERMINED


@pytest.fixture
def placed(context: Context) -> Context:
    places = parse_localities(PLACES.read_text(encoding="utf-8"))
    return dataclasses.replace(context, localities=places)


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        ("余杭区", "余杭区", Y),
        ("余杭", "杭州市余杭区", Y),
        ("余杭区", "临平区", N),
        ("下城区", "拱墅区", Y),
        ("江干区", "上城区", U),
        ("江干区", "钱塘区", U),
        ("江干区", "滨江区", N),
        ("某地", "余杭区", N),
        ("某地", "某地", Y),
    ],
)
def test_names_of_today_and_of_the_past_are_compared_as_units(
    left: str, right: str, answer: Verdict, placed: Context
) -> None:
    assert same_unit(left, right, placed) is answer
    assert same_unit(right, left, placed) is answer


def test_two_districts_are_two_before_they_were_merged(placed: Context) -> None:
    earlier = dataclasses.replace(placed, as_of=date(2021, 4, 8))

    assert same_unit("下城区", "拱墅区", earlier) is N


def test_a_successor_of_a_divided_holder_is_not_called_a_violator(placed: Context) -> None:
    facts = {"active_holder": "江干区", "locality": "上城区", "negotiated": True, "landed": False}

    found = assess_raw("R4", facts, placed)

    assert found.verdict is U
    assert [point.topic for point in found.open_points] == ["区划调整"]


def test_a_short_name_of_the_holder_is_not_called_a_violator(context: Context) -> None:
    facts = {
        "active_holder": "余杭",
        "locality": "杭州市余杭区",
        "negotiated": True,
        "landed": False,
    }

    assert assess_raw("R4", facts, context).verdict is N


def test_the_guide_is_found_under_a_short_name_of_the_place(context: Context) -> None:
    facts = {"chain": "集成电路", "locality": "滨江", "platform": " 甲 园 "}

    assert assess_raw("R1", facts, context).outcome.code == "CONFORM"
