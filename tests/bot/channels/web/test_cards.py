"""A card and the words beside it say everything once."""

import pytest

from bot.channels.web.cards import lines_beside
from bot.messages import Card, CardKind, Row

ROWS = (Row("总投资", "12亿元", "待确认"), Row("投资方", "示例有限公司"))


@pytest.mark.parametrize(
    ("kind", "words", "beside"),
    [
        (CardKind.DRAFT, "标题\n总投资：12亿元（待确认）\n投资方：示例有限公司\n末行", []),
        (CardKind.REPORT, "标题\n投资方：示例有限公司\n还要等征求意见", ["还要等征求意见"]),
        (CardKind.LIST, "1. 投资方 示例有限公司，由市投资促进局审查第二轮", None),
        (CardKind.ASSESSMENT, "结论先行\n末行", ["结论先行", "末行"]),
        (CardKind.QUIZ, "标题\nA. 甲", []),
    ],
)
def test_lines_the_card_shows_are_not_said_twice(
    kind: CardKind, words: str, beside: list[str] | None
) -> None:
    card = Card(kind, "标题", ROWS, ("末行",))

    assert lines_beside(card, words) == (words.splitlines() if beside is None else beside)
