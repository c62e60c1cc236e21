"""Folding of spelling, and terms found where they stand; the scan against a plain regex."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.lexicon import Lexicon, fold, squeeze
from retrieval.types import DocumentMeta, Term

TERMS = (
    Term("首报首谈", slips=("手报首谈",), category="mechanism"),
    Term("首报", category="mechanism"),
    Term("市投资促进局", variants=("市投促局", "投促局"), category="department"),
    Term("一盘棋", variants=("一盘棋制度",), category="document"),
)
LEXICON = Lexicon(TERMS)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("３４５＋１．５", "345+1.5"),
        ("首報首談", "首报首谈"),
        ("ABC", "abc"),
        ("零\u200b宽\ufeff字", "零宽字"),
        ("一\u3000二\t三\n四", "一 二 三 四"),
        ("杭政办函〔2019〕40号", "杭政办函[2019]40号"),
        ("a–b—c－d", "a-b-c-d"),
        ("  ", ""),
        ("坏\ud800字", "坏字"),
    ],
)
def test_spelling_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_squeezed_text_has_no_white_space(text: str) -> None:
    assert squeeze(text) == "".join(squeeze(text).split())


def test_variants_and_slips_become_the_term() -> None:
    assert LEXICON.canonical("手报首谈找投促局") == "首报首谈找市投资促进局"


def test_the_longest_form_wins_from_the_left() -> None:
    mentions = LEXICON.mentions("一盘棋制度的首报首谈和首报")

    assert [(m.term, m.written, m.start, m.end) for m in mentions] == [
        ("一盘棋", "一盘棋制度", 0, 5),
        ("首报首谈", "首报首谈", 6, 10),
        ("首报", "首报", 11, 13),
    ]


def test_a_form_cut_off_by_the_end_is_found_in_its_shorter_form() -> None:
    assert [m.written for m in LEXICON.mentions("问一盘棋")] == ["一盘棋"]


def test_a_mention_carries_its_category() -> None:
    assert [m.category for m in LEXICON.mentions("市投促局")] == ["department"]
    assert LEXICON.category("市投资促进局") == "department"
    assert LEXICON.category("没有") == ""


def test_a_lexicon_without_terms_changes_nothing() -> None:
    assert Lexicon(()).canonical("首 报") == "首报"
    assert Lexicon(()).mentions("首报") == ()


def test_documents_are_known_by_title_short_title_and_number() -> None:
    meta = DocumentMeta(
        "d", "1", "《甲市办法》", number="甲政发〔2020〕1号", short_titles=("甲法",)
    )
    lexicon = Lexicon.of((), [meta])

    for written in ("甲市办法", "《甲市办法》", "甲政发〔2020〕1号", "甲法"):
        assert lexicon.canonical(written) == "甲市办法"


ALPHABET = "首报谈手市投促资进局一盘棋制度的"


@given(st.text(alphabet=ALPHABET, max_size=30))
def test_the_scan_finds_what_a_longest_first_pattern_finds(text: str) -> None:
    forms = {w: t.term for t in TERMS for w in (t.term, *t.variants, *t.slips)}
    pattern = re.compile("|".join(sorted(map(re.escape, forms), key=len, reverse=True)))

    expected = [(m.start(), m.end(), forms[m[0]]) for m in pattern.finditer(text)]

    assert [(m.start, m.end, m.term) for m in LEXICON.mentions(text)] == expected
    assert LEXICON.canonical(text) == pattern.sub(lambda m: forms[m[0]], text)
