"""Steps of the filing unit by talk: put, given up, confirmed, and never by a stray yes."""

import pytest

from bot.dialogue.messages import Intent
from registry.transactions.permissions import Role
from tests.bot.conversations.reports_on_hand import file_two
from tests.bot.conversations.status_talking import officer
from tests.registry.building import World
from tests.registry.walking import take, walk


def test_withdrawing_asks_why_then_whether_and_only_then_does_it(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())

    why = person.says("撤回那个报告")
    whether = person.says("企业决定不投了，换了地方")
    before = world.registry.reports.view(world.district(), number).state
    done = person.presses("确认撤回")

    assert "原因" in why
    assert "企业决定不投了" in whether
    assert "受理序号作废" in whether
    assert before == "UNDER_REVIEW"
    assert "现在是“撤回”" in done
    assert world.registry.reports.view(world.district(), number).state == "WITHDRAWN"


@pytest.mark.parametrize("answer", ["算了", "先不撤了", "不", "取消", "等等"])
def test_a_no_leaves_the_report_as_it_is(world: World, answer: str) -> None:
    number = world.file().report_no
    person = officer(world, world.district())
    person.says("撤回那个报告，因为企业不来了")

    said = person.says(answer)

    assert "没有办" in said
    assert world.registry.reports.view(world.district(), number).state == "UNDER_REVIEW"
    assert person.talk.floor == ""


def test_a_stray_yes_after_a_digression_withdraws_nothing(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())
    person.says("撤回那个报告，因为企业不来了")
    person.talk = person.talk.having_asked("违反首报首谈怎么处理")

    reminded = person.reminded()
    said = person.says("好的", Intent.CONFIRM)

    assert reminded is not None
    assert "要办的是" in reminded.text
    assert "还没有办" in said
    assert world.registry.reports.view(world.district(), number).state == "UNDER_REVIEW"


def test_a_question_in_between_ends_the_step_and_its_button(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())
    person.says("撤回那个报告，因为企业不来了")
    button = person.button("确认撤回")

    person.says("我的首报")
    said = person.sends(button)

    assert "已经过时" in said
    assert world.registry.reports.view(world.district(), number).state == "UNDER_REVIEW"


def test_a_button_pressed_after_the_report_moved_does_nothing(world: World) -> None:
    number = world.file().report_no
    walk(world, number, "CONSULTING")
    person = officer(world, world.district())
    person.says("撤回那个报告，因为企业不来了")
    take(world, number, "grant")

    said = person.presses("确认撤回")

    assert "情况已经变了" in said
    assert world.registry.reports.view(world.district(), number).state == "EXCLUSIVE"


def test_a_button_pressed_twice_is_refused_the_second_time(world: World) -> None:
    world.file()
    person = officer(world, world.district())
    person.says("撤回那个报告，因为企业不来了")
    button = person.button("确认撤回")

    person.sends(button)

    assert "已经过时" in person.sends(button)


def test_somebody_elses_button_does_nothing(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())
    person.says("撤回那个报告，因为企业不来了")
    other = officer(world, world.district("滨江区"))

    said = other.sends(person.button("确认撤回"))

    assert "已经过时" in said
    assert world.registry.reports.view(world.district(), number).state == "UNDER_REVIEW"


def test_staff_cannot_withdraw_and_are_told_who_can(world: World) -> None:
    staff = world.person("余杭区", Role.DISTRICT_STAFF)
    world.file(caller=staff)

    assert "负责人" in officer(world, staff).says("撤回那个报告，因为企业不来了")


def test_a_withdrawn_report_cannot_be_withdrawn_again(world: World) -> None:
    number = world.file().report_no
    take(world, number, "withdraw")

    said = officer(world, world.district()).says("撤回那个报告，因为企业不来了")

    assert "不能办" in said


def test_a_pressed_no_leaves_the_report(world: World) -> None:
    world.file()
    person = officer(world, world.district())
    person.says("撤回那个报告，因为企业不来了")

    assert "没有办" in person.presses("先不办")


def test_a_reason_of_one_character_or_a_yes_is_no_reason(world: World) -> None:
    world.file()
    person = officer(world, world.district())
    person.says("撤回那个报告")

    reminded = person.reminded()
    said = person.says("嗯")

    assert reminded is not None
    assert "等您说原因" in reminded.text
    assert "写几个字" in said


def test_which_report_to_withdraw_is_asked_among_several(world: World) -> None:
    file_two(world)
    person = officer(world, world.district())

    asked = person.says("撤回那个报告")
    person.presses("2. 先进封测基地")

    assert "哪一个" in asked
    assert "先进封测基地" in person.replies[0].text
