"""Lists of reports: by state, by pages, idle and overdue, of one unit or of all."""

from datetime import timedelta

import pytest

from bot.dialogue.messages import CardKind
from tests.bot.conversations.reports_on_hand import RIVAL, file_two
from tests.bot.conversations.status_talking import officer, shown
from tests.registry.building import World
from tests.registry.walking import filed_in


def test_a_question_without_a_name_among_several_shows_them_all(world: World) -> None:
    file_two(world)

    said = officer(world, world.district()).says("批下来没有")

    assert "先进封测基地" in said
    assert "蛋白药物园" in said


def test_several_of_a_name_are_asked_about_and_a_button_opens_one(world: World) -> None:
    world.file(project_name="功率模块一期", investor_name="恒川电子有限公司")
    world.file(project_name="功率模块二期", investor_name="恒川电子有限公司")
    person = officer(world, world.district())

    asked = person.says("恒川那个到哪了")
    opened = person.presses("1. 功率模块二期")

    assert "哪一个" in asked
    assert "“功率模块二期”" in opened


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我有几个在审", "在审共 1 份"),
        ("哪些批下来了", "已取得首谈资格共 1 份"),
        ("退回的有哪些", "退回补正共 1 份"),
        ("签约的有几个", "没有已签约及以后的首报"),
        ("我报过哪些", "您的首报共 3 份"),
    ],
)
def test_lists_by_state_hold_that_state_only(world: World, text: str, words: str) -> None:
    world.file(investor_name="甲企业有限公司")
    filed_in(world, "EXCLUSIVE", investor_name="乙企业有限公司")
    filed_in(world, "RETURNED", investor_name="丙企业有限公司")

    assert words in officer(world, world.district()).says(text)


def test_who_has_reported_nothing_is_told_how_to_begin(world: World) -> None:
    assert "还没有首报" in officer(world, world.district()).says("我的首报")


def test_a_long_list_comes_by_pages_without_repetition(world: World) -> None:
    for n in range(10):
        world.file(project_name=f"项目{n:02d}号", investor_name=f"企业{n:02d}有限公司")
    person = officer(world, world.district())

    first, second, third = person.says("我的首报"), person.says("下一页"), person.says("下一页")

    assert all(f"项目{n:02d}号" in first for n in range(2, 10))
    assert "项目01号" not in first
    assert "项目01号" in second
    assert "项目00号" in second
    assert "没有下一页" in third


def test_idle_and_overdue_reports_are_listed_with_why(world: World) -> None:
    number = world.file().report_no
    who = world.district()
    due = world.clock.today() + timedelta(days=3)
    world.registry.progress.follow_up(who, number, next_step="送可研报告", due_on=due)
    world.clock.advance(timedelta(days=40))
    person = officer(world, who)

    idle, overdue = person.says("哪些项目好久没动了"), person.says("哪些逾期了")

    assert "40 天没有动静" in idle
    assert "送可研报告" in overdue
    assert "已过" in overdue
    assert "60 天以上没有动静的首报，一份也没有" in person.says("两个月没动的有哪些")


def test_the_bureau_sees_all_units_with_their_names(world: World) -> None:
    world.file("余杭区")
    world.file("滨江区", **RIVAL)
    person = officer(world, world.reviewer)

    listed, one = person.says("全部首报"), person.says("滨江那个金丝雀到哪了")

    assert "余杭区" in listed
    assert "滨江区" in listed
    assert "金丝雀机密厂" in one
    assert "全市首报" in listed
    assert "在审的首报共 2 份" in person.says("在审的有哪些")
    assert "没有持有首谈资格的首报" in person.says("批下来的有哪些")


def test_a_list_has_a_card_and_texts_say_it_all(world: World) -> None:
    file_two(world)
    person = officer(world, world.district())

    person.says("我的首报")

    card = person.replies[0].card
    assert card is not None
    assert card.kind is CardKind.LIST
    assert all(row.label in person.replies[0].text for row in card.rows)
    assert "先进封测基地" in shown(person.replies[0])
