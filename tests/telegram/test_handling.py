"""A message reaches the conversation once, and again when nothing was done."""

import pytest

from bot.channels.telegram.handling import Content
from bot.dialogue.messages import Handled, Incoming, Intent, Reply
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import PERSON, Running, served


def test_a_pressed_button_reaches_the_conversation_and_loses_its_buttons(
    channel: Running, api: BotApi
) -> None:
    with served(channel):
        api.presses(PERSON, "file.submit:ab:1", message_id=7)
        api.wait_for(lambda a: len(a.sent) == 2)

    assert channel.dispatcher.heard[0].data == "file.submit:ab:1"
    assert [call["method"] for call in api.sent] == ["editMessageReplyMarkup", "sendMessage"]
    assert "answerCallbackQuery" in api.calls


def test_notices_only_keeps_content_off_telegram(channel: Running, api: BotApi) -> None:
    channel.content = Content.NOTICES
    with served(channel):
        api.says(PERSON, "我报的项目到哪了")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)

    assert "只用来提醒" in api.texts(PERSON)[0]
    assert channel.dispatcher.heard == []


def test_a_message_of_which_nothing_was_done_is_handled_again(
    channel: Running, api: BotApi
) -> None:
    outcomes = [Handled((Reply("忙"),), Intent.ASK, trace={"undone": True})] * 2
    handle = channel.dispatcher.handle
    channel.dispatcher.handle = lambda m: outcomes.pop() if outcomes else handle(m)  # type: ignore[method-assign]
    with served(channel):
        api.says(PERSON, "再试")
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：再试"])

    assert outcomes == []


def test_an_update_that_fails_every_time_is_excused_and_does_not_stop_the_next(
    channel: Running, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.intake.MOST_TRIES", 2)
    handle = channel.dispatcher.handle

    def fail_on_one(message: Incoming) -> Handled:
        if message.text == "坏":
            raise ValueError(message.text)
        return handle(message)

    channel.dispatcher.handle = fail_on_one  # type: ignore[method-assign]
    with served(channel):
        api.says(PERSON, "坏")
        api.says(PERSON, "好")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 2)

    assert ["没有办成" in api.texts(PERSON)[0], api.texts(PERSON)[1]] == [True, "收到：好"]
