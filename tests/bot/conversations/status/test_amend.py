"""Putting a filed report right by talk: shown, confirmed, done once; refused in plain words."""

from datetime import timedelta

import pytest

from bot.dialogue.messages import Intent
from registry.filing.slots import Slot, SlotStatus
from registry.transactions.members import Caller
from registry.transactions.permissions import Role
from tests.bot.conversations.status_talking import Person, officer
from tests.registry.building import World
from tests.registry.walking import take, walk

NUMBER = "首报-2026-000001"


@pytest.fixture
def person(world: World) -> Person:
    """Somebody whose only report was returned."""
    world.file(project_name="先进封测基地")
    walk(world, NUMBER, "RETURNED", "余杭区")
    return officer(world, world.district())


def content(world: World) -> dict[str, object]:
    return dict(world.registry.reports.view(world.district(), NUMBER).content)


def total(world: World) -> object:
    money = content(world)["total_investment"]
    assert isinstance(money, dict)
    return money["amount"]


def test_a_change_is_shown_old_and_new_and_made_only_after_a_yes(
    world: World, person: Person
) -> None:
    asked = person.says("总投资改成8亿", Intent.STATUS)
    put = person.says("企业重新测算过")
    before = total(world)
    done = person.says("确认", Intent.CONFIRM)

    assert "120000万元 → 80000万元" in asked
    assert "为什么改" in asked
    assert "原因：企业重新测算过" in put
    assert before == "120000"
    assert "已改“先进封测基地”：总投资" in done
    assert total(world) == "80000"
    assert "补正后重报" in done


def test_the_report_is_then_handed_in_again(world: World, person: Person) -> None:
    person.says("总投资改成8亿，因为企业重新测算")
    person.says("确认", Intent.CONFIRM)
    put = person.presses("补正后重报")
    done = person.says("确认", Intent.CONFIRM)

    assert "审查中" in put
    assert "已办" in done
    assert world.registry.reports.view(world.reviewer, NUMBER).state == "SUBMITTED"


def test_a_second_yes_changes_nothing_more(world: World, person: Person) -> None:
    person.says("总投资改成8亿，因为企业重新测算")
    button = person.button("确认修改")
    person.sends(button)
    again = person.sends(button)

    assert "按钮" in again
    assert total(world) == "80000"


def test_a_report_changed_meanwhile_is_not_changed_by_the_old_card(
    world: World, person: Person
) -> None:
    person.says("总投资改成8亿，因为企业重新测算")
    other = {"land_area_mu": Slot("50", "50亩", "亩", status=SlotStatus.CONFIRMED)}
    world.clock.advance(timedelta(minutes=1))
    world.registry.reviews.amend(world.district(), NUMBER, other, reason="网页上改的")
    said = person.says("确认", Intent.CONFIRM)

    assert "刚才变过，这次没有改" in said
    assert total(world) == "120000"


def test_the_reason_of_the_return_can_be_the_reason(world: World, person: Person) -> None:
    person.says("总投资改成8亿")
    put = person.presses("按退回的原因补正")

    assert "原因：按退回的原因补正" in put


def test_a_question_in_between_is_no_reason(world: World, person: Person) -> None:
    person.says("总投资改成8亿")
    reminder = person.reminded()
    person.says("要多久")

    assert reminder is not None
    assert "还没改" in reminder.text
    assert total(world) == "120000"


def test_what_identifies_the_project_stays_and_the_rest_goes_on(
    world: World, person: Person
) -> None:
    person.says("总投资改成8亿，因为企业重新测算")
    said = person.says("项目名称改成二期基地")

    assert "项目名称决定是哪个项目，不能改" in said
    assert "120000万元 → 80000万元" in said


@pytest.mark.parametrize("words", ["算了", "不改了", "先不改"])
def test_a_no_leaves_the_report(world: World, person: Person, words: str) -> None:
    person.says("总投资改成8亿，因为企业重新测算")
    said = person.says(words)

    assert "没有改" in said
    assert total(world) == "120000"


def test_words_that_change_nothing_yet_are_asked_for_with_why_it_came_back(
    person: Person,
) -> None:
    said = person.says("我要补正")

    assert "退回的原因" in said
    assert "要改哪几项" in said


def test_words_that_cannot_be_read_are_said_to_be_kept(world: World, person: Person) -> None:
    said = person.says("投资方电话改成12")

    assert "没有看懂" in said
    assert content(world)["investor_phone"] == "057100000000"


def test_of_several_returned_reports_one_is_chosen_and_its_change_is_kept(world: World) -> None:
    for name, investor in (("先进封测基地", "云岭"), ("蛋白药物园", "青禾")):
        filed = world.file(project_name=name, investor_name=f"{investor}有限公司")
        walk(world, filed.report_no, "RETURNED", "余杭区")
    person = officer(world, world.district())

    asked = person.says("总投资改成8亿，因为企业重新测算")
    chosen = person.says("第二个")

    assert "改哪一份" in asked
    assert "先进封测基地" in chosen
    assert "120000万元 → 80000万元" in chosen


def test_a_report_past_its_time_for_changes_says_so(world: World) -> None:
    world.file(project_name="先进封测基地")
    walk(world, NUMBER, "EXCLUSIVE", "余杭区")
    said = officer(world, world.district()).says(f"{NUMBER}的总投资改成8亿")

    assert "现在是“持有排他性首谈资格”，不能再改内容" in said


def test_the_bureau_changes_no_content(world: World) -> None:
    world.file(project_name="先进封测基地")
    said = officer(world, world.reviewer).says(f"{NUMBER}的总投资改成8亿")

    assert "市局不改" in said


@pytest.mark.parametrize("unit", ["滨江区"])
def test_a_report_of_others_is_as_unknown_as_one_that_is_not(world: World, unit: str) -> None:
    world.file(project_name="先进封测基地")
    other: Caller = world.person(unit, Role.DISTRICT_LEAD)
    said = officer(world, other).says(f"{NUMBER}的总投资改成8亿")

    assert "没有这份首报" in said
    assert "封测" not in said


def test_a_report_taken_up_by_the_bureau_meanwhile_is_not_changed(
    world: World, person: Person
) -> None:
    person.says("总投资改成8亿，因为企业重新测算")
    take(world, NUMBER, "submit", "余杭区")
    take(world, NUMBER, "start_review", "余杭区")
    said = person.says("确认", Intent.CONFIRM)

    assert "没有改" in said
    assert total(world) == "120000"
