"""Stretches come together into parts."""

import pytest

from bot.routing.folding import fold
from bot.routing.gathering import gather, weigh_stretches
from bot.routing.noticing import notice_standing
from bot.routing.parting import part_message
from bot.routing.types import Standing


def _gathered(text: str, standing: Standing) -> list[tuple[str, str]]:
    folded = fold(text)
    stands = notice_standing(standing)
    stretches = weigh_stretches(folded, part_message(folded), stands, standing.floor)
    return [
        (each.intent.value, folded[each.span.start : each.span.end])
        for each in gather(stretches, standing.floor)
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("投资额改成2亿,补贴政策是什么", [("correct", "投资额改成2亿"), ("ask", "补贴政策是什么")]),
        ("你好,我想报个项目", [("file", "我想报个项目")]),
        ("你好", [("smalltalk", "你好")]),
        ("总投资5亿。用地30亩。还能谈吗?", [("check", "总投资5亿。用地30亩。还能谈吗?")]),
        ("能耗谁牵头?谁配合?", [("ask", "能耗谁牵头?谁配合?")]),
        ("今天去考察了。总投资5亿", [("progress", "今天去考察了。总投资5亿")]),
        ("补贴政策有哪些,投资额改成3亿", [("ask", "补贴政策有哪些"), ("correct", "投资额改成3亿")]),
    ],
)
def test_what_belongs_together_is_one_part(text: str, parts: list[tuple[str, str]]) -> None:
    assert _gathered(text, Standing(has_draft=True)) == parts
