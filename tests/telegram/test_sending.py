"""How replies and notices go out, and what happens while they cannot."""

from datetime import timedelta

import pytest

from bot.dialogue.messages import Choice, Reply
from tests.registry.walking import filed_in
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import PERSON, Running, outbox_of, served


def test_turning_a_page_edits_the_message_in_place(channel: Running, api: BotApi) -> None:
    with served(channel):
        api.presses(PERSON, "status.page:2", message_id=7)
        api.wait_for(lambda a: len(a.sent) == 1)

    assert (api.sent[0]["method"], api.sent[0]["message_id"]) == ("editMessageText", "7")


def test_a_page_that_cannot_be_turned_in_place_comes_below(channel: Running, api: BotApi) -> None:
    api.refuse["editMessageText"] = (400, "Bad Request: message can't be edited")
    with served(channel):
        api.presses(PERSON, "status.page:2", message_id=7)
        api.wait_for(lambda a: len(a.sent) == 1)

    assert api.sent[0]["method"] == "sendMessage"


def test_a_long_reply_comes_in_pieces_in_order_with_buttons_under_the_last(
    channel: Running, api: BotApi
) -> None:
    text = "".join(f"第{n}句说了一件事情。" for n in range(900))
    channel.dispatcher.reply = lambda _: (Reply(text, (Choice("好", "a.b"),)),)
    with served(channel):
        api.says(PERSON, "说长一点")
        api.wait_for(lambda a: "".join(a.texts(PERSON)) == text)

    assert all(len(piece) <= 4096 for piece in api.texts(PERSON))
    assert ["reply_markup" in call for call in api.sent] == [False] * (len(api.sent) - 1) + [True]


def test_markup_in_words_is_shown_as_words(channel: Running, api: BotApi) -> None:
    channel.dispatcher.reply = lambda _: (Reply("<b>1 < 2 & 3 > 2</b>"),)
    with served(channel):
        api.says(PERSON, "标记")
        api.wait_for(lambda a: len(a.sent) == 1)

    assert api.texts(PERSON) == ["&lt;b&gt;1 &lt; 2 &amp; 3 &gt; 2&lt;/b&gt;"]


def test_too_many_requests_are_waited_out_and_nothing_is_lost(
    channel: Running, api: BotApi
) -> None:
    api.slow_down[PERSON] = 2
    with served(channel):
        api.says(PERSON, "慢一点")
        api.wait_for(lambda a: _later(channel) or a.texts(PERSON) == ["收到：慢一点"])

    assert api.slow_down[PERSON] == 0


@pytest.mark.parametrize(("status", "text"), [(500, "Internal"), (502, "Bad Gateway")])
def test_while_telegram_fails_answers_wait_and_never_die(
    channel: Running, api: BotApi, status: int, text: str
) -> None:
    api.refuse["sendMessage"] = (status, text)
    with served(channel):
        api.says(PERSON, "等着")
        api.wait_for(lambda a: a.calls.count("sendMessage") == 1)
        del api.refuse["sendMessage"]
        api.wait_for(lambda a: _later(channel) or (a.texts(PERSON) and not outbox_of(channel)))

    assert api.texts(PERSON) == ["收到：等着"]


def test_a_report_that_moves_is_told_to_its_unit(channel: Running, api: BotApi) -> None:
    filed = filed_in(channel.world, "EXCLUSIVE")
    with served(channel):
        api.wait_for(lambda a: any(filed.report_no in text for text in a.texts(PERSON)))


def _later(channel: Running) -> None:
    """A second passes on the wall."""
    channel.world.clock.advance(timedelta(seconds=1))
