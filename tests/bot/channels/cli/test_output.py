import pytest

from bot.channels.cli.output import plain


def test_terminal_controls_of_a_document_are_dropped() -> None:
    assert plain("a\x1b[31mb\x07\r\x7f") == "a[31mb"


def test_lines_and_tabs_stay() -> None:
    assert plain("一\n\t二") == "一\n\t二"


@pytest.mark.parametrize("code", ["\x1b", "\x07", "\x7f", "\x9b", "\x85", "\u202e", "\u2066"])
def test_nothing_of_a_text_drives_the_terminal(code: str) -> None:
    assert plain(f"项目{code}[2J名称\t一\n二") == "项目[2J名称\t一\n二"
