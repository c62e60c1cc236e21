"""What a button says, or its number, typed instead of pressed."""

import pytest

from bot.messages import Choice, Reply
from bot.offers import offered, picked

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
