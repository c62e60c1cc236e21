"""Figures of a case, each by the words around it."""

from datetime import date

import pytest

from bot.understanding.case_facts.amounts import read_amounts

TODAY = date(2026, 11, 22)


def _values(text: str, *topics: str) -> dict[str, object]:
    read = read_amounts(text, today=TODAY, topics=topics)
    return {name: said.value for name, said in read.facts.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总投资12亿", {"total_investment": "120000万元"}),
        ("投了10个亿", {"total_investment": "100000万元"}),
        ("12亿的项目", {"total_investment": "120000万元"}),
        ("3000万美元的盘子", {"total_investment": "3000万美元"}),
        (
            "总投资5亿，其中固投3亿",
            {"total_investment": "50000万元", "fixed_investment": "30000万元"},
        ),
        ("6亿固投", {"fixed_investment": "60000万元"}),
        ("投资额是8亿，不是12亿", {"total_investment": "80000万元"}),
        ("总投资3亿，不对，总投资4亿", {"total_investment": "40000万元"}),
        ("亩均税收28万", {"tax_per_mu": "28万元"}),
        ("每亩产值510万", {"output_per_mu": "510万元"}),
        ("投资强度420万元/亩", {"investment_per_mu": "420万元"}),
        ("用地150亩，容积率1.6", {"land_area_mu": "150亩", "plot_ratio": "1.6"}),
        ("3个主导产业", {"main_industry_count": 3}),
        ("主导产业报了四个", {"main_industry_count": 4}),
        ("附表第十二项", {"duty_item": "12"}),
        ("注册资本500万", {}),
        ("3到5个亿", {"total_investment": "30000万元"}),
        ("附表第13项", {}),
    ],
)
def test_a_figure_goes_where_its_words_say(text: str, expected: dict[str, object]) -> None:
    assert _values(text) == expected


def test_an_amount_that_is_only_near_is_taken_with_a_note() -> None:
    read = read_amounts("总投资大概12亿", today=TODAY, topics=())

    assert read.facts["total_investment"].value == "120000万元"
    assert [key for key, _ in read.notes] == ["taken_as"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("总投资3-5亿", ("30000万元", "50000万元")),
        ("总投资大概30到60亿", ("300000万元", "600000万元")),
        ("总投资不超过3亿", ("1万元", "30000万元")),
        ("总投资不到3亿", ("1万元", "29999万元")),
    ],
)
def test_of_a_range_both_ends_are_kept(text: str, ends: tuple[str, str]) -> None:
    read = read_amounts(text, today=TODAY, topics=())

    assert read.ranges == {"total_investment": ends}
    assert read.facts["total_investment"].value == ends[0]


def test_a_range_nobody_says_the_name_of_is_not_taken_and_said_so() -> None:
    read = read_amounts("注册资本300到500万", today=TODAY, topics=())

    assert not read.facts
    assert not read.ranges
    assert [key for key, _ in read.notes] == ["not_exact"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年11月30日完成供地", "2025-11-30"),
        ("2025年2月供地", "2025-02-28"),
        ("去年供的地", "2025-12-31"),
        ("今年3月份供地", "2026-03-31"),
        ("今年供地", "2026-11-22"),
    ],
)
def test_a_month_or_a_year_is_its_last_day_and_never_later_than_today(text: str, day: str) -> None:
    assert _values(text, "land_reward") == {"supply_completed_on": day}


@pytest.mark.parametrize("text", ["2025年13月1日供地", "2025年2月30日供地", "2025年13月供地"])
def test_a_day_that_does_not_exist_is_left_out(text: str) -> None:
    assert "supply_completed_on" not in _values(text, "land_reward")


def test_the_day_of_the_judgement_may_be_said() -> None:
    assert _values("截至2019年8月1日逾期没有", "deadlines")["as_of"] == "2019-08-01"


def test_an_offer_and_the_key_hosts_are_a_term() -> None:
    (term,) = _values("租金我们20元，承载地区30元", "ceiling")["policy_terms"]  # type: ignore[misc]

    assert (term["offered"], term["ceiling"], term["better"]) == ("0.002", "0.003", "低")


@pytest.mark.parametrize(
    "text", ["我们给10%", "我们10%，承载地区300万元", "承载地区8%，承载地区9%"]
)
def test_an_offer_without_its_counterpart_is_no_term(text: str) -> None:
    assert "policy_terms" not in _values(text, "ceiling")
