"""The channel as a whole: the real library, real HTTP, a real registry."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.telegram.handling import Content
from bot.channels.telegram.webhook import Webhook
from bot.messages import Choice, Handled, Incoming, Intent, OutgoingFile, Reply
from registry import tables
from registry.binding_requests import WAITS
from registry.members import SYSTEM, Caller
from registry.outbox import Message
from registry.permissions import Role
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import PERSON, Running, bind, served


def test_a_message_is_answered_in_its_chat_with_buttons(channel: Running, api: BotApi) -> None:
    with served(channel):
        api.says(PERSON, "首报向谁报备？")
        api.wait_for(lambda a: a.texts(PERSON) == ["收到：首报向谁报备？"])

    keyboard = json.loads(api.sent[0]["reply_markup"])
    assert keyboard["inline_keyboard"][0][0]["callback_data"] == "file.submit:ab:1"
    assert channel.dispatcher.heard[0].account == channel.world.district().account
    assert "sendChatAction" in api.calls


def test_a_pressed_button_reaches_the_conversation_and_loses_its_buttons(
    channel: Running, api: BotApi
) -> None:
    with served(channel):
        api.presses(PERSON, "file.submit:ab:1", message_id=7)
        api.wait_for(lambda a: len(a.sent) == 2)

    assert channel.dispatcher.heard[0].data == "file.submit:ab:1"
    assert [call["method"] for call in api.sent] == ["editMessageReplyMarkup", "sendMessage"]
    assert "answerCallbackQuery" in api.calls


def test_turning_a_page_edits_the_message_in_place(channel: Running, api: BotApi) -> None:
    with served(channel):
        api.presses(PERSON, "status.page:2", message_id=7)
        api.wait_for(lambda a: len(a.sent) == 1)

    assert (api.sent[0]["method"], api.sent[0]["message_id"]) == ("editMessageText", "7")


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


def test_a_stranger_learns_only_how_to_bind(channel: Running, api: BotApi) -> None:
    with served(channel):
        api.says(99, "首报向谁报备？")
        api.says(99, "/start 0000")
        api.wait_for(lambda a: len(a.texts(99)) == 2)

    assert "绑定" in api.texts(99)[0]
    assert "不能用" in api.texts(99)[1]
    assert channel.dispatcher.heard == []


def officer(channel: Running) -> tuple[Caller, str]:
    """Somebody of the district of PERSON, who is its lead, with a code to ask by."""
    who = channel.world.person("余杭区", Role.DISTRICT_STAFF)
    return who, channel.world.registry.staff.binding_code(who, "telegram").code


@pytest.mark.parametrize("content", Content)
def test_a_code_binds_once_its_lead_has_confirmed_it(
    channel: Running, api: BotApi, content: Content
) -> None:
    channel.content = content
    who, code = officer(channel)
    requests = channel.world.registry.binding_requests
    with served(channel):
        api.says(42, f"/start {code}")
        api.wait_for(lambda a: len(a.texts(42)) == 1 and len(a.texts(PERSON)) == 1)
        api.says(43, f"/start {code}")
        api.says(42, "首报向谁报备？")
        api.wait_for(lambda a: len(a.texts(42)) == 2 and len(a.texts(43)) == 1)
        assert channel.dispatcher.heard == []
        (asked,) = requests.waiting(channel.world.district())
        requests.confirm(channel.world.district(), asked.number)
        api.wait_for(lambda a: len(a.texts(42)) == 3)
        api.says(42, "好了吗")
        api.wait_for(lambda a: len(a.texts(42)) == 4)

    assert api.texts(42)[0] == api.texts(42)[1]
    assert all(word in api.texts(42)[0] for word in ("区县负责人", "编号是 42", "11-23 09:00"))
    assert ("编号 42" in api.texts(PERSON)[0]) == (content is Content.FULL)
    assert "不能用" in api.texts(43)[0]
    assert all(word in api.texts(42)[2] for word in ("已绑定", "余杭区", "商业秘密"))
    assert [one.account for one in channel.dispatcher.heard] == (
        [who.account] if content is Content.FULL else []
    )


def test_a_refused_binding_is_said_and_one_that_nobody_confirms_is_over(
    channel: Running, api: BotApi
) -> None:
    requests = channel.world.registry.binding_requests
    with served(channel):
        api.says(42, f"/start {officer(channel)[1]}")
        api.wait_for(lambda a: len(a.texts(42)) == 1)
        requests.refuse(channel.world.district(), requests.waiting(SYSTEM)[0].number)
        api.wait_for(lambda a: len(a.texts(42)) == 2)
        api.says(42, f"/start {officer(channel)[1]}")
        api.wait_for(lambda a: len(a.texts(42)) == 3)
        channel.world.clock.advance(WAITS)
        api.says(42, "好了吗")
        api.wait_for(lambda a: len(a.texts(42)) == 4)

    assert "没有通过" in api.texts(42)[1]
    assert "已经作废" in api.texts(42)[3]
    assert channel.dispatcher.heard == []


def test_an_administrator_is_told_to_prove_it_in_the_pages(channel: Running, api: BotApi) -> None:
    admin = channel.world.person("市投资促进局", Role.SYSADMIN)
    code = channel.world.registry.staff.binding_code(admin, "telegram").code
    with served(channel):
        api.says(42, f"/start {code}")
        api.wait_for(lambda a: len(a.texts(42)) == 1)

    assert "输密码确认" in api.texts(42)[0]


def test_a_new_chat_takes_over_when_it_is_confirmed_and_both_are_told(
    channel: Running, api: BotApi
) -> None:
    world = channel.world
    code = world.registry.staff.binding_code(world.district(), "telegram").code
    with served(channel):
        api.says(42, f"/start {code}")
        api.wait_for(lambda a: len(a.texts(42)) == 1 and len(a.texts(PERSON)) == 1)
        api.says(PERSON, "还是我")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 2)
        world.registry.binding_requests.confirm(SYSTEM, 1)
        api.wait_for(lambda a: len(a.texts(42)) == 2 and len(a.texts(PERSON)) == 3)
        api.says(PERSON, "还在吗")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 4)

    assert "正在等确认" in api.texts(PERSON)[0]
    assert api.texts(PERSON)[1] == "收到：还是我"
    assert "换到另一个账号" in api.texts(PERSON)[2]
    assert "没有和工作账户绑定" in api.texts(PERSON)[3]


def test_a_revoked_member_is_a_stranger_at_once(channel: Running, api: BotApi) -> None:
    world = channel.world
    with served(channel):
        api.says(PERSON, "一")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)
        admin = world.person("市投资促进局", Role.SYSADMIN)
        world.registry.staff.revoke(admin, world.district().account, reason="离职")
        api.says(PERSON, "二")
        api.wait_for(lambda a: len(a.texts(PERSON)) >= 2)

    assert [message.text for message in channel.dispatcher.heard] == ["一"]


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


def test_too_many_requests_are_waited_out_and_nothing_is_lost(
    channel: Running, api: BotApi
) -> None:
    api.slow_down[PERSON] = 2
    with served(channel):
        api.says(PERSON, "慢一点")
        api.wait_for(lambda a: _later(channel) or a.texts(PERSON) == ["收到：慢一点"])

    assert api.slow_down[PERSON] == 0


def test_notices_only_keeps_content_off_telegram(channel: Running, api: BotApi) -> None:
    channel.content = Content.NOTICES
    with served(channel):
        api.says(PERSON, "我报的项目到哪了")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)

    assert "只用来提醒" in api.texts(PERSON)[0]
    assert channel.dispatcher.heard == []


def test_a_report_that_moves_is_told_to_its_unit(channel: Running, api: BotApi) -> None:
    from tests.registry.walking import filed_in

    filed = filed_in(channel.world, "EXCLUSIVE")
    with served(channel):
        api.wait_for(lambda a: any(filed.report_no in text for text in a.texts(PERSON)))


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


def _later(channel: Running) -> None:
    """A second passes on the wall."""
    channel.world.clock.advance(timedelta(seconds=1))


def test_a_webhook_is_set_with_its_secret_and_nothing_is_polled(
    channel: Running, api: BotApi
) -> None:
    channel.webhook = Webhook("https://hook.example.test/telegram/" + "p" * 32, "s" * 43)
    with served(channel):
        api.wait_for(lambda a: "setMyCommands" in a.calls)
        channel.world.registry.mail.take_in("telegram", "1", {"update_id": 1, **_said("推送来的")})
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
    queued = [item.body.get("text", "") for item in _outbox(channel)]
    assert sum("太快" in str(text) for text in [*queued, *api.texts(PERSON)]) == 1


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


def test_a_code_sent_again_is_no_failure(channel: Running, api: BotApi) -> None:
    who, code = officer(channel)
    staff, requests = channel.world.registry.staff, channel.world.registry.binding_requests
    with served(channel):
        api.says(42, f"/start {code}")
        api.says(42, f"/start {code}")
        api.wait_for(lambda a: len(a.texts(42)) == 2)
        requests.confirm(SYSTEM, requests.waiting(SYSTEM)[0].number)
        api.says(42, f"/start {code}")
        api.wait_for(lambda a: any("已经绑定" in text for text in a.texts(42)))
        api.says(42, f"/start {staff.binding_code(who, 'telegram').code}")
        api.wait_for(lambda a: len(a.texts(42)) == 5)

    assert api.texts(42)[0] == api.texts(42)[1]
    assert sum("已经绑定" in text for text in api.texts(42)) == 2


def test_the_conversation_of_a_former_account_is_not_the_next_ones(
    channel: Running, api: BotApi
) -> None:
    with served(channel):
        api.says(PERSON, "一")
        api.wait_for(lambda a: len(a.texts(PERSON)) == 1)
        bind(channel.world, "滨江区", PERSON)
        api.says(PERSON, "二")
        api.wait_for(lambda a: "收到：二" in a.texts(PERSON))

    first, second = channel.dispatcher.heard
    assert first.conversation != second.conversation


def test_a_page_that_cannot_be_turned_in_place_comes_below(channel: Running, api: BotApi) -> None:
    api.refuse["editMessageText"] = (400, "Bad Request: message can't be edited")
    with served(channel):
        api.presses(PERSON, "status.page:2", message_id=7)
        api.wait_for(lambda a: len(a.sent) == 1)

    assert api.sent[0]["method"] == "sendMessage"


@pytest.mark.parametrize(("status", "text"), [(500, "Internal"), (502, "Bad Gateway")])
def test_while_telegram_fails_answers_wait_and_never_die(
    channel: Running, api: BotApi, status: int, text: str
) -> None:
    api.refuse["sendMessage"] = (status, text)
    with served(channel):
        api.says(PERSON, "等着")
        api.wait_for(lambda a: a.calls.count("sendMessage") == 1)
        del api.refuse["sendMessage"]
        api.wait_for(lambda a: _later(channel) or (a.texts(PERSON) and not _outbox(channel)))

    assert api.texts(PERSON) == ["收到：等着"]


def _said(text: str) -> dict[str, object]:
    """A message of the person, as Telegram sends it."""
    chat = {"id": PERSON, "type": "private", "first_name": "示例"}
    sender = {"id": PERSON, "is_bot": False, "first_name": "示例"}
    message = {"message_id": 900, "date": 1_790_000_000, "chat": chat, "from": sender}
    return {"message": {**message, "text": text}}


def _outbox(channel: Running) -> list[Message]:
    """What is still to be sent."""
    engine = channel.world.registry.store.engine
    with engine.connect() as connection:
        box = tables.outbox.c
        query = select(box.id, box.kind, box.recipient, box.body, box.attempts)
        rows = connection.execute(query.where(box.state == "pending", box.kind == "telegram"))
        return [Message(*row) for row in rows]


def _all_answered(channel: Running) -> bool:
    return channel.api.updates == [] and channel.world.registry.mail.unhandled("telegram") == ()


def test_a_name_taken_over_from_somebody_bound_proves_nothing(
    channel: Running, api: BotApi
) -> None:
    taken = {"id": 4712, "is_bot": False, "first_name": "某", "username": "bound_person"}
    with served(channel):
        api.says(PERSON, "我", **{"from": {**taken, "id": PERSON}})
        api.says(4712, "我是本人", **{"from": taken})
        api.wait_for(lambda a: bool(a.texts(4712)))

    assert "绑定" in api.texts(4712)[0]
    assert [message.text for message in channel.dispatcher.heard] == ["我"]
