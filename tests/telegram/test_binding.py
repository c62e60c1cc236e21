"""Who a chat belongs to: binding by a code, what a stranger learns, what ends a binding."""

import pytest

from bot.channels.telegram.handling import Content
from registry.people.binding_requests import WAITS
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.telegram.bot_api import BotApi
from tests.telegram.conftest import PERSON, Running, bind, served


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
        api.says(42, f"/start@yipanqi_bot  {code}\n")
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
