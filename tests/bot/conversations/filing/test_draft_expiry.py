"""Drafts left alone expire by the bureau's setting, are said, and can be taken back."""

from datetime import timedelta
from pathlib import Path

import pytest

from registry.errors import ReadOnly
from tests.bot.conversations.filing_talks import Chat, open_chat
from tests.registry.building import World


@pytest.fixture
def kept_for_ten_days(world: World, tmp_path: Path) -> Chat:
    """Somebody whose bureau keeps drafts for ten days, with one draft begun and put aside."""
    (tmp_path / "local_settings.toml").write_text("draft_days = 10\n", "utf-8")
    chat = open_chat(world, tmp_path)
    chat.say("项目叫示例一号基地，总投资3亿元")
    chat.say("先存着")
    return chat


def test_where_nothing_is_set_a_draft_is_kept(chat: Chat) -> None:
    chat.say("项目叫示例一号基地，总投资3亿元")
    chat.say("先存着")
    chat.world.clock.advance(timedelta(days=900))

    assert "接着填：示例一号基地" in chat.say("继续填报")


def test_a_draft_within_its_days_is_gone_on_with(kept_for_ten_days: Chat) -> None:
    kept_for_ten_days.world.clock.advance(timedelta(days=9, hours=23))

    assert "接着填：示例一号基地" in kept_for_ten_days.say("继续填报")


def test_an_expired_draft_is_said_and_taken_back(kept_for_ten_days: Chat) -> None:
    chat = kept_for_ten_days
    chat.world.clock.advance(timedelta(days=10))

    said = chat.say("我要填首报")

    assert "草稿“示例一号基地”超过10天没有动" in said
    assert "本局设定" in said
    assert "找回来了：示例一号基地" in chat.press("找回")
    assert "找回" not in chat.say("继续填报")  # it is as if begun today


def test_a_typed_word_takes_it_back_as_well(kept_for_ten_days: Chat) -> None:
    kept_for_ten_days.world.clock.advance(timedelta(days=10))

    assert "找回来了：示例一号基地" in kept_for_ten_days.say("找回草稿")


def test_the_reminder_of_a_new_conversation_says_it_too(kept_for_ten_days: Chat) -> None:
    chat = kept_for_ten_days.elsewhere()
    chat.world.clock.advance(timedelta(days=11))

    reply = chat.desk.remind(chat.incoming("你好"))

    assert reply is not None
    assert "超过10天没有动" in reply.text
    assert chat.desk.remind(chat.incoming("你好")) is None


def test_several_are_each_taken_back_by_name(kept_for_ten_days: Chat) -> None:
    chat = kept_for_ten_days
    chat.world.clock.advance(timedelta(hours=1))
    chat.say("另起一份")
    chat.say("项目叫示例二号基地，总投资1亿元")
    chat.world.clock.advance(timedelta(days=12))

    said = chat.say("继续填报")

    assert "“示例二号基地”、“示例一号基地”" in said
    assert "找回来了：示例一号基地" in chat.press("找回示例一号基地")


def test_a_registry_that_takes_no_writes_keeps_them(
    kept_for_ten_days: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = kept_for_ten_days
    chat.world.clock.advance(timedelta(days=12))

    def refuse(*_: object) -> None:
        raise ReadOnly("sealed", code="read_only")

    monkeypatch.setattr(chat.world.registry.drafts, "discard", refuse)

    assert "接着填：示例一号基地" in chat.say("继续填报")
