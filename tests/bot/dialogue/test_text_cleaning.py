from bot.dialogue.text_cleaning import clean_text


def test_what_no_file_can_hold_is_replaced() -> None:
    assert clean_text("好\ud800坏\0") == "好?坏�"
