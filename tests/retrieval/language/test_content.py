"""Tokens of content, and what of a question a text leaves uncovered."""

import re

from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.content import (
    content_tokens,
    runs_of,
    shared_share,
    telling,
    uncovered_spans,
)

LIGHT = re.compile("具体|一般")


def test_characters_pairs_words_and_numbers_are_tokens() -> None:
    assert content_tokens("税收30% ab 首报") == [
        "税",
        "收",
        "税收",
        "30%",
        "ab",
        "首",
        "报",
        "首报",
    ]


def test_pairs_do_not_span_gaps() -> None:
    assert "收首" not in content_tokens("税收 首报")


def test_the_shared_share_counts_the_words_tokens() -> None:
    assert shared_share("首报", "首报首谈") == 1.0
    assert shared_share("首报", "首谈") == 1 / 3
    assert shared_share("", "首谈") == 0.0
    assert shared_share("首报" * 40, "首报") < 1.0


def test_runs_are_listed_once_in_order() -> None:
    assert runs_of("首报 30% 首报 ab") == ("首报", "30%", "ab")


def test_spans_none_of_whose_pairs_are_covered_are_uncovered() -> None:
    body = frozenset(content_tokens("首报向市投资促进局"))

    assert uncovered_spans(runs_of("首报公证书"), body) == ("公证书",)
    assert uncovered_spans(runs_of("首报"), body) == ()
    assert uncovered_spans(runs_of("公 首 30% ab"), body) == ("公", "30%", "ab")


def test_everyday_words_single_characters_and_figures_tell_nothing() -> None:
    assert telling(["具体公证书", "一般", "公", "30%"], LIGHT) == ("公证书",)


@given(st.text(alphabet="首报谈税收 30ab", max_size=20))
def test_a_text_covers_itself(text: str) -> None:
    assert uncovered_spans(runs_of(text), frozenset(content_tokens(text))) == ()
