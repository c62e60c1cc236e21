"""Sheets go in as values and come out as text that runs nowhere."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from bot.errors import BadInput
from bot.office_files import sheets
from bot.office_files.sheets import MAX_CELL_CHARS, harmless, read_rows, write_rows


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_text_that_could_be_a_formula_is_marked(mark: str) -> None:
    assert harmless(f"{mark}1+1").startswith("'")


def test_ordinary_text_is_left_alone_and_control_characters_go() -> None:
    assert harmless("12亿元\n第二行") == "12亿元\n第二行"
    assert harmless("a\x00\x1b[31mb\ud800") == "a[31mb"
    assert len(harmless("长" * 40_000)) == MAX_CELL_CHARS


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.xlsx", [("列", "乙"), ("=1+1", "2")])

    assert list(read_rows(tmp_path / "a.xlsx")) == [("列", "乙"), ("'=1+1", "2")]


def test_a_decompression_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 10)

    with pytest.raises(BadInput, match="unpacks"):
        list(read_rows(tmp_path / "a.xlsx"))


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "x")

    with pytest.raises(BadInput) as caught:
        list(read_rows(tmp_path / "a.xlsx"))

    assert caught.value.code == "sheet"
