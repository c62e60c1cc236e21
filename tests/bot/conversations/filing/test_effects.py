"""What filing does beside the draft: other reports, files, the receipt."""

import pytest

from bot.dialogue.messages import Attachment
from registry.errors import ReadOnly
from registry.files.draft_files import MOST_FILES
from tests.bot.conversations.filing_talks import REST, WHOLE, Chat


def test_a_short_name_cannot_be_prechecked_and_that_is_said_once(chat: Chat) -> None:
    first = chat.say("项目名称：甲基地，投资方：示例半导体")
    second = chat.say("投资方改成示例芯片")

    assert "最好写全称" in first
    assert "最好写全称" not in second


def test_a_registry_that_takes_no_writes_leaves_the_precheck_out(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ReadOnly("damage")

    monkeypatch.setattr(chat.world.registry.reports, "precheck", broken)

    assert "预核对" not in chat.say(WHOLE)


def test_a_file_that_could_not_be_handed_over_is_said_and_kept(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.say(WHOLE)
    chat.say(files=(Attachment("会谈纪要.txt", "会谈于十一月举行".encode()),))
    chat.say(REST)
    monkeypatch.setattr("registry.files.evidence.UPLOADS_A_DAY", 0)
    text = (
        chat.say("提交") if chat.talk.awaits == "confirm" else chat.say("提交") + chat.say("提交")
    )

    assert "首报已受理" in text
    assert "“会谈纪要.txt”暂时没能登记" in text


def test_too_many_files_are_said(chat: Chat) -> None:
    chat.say(WHOLE)
    many = tuple(Attachment(f"{n}.txt", f"第{n}份纪要".encode()) for n in range(MOST_FILES + 1))
    text = chat.say(files=many)

    assert f"最多带 {MOST_FILES} 个附件" in text


def test_a_guests_file_is_read_though_not_kept(chat: Chat) -> None:
    chat.member = None
    text = chat.say(files=(Attachment("情况.txt", "总投资：3亿元".encode()),))

    assert "登录后才能留存" in text
    assert chat.slot("total_investment").value["amount"] == "30000"


def test_a_disk_that_fails_is_said_and_the_words_still_read(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space")

    chat.say("项目名称：甲基地")
    monkeypatch.setattr(chat.world.registry.draft_files, "keep", full)
    text = chat.say(files=(Attachment("情况.txt", "总投资：3亿元".encode()),))

    assert "磁盘已满" in text
    assert chat.slot("total_investment").value["amount"] == "30000"


def test_the_right_held_by_another_unit_is_told_with_the_receipt() -> None:
    from bot.conversations.filing.effects import receipt_reply

    receipt = {
        "report_no": "首报-2026-000009",
        "seq": 9,
        "checkpoint": {"at": "2026-11-22T01:00:00Z"},
    }
    reply = receipt_reply(receipt, already=False, notice="held_by_other")

    assert "请停止洽谈" in reply.text
    assert reply.file is not None
    assert reply.file.name == "首报-2026-000009-回执.json"
