"""What is taken in from Telegram, what is answered with a reason, what is not heard."""

import pytest

from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import PERSON, Running, outbox_of, served


def test_a_file_too_large_to_fetch_is_said_and_one_that_is_gone_too(
    channel: Running, api: BotApi
) -> None:
    large = {"file_id": "F1", "file_unique_id": "F1", "file_name": "大.pdf", "file_size": 2**25}
    gone = {"file_id": "F2", "file_unique_id": "F2", "file_name": "无.pdf", "file_size": 9}
    with served(channel):
        api.says(PERSON, "", document=large)
        api.says(PERSON, "", document=gone)
        api.wait_for(lambda a: len(a.texts(PERSON)) == 2)

    assert "20 MB" in api.texts(PERSON)[0]
    assert "再发一次" in api.texts(PERSON)[1]
    assert channel.dispatcher.heard == []


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "某"}}, "转发"),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, "语音"),
    ],
)
def test_what_is_not_acted_upon_is_answered_with_the_reason(
    channel: Running, api: BotApi, more: dict[str, object], word: str
) -> None:
    with served(channel):
        api.says(PERSON, "批准", **more)
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)

    assert word in api.texts(PERSON)[0]
    assert channel.dispatcher.heard == []


def test_groups_bots_and_other_updates_are_not_heard(channel: Running, api: BotApi) -> None:
    group = {"id": -5, "type": "group", "title": "群"}
    with served(channel):
        api.says(PERSON, "在群里", chat=group)
        api.says(PERSON, "经由", via_bot={"id": 9, "is_bot": True, "first_name": "b"})
        api.add({"poll_answer": {"poll_id": "1", "option_ids": []}})
        api.says(PERSON, "私聊")
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：私聊"])

    assert [message.text for message in channel.dispatcher.heard] == ["私聊"]


def test_an_edited_message_changes_nothing_and_is_told_so(channel: Running, api: BotApi) -> None:
    with served(channel):
        api.says(PERSON, "总投资1亿")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)
        api.says(PERSON, "总投资9亿", edited=True)
        api.wait_for(lambda a: len(a.texts(PERSON)) == 2)

    assert "再发一条" in api.texts(PERSON)[1]
    assert len(channel.dispatcher.heard) == 1


def test_more_than_thirty_messages_a_minute_are_refused_once_but_never_a_submission(
    channel: Running, api: BotApi
) -> None:
    for n in range(33):
        api.says(PERSON, f"第{n}句")
    api.says(PERSON, "确认提交")
    api.presses(PERSON, "file.submit:ab:1")
    with served(channel):
        api.wait_for(lambda _: _all_answered(channel))

    heard = [message.text or message.data for message in channel.dispatcher.heard]
    assert heard == [*(f"第{n}句" for n in range(30)), "确认提交", "file.submit:ab:1"]
    queued = [item.body.get("text", "") for item in outbox_of(channel)]
    assert sum("太快" in str(text) for text in [*queued, *api.texts(PERSON)]) == 1


def _all_answered(channel: Running) -> bool:
    return channel.api.updates == [] and channel.world.registry.mail.unhandled("telegram") == ()
