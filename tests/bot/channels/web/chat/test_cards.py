"""A card and the words beside it say everything once."""

import pytest

from bot.channels.web.chat.cards import is_told_beside, lines_beside, read_points
from bot.dialogue.messages import Card, CardKind, Row

ROWS = (Row("总投资", "12亿元", "待确认"), Row("投资方", "示例有限公司"))


@pytest.mark.parametrize(
    ("kind", "words", "beside"),
    [
        (CardKind.DRAFT, "标题\n总投资：12亿元（待确认）\n投资方：示例有限公司\n末行", []),
        (CardKind.REPORT, "标题\n投资方：示例有限公司\n还要等征求意见", ["还要等征求意见"]),
        (CardKind.LIST, "1. 投资方 示例有限公司，由市投资促进局审查第二轮", None),
        (CardKind.ASSESSMENT, "结论先行\n末行", ["结论先行", "末行"]),
        (
            CardKind.ASSESSMENT,
            "按这些情况看：总投资：12亿元（原话“待确认”）；投资方：示例有限公司。",
            [],
        ),
        (CardKind.ASSESSMENT, "总投资12亿元不够", ["总投资12亿元不够"]),
        (CardKind.ASSESSMENT, "结论：不清楚", ["结论：不清楚"]),
        (CardKind.QUIZ, "标题\nA. 甲", []),
    ],
)
def test_lines_the_card_shows_are_not_said_twice(
    kind: CardKind, words: str, beside: list[str] | None
) -> None:
    card = Card(kind, "标题", ROWS, ("末行",))

    assert lines_beside(card, words) == (words.splitlines() if beside is None else beside)


def test_an_assessment_is_read_as_headings_with_what_they_say() -> None:
    lines = ("按区看。", "【首报能否受理】", "理由：", "1. 甲", "- 乙：丙", "依据：四（一）",
             "说明：丁", "说明：戊", "", "若“是”：不行。", "请问：新的吗？")  # fmt: skip

    points = [(point.label, point.said, point.is_title) for point in read_points(lines)]

    assert points == [
        ("", ["按区看。"], False),
        ("", ["首报能否受理"], True),
        ("理由", ["甲", "乙：丙"], False),
        ("依据", ["四（一）"], False),
        ("说明", ["丁", "戊"], False),
        ("", ["若“是”：不行。"], False),
        ("", ["请问：新的吗？"], False),
    ]


def test_a_list_whose_rows_are_told_in_words_needs_no_table() -> None:
    card = Card(CardKind.LIST, "标题", ROWS)

    assert is_told_beside(card, ["1. 总投资，第二季度", "2. 投资方，已定"])
    assert not is_told_beside(card, ["1. 总投资，第二季度"])
    assert not is_told_beside(Card(CardKind.REPORT, "标题", ROWS), ["总投资 投资方"])
    assert not is_told_beside(Card(CardKind.LIST, "标题"), [])
