from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.intake.cleaning import clean
from retrieval.intake.outline import Section, cut_clauses, write_text
from retrieval.loading.blocks import Block, BlockKind
from retrieval.loading.limits import Limits
from retrieval.loading.text import load_text

DOCUMENTS = Path(__file__).parents[1] / "documents"
BODY = "这一段是正文，写得足够长，并且以句号结尾，因此它不会被当作没有编号的标题。"


def _blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.LINE, text) for text in texts)


def _ids(*texts: str) -> list[str]:
    return [section.id for section in cut_clauses(_blocks(*texts))]


@pytest.mark.parametrize("name", ["scheme_dump", "news_page", "wrapped"])
def test_a_cleaned_file_has_the_golden_outline(name: str) -> None:
    data = (DOCUMENTS / f"{name}.txt").read_bytes()
    blocks = clean(load_text(data, f"{name}.txt", Limits()))
    text = write_text(blocks)

    lines = [
        "\t".join(
            (s.id, s.label, s.title, " / ".join(s.parents), text[s.start : s.end].splitlines()[-1])
        )
        for s in cut_clauses(blocks)
    ]

    assert lines == (DOCUMENTS / f"{name}.outline.txt").read_text("utf-8").splitlines()


OUTLINES = {
    "schemes": (
        (
            "某某制度",
            "为了测试。",
            "一、总则",
            "坚持。",
            "二、分工",
            "（一）甲。" + BODY,
            "(二)乙。" + BODY,
            "1.细项。",
            "2.细项。",
            "三、附则",
            "施行。",
        ),
        ["preamble", "1", "2.1", "2.2", "2.2.1", "2.2.2", "3"],
    ),
    "statutes": (
        (
            "某某条例",
            "第一章 总则",
            "第一条 目的。",
            "第二条 有下列情形之一的：",
            "（一）甲；",
            "（二）乙。",
            "第一节 审查",
            "第三条 丙。",
            "第三条之一 丁。",
            "第二章 附则",
            "第四条 施行。",
            "附件：",
            "一、清单",
            BODY,
        ),
        ["preamble", "art.1", "art.2", "art.3", "art.3a", "art.4", "annex.1"],
    ),
    "groups above articles": (
        ("某某解释", "一、关于总则", "第一条 甲。", "第二条 乙。", "二、关于合同", "第三条 丙。"),
        ["preamble", "art.1", "art.2", "art.3"],
    ),
    "decimal standards": (
        ("某某标准", "1.1 范围", BODY, "1.2 术语", BODY, "1.2.1 首报", BODY, "2.1 要求", BODY),
        ["preamble", "1.1", "1.2", "1.2.1", "2.1"],
    ),
    "two annexes": (
        (
            "某某通知",
            "一、甲",
            BODY,
            "二、乙",
            BODY,
            "附件1 清单",
            "一、丙",
            BODY,
            "附件2 表格",
            "一、丁",
            BODY,
        ),
        ["preamble", "1", "2", "annex1.1", "annex2.1"],
    ),
    "parts": (
        ("第一编 通则", "第一章 甲", "第一条 一。", "第二编 分则", "第一章 乙", "第二条 二。"),
        ["art.1", "art.2"],
    ),
    "lists inside clauses": (
        (
            "一、材料",
            "应当提交：",
            "1.甲；",
            "2.乙；",
            "3.丙。",
            "二、时限",
            BODY,
            "（一）一日；",
            "（二）两日。",
        ),
        ["1", "2"],
    ),
    "a numbering that starts again": (
        ("一、甲", "（一）" + BODY, "（二）" + BODY, "（一）" + BODY, "二、乙", BODY),
        ["1.1", "1.2", "1.1-r2", "2"],
    ),
    "a heading without text at the end": (("一、甲", BODY, "二、乙"), ["1", "2"]),
    "no heading at all": ((BODY, BODY), ["preamble"]),
    "press": (("题目", BODY, "加强统筹", BODY, "打造平台", BODY), ["preamble", "s1", "s2"]),
    "numbers out of turn are text": (
        ("一、甲", BODY, "二、乙", BODY, "九、不是标题" + BODY),
        ["1", "2"],
    ),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_the_outline_gives_stable_ids(name: str) -> None:
    texts, ids = OUTLINES[name]

    assert _ids(*texts) == ids


def test_a_heading_that_only_groups_belongs_to_its_first_clause() -> None:
    blocks = _blocks("四、加强统筹", "（一）建立制度。" + BODY, "（二）市级主谈。" + BODY)
    text = write_text(blocks)

    first, second = cut_clauses(blocks)

    assert text[first.start : first.end].startswith("四、加强统筹\n（一）建立制度。")
    assert (first.id, first.label, first.title) == ("4.1", "四（一）", "建立制度")
    assert second.parents == ("四、加强统筹",)


def test_rows_are_clauses_of_the_heading_they_stand_under() -> None:
    row = Block(BlockKind.ROW, "序号：7；事项：首报", cells=("7", "首报"), table=1)
    plain = Block(BlockKind.ROW, "名称：甲", cells=("", "甲"), table=2)
    line = Block(BlockKind.LINE, "附：分解表")

    assert [(s.id, s.label, s.title) for s in cut_clauses((line, row, plain))] == [
        ("annex.7", "附7", "首报"),
        ("annex.row2", "", "甲"),
    ]
    assert [s.id for s in cut_clauses((row, plain))] == ["row1", "row2"]
    assert [s.id for s in cut_clauses((*_blocks("一、甲", BODY, "二、乙"), row))] == ["1", "2.row1"]


def test_a_cross_reference_inside_a_statute_opens_no_article() -> None:
    texts = (
        "第一条为了测试。",
        "第二条本办法适用于本市。",
        "第九条前的情形除外。",
        "第三条本办法施行。",
    )

    assert _ids(*texts) == ["art.1", "art.2", "art.3"]


def test_marked_headings_count_whatever_their_level() -> None:
    blocks = (
        Block(BlockKind.HEADING, "一、总则", level=4),
        Block(BlockKind.LINE, BODY),
        Block(BlockKind.HEADING, "五、分则", level=2),
        Block(BlockKind.LINE, BODY),
    )

    assert [s.id for s in cut_clauses(blocks)] == ["1", "5"]


def test_a_long_clause_is_split_and_loses_nothing() -> None:
    blocks = _blocks("一、甲", BODY * 60, "二、乙", BODY)

    ids = [section.id for section in cut_clauses(blocks)]

    assert ids == ["1-1", "1-2", "2"]


def test_nothing_gives_nothing() -> None:
    assert cut_clauses(()) == ()


PIECES = st.sampled_from(
    [
        "一、甲",
        "二、乙",
        "（一）丙。",
        "(二)丁",
        "1.戊",
        "2.己；",
        "第一章 庚",
        "第一条 辛",
        "第二条壬",
        "附：癸",
        "附件2",
        "1.1 子",
        "短标题",
        BODY,
        BODY * 40,
        "如下：",
        "2021年3月1日",
        "第三条规定的",
        "一是寅。" + BODY,
    ]
)
KINDS = st.sampled_from([BlockKind.LINE, BlockKind.LINE, BlockKind.HEADING, BlockKind.ROW])
BLOCKS = st.builds(
    lambda text, kind: Block(kind, text, level=2, cells=(text[:2],), table=1), PIECES, KINDS
)


def _uncovered(text: str, sections: tuple[Section, ...]) -> str:
    covered = bytearray(len(text))
    for section in sections:
        covered[section.start : section.end] = b"\1" * (section.end - section.start)
    return "".join(c for c, hit in zip(text, covered, strict=True) if not hit and not c.isspace())


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=25))
def test_every_character_is_in_exactly_one_clause_and_ids_are_unique(blocks: list[Block]) -> None:
    sections = cut_clauses(blocks)

    assert _uncovered(write_text(blocks), sections) == ""
    assert all(a.end <= b.start for a, b in pairwise(sections))
    assert len({section.id for section in sections}) == len(sections)
