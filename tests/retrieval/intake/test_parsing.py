from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import DocumentError
from retrieval.intake.parsing import parse_bytes
from retrieval.loading.limits import Limits
from retrieval.types import AuthorityTier, DocumentMeta, Origin, ParsedDocument
from tests.retrieval.loading.document_files import make_docx, make_pdf, make_pdf_table

DOCUMENTS = Path(__file__).parents[1] / "documents"
SCHEME = DocumentMeta(
    "sf-2021",
    "2021-03-01",
    "示范市“同心圆”项目服务工作制度（试行）",
    number="示办〔2021〕40号",
    place="示范",
)
TOWN = DocumentMeta(
    "dl-2023", "2023", "东岭市：如何让企业少跑路？", place="东岭", tier=AuthorityTier.OTHER_PLACE
)


def _parse(name: str, known: tuple[DocumentMeta, ...] = ()) -> list[ParsedDocument]:
    return parse_bytes((DOCUMENTS / name).read_bytes(), name, known=known)


def _uncovered(document: ParsedDocument) -> str:
    covered = bytearray(len(document.text))
    for clause in document.clauses:
        covered[clause.start : clause.end] = b"\1" * (clause.end - clause.start)
    pairs = zip(document.text, covered, strict=True)
    return "".join(c for c, hit in pairs if not hit and not c.isspace())


def test_the_original_of_a_known_document_is_linked_and_keeps_its_ids() -> None:
    (document,) = _parse("scheme_dump.txt", (TOWN, SCHEME))

    assert document.meta == replace(SCHEME, effective_from=date(2021, 3, 1))
    assert [c.ref.clause for c in document.clauses] == [
        "preamble",
        "1",
        "2.1",
        "2.2",
        "3",
        "annex.1",
        "annex.2",
        "annex.3",
    ]
    assert {c.origin for c in document.clauses} == {Origin.ORIGINAL}
    assert {c.edition for c in document.clauses} == {"2021-03-01"}


def test_articles_of_one_file_are_documents_with_their_own_place() -> None:
    documents = _parse("compilation.txt", (SCHEME, TOWN))

    found = [(d.meta.doc_id[:7], d.meta.place, d.meta.tier) for d in documents]
    assert found[1] == ("dl-2023", "东岭", "other_place")
    assert found[2][1:] == ("西河南浦", "press")
    assert all(clause.place == "西河南浦" for clause in documents[2].clauses)
    assert len({document.sha256 for document in documents}) == 1


@pytest.mark.parametrize("name", sorted(p.name for p in DOCUMENTS.iterdir()))
def test_every_character_of_a_file_is_in_a_clause_at_its_offsets(name: str) -> None:
    for document in _parse(name):
        assert _uncovered(document) == ""
        for clause in document.clauses:
            assert document.text[clause.start : clause.end] == clause.text


def _fill(document: Any) -> None:
    document.add_heading("示范市企业服务工作方案", 0)
    document.add_heading("一、总体要求", 1)
    document.add_paragraph("坚持一张清单管到底。")
    document.add_heading("二、重点任务", 1)
    document.add_paragraph("（一）编制清单。由甲局牵头编制清单。")
    table = document.add_table(rows=2, cols=3)
    for row, words in enumerate((("序号", "事项", "单位"), ("1", "编制清单", "甲局"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.add_paragraph("（二）回访企业。逐户回访。")


def test_a_word_file_keeps_its_outline_and_tables() -> None:
    (document,) = parse_bytes(make_docx(_fill), "工作方案（终稿）.docx")

    assert [c.ref.clause for c in document.clauses] == ["preamble", "1", "2.1", "2.1.row1", "2.2"]
    assert document.clauses[3].text == "序号：1；事项：编制清单；单位：甲局"
    assert document.source_name == "工作方案（终稿）.docx"


def test_a_pdf_is_joined_over_lines_and_pages() -> None:
    pages = [
        [
            "示范市企业服务办法",
            "示政办〔2021〕12号",
            "　　第一条　为了规范企业服务行为，提高办事效率，根据有关",
            "规定，结合本市实际，制定本办法。",
            "　　第二条　服务活动应当坚持公开、公平、便利的原则，不得增",
        ],
        [
            "加企业负担，不得变相收费。",
            "　　第三条　有下列情形之一的，应当当场办理：",
            "　　（一）材料齐全的；",
        ],
        ["　　第四条　本办法自2021年5月1日起施行。"],
    ]

    (document,) = parse_bytes(make_pdf(pages, header="示范市人民政府公报"), "办法.pdf")

    texts = {clause.ref.clause: clause.text for clause in document.clauses}
    assert texts["art.1"].endswith("根据有关规定，结合本市实际，制定本办法。")
    assert texts["art.2"].endswith("不得增加企业负担，不得变相收费。")
    assert "公报" not in document.text
    assert str(document.meta.effective_from) == "2021-05-01"


def test_a_table_in_a_pdf_keeps_its_header_in_each_row() -> None:
    rows = [
        ["序号", "事项名称", "主要内容", "牵头单位"],
        ["1", "编制清单", "列出事项、时限和责任\n人，逐项答复", "甲局、\n乙局"],
        ["2", "公开清单", "在大厅公开", "丙局"],
    ]

    (document,) = parse_bytes(make_pdf_table(rows, "附：事项分解"), "分解表.pdf")

    assert [c.ref.clause for c in document.clauses] == ["annex.1", "annex.2"]
    assert document.clauses[0].text.endswith(
        "序号：1；事项名称：编制清单；主要内容：列出事项、时限和责任人，逐项答复；牵头单位：甲局、乙局"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-be"])
def test_one_text_has_one_outline_in_every_encoding(encoding: str) -> None:
    text = (DOCUMENTS / "wrapped.txt").read_text("utf-8")

    (document,) = parse_bytes(text.encode(encoding), "办法.txt")

    assert document.clauses == parse_bytes(text.encode(), "办法.txt")[0].clauses


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        ("\u200b\n。\n——".encode(), "empty"),
        (b"<html><body><script>x()</script></body></html>", "empty"),
        (b"x" * 101, "too_large"),
    ],
)
def test_a_file_without_words_or_beyond_the_size_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_bytes(data, "a.txt", limits=Limits(file_bytes=100))

    assert caught.value.code == code


def _code(data: bytes, name: str) -> str:
    """The code a file is refused with; '' when it parses, and then it lost nothing."""
    try:
        documents = parse_bytes(data, name)
    except DocumentError as error:
        return error.code
    return "".join(_uncovered(document) for document in documents)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_parses_whole_or_is_refused(text: str) -> None:
    code = _code(text.encode("utf-8", "ignore"), "任意.md")

    assert code in {"", "empty", "unreadable", "unsupported", "hostile"}


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>"]))
def test_any_bytes_parse_or_are_refused(data: bytes, magic: bytes) -> None:
    code = _code(magic + data, "任意")

    assert code in {"", "empty", "unreadable", "unsupported", "hostile", "scanned", "encrypted"}
