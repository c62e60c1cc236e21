import pytest

from retrieval.errors import DocumentError
from retrieval.loading.blocks import BlockKind
from retrieval.loading.limits import Limits
from retrieval.loading.pdf import load_pdf
from tests.retrieval.loading.document_files import make_pdf, make_pdf_table

PAGES = [
    ["示范市企业服务办法", "　　第一条　为了规范企业服务行为，提高办事效率，制", "定本办法。"],
    ["　　第二条　本办法自2021年5月1日起施行。"],
    ["　　第三条　本办法由甲局解释。"],
]


def test_lines_keep_their_indents_and_page_furniture_goes() -> None:
    blocks = load_pdf(make_pdf(PAGES, header="示范市人民政府公报"), "a.pdf", Limits()).blocks

    assert [(b.text, b.is_indented) for b in blocks if b.text] == [
        ("示范市企业服务办法", False),
        ("第一条　为了规范企业服务行为，提高办事效率，制", True),
        ("定本办法。", False),
        ("第二条　本办法自2021年5月1日起施行。", True),
        ("第三条　本办法由甲局解释。", True),
    ]


def test_a_table_of_the_text_layer_comes_row_by_row() -> None:
    rows = [
        ["序号", "事项名称", "牵头单位"],
        ["1", "编制清单，列明事\n项和时限", "甲局、\n乙局"],
        ["2", "公开清单", "丙局"],
    ]

    blocks = load_pdf(make_pdf_table(rows, "表前一段文字。"), "a.pdf", Limits()).blocks

    assert [b.cells for b in blocks if b.kind is BlockKind.ROW] == [
        ("序号", "事项名称", "牵头单位"),
        ("1", "编制清单，列明事", "甲局、"),
        ("", "项和时限", "乙局"),
        ("2", "公开清单", "丙局"),
    ]
    assert blocks[0].text == "表前一段文字。"


def _picture_pdf() -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


REFUSED = {
    "encrypted": (lambda: make_pdf([["密"]], password="secret"), "encrypted"),
    "scanned": (_picture_pdf, "scanned"),
    "blank": (lambda: make_pdf([[]]), "empty"),
    "not a PDF inside": (lambda: b"%PDF-1.7\nnothing", "unreadable"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_files_without_readable_text_are_refused_by_their_kind(name: str) -> None:
    make, code = REFUSED[name]

    with pytest.raises(DocumentError) as caught:
        load_pdf(make(), "a.pdf", Limits())

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("limits", "measure"), [(Limits(pages=2), "pages"), (Limits(characters=10), "characters")]
)
def test_pages_and_characters_are_limited(limits: Limits, measure: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_pdf(make_pdf(PAGES), "a.pdf", limits)

    assert caught.value.fields["measure"] == measure


def test_a_page_that_is_only_a_picture_is_reported() -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(90, 700, "text layer of the first page")
    canvas.showPage()
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()

    loaded = load_pdf(stream.getvalue(), "a.pdf", Limits())

    assert loaded.notes.startswith("第2页只有图片")
