import pytest

from retrieval.errors import DocumentError
from retrieval.loading.blocks import Block, BlockKind
from retrieval.loading.limits import Limits
from retrieval.loading.text import load_text


def _load(text: str, name: str = "a.txt") -> list[Block]:
    return [b for b in load_text(text.encode(), name, Limits()).blocks if b.text or b.cells]


def test_headings_emphasis_links_and_comments_of_markdown_leave_their_words() -> None:
    text = (
        "---\nweight: 1\n---\n# 办法\n\n<!-- 说明 -->\n#### **一、总则**\n"
        "**附：分工**\n- 一项*内容*，见[公报](http://x.cn/1)\n1\\. 不是列表\n"
    )

    blocks = _load(text)

    assert blocks == [
        Block(BlockKind.HEADING, "办法", level=1),
        Block(BlockKind.HEADING, "一、总则", level=4),
        Block(BlockKind.HEADING, "附：分工"),
        Block(BlockKind.LINE, "一项*内容*，见公报"),
        Block(BlockKind.LINE, "1. 不是列表"),
    ]


def test_plain_text_keeps_its_stars_and_brackets() -> None:
    assert [b.text for b in _load("[声明]五*五\n# 井号不是标题")] == [
        "[声明]五*五",
        "# 井号不是标题",
    ]


def test_tabs_and_pipes_make_rows_of_one_table_over_blank_lines_and_pages() -> None:
    blocks = _load(
        "序号\t事项\t单位\n1\t甲\t乙\n\f\n\t续\t丙\n正文\n| 名 | 值 |\n|---|---|\n| a | b |"
    )

    rows = [(b.table, b.cells) for b in blocks if b.kind is BlockKind.ROW]
    assert rows == [
        (1, ("序号", "事项", "单位")),
        (1, ("1", "甲", "乙")),
        (1, ("", "续", "丙")),
        (2, ("名", "值")),
        (2, ("---", "---")),
        (2, ("a", "b")),
    ]


def test_an_indent_is_remembered() -> None:
    assert [b.is_indented for b in _load("　　首行缩进\n顶格")] == [True, False]


def test_rules_and_page_breaks_are_breaks() -> None:
    kinds = [b.kind for b in load_text("甲\n------\n乙\f丙".encode(), "a", Limits()).blocks]

    assert kinds == [
        BlockKind.LINE,
        BlockKind.BREAK,
        BlockKind.LINE,
        BlockKind.BREAK,
        BlockKind.LINE,
    ]


def test_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        load_text("字".encode() * 101, "a.txt", Limits(characters=100))

    assert caught.value.fields == {"measure": "characters", "limit": 100}
