"""What a button says, or its number, typed instead of pressed."""

import pytest

from bot.dialogue.messages import Choice, Reply
from bot.dialogue.offers import offered, picked

BUTTONS = offered(
    [Reply("a", (Choice("提交", "file.submit"),)), Reply("b", (Choice("先存着", "file.save"),))]
)


@pytest.mark.parametrize(
    ("typed", "awaits", "data"),
    [
        ("提交", "", "file.submit"),
        (" 先存着。", "", "file.save"),
        ("2", "", "file.save"),
        ("２", "chain", "file.save"),
        ("2", "plot_ratio", ""),
        ("3", "", ""),
        ("0", "", ""),
        ("提交吧", "", ""),
        ("", "", ""),
    ],
)
def test_a_label_or_a_number_is_the_button_and_a_quantity_is_not(
    typed: str, awaits: str, data: str
) -> None:
    assert picked(typed, BUTTONS, awaits) == data


@pytest.mark.parametrize("typed", ["第二个", "看第二个", "打开第2份", "就第二个吧", "那第二条"])
def test_a_place_in_a_numbered_list_presses_its_button(typed: str) -> None:
    buttons = [["1. 甲项目", "status.open:A"], ["2. 乙项目", "status.open:B"]]
    assert picked(typed, buttons, "") == "status.open:B"


@pytest.mark.parametrize("typed", ["第三个", "二个亿", "第二个项目怎么样", "第一百个"])
def test_what_names_no_place_of_the_list_presses_nothing(typed: str) -> None:
    buttons = [["1. 甲项目", "status.open:A"], ["2. 乙项目", "status.open:B"]]
    assert picked(typed, buttons, "") == ""


def test_a_place_is_not_a_button_where_the_buttons_have_no_numbers() -> None:
    assert picked("第二个", [["提交", "a"], ["修改", "b"]], "") == ""
