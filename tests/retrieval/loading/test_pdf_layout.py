from retrieval.loading.blocks import BlockKind
from retrieval.loading.pdf_layout import Segment, layout_page


def _piece(text: str, left: float, top: float) -> Segment:
    return Segment(text, left, top - 10, left + 10 * len(text), top)


def test_pieces_of_one_line_join_left_to_right_and_lines_top_to_bottom() -> None:
    pieces = [_piece("第二行", 50, 680), _piece("半行", 71, 700), _piece("前", 60, 700)]

    assert [b.text for b in layout_page(pieces)] == ["前半行", "第二行"]


def test_two_columns_apart_stay_one_line_with_a_space() -> None:
    pieces = [_piece("甲方", 50, 700), _piece("乙方", 200, 700)]

    assert [b.text for b in layout_page(pieces)] == ["甲方 乙方"]


def test_three_columns_over_two_lines_are_a_table_and_one_line_is_not() -> None:
    line = [_piece(text, left, 700) for text, left in (("一", 50), ("二", 150), ("三", 250))]
    more = [_piece(text, left, 680) for text, left in (("四", 50), ("五", 150), ("六", 250))]

    assert [b.kind for b in layout_page(line)] == [BlockKind.LINE]
    assert [b.cells for b in layout_page(line + more)] == [("一", "二", "三"), ("四", "五", "六")]


def test_the_paragraph_after_a_table_is_no_row() -> None:
    rows = [
        _piece(text, left, top)
        for top in (700, 680)
        for text, left in (("甲", 50), ("乙", 150), ("丙", 250))
    ]
    after = _piece("表格后面的一整段文字从左边开始一直写到右边", 50, 640)

    assert layout_page([*rows, after])[-1].kind is BlockKind.LINE
