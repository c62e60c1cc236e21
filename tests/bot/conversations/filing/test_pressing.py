"""Buttons do what they say to their own draft, and nothing to any other."""

import pytest

from registry.filing.slots import SlotStatus
from tests.bot.conversations.filing_talks import REST, WHOLE, Chat


def test_new_or_existing_is_answered_by_button(chat: Chat) -> None:
    chat.say("项目名称：甲基地")
    chat.say("跳过")
    chat.press("存量项目")

    assert chat.slot("is_new_project").value is False
    assert chat.slot("is_new_project").raw == "存量项目"


def test_change_offers_slots_and_the_chosen_one_is_asked_again(chat: Chat) -> None:
    chat.say(WHOLE)
    chat.say(REST)
    chat.press("修改")
    text = chat.press("总投资") if "总投资" in [c.label for c in chat.choices] else ""
    text = text or chat.say("改一下总投资")
    chat.say("3亿元")

    assert "总投资现在是120000万元" in text
    assert chat.slot("total_investment").status is SlotStatus.CONFIRMED


@pytest.mark.parametrize("label", ["存草稿", "取消"])
def test_the_card_can_be_left_without_filing(label: str, chat: Chat) -> None:
    chat.say(WHOLE)
    chat.say(REST)
    chat.press(label)

    assert chat.reports() == 0
    assert chat.desk.current(chat.incoming()) is not None


def test_a_kept_draft_stays_and_giving_up_must_be_asked_again(chat: Chat) -> None:
    chat.say(WHOLE)
    chat.say("放弃")
    gone = chat.button("放弃").data
    chat.press("不放弃")
    text = chat.say(data=gone)

    assert "没有做任何操作" in text
    assert chat.desk.current(chat.incoming()) is not None


def test_the_offer_shows_the_draft_or_another_one_is_begun(chat: Chat) -> None:
    chat.say("项目名称：甲基地")
    other = chat.elsewhere()
    other.say("我要报首报")
    shown = other.press("查看")
    third = chat.elsewhere()
    third.say("我要报首报")
    begun = third.press("另起一份")

    assert "项目名称：甲基地" in shown
    assert "好，填首报" in begun
    assert third.slot("project_name").status is SlotStatus.EMPTY


def test_giving_up_from_the_offer_asks_first(chat: Chat) -> None:
    chat.say("项目名称：甲基地")
    other = chat.elsewhere()
    other.say("我要报首报")

    assert "要放弃这份草稿吗" in other.press("放弃")


def test_the_list_leads_to_the_card_and_only_that_to_filing(chat: Chat) -> None:
    chat.say(WHOLE)
    chat.say(REST)
    chat.say("填了哪些")
    card = chat.press("核对后提交")
    chat.press("提交")

    assert "请核对这份首报" in card
    assert chat.reports() == 1


def test_a_doubt_can_be_dropped_by_button(chat: Chat) -> None:
    chat.say("报个首报")
    chat.say("总投资2亿")
    chat.say("5000万元")
    chat.press("都不是")

    assert chat.slot("fixed_investment").status is SlotStatus.EMPTY
    assert "指的是哪一项" not in chat.say("项目名称：甲基地")


def test_a_button_of_a_draft_given_up_does_nothing(chat: Chat) -> None:
    chat.say(WHOLE)
    chat.say(REST)
    data = chat.button("提交").data
    chat.say("放弃")
    chat.press("放弃")
    text = chat.say(data=data)

    assert "已经报出或放弃" in text
    assert chat.reports() == 0


def test_a_button_for_an_incomplete_draft_says_what_is_missing(chat: Chat) -> None:
    chat.say("项目名称：甲基地")
    assert chat.last is not None
    assert chat.last.draft is not None
    draft = chat.last.draft
    text = chat.say(data=f"file.submit:{draft.id}:{draft.version}")

    assert "还不能提交" in text


def test_a_guest_who_presses_submit_is_asked_to_sign_in(chat: Chat) -> None:
    chat.member = None
    chat.say(WHOLE)
    chat.say(REST)
    text = chat.press("提交")

    assert "请先登录" in text
    assert "没有做任何操作" in chat.say(data="file.submit:0000000000000000:1")


def test_a_button_without_any_draft_is_stale(chat: Chat) -> None:
    assert "过时" in chat.say(data="file.skip")
    assert "好，填首报" in chat.say(data="file.new")


def put(chat: Chat, name: str, value: str) -> str:
    """Type into a field of the form beside the talk."""
    draft = chat.turn("查看已填").draft
    assert draft is not None
    return "\n".join(
        r.text for r in chat.turn(value, data=f"file.put:{draft.id[:16]}:{name}").replies
    )


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("total_investment", "2亿", {"amount": "20000", "unit": "万元", "currency": "CNY"}),
        ("land_area_mu", "120亩", "120亩"),
        ("is_new_project", "否", False),
        ("project_name", "乙项目，二期", "乙项目，二期"),
        ("summary", "做总投资3亿的活", "做总投资3亿的活"),
    ],
)
def test_a_field_of_the_form_takes_what_is_typed_for_that_slot_alone(
    chat: Chat, name: str, value: str, stored: object
) -> None:
    chat.say("项目名称：甲基地，总投资：1亿元")
    before = {slot: chat.slot(slot) for slot in ("total_investment", "project_name")}

    put(chat, name, value)

    assert chat.slot(name).status is SlotStatus.CONFIRMED
    assert chat.slot(name).value == stored
    assert chat.slot(name).raw == value
    for slot in before.keys() - {name}:
        assert chat.slot(slot) == before[slot]


def test_a_field_typed_wrong_keeps_its_value_and_says_why(chat: Chat) -> None:
    chat.say("项目名称：甲基地，总投资：1亿元")
    kept = chat.slot("total_investment")

    said = put(chat, "total_investment", "挺多的")

    assert "总投资没有改" in said
    assert chat.slot("total_investment") == kept


def test_an_emptied_field_is_taken_out(chat: Chat) -> None:
    chat.say("项目名称：甲基地，总投资：1亿元")

    put(chat, "total_investment", "")

    assert chat.slot("total_investment").status is SlotStatus.EMPTY


def test_a_field_of_another_draft_or_of_no_slot_changes_nothing(chat: Chat) -> None:
    chat.say("项目名称：甲基地")

    for data in ("file.put:0123456789abcdef:uscc", "file.put:x:project_name"):
        assert "没有做任何操作" in chat.turn("别的", data=data).replies[0].text
    assert "没有做任何操作" in put(chat, "no_such_slot", "别的")
    assert chat.slot("project_name").value == "甲基地"


def test_a_name_too_long_for_its_field_is_refused(chat: Chat) -> None:
    chat.say("项目名称：甲基地")

    assert "没有改" in put(chat, "project_name", "长" * 101)
    assert "没有改" in put(chat, "project_name", "联系电话13800000000")
