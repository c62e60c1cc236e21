from retrieval.loading.blocks import BlockKind
from retrieval.loading.pdf_layout import Segment, layout_page


def _piece(text: str, left: float, top: float) -> Segment:
    return Segment(text, left, top - 10, left + 10 * len(text), top)


def test_pieces_of_one_line_join_left_to_right_and_lines_top_to_bottom() -> None:
    pieces = [_piece("第二行", 50, 680), _piece("半行", 71, 700), _piece("前", 60, 700)]

    assert [b.text for b in layout_page(pieces).blocks] == ["前半行", "第二行"]


def test_two_columns_apart_stay_one_line_with_a_space() -> None:
    pieces = [_piece("甲方", 50, 700), _piece("乙方", 200, 700)]

    assert [b.text for b in layout_page(pieces).blocks] == ["甲方 乙方"]


def test_three_columns_over_two_lines_are_a_table_and_one_line_is_not() -> None:
    line = [_piece(text, left, 700) for text, left in (("一", 50), ("二", 150), ("三", 250))]
    more = [_piece(text, left, 680) for text, left in (("四", 50), ("五", 150), ("六", 250))]

    assert [b.kind for b in layout_page(line).blocks] == [BlockKind.LINE]
    assert [b.cells for b in layout_page(line + more).blocks] == [
        ("一", "二", "三"),
        ("四", "五", "六"),
    ]


def test_the_paragraph_after_a_table_is_no_row() -> None:
    rows = [
        _piece(text, left, top)
        for top in (700, 680)
        for text, left in (("甲", 50), ("乙", 150), ("丙", 250))
    ]
    after = _piece("表格后面的一整段文字从左边开始一直写到右边", 50, 640)

    assert layout_page([*rows, after]).blocks[-1].kind is BlockKind.LINE


def _rows(*tops: float) -> list[Segment]:
    return [
        _piece(text, left, top)
        for top in tops
        for text, left in (("甲", 50), ("乙", 150), ("丙", 250))
    ]


def test_a_table_goes_on_at_the_top_of_the_next_page() -> None:
    head, tail = _piece("某某公报", 150, 800), [_piece("续", 150, 700), _piece("尾", 250, 700)]

    first = layout_page(_rows(100, 80))
    second = layout_page([head, *tail], open_columns=first.open_columns, margin=50)

    assert [b.cells for b in second.blocks if b.kind is BlockKind.ROW] == [("", "续", "尾")]


def test_text_out_of_the_columns_ends_the_table() -> None:
    first = layout_page(_rows(100, 80))
    text = [_piece("接着是一整段正文文字", 74, 700), _piece("隔开的", 300, 700)]

    second = layout_page(text, open_columns=first.open_columns)

    assert [b.kind for b in second.blocks] == [BlockKind.LINE]
    assert (
        layout_page(_rows(700, 680) + [_piece("后文", 50, y) for y in (600, 580, 560)]).open_columns
        == ()
    )


def test_other_columns_on_the_next_page_are_another_table() -> None:
    other = [
        _piece(text, left, top)
        for top in (700, 680)
        for text, left in (("子", 90), ("丑", 130), ("寅", 200), ("卯", 290))
    ]

    second = layout_page(other, open_columns=layout_page(_rows(100, 80)).open_columns)

    assert [len(b.cells) for b in second.blocks] == [4, 4]


def test_a_short_last_line_of_a_cell_stays_in_its_column() -> None:
    rows = [
        _piece(text, left, 700 - 20 * line)
        for line in range(2)
        for text, left in (("1", 50), ("写得很长的一格文字", 80), ("丙局", 250))
    ]
    short = [_piece("完", 80, 660), _piece("毕", 250, 660)]

    assert layout_page(rows + short).blocks[-1].cells == ("", "完", "毕")
