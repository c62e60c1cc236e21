"""Tokens: nothing Chinese is lost, numbers stay whole, phrases stay runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.tokenizing import normalise, tokenize

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("首报首谈", ["首", "首报", "报", "报首", "首", "首谈", "谈"]),
        ("35万元", ["35", "万", "万元", "元"]),
        ("345+1.5", ["345+1.5", "345", "1.5"]),
        ("1.5", ["1.5"]),
        ("1,200亩", ["1200", "亩"]),
        ("35%", ["35%", "35"]),
        ("〔2019〕40号", ["2019", "40", "号"]),
        ("２０１９－０６", ["2019-06", "2019", "06"]),
        ("GDP增长", ["gdp", "增", "增长", "长"]),
        ("5G", ["5g", "5", "g"]),
        ("第十二条", ["第", "第十", "十", "十二", "二", "二条", "条"]),
        ("首\u200b报", ["首", "首报", "报"]),
        ("\ufeff市", ["市"]),
        ("a_b", ["a", "b"]),
        ("😀！？ \n", []),
        ("", []),
    ],
)
def test_text_is_cut_into_these_tokens(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@given(HAN)
def test_chinese_never_comes_out_empty(text: str) -> None:
    assert tokenize(text)


@given(HAN, HAN, HAN)
def test_a_phrase_is_a_run_of_the_tokens_of_the_text_around_it(a: str, b: str, c: str) -> None:
    whole, part = tokenize(a + b + c), tokenize(b)

    assert any(whole[at : at + len(part)] == part for at in range(len(whole)))


@given(st.text(max_size=60))
def test_question_and_index_see_the_same_tokens_however_often_text_was_normalised(
    text: str,
) -> None:
    assert tokenize(normalise(text)) == tokenize(text)


@given(st.text(max_size=60))
def test_no_token_holds_a_space_that_would_split_it_again(text: str) -> None:
    assert all(token.split() == [token] for token in tokenize(text))
