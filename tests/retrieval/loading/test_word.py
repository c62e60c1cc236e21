from typing import Any

import pytest

from retrieval.errors import DocumentError
from retrieval.loading.blocks import Block, BlockKind
from retrieval.loading.limits import Limits
from retrieval.loading.word import load_word
from tests.retrieval.loading.document_files import make_docx, make_raw_docx, make_zip


def _load(data: bytes) -> list[Block]:
    return [b for b in load_word(data, "a.docx", Limits()).blocks if b.text or b.cells]


def _fill(document: Any) -> None:
    document.add_heading("工作方案", 0)
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("坚持一张清单管到底。")
    table = document.add_table(rows=3, cols=4)
    for row, words in enumerate((("序号", "事项", "内容", "单位"), ("1", "甲", "乙", "丙局"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(2, 0).text = "2"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "跨两栏"
    table.cell(1, 3).merge(table.cell(2, 3)).text = "丙局"
    document.add_paragraph("表后一段。")


def test_paragraphs_headings_and_tables_come_in_order() -> None:
    blocks = _load(make_docx(_fill))

    assert [(b.kind, b.level, b.text or b.cells) for b in blocks] == [
        (BlockKind.HEADING, 1, "工作方案"),
        (BlockKind.HEADING, 1, "一、总体要求"),
        (BlockKind.LINE, 0, "坚持一张清单管到底。"),
        (BlockKind.ROW, 0, ("序号", "事项", "内容", "单位")),
        (BlockKind.ROW, 0, ("1", "甲", "乙", "丙局")),
        (BlockKind.ROW, 0, ("2", "跨两栏", "", "丙局")),
        (BlockKind.LINE, 0, "表后一段。"),
    ]


def test_deleted_text_is_gone_and_inserted_text_stays() -> None:
    body = (
        "<w:p><w:r><w:t>保留</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增加</w:t></w:r></w:ins></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>框内</w:t><w:br/><w:t>下一行</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r></w:p>"
    )

    assert [b.text for b in _load(make_raw_docx(body))] == [
        "保留增加",
        "框内",
        "下一行",
        "甲 乙-丙",
    ]


def test_a_text_box_and_a_table_in_a_cell_come_once() -> None:
    box = (
        "<w:p><w:r><w:t>前</w:t></w:r>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:t>框内</w:t></mc:Choice><mc:Fallback><w:t>框内</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:p>"
    )
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>里</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    table = (
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p>"
        f"{inner}</w:tc><w:tc><w:p><w:r><w:t>右</w:t></w:r></w:p></w:tc></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )

    blocks = _load(make_raw_docx(box + table))

    assert [b.text or b.cells for b in blocks] == ["前框内", ("外 里", "右")]


def test_automatic_numbers_become_text() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("编制清单", style="List Number")
        document.add_paragraph("公开清单", style="List Number")

    assert [b.text for b in _load(make_docx(fill))] == ["1. 编制清单", "2. 公开清单"]


def test_footnotes_are_part_of_the_text() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:footnote><w:p><w:r><w:t>脚注一</w:t></w:r></w:p></w:footnote></w:footnotes>"
    ).encode()

    blocks = _load(make_raw_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>", footnotes=notes))

    assert [b.text for b in blocks] == ["正文", "脚注一"]


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WIDE = "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 200 + "</w:tr></w:tbl>"

REFUSED = {
    "entities": (make_raw_docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", prologue=ENTITY), "hostile"),
    "external": (make_raw_docx("<w:p/>", prologue=EXTERNAL), "hostile"),
    "entities in styles": (make_raw_docx("<w:p/>", styles=ENTITY.encode() + b"<x/>"), "hostile"),
    "columns": (make_raw_docx(WIDE), "hostile"),
    "cut XML": (make_zip({"word/document.xml": b"<w:document"}), "unreadable"),
    "bad styles": (make_raw_docx("<w:p/>", styles=b"<x"), "unreadable"),
    "workbook": (make_zip({"xl/workbook.xml": b"<x/>"}), "unsupported"),
    "archive": (make_zip({"a.txt": b"x"}), "unsupported"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_malformed_and_foreign_containers_are_refused(name: str) -> None:
    data, code = REFUSED[name]

    with pytest.raises(DocumentError) as caught:
        load_word(data, "a.docx", Limits())

    assert caught.value.code == code


def test_more_paragraphs_than_allowed_are_refused() -> None:
    data = make_raw_docx("<w:p/>" * 500)

    with pytest.raises(DocumentError) as caught:
        load_word(data, "a.docx", Limits(blocks=400))

    assert caught.value.fields["measure"] == "blocks"
