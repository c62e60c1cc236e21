"""Filing a first report by talk, on a real registry: from the first word to the receipt."""

import json
from pathlib import Path

import pytest

from bot.dialogue.messages import Attachment
from bot.rendering.drafts import draft_json
from registry.errors import ReadOnly, RegistryError, StaleVersion
from registry.ledger.receipts import verify_receipt
from registry.transactions.permissions import Role
from tests.bot.conversations.filing_talks import REST, WHOLE, Chat, fill, open_chat
from tests.registry.building import World


def test_a_report_takes_three_messages_of_somebody_who_writes_sentences(chat: Chat) -> None:
    first = chat.say(WHOLE)
    card = chat.say(REST)
    receipt = chat.say("提交")

    assert "总投资：12亿元 → 120000万元" in first
    assert "请核对这份首报" in card
    assert "首报-2026-000001" in receipt
    assert chat.reports() == 1
    assert chat.talk.floor == ""


def test_the_receipt_says_what_it_is_not_and_can_be_verified(chat: Chat) -> None:
    fill(chat)
    step = chat.turn("提交")

    reply = step.replies[0]
    assert "受理不等于取得首谈资格" in reply.text
    assert "四（一）" in reply.text
    assert "离线核验" in reply.text
    assert reply.file is not None
    assert step.report_no == "首报-2026-000001"
    assert verify_receipt(json.loads(reply.file.content)).report_no == step.report_no


def test_starting_asks_one_thing_and_says_how_to_go_on(chat: Chat) -> None:
    text = chat.say("我要填首报")

    assert "项目叫什么名称" in text
    assert chat.talk.floor == "file"
    assert chat.talk.awaits == "project_name"


def test_a_guest_fills_signs_in_and_files(chat: Chat) -> None:
    member, chat.member = chat.member, None
    chat.say(WHOLE)
    asked = chat.say("提交")
    chat.member = member
    chat.say("提交")
    filed = chat.say("提交")

    assert "请先登录" in asked
    assert "首报已受理" in filed
    assert chat.reports() == 1


def test_the_bureau_does_not_file(world: World, tmp_path: Path) -> None:
    chat = open_chat(world, tmp_path, "市投资促进局", Role.CITY_REVIEWER)

    assert "不填首报" in chat.say("我要填首报")
    assert chat.desk.remind(chat.incoming()) is None


def test_a_text_file_proposes_values_and_becomes_evidence(chat: Chat) -> None:
    content = "项目名称：功率器件生产基地\n总投资：12亿元".encode()
    text = chat.say(files=(Attachment("项目情况.txt", content),))
    chat.say(WHOLE)
    card = chat.say(REST)
    filed = chat.say("提交")

    assert "附件收下了：项目情况.txt" in text
    assert "待确认" in text
    assert "附件：项目情况.txt" in card
    assert "随首报登记的附件：项目情况.txt" in filed
    caller = chat.incoming().caller
    kept = chat.world.registry.evidence.list(caller, "首报-2026-000001")
    assert [file.name for file in kept] == ["项目情况.txt"]


@pytest.mark.parametrize(("name", "content"), [("x.exe", b"MZ\x00\x01"), ("空.txt", b"")])
def test_a_file_that_is_not_taken_is_said_and_nothing_lost(
    name: str, content: bytes, chat: Chat
) -> None:
    chat.say("总投资：12亿元")
    text = chat.say(files=(Attachment(name, content),))

    assert f"“{name}”没有收下" in text
    assert chat.slot("total_investment").value["amount"] == "120000"


def test_the_reminder_names_what_is_missing(chat: Chat) -> None:
    assert chat.desk.remind(chat.incoming()) is None
    chat.say("项目名称：功率器件生产基地，投资方：示例有限公司")
    reply = chat.desk.remind(chat.incoming())

    assert reply is not None
    assert reply.text == "继续填报：还差 7 项，下一项是是否新项目。"


def test_the_reminder_of_a_whole_draft_points_to_submission(chat: Chat) -> None:
    fill(chat)
    reply = chat.desk.remind(chat.incoming())

    assert reply is not None
    assert "提交" in reply.text


def test_a_new_conversation_is_reminded_of_the_draft_left_open(chat: Chat) -> None:
    chat.say("项目名称：功率器件生产基地")
    other = chat.elsewhere()
    reply = other.desk.remind(other.incoming())

    assert reply is not None
    assert "您有一份未提交的首报" in reply.text


def test_a_registry_that_takes_no_writes_is_said_in_words(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(chat)

    def broken(*_: object) -> None:
        raise ReadOnly("damage found")

    monkeypatch.setattr(chat.world.registry.reports, "file", broken)
    text = chat.say("提交")

    assert "已转为只读" in text
    assert "草稿没有丢" in text


def test_a_change_by_another_worker_is_decided_anew(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.say("项目名称：功率器件生产基地")
    drafts = chat.world.registry.drafts
    change, failed = drafts.change, []

    def sometimes(*args: object) -> object:
        if not failed:
            failed.append(True)
            raise StaleVersion("changed", expected=1, actual=2)
        return change(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(drafts, "change", sometimes)
    chat.say("总投资：12亿元")

    assert failed
    assert chat.slot("total_investment").value["amount"] == "120000"


def test_a_draft_that_cannot_be_read_has_no_reminder_of_its_own(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.say("项目名称：功率器件生产基地")

    def broken(*_: object) -> None:
        raise RegistryError("gone")

    monkeypatch.setattr(chat.world.registry.drafts, "get", broken)

    assert chat.desk.current(chat.incoming()) is None


def test_the_draft_is_json_as_programs_rely_on_it(chat: Chat) -> None:
    chat.say("项目名称：功率器件生产基地，总投资：3000万美元")
    assert chat.last is not None
    assert chat.last.draft is not None
    shown = draft_json(chat.last.draft)

    assert shown["version"] == 2
    assert shown["slots"]["total_investment"]["value"] == {
        "amount": "3000",
        "unit": "万美元",
        "currency": "USD",
    }
    assert shown["slots"]["total_investment"]["display"] == "3000万美元"
    assert shown["slots"]["total_investment"]["status"] == "proposed"
    assert "investor_name" in shown["missing"]


def test_every_button_fits_every_channel(chat: Chat) -> None:
    for words in ("报个首报", "5000万元", "都不是", WHOLE, "修改", REST, "取消", "放弃"):
        chat.say(words)
        for choice in chat.choices:
            assert choice.data.startswith("file.")
            assert len(choice.data.encode()) <= 64
