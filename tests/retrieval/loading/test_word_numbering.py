import pytest

from retrieval.loading.word_numbering import format_chinese, read_numbering

NUMBERING = """<w:numbering
  xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
    <w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
    <w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
  <w:lvl w:ilvl="x"/>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/>
  <w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


def test_lists_count_up_and_deeper_levels_start_again() -> None:
    numbering = read_numbering(NUMBERING.encode())

    labels = [numbering.next_label("7", level) for level in (0, 1, 1, 2, 3, 0, 1)]

    assert labels == ["一、", "（一）", "（二）", "1. ", "", "二、", "（一）"]


def test_a_list_starts_where_it_says_and_lists_do_not_mix() -> None:
    numbering = read_numbering(NUMBERING.encode())

    assert [numbering.next_label("8", 0) for _ in range(2)] == ["第三条 ", "第四条 "]
    assert numbering.next_label("7", 0) == "一、"
    assert numbering.next_label("99", 0) == ""


def test_no_part_means_no_numbers() -> None:
    assert read_numbering(b"").next_label("7", 0) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "零"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (100, "一百"), (105, "一百零五"),
     (110, "一百一十"), (119, "一百一十九"), (999, "九百九十九"), (1000, "1000")],
)  # fmt: skip
def test_numerals_are_written_as_in_statutes(value: int, words: str) -> None:
    assert format_chinese(value) == words
