"""Messages as lines."""

import base64
import json
from pathlib import Path

import pytest

from bot.channels.cli.chat_lines import MOST_FILE_BYTES, Line, parse_line
from bot.errors import BadInput


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("首报向谁报备\n", "首报向谁报备"),
        ("  空格留着 ", "  空格留着 "),
        ('{"text": "问一下"}', "问一下"),
        ('{"not": "a message"}', '{"not": "a message"}'),
        ("{坏的 json", "{坏的 json"),
        ("[1, 2]", "[1, 2]"),
        ('{"text": 5000}', "5000"),
        ("", ""),
    ],
)
def test_a_line_is_plain_text_or_an_object_with_a_text(line: str, text: str) -> None:
    assert parse_line(line).text == text


def test_an_object_carries_its_id_a_button_and_files(tmp_path: Path) -> None:
    path = tmp_path / "简介.txt"
    path.write_text("投资2亿", "utf-8")
    content = base64.b64encode(b"abc").decode()
    given = {
        "data": "file.submit:a:1",
        "message_id": "m9",
        "attachments": [str(path), {"name": "b.txt", "content_base64": content}],
    }

    line = parse_line(json.dumps(given))

    assert (line.data, line.message_id) == ("file.submit:a:1", "m9")
    assert [(file.name, file.content) for file in line.attachments] == [
        ("简介.txt", "投资2亿".encode()),
        ("b.txt", b"abc"),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": ["x"]}, "chat_line"),
        ({"text": True}, "chat_line"),
        ({"text": "x", "attachments": "a"}, "chat_line"),
        ({"text": "x", "attachments": [1]}, "chat_line"),
        ({"text": "x", "attachments": [{"name": "a"}]}, "chat_line"),
        ({"text": "x", "attachments": [{"content_base64": "?"}]}, "chat_line"),
        ({"text": "x", "attachments": ["/nowhere/a.txt"]}, "no_file"),
    ],
)
def test_a_line_that_cannot_be_read_says_which_part(given: object, code: str) -> None:
    with pytest.raises(BadInput) as raised:
        parse_line(json.dumps(given))

    assert raised.value.code == code


def test_a_folder_or_a_file_too_large_is_no_attachment(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(MOST_FILE_BYTES + 1)

    for path, code in ((tmp_path, "not_a_file"), (large, "file_too_large")):
        with pytest.raises(BadInput) as raised:
            parse_line(json.dumps({"text": "", "attachments": [str(path)]}))
        assert raised.value.code == code


def test_an_empty_object_is_an_empty_message() -> None:
    assert parse_line('{"text": null}') == Line()
