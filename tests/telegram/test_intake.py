"""What is taken in from Telegram, what is answered with a reason, what is not heard."""

import pytest

from tests.telegram.bot_api import BotApi, text_update
from tests.telegram.conftest import PERSON, Running, outbox_of, served

FILE = {"file_id": "f", "file_unique_id": "f"}


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


@pytest.mark.parametrize(
    "more",
    [
        {"location": {"latitude": 30.2, "longitude": 120.1}},
        {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False}},
        {"contact": {"phone_number": "13800000000", "first_name": "示例"}},
        {"video": {**FILE, "width": 1, "height": 1, "duration": 2}},
    ],
)
def test_what_cannot_be_read_is_said_and_the_words_beside_it_are_answered(
    channel: Running, api: BotApi, more: dict[str, dict[str, object]]
) -> None:
    more = {kind: {"is_video": False, **told} for kind, told in more.items()}
    with served(channel):
        api.says(PERSON, "", **more)
        api.says(PERSON, "", caption="首报向谁报备", **more)
        api.wait_for(lambda a: len(a.texts(PERSON)) == 3)

    assert [text[:3] for text in api.texts(PERSON)] == ["表情、", "收到：", "表情、"]
    assert [message.text for message in channel.dispatcher.heard] == ["首报向谁报备"]


def test_nothing_an_update_may_hold_stops_the_channel(channel: Running, api: BotApi) -> None:
    with served(channel):
        api.says(PERSON, "半个\ud83d字", entities=[{"type": "mention", "offset": 0.5, "length": 1}])
        api.says(PERSON, "\0")
        api.says(PERSON, "好", **{"": [[[1e300]]]})
        api.wait_for(lambda a: len(a.texts(PERSON)) == 3)

    assert api.texts(PERSON)[2] == "收到：好"


def test_a_number_used_before_by_other_words_is_another_update(
    channel: Running, api: BotApi
) -> None:
    with served(channel):
        api.add(text_update(PERSON, "一"), update_id=7)
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：一"])
        api.add(text_update(PERSON, "一"), update_id=7)
        api.add(text_update(PERSON, "二"), update_id=7)
        api.wait_for(lambda a: len(a.texts(PERSON)) == 2)

    assert api.texts(PERSON) == ["收到：一", "收到：二"]


def test_photos_of_an_album_have_names_of_their_own(channel: Running, api: BotApi) -> None:
    api.files["f"] = b"x"
    with served(channel):
        for _ in range(2):
            api.says(PERSON, "", photo=[{**FILE, "width": 1, "height": 1}], media_group_id="7")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 2)

    names = [message.attachments[0].name for message in channel.dispatcher.heard]
    assert len(set(names)) == 2
    assert all(name.startswith("照片") and name.endswith(".jpg") for name in names)


def test_nobody_has_files_fetched_who_is_not_listened_to(channel: Running, api: BotApi) -> None:
    api.files["f"] = b"x"
    with served(channel):
        api.says(99, "", document={**FILE, "file_name": "大.pdf"})
        api.wait_for(lambda a: len(a.texts(99)) == 1)

    assert "绑定" in api.texts(99)[0]
    assert "getFile" not in api.calls


def test_groups_bots_and_other_updates_are_not_heard(channel: Running, api: BotApi) -> None:
    group = {"id": -5, "type": "group", "title": "群"}
    with served(channel):
        api.add({"channel_post": text_update(PERSON, "频道里")["message"]})
        pinned = text_update(PERSON, "")
        pinned["message"]["pinned_message"] = text_update(PERSON, "置顶")["message"]
        api.add(pinned)
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
