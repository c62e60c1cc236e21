import pytest

from retrieval.loading.characters import remove_invisible, safe_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("首\u200b报\ufeff首\u00ad谈", "首报首谈"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("a\xa0b\u2003c", "a b c"),
        ("plain\ttext\fpage", "plain\ttext\fpage"),
        ("bell\x07", "bell"),
        ("甲\u202e乙\U000e0041", "甲乙"),
        ("全角　空格，标点“不变”", "全角　空格，标点“不变”"),
    ],
)
def test_only_what_has_no_glyph_goes(text: str, expected: str) -> None:
    assert remove_invisible(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/通知.txt", "通知.txt"),
        ("C:\\资料\\办法（试行）.docx", "办法（试行）.docx"),
        ("图\u202e片\0.pdf", "图片.pdf"),
        ("\n", "未命名"),
        ("长" * 300, "长" * 200),
    ],
)
def test_a_shown_name_has_no_path_and_no_marks(name: str, expected: str) -> None:
    assert safe_name(name) == expected
