from retrieval.intake.tables import mend_table, write_row, write_tables
from retrieval.loading.blocks import Block, BlockKind

HEADER = ["序号", "事项名称", "牵头单位", "完成时限"]


def test_rows_torn_over_pages_are_joined_and_repeated_headers_dropped() -> None:
    rows = [
        HEADER,
        ["1", "保障重大产", "市规", "2019年7"],
        ["", "业项目招引 用地需求", "划和 自然 资源 局", "月底前完成。"],
        HEADER,
        ["2", "建立评价体系", "市投资促进局", "每年"],
        ["", "", "进局", ""],
        ["----", "----", "---", "---"],
    ]

    table = mend_table(rows, is_torn=True)

    assert table.header == tuple(HEADER)
    assert table.rows == (
        ("1", "保障重大产业项目招引用地需求", "市规划和自然资源局", "2019年7月底前完成。"),
        ("2", "建立评价体系", "市投资促进局", "每年"),
    )


def test_a_header_torn_over_lines_is_joined() -> None:
    table = mend_table(
        [["序号", "事项", "完成"], ["", "名称", "时限"], ["1", "甲", "乙"]], is_torn=True
    )

    assert table.header == ("序号", "事项名称", "完成时限")
    assert table.rows == (("1", "甲", "乙"),)


def test_a_table_without_numbers_continues_where_its_first_cell_is_empty() -> None:
    table = mend_table(
        [["单位", "职责"], ["甲局", "牵头编制"], ["", "清单"], ["乙局", "配合"]], is_torn=True
    )

    assert table.rows == (("甲局", "牵头编制清单"), ("乙局", "配合"))
    assert table.number_column == -1


def test_rows_of_a_sound_table_are_not_joined() -> None:
    table = mend_table([["类别", "事项"], ["甲", "一"], ["", "二"]], is_torn=False)

    assert table.rows == (("甲", "一"), ("", "二"))


def test_a_caption_over_all_columns_is_no_header() -> None:
    table = mend_table(
        [["责任清单", "", ""], ["序号", "事项", "单位"], ["1", "甲", "乙"]], is_torn=False
    )

    assert (table.caption, table.header) == ("责任清单", ("序号", "事项", "单位"))


def test_each_row_is_written_with_its_header() -> None:
    assert (
        write_row(HEADER, ["7", "首报首谈。", "", "每年"])
        == "序号：7；事项名称：首报首谈；完成时限：每年"
    )
    assert write_row([], ["项目名称：", "甲"]) == "项目名称：甲"
    assert write_row([], ["1", "甲", "乙"]) == "1；甲；乙"
    assert write_row(["名称", ""], ["甲", "乙"]) == "名称：甲；乙"


def test_rows_without_a_header_keep_their_words() -> None:
    table = mend_table(
        [["1", "甲局牵头", "每年"], ["", "负责", ""], ["2", "乙局", "每季"]], is_torn=True
    )

    assert table.header == ()
    assert table.rows == (("1", "甲局牵头负责", "每年"), ("2", "乙局", "每季"))


def test_breaks_inside_a_table_go_and_those_around_it_stay() -> None:
    line, gap = Block(BlockKind.LINE, "正文"), Block(BlockKind.BREAK)
    rows = [
        Block(BlockKind.ROW, cells=c, table=1)
        for c in (("序号", "事项", "单位"), ("1", "甲", "乙"))
    ]

    blocks = list(write_tables([line, gap, rows[0], gap, gap, rows[1], gap, line], is_torn=True))

    assert [b.text for b in blocks] == ["正文", "", "序号：1；事项：甲；单位：乙", "", "正文"]
    assert blocks[2].cells == ("1", "甲", "乙")


def test_two_tables_one_after_the_other_stay_two() -> None:
    rows = [
        Block(BlockKind.ROW, cells=cells, table=number)
        for number in (1, 2)
        for cells in (("名称", "单位"), (f"第{number}项", "甲局"))
    ]

    written = [block.text for block in write_tables(rows, is_torn=False)]

    assert written == ["名称：第1项；单位：甲局", "名称：第2项；单位：甲局"]


def test_a_table_caption_becomes_a_line_before_its_rows() -> None:
    rows = [
        Block(BlockKind.ROW, cells=cells, table=1)
        for cells in (("分工表", ""), ("名称", "单位"), ("清单", "甲局"))
    ]

    written = list(write_tables(rows, is_torn=False))

    assert [(b.kind, b.text) for b in written] == [
        (BlockKind.LINE, "分工表"),
        (BlockKind.ROW, "名称：清单；单位：甲局"),
    ]
