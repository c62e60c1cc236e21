"""Commands with a slash and as bare words."""

import pytest

from bot.dialogue.messages import Intent
from bot.routing.commands import find_command, only_says
from bot.routing.folding import fold
from bot.routing.types import Part, Standing


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("/help", Part(Intent.HELP, "帮助")),
        ("/ask 能耗谁管？", Part(Intent.ASK, "能耗谁管？")),
        ("  /CHECK  余杭招商 ", Part(Intent.CHECK, "余杭招商")),
        ("/report@some_bot 示例项目", Part(Intent.FILE, "示例项目")),
        ("／status", Part(Intent.STATUS, "进度")),
        ("/首报", Part(Intent.FILE, "首报")),
        ("首报", Part(Intent.FILE, "首报")),
        ("取消吧。", Part(Intent.CANCEL, "取消吧。")),
        ("进度", Part(Intent.STATUS, "进度")),
        ("审核", Part(Intent.STATUS, "审核")),
        ("/review", Part(Intent.REVIEW, "审核")),
        ("/nothing here", Part(Intent.HELP, "/nothing here")),
    ],
)
def test_a_command_is_a_part_with_its_arguments(text: str, part: Part) -> None:
    assert find_command(text, fold(text), Standing()) == part


def test_the_bureau_opens_its_queue_with_a_word() -> None:
    assert find_command("审核", "审核", Standing(is_bureau=True)) == Part(Intent.REVIEW, "审核")


@pytest.mark.parametrize("text", ["", "/某某", "首报要交什么", "1/2 的股权", "/"])
def test_anything_else_is_no_command(text: str) -> None:
    assert find_command(text, fold(text), Standing()) is None


@pytest.mark.parametrize("text", ["问政策", "政策咨询。", "提问"])
def test_somebody_may_only_say_that_they_are_going_to_ask(text: str) -> None:
    assert only_says(text) is Intent.ASK


@pytest.mark.parametrize("text", ["", "政策是什么", "/ask 能耗谁管"])
def test_anything_more_is_not_only_the_wish_to_ask(text: str) -> None:
    assert only_says(text) is None
