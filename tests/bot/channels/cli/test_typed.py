"""Standard input is read whatever encoding it is in."""

import io

import pytest

from bot.channels.cli.typed import decode, typed_lines, typed_text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("首报".encode(), "首报"),
        ("首报".encode("gbk"), "首报"),
        (b"\xef\xbb\xbf{}", "{}"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", ""),
    ],
)
def test_bytes_are_words_in_utf8_or_gbk(raw: bytes, text: str) -> None:
    assert decode(raw, is_first=True) == text


def test_lines_come_one_by_one_and_one_that_cannot_be_read_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = b"\xef\xbb\xbf\xe4\xb8\x80\n\xff\n\xb6\xfe"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert list(typed_lines()) == ["一\n", "\ufffd\n", "二"]

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("首\n报".encode())))
    assert typed_text() == "首\n报"
