"""The card and what files it: exactly this version, once, by its own person."""

from pathlib import Path

import pytest

from bot.dialogue.messages import Intent
from tests.bot.conversations.filing_talks import REST, WHOLE, Chat, fill, open_chat
from tests.registry.building import World


def test_a_whole_report_brings_the_card_which_names_what_is_not_said(chat: Chat) -> None:
    card = chat.say(WHOLE)

    assert "还没说明：是否跨区域布局" in card
    assert card.count("导引对照") == 1
    assert "首报已受理" in chat.say("提交")


def test_typed_submit_shows_the_card_first(chat: Chat) -> None:
    chat.say(WHOLE)
    chat.say("填了什么")
    card = chat.say("提交")

    assert "提交前请先核对一遍" in card
    assert chat.reports() == 0
    assert "首报已受理" in chat.say("确认", intent=Intent.CONFIRM)


def test_submit_says_what_is_missing(chat: Chat) -> None:
    chat.say("项目名称：功率器件生产基地")
    text = chat.say("提交")

    assert "还不能提交" in text
    assert "投资方电话" in text


def test_a_stale_card_is_refused_and_the_present_one_shown(chat: Chat) -> None:
    fill(chat)
    old = chat.button("提交").data
    chat.say("总投资改成2亿元", intent=Intent.CORRECT)
    text = chat.say(data=old)

    assert "已经过时" in text
    assert "20000万元" in text
    assert chat.reports() == 0


def test_a_double_tap_gives_one_report_and_the_same_receipt(chat: Chat) -> None:
    fill(chat)
    data = chat.button("提交").data
    first = chat.turn(data=data)
    second = chat.turn(data=data)
    third = chat.elsewhere().turn(data=data)

    files = {step.replies[0].file for step in (first, second, third)}
    assert len(files) == 1
    assert {step.report_no for step in (first, second, third)} == {"首报-2026-000001"}
    assert chat.reports() == 1


def test_saying_submit_again_after_filing_gives_the_receipt_again(chat: Chat) -> None:
    fill(chat).say("提交")

    assert "首报-2026-000001" in chat.say("提交")
    assert chat.reports() == 1


def test_somebody_elses_button_does_nothing_and_reveals_nothing(
    chat: Chat, world: World, tmp_path: Path
) -> None:
    fill(chat)
    other = open_chat(world, tmp_path, "西湖区")
    text = other.say(data=chat.button("提交").data)

    assert "没有做任何操作" in text
    assert "功率器件" not in text
    assert (chat.reports(), other.reports()) == (0, 0)


@pytest.mark.parametrize(
    "data",
    [
        "file.submit:0000000000000000:1",
        "file.pick:00000000:1-0",
        "file.nonsense:1",
        "file.submit",
        "file.set:00000000:chain:1",
        "file.fix:00000000:chain",
        "file.gone:0000000000000000",
        "file.resume:0000000000000000",
        "file.pick:xx:a-b",
        "file.me",
        "file.restore:0000000000000000",
        "file.drop:00000000:x",
        "file.card:0000000000000000",
        "file.discard:0000000000000000",
        "file.show:0000000000000000",
    ],
)
def test_a_button_of_nothing_we_know_changes_nothing(data: str, chat: Chat) -> None:
    chat.say(WHOLE)
    before = chat.last
    assert before is not None
    assert before.draft is not None
    step = chat.turn(data=data)

    assert step.replies[0].text
    after = chat.desk.current(chat.incoming())
    assert after is not None
    assert after.version == before.draft.version


def test_a_refusal_by_the_rules_is_said_and_the_draft_kept(chat: Chat) -> None:
    chat.say(WHOLE.replace("新项目", "存量项目，现所在区县：临平区"))
    chat.say(REST)
    text = chat.say("提交")

    assert "按规则现在不能首报" in text
    assert chat.reports() == 0
    assert chat.desk.current(chat.incoming()) is not None


def test_the_same_project_again_gives_the_old_receipt(chat: Chat) -> None:
    fill(chat).say("提交")
    fill(chat)
    text = chat.say("提交")

    assert "没有重复受理" in text
    assert chat.reports() == 1


def test_after_a_digression_the_card_is_shown_again_before_filing(chat: Chat) -> None:
    fill(chat)
    chat.talk = chat.talk.having_asked("首报向谁报备")
    text = chat.say("提交")

    assert "提交前请先核对" in text
    assert chat.reports() == 0
    assert "首报已受理" in chat.say("提交")
