"""Names of one company come out as one key, oddities are flagged, codes are checked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.company import (
    CodeProblem,
    NameFlag,
    check_credit_code,
    company_key,
    parse_company_name,
)

VALID = "91110000600037341L"  # the example of the library's own documentation


@pytest.mark.parametrize(
    "spelling",
    [
        "示例（杭州）科技有限公司",
        "示例(杭州)科技有限公司",
        " 示例 （杭州） 科技有限公司\n",
        "示例【杭州】科技有限公司",
        "示例\u200b（杭州）科技\ufe0f有限公司",
        "示例（杭州）科技有限公司\u3164",
        "示例\u3000（杭州）科技有限公司",
    ],
)
def test_spellings_of_one_name_have_one_key(spelling: str) -> None:
    assert company_key(spelling) == "示例(杭州)科技有限公司"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ABC有限公司", "ａｂｃ有限公司"),
        ("臺灣示例有限公司", "台湾示例有限公司"),
        ("𠮷祥有限公司", "吉祥有限公司"),
        ("三〇一有限公司", "三零一有限公司"),
        ("示例·云有限公司", "示例云有限公司"),
    ],
)
def test_variant_characters_have_one_key(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例科技有限公司", "示例科技股份有限公司"),
        ("示例科技有限公司", "示例（杭州）科技有限公司"),
        ("示例科技有限公司", "示例科技有限公司杭州分公司"),
        ("示例科技有限公司", "杭州示例科技有限公司"),
        ("АBC有限公司", "ABC有限公司"),
    ],
)
def test_different_registered_names_keep_different_keys(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("示例科技有限公司", "示例科技"),
        ("示例科技股份有限公司", "示例科技"),
        ("示例科技集团", "示例科技"),
        ("示例科技（中国）有限公司", "示例科技"),
        ("浙江省杭州市余杭区示例科技有限公司", "示例科技"),
        ("中国杭州示例科技有限公司", "示例科技"),
        ("杭州有限公司", "杭州"),
        ("有限公司", "有限公司"),
        ("某公司", "某公司"),
        ("示例投资合伙企业（有限合伙）", "示例投资"),
        ("Example Co., Ltd.", "example"),
        ("(甲)", "甲"),
        ("(甲)有限公司", "甲"),
        ("--", "--"),
    ],
)
def test_core_drops_form_place_and_brackets_but_never_too_much(name: str, core: str) -> None:
    assert parse_company_name(name).core == core


def test_look_alike_letters_share_a_skeleton_and_are_flagged() -> None:
    odd, plain = parse_company_name("АBC有限公司"), parse_company_name("ABC有限公司")

    assert odd.look_alike == plain.look_alike == "abc"
    assert NameFlag.MIXED_SCRIPTS in odd.flags
    assert plain.flags == ()


def test_a_branch_names_its_parent() -> None:
    found = parse_company_name("示例科技有限公司杭州分公司")

    assert (found.parent, found.branch) == ("示例科技有限公司", "杭州分公司")
    assert found.core == "示例科技"
    assert found.flags == (NameFlag.BRANCH,)


def test_all_brackets_are_kept_but_those_of_the_form() -> None:
    assert parse_company_name("示例（中国）（杭州）有限公司").bracket == "中国杭州"
    assert parse_company_name("示例投资合伙企业（有限合伙）").bracket == ""


def test_brackets_and_form_are_kept_apart() -> None:
    found = parse_company_name("示例（中国）有限公司")

    assert (found.form, found.bracket, found.branch) == ("有限公司", "中国", "")
    assert found.raw == "示例（中国）有限公司"


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\ufeff", "\u3164", "\ufe0f", "\U000e0041"])
def test_invisible_characters_are_flagged(hidden: str) -> None:
    found = parse_company_name(f"示{hidden}例有限公司")

    assert found.flags == (NameFlag.INVISIBLE,)


def test_a_short_name_is_flagged() -> None:
    assert parse_company_name("示例科技").flags == (NameFlag.NO_LEGAL_FORM,)


@given(st.text())
@example("R¸")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert company_key(company_key(text)) == company_key(text)


@given(st.text())
def test_any_text_can_be_taken_apart(text: str) -> None:
    assert parse_company_name(text).key == company_key(text)


@pytest.mark.parametrize(
    "code",
    [
        VALID,
        VALID.lower(),
        "９１１１００００６０００３７３４１Ｌ",
        "9111 0000-6000 37341L",
        f"\u200b{VALID}",
    ],
)
def test_a_right_code_is_valid_however_it_is_typed(code: str) -> None:
    found = check_credit_code(code)

    assert found.is_valid
    assert (found.code, found.detail) == (VALID, "")


@pytest.mark.parametrize(
    ("code", "problem", "detail"),
    [
        ("", CodeProblem.EMPTY, ""),
        (" - ", CodeProblem.EMPTY, ""),
        (VALID[:-1], CodeProblem.LENGTH, "17"),
        (VALID + "0", CodeProblem.LENGTH, "19"),
        ("91110000600037341O", CodeProblem.CHARSET, "O"),
        ("9I110000600037I41Z", CodeProblem.CHARSET, "IZ"),
        ("91A10000600037341L", CodeProblem.REGION, "A10000"),
        ("91110000600037341M", CodeProblem.CHECK, "L"),
        ("91110000600037351L", CodeProblem.CHECK, "M"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(code: str, problem: CodeProblem, detail: str) -> None:
    found = check_credit_code(code)

    assert not found.is_valid
    assert (found.problem, found.detail) == (problem, detail)
    assert found.code == code.strip(" -")


def test_letters_in_the_first_two_places_are_accepted() -> None:
    expected = check_credit_code("N2330100600037341X").detail

    assert check_credit_code(f"N233010060003734 1{expected}").is_valid


def test_a_letter_in_the_ninth_place_is_accepted() -> None:
    assert check_credit_code("91330100MA27W12309").is_valid


@given(st.text())
def test_any_text_can_be_checked_as_a_code(text: str) -> None:
    assert check_credit_code(text).is_valid == (check_credit_code(text).problem is None)
