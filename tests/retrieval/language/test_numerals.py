import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.language.numerals import parse_numeral
from retrieval.loading.word_numbering import format_chinese


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零八", 108), ("一千二百六十", 1260),
     ("两百", 200), ("二〇一九", 2019), ("12", 12), ("１２", 12)],
)  # fmt: skip
def test_numerals_of_outlines_read(text: str, value: int) -> None:
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["", "条", "一条", "1.2", "-1"])
def test_anything_else_is_no_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        parse_numeral(text)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=999))
def test_what_is_written_reads_back(value: int) -> None:
    assert parse_numeral(format_chinese(value)) == value
