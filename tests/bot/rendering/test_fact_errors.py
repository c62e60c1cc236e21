"""Every error is one Chinese line: field, what is wrong, what is expected, an example."""

import pytest

from bot.errors import BadInput
from bot.rendering.fact_errors import MAX_SHOWN, case_error_line, fact_error_line, rules_error_lines
from rules.errors import (
    FactError,
    FactErrors,
    GuideError,
    ParameterError,
    RowError,
    RulesError,
    TaxonomyError,
    UnknownRuleError,
)

CODES = (
    "unknown_fact wrong_type negative zero out_of_range"
    " not_a_choice unit_missing not_exact ambiguous"
)


@pytest.mark.parametrize("code", CODES.split())
def test_a_line_names_field_and_example(code: str) -> None:
    line = fact_error_line(FactError("land_area_mu", code, "12", "面积", "150亩"))

    assert line.startswith("land_area_mu：")
    assert line.endswith("例如 150亩。")
    assert "不能用" not in line


def test_a_near_name_is_suggested() -> None:
    error = FactError("chian", "unknown_fact", "x", "本规则的事实名", "集成电路", "chain")

    assert fact_error_line(error).endswith("您是不是要写“chain”？")


def test_an_error_code_without_words_still_gives_a_line() -> None:
    assert "“x”不能用" in fact_error_line(FactError("f", "new_code", "x", "数", ""))


def test_a_value_cannot_forge_a_line_or_flood_it() -> None:
    line = fact_error_line(FactError("f", "wrong_type", "a\nb\x1b[31m" + "长" * 999, "数", "1"))

    assert "\n" not in line
    assert "\x1b" not in line
    assert len(line) < 2 * MAX_SHOWN + 40


def test_all_errors_of_a_case_are_told() -> None:
    one = FactError("a", "zero", "0", "数", "1")

    assert len(rules_error_lines(FactErrors((one, one)))) == 2


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnknownRuleError("x", value="R99", known=("first_report",)), ("R99", "first_report")),
        (UnknownRuleError("x"), ("R3",)),
        (GuideError("x", (RowError(3, "定位", "role", "y", "重点承载"),)), ("布局导引", "第3行")),
        (TaxonomyError("x"), ("产业分类",)),
        (
            ParameterError("x", code="overlap", name="review_days", value=5),
            ("review_days", "overlap"),
        ),
        (RulesError("x"), ("规则数据",)),
    ],
)
def test_errors_of_the_bureaus_data_name_the_place(error: RulesError, words) -> None:
    text = "\n".join(rules_error_lines(error))

    assert all(word in text for word in words)


def test_a_case_file_that_cannot_be_used_is_one_line() -> None:
    assert "a.toml" in case_error_line(BadInput("x", code="no_file", value="a.toml"))
    assert case_error_line(BadInput("x", code="never_seen")) == "案例不能用，请检查后重试。"
