"""What is said, as text in pieces and as JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.messages import Card, CardKind, Choice, Handled, Intent, OutgoingFile, Reply, Row
from bot.rendering.replies import choices_line, handled_object, split_text


def test_a_handled_message_is_one_json_object() -> None:
    card = Card(CardKind.LIST, "列表", (Row("状态", "审查中", "四（一）"),), ("注",))
    file = OutgoingFile("回执.json", "application/json", b"{}")
    reply = Reply("好", (Choice("提交", "file.submit:a:1"),), card=card, file=file)

    made = json.loads(json.dumps(handled_object(Handled((reply,), Intent.FILE, None, "R1"))))

    assert made["intent"] == "file"
    assert made["draft"] is None
    assert made["report_no"] == "R1"
    said = made["replies"][0]
    assert said["choices"] == [{"label": "提交", "data": "file.submit:a:1"}]
    assert said["card"]["rows"] == [{"label": "状态", "value": "审查中", "note": "四（一）"}]
    assert said["file"] == {
        "name": "回执.json",
        "media_type": "application/json",
        "content_base64": "e30=",
    }


def test_choices_are_numbered() -> None:
    assert choices_line((Choice("提交", "a"), Choice("修改", "b"))) == "〔1〕提交    〔2〕修改"


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("一句。二句。三句。", 6, ["一句。二句。", "三句。"]),
        ("一段\n\n二段二段", 6, ["一段", "二段二段"]),
        ("没有标点的一长串字", 4, ["没有标点", "的一长串", "字"]),
        ("  短  ", 9, ["短"]),
        ("", 9, []),
    ],
)
def test_long_text_is_cut_at_paragraphs_and_sentences(
    text: str, most: int, pieces: list[str]
) -> None:
    assert list(split_text(text, most)) == pieces


def test_pieces_of_no_length_are_refused() -> None:
    with pytest.raises(ValueError, match="pieces of 0"):
        list(split_text("字", 0))


@given(st.text(alphabet="字句。，\n ab", max_size=300), st.integers(1, 40))
def test_no_piece_is_too_long_and_nothing_but_space_is_lost(text: str, most: int) -> None:
    pieces = list(split_text(text, most))

    assert all(0 < len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
