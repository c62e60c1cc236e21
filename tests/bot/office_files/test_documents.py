"""A Word document holds the rows as plain text."""

from pathlib import Path

from docx import Document

from bot.office_files.documents import write_table


def test_rows_are_a_table_under_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"

    write_table(path, "首报台账", [("编号", "内容"), ("1", "控制符\x01与\ud800")], note="某日导出")

    document = Document(str(path))
    assert [p.text for p in document.paragraphs][:2] == ["首报台账", "某日导出"]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [["编号", "内容"], ["1", "控制符与"]]


def test_no_rows_are_no_table(tmp_path: Path) -> None:
    write_table(tmp_path / "a.docx", "空", [])

    assert Document(str(tmp_path / "a.docx")).tables == []
