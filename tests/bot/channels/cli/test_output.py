from bot.channels.cli.output import plain


def test_terminal_controls_of_a_document_are_dropped() -> None:
    assert plain("a\x1b[31mb\x07\r\x7f") == "a[31mb"


def test_lines_and_tabs_stay() -> None:
    assert plain("一\n\t二") == "一\n\t二"
