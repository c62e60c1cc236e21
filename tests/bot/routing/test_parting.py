"""A message comes apart at sentences and connectors."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routing.folding import fold
from bot.routing.parting import part_clauses, part_message


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("投资额改成2亿，另外补贴政策是什么", ["投资额改成2亿", "补贴政策是什么"]),
        ("今天去考察了。另外我想问下能耗指标谁管", ["今天去考察了", "我想问下能耗指标谁管"]),
        ("能耗谁牵头？谁配合？", ["能耗谁牵头?", "谁配合?"]),
        ("你好，我想报个项目", ["你好", "我想报个项目"]),
        ("3亿，对了能耗谁管", ["3亿", "能耗谁管"]),
        ("还有谁配合", ["还有谁配合"]),
        ("  。。 ", []),
    ],
)
def test_a_message_comes_apart(text: str, pieces: list[str]) -> None:
    folded = fold(text)

    assert [folded[each.start : each.end] for each in part_message(folded)] == pieces


def test_a_lead_in_is_marked() -> None:
    first, second = part_message(fold("先不说这个，补贴政策呢"))

    assert first.said_before
    assert not second.said_before


def test_a_stretch_comes_apart_at_its_commas() -> None:
    folded = fold("投资额改成2亿，补贴政策是什么")
    (span,) = part_message(folded)

    assert [folded[each.start : each.end] for each in part_clauses(folded, span)] == [
        "投资额改成2亿",
        "补贴政策是什么",
    ]


@given(st.text(alphabet="你好，。？另外对了顺便还有问a \n", max_size=40))
def test_stretches_are_in_order_apart_and_not_empty(text: str) -> None:
    spans = part_message(fold(text))

    assert all(span.start < span.end for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
