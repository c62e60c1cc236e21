from datetime import date

import pytest

from bot.rendering.citations import (
    clause_heading,
    edition_line,
    is_other_place,
    quotation,
    source_line,
    validity,
    weight_label,
)
from retrieval.types import AuthorityTier, Origin
from tests.fakes import make_citation


def test_the_source_line_names_document_number_and_clause() -> None:
    assert source_line(make_citation()) == "《测试制度（试行）》（测政办〔2019〕1号）四（一）"


def test_a_document_without_number_has_no_empty_brackets() -> None:
    assert source_line(make_citation(number="")) == "《测试制度（试行）》四（一）"


def test_a_clause_without_label_is_named_by_its_id() -> None:
    assert source_line(make_citation(clause_label="")).endswith("4.1")


def test_a_heading_that_is_its_own_label_stands_once() -> None:
    assert clause_heading(make_citation(clause_label="前言", clause_title="前言")) == "前言"


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (date(2019, 6, 6), None, "2019年6月6日起施行"),
        (date(2019, 6, 6), date(2021, 1, 1), "2019年6月6日起施行，2021年1月1日起失效"),
        (None, date(2021, 1, 1), "2021年1月1日起失效"),
        (None, None, ""),
    ],
)
def test_validity_says_only_what_is_known(
    begin: date | None, end: date | None, expected: str
) -> None:
    assert validity(make_citation(effective_from=begin, effective_to=end)) == expected


@pytest.mark.parametrize(
    ("tier", "place", "expected"),
    [
        (AuthorityTier.OFFICIAL, "杭州", "正式文件"),
        (AuthorityTier.OFFICIAL, "杭州余杭", "正式文件"),
        (AuthorityTier.EXPLAINER, "", "政策解读"),
        (AuthorityTier.PRESS, "杭州", "工作报道"),
        (AuthorityTier.OTHER_PLACE, "绍兴越城", "其他地区做法·绍兴越城"),
        (AuthorityTier.OTHER_PLACE, "", "其他地区做法"),
        (AuthorityTier.PRESS, "泰州", "其他地区做法·泰州"),
    ],
)
def test_another_place_is_always_labelled(tier: AuthorityTier, place: str, expected: str) -> None:
    citation = make_citation(tier=tier, place=place)

    assert weight_label(citation) == expected
    assert is_other_place(citation) == expected.startswith("其他地区")


def test_an_edition_named_for_its_first_day_does_not_repeat_it() -> None:
    assert edition_line(make_citation(edition="2019-06-06")).startswith("2019年6月6日起施行")
    assert edition_line(make_citation()).startswith("2019版 · 2019年6月6日起施行")


@pytest.mark.parametrize(("origin", "word"), [(Origin.DIGEST, "摘要"), (Origin.ORIGINAL, "原文")])
def test_a_quotation_says_whether_the_words_are_the_originals(origin: Origin, word: str) -> None:
    text = quotation(make_citation(origin=origin))

    assert text.startswith("“收报告的是市投资促进局。”——《测试制度（试行）》")
    assert f"，{word}：" in text
