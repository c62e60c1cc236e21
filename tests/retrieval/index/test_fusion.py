"""Reciprocal-rank fusion is a pure function of ranks."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.fusion import fuse_ranks

RANKING = st.lists(st.sampled_from("abcdefgh"), unique=True)


def test_scores_are_the_weighted_sum_of_reciprocal_ranks() -> None:
    fused = fuse_ranks([(1.0, ["a", "b"]), (0.5, ["b", "c"])])

    expected = {
        "a": Fraction(1, 61),
        "b": Fraction(1, 62) + Fraction(1, 122),
        "c": Fraction(1, 124),
    }
    assert dict(fused) == pytest.approx({key: float(value) for key, value in expected.items()})
    assert [key for key, _ in fused] == ["b", "a", "c"]


def test_equal_scores_are_ordered_by_key() -> None:
    assert [key for key, _ in fuse_ranks([(1.0, ["z"]), (1.0, ["a"])])] == ["a", "z"]


def test_a_key_that_stands_twice_counts_once() -> None:
    assert fuse_ranks([(1.0, ["a", "a", "b"])]) == fuse_ranks([(1.0, ["a", "b"])])


@given(RANKING)
def test_one_ranking_alone_keeps_its_order(ranking: list[str]) -> None:
    assert [key for key, _ in fuse_ranks([(0.3, ranking)])] == ranking


@given(RANKING, RANKING)
def test_every_key_comes_out_once_and_scores_fall(first: list[str], second: list[str]) -> None:
    fused = fuse_ranks([(1.0, first), (0.2, second)])

    keys = [key for key, _ in fused]
    scores = [score for _, score in fused]
    assert sorted(keys) == sorted({*first, *second})
    assert scores == sorted(scores, reverse=True)


@given(RANKING)
def test_a_ranking_without_weight_changes_no_order(ranking: list[str]) -> None:
    fused = fuse_ranks([(1.0, ["a", "b", "c"]), (0.0, ranking)])

    assert [key for key, score in fused if score > 0] == ["a", "b", "c"]
