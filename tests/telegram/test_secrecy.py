"""No token in a log, wherever a library puts it."""

import logging

import pytest

from bot.channels.telegram.secrecy import HideToken

TOKEN = "123456789:AAE-secret_part-of_the-token"
OTHER = "987654321:AAF-another_bots-token"


def written(record: logging.LogRecord) -> str:
    """What a handler with the filter writes."""
    assert HideToken(TOKEN).filter(record) is True
    return logging.Formatter().format(record)


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"POST https://api.telegram.org/bot{TOKEN}/getMe", ()),
        ("POST %s", (f"https://api.telegram.org/bot{TOKEN}/getMe",)),
        ("POST %s", (f"https://api.telegram.org/file/bot{OTHER}/documents/1",)),
        (f"token {TOKEN!r}", ()),
    ],
)
def test_a_token_is_taken_out_of_a_message(message: str, arguments: tuple[object, ...]) -> None:
    text = written(logging.LogRecord("x", logging.INFO, "f.py", 1, message, arguments, None))

    assert "secret_part" not in text
    assert "another_bots" not in text
    assert "***" in text


def test_a_token_is_taken_out_of_the_failure_a_record_tells_of() -> None:
    try:
        raise ValueError(f"The token `{TOKEN}` was rejected")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("x", logging.ERROR, "f.py", 1, "failed", (), info)

    text = written(record)

    assert "secret_part" not in text
    assert "ValueError" in text


def test_what_holds_no_token_stays_as_it_is() -> None:
    record = logging.LogRecord("x", logging.INFO, "f.py", 1, "at %s, %d", ("12:30:45", 7), None)

    assert written(record) == "at 12:30:45, 7"
