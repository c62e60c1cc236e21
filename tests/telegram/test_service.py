"""The channel as a whole: messages both ways, one process at a time, by polling or by webhook."""

import json

import pytest

from bot.channels.telegram.inbox import take_in
from bot.channels.telegram.webhook import Webhook
from bot.dialogue.messages import OutgoingFile, Reply
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import PERSON, Running, served


def test_a_message_is_answered_in_its_chat_with_buttons(channel: Running, api: BotApi) -> None:
    with served(channel):
        api.says(PERSON, "首报向谁报备？")
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：首报向谁报备？"])

    keyboard = json.loads(api.sent[0]["reply_markup"])
    assert keyboard["inline_keyboard"][0][0]["callback_data"] == "file.submit:ab:1"
    assert channel.dispatcher.heard[0].account == channel.world.district().account
    assert "sendChatAction" in api.calls


def test_a_file_goes_out_and_comes_in(channel: Running, api: BotApi) -> None:
    api.files["F1"] = "项目名称：示例".encode()
    file = OutgoingFile("receipt.json", "application/json", b'{"a": 1}')
    channel.dispatcher.reply = lambda _: (Reply("回执在这里", file=file),)
    with served(channel):
        sent = {"file_id": "F1", "file_unique_id": "F1", "file_name": "简介.txt", "file_size": 9}
        api.says(PERSON, "", document=sent)
        api.wait_for(lambda a: len(a.sent) == 2)

    attachment = channel.dispatcher.heard[0].attachments[0]
    assert (attachment.name, attachment.content) == ("简介.txt", api.files["F1"])
    assert api.sent[1]["method"] == "sendDocument"


def test_only_the_holder_of_the_lease_polls(channel: Running, api: BotApi) -> None:
    second = Running(api, channel.world, channel.dispatcher)
    with served(channel):
        api.says(PERSON, "一")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)
        second.start("two")
        api.says(PERSON, "二")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 2)
        second.stop()

    assert api.conflicts == 0
    assert sorted(api.texts(PERSON)) == ["收到：一", "收到：二"]


def test_a_refused_token_ends_with_a_reason_and_never_shows_it(
    channel: Running, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.refuse["getMe"] = (401, "Unauthorized")
    channel.start()
    channel.stop()

    assert [getattr(error, "code", "") for error in channel.errors] == ["telegram_token"]
    assert "test-token" not in caplog.text
    channel.errors.clear()


def test_a_webhook_is_set_with_its_secret_and_nothing_is_polled(
    channel: Running, api: BotApi
) -> None:
    channel.webhook = Webhook("https://hook.example.test/telegram/" + "p" * 32, "s" * 43)
    with served(channel):
        api.wait_for(lambda a: "setMyCommands" in a.calls)
        take_in(channel.world.registry.mail, {"update_id": 1, **_said("推送来的")})
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：推送来的"])

    assert api.webhook["url"].startswith("https://hook.example.test/")
    assert api.webhook["secret_token"] == "s" * 43
    assert "getUpdates" not in api.calls


def test_polling_takes_a_webhook_away_and_keeps_what_waits(channel: Running, api: BotApi) -> None:
    api.webhook = {"url": "https://old.example.test/x"}
    api.says(PERSON, "早就发了")
    with served(channel):
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：早就发了"])

    assert api.webhook == {}


def test_numbers_that_begin_anew_below_the_old_ones_are_heard(
    channel: Running, api: BotApi
) -> None:
    with served(channel):
        api.says(PERSON, "一")
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：一"])
        api.wait_for(lambda a: a.offsets[-1] is None)  # everything is confirmed
        api.add(_said("二"), update_id=5)
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：一", "收到：二"])


def test_the_next_process_takes_over_at_once_when_the_holder_stops(
    channel: Running, api: BotApi
) -> None:
    with served(channel):
        api.says(PERSON, "一")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)
    api.says(PERSON, "二")
    second = Running(api, channel.world, channel.dispatcher)
    second.start("two")
    api.wait_for(lambda a: len(a.texts(PERSON)) == 2)
    second.stop()

    assert api.conflicts == 0


def _said(text: str) -> dict[str, object]:
    """A message of the person, as Telegram sends it."""
    chat = {"id": PERSON, "type": "private", "first_name": "示例"}
    sender = {"id": PERSON, "is_bot": False, "first_name": "示例"}
    message = {"message_id": 900, "date": 1_790_000_000, "chat": chat, "from": sender}
    return {"message": {**message, "text": text}}
