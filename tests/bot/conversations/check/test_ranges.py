"""Ranges in a case: settled where one answer holds throughout, else the line is named."""

from bot.conversations.check.ranges import Answers, find_crossing


def tiers(_: str, value: str) -> Answers:
    amount = int(value.removesuffix("万元"))
    tier = "小" if amount < 100_000 else "大"
    return (("investment_bracket", tier, f"{tier}项目"),)


def test_a_range_on_one_side_of_every_line_is_as_good_as_a_figure() -> None:
    assert find_crossing("total_investment", ("50000万元", "80000万元"), tiers) is None


def test_a_range_across_a_line_names_the_line_and_both_answers() -> None:
    found = find_crossing("total_investment", ("80000万元", "120000万元"), tiers)

    assert found is not None
    assert (found.bound, found.below, found.above) == ("100000万元", "小项目", "大项目")


def test_ends_in_different_units_tell_nothing() -> None:
    assert find_crossing("total_investment", ("8亿元", "120000万元"), tiers) is None


def test_an_answer_that_changes_without_other_words_is_still_a_crossing() -> None:
    def silent(_: str, value: str) -> Answers:
        return (("rule", "low" if value == "1亩" else "high", "同样的话"),)

    found = find_crossing("land_area_mu", ("1亩", "2亩"), silent)

    assert found is not None
    assert (found.bound, found.below, found.above) == ("2亩", "", "")
