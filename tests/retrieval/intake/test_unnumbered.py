from retrieval.intake.unnumbered import Mark, find_unnumbered
from retrieval.loading.blocks import Block, BlockKind

BODY = "这一段是正文，写得足够长，并且以句号结尾，因此它不会被当作没有编号的标题。"


def _line(text: str) -> Block:
    return Block(BlockKind.LINE, text)


def _heading(text: str, level: int) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def test_short_lines_before_text_are_headings_and_title_lines_are_none() -> None:
    lines = ["报道的题目", "副题", BODY, "加强统筹", "打造新格局", BODY, "落款单位", "2021年3月1日"]

    marks = find_unnumbered([_line(text) for text in lines])

    assert marks == {3: Mark("加强统筹 打造新格局", 1, is_bare=True)}


def test_marked_headings_give_the_depth_and_the_top_one_is_the_title() -> None:
    blocks = [
        _heading("题目", 1),
        _line(BODY),
        _heading("甲", 2),
        _line(BODY),
        _heading("乙", 3),
        _line(BODY),
    ]

    marks = find_unnumbered(blocks)

    assert {index: (mark.title, mark.depth) for index, mark in marks.items()} == {
        2: ("甲", 1),
        4: ("乙", 2),
    }


def test_paragraphs_that_open_with_a_short_sentence_are_subsections() -> None:
    blocks = [
        _line(t) for t in (BODY, "加强统筹", "建立首报制度。" + BODY, "建立首谈制度。" + BODY)
    ]

    marks = find_unnumbered(blocks)

    assert marks[2] == Mark("建立首报制度", 2, is_bare=False)
    assert marks[3] == Mark("建立首谈制度", 2, is_bare=False)


def test_one_such_paragraph_alone_is_none() -> None:
    blocks = [_line(t) for t in (BODY, "加强统筹", "建立首报制度。" + BODY, BODY)]

    assert list(find_unnumbered(blocks)) == [1]


def test_headlines_alone_are_no_text() -> None:
    assert find_unnumbered([_line("甲"), _line("乙丙")]) == {}
