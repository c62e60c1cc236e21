"""Notes in talk: on which project, of which day, with what next; and the steps they amount to."""

from datetime import date

import pytest

from bot.dialogue.messages import Intent
from registry.casework.progress import Note, NoteKind
from registry.transactions.permissions import Role
from tests.bot.conversations.status_talking import Person, officer
from tests.registry.building import World
from tests.registry.walking import DAY, filed_in, take

TODAY = date(2026, 11, 22)


def notes_of(world: World, number: str) -> tuple[Note, ...]:
    return world.registry.progress.notes(world.district(), number).rows


def tells(person: Person, text: str) -> str:
    return person.says(text, Intent.PROGRESS)


def file_two(world: World) -> None:
    world.file(project_name="先进封测基地", investor_name="云岭半导体有限公司")
    world.file(project_name="蛋白药物园", investor_name="青禾医药有限公司", chain="生物医药")


def test_a_note_goes_to_the_only_report_with_its_day_and_next_step(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())

    said = tells(person, "今天去企业考察了，下周来签约")

    (note,) = notes_of(world, number)
    assert (note.kind, note.happened_on) == (NoteKind.VISIT, TODAY)
    assert note.note == "今天去企业考察了，下周来签约"
    line = world.registry.queries.mine(world.district()).rows[0]
    assert (line.next_step, line.next_due_on) == ("下周来签约", None)
    assert "2026-11-22" in said
    assert "功率器件生产基地" in said
    assert "还没定到哪一天" in said


def test_a_weekday_to_come_is_a_date(world: World) -> None:
    world.file()
    person = officer(world, world.district())

    said = tells(person, "昨天谈了一次，下周五来签约")

    assert world.registry.queries.mine(world.district()).rows[0].next_due_on == date(2026, 11, 27)
    assert "2026-11-27 前" in said


def test_a_day_told_afterwards_is_set(world: World) -> None:
    world.file()
    person = officer(world, world.district())
    tells(person, "今天去企业考察了，下周来签约")

    said = person.says("12月3号")

    assert world.registry.queries.mine(world.district()).rows[0].next_due_on == date(2026, 12, 3)
    assert "2026-12-03" in said
    assert person.talk.floor == ""


def test_a_day_not_said_is_today_and_that_is_told(world: World) -> None:
    number = world.file().report_no

    said = tells(officer(world, world.district()), "跟企业谈了，对方很积极")

    assert notes_of(world, number)[0].happened_on == TODAY
    assert "没说哪天" in said


def test_the_project_spoken_of_last_is_meant(world: World) -> None:
    file_two(world)
    person = officer(world, world.district())
    person.says("封测那个到哪了")

    said = tells(person, "昨天去考察了")

    assert "先进封测基地" in said
    assert len(notes_of(world, "首报-2026-000001")) == 1


@pytest.mark.parametrize("answer", ["第二个", "2", "封测那个", "首报-2026-000001", "云岭的"])
def test_a_project_that_is_not_plain_is_asked_for(world: World, answer: str) -> None:
    file_two(world)
    person = officer(world, world.district())

    asked = tells(person, "昨天去企业考察了")
    reminded = person.reminded()
    said = person.says(answer)

    assert "哪个项目" in asked
    assert reminded is not None
    assert "先进封测基地" in said
    assert notes_of(world, "首报-2026-000001")[0].happened_on == date(2026, 11, 21)
    assert notes_of(world, "首报-2026-000002") == ()


def test_a_button_tells_the_project_too(world: World) -> None:
    file_two(world)
    person = officer(world, world.district())
    tells(person, "昨天去企业考察了")

    person.presses("2. 先进封测基地")

    assert len(notes_of(world, "首报-2026-000001")) == 1


def test_a_note_can_be_given_up(world: World) -> None:
    file_two(world)
    person = officer(world, world.district())
    tells(person, "昨天去企业考察了")
    button = person.button("2. 先进封测基地")

    said = person.says("算了")

    assert "不弄" in said
    assert "已经过时" in person.sends(button)
    assert notes_of(world, "首报-2026-000001") == ()


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("封测那个项目昨天开了协调会", "先进封测基地"),
        ("今天拜访了青禾医药", "蛋白药物园"),
        ("云岭的老总来谈了", "先进封测基地"),
        ("蛋白药物园昨天踏勘了", "蛋白药物园"),
        ("那个做药的来考察了", "蛋白药物园"),
    ],
)
def test_a_project_named_in_the_note_is_meant(world: World, text: str, project: str) -> None:
    file_two(world)

    assert f"“{project}”" in tells(officer(world, world.district()), text)


def test_a_company_that_is_none_of_ours_is_not_written_under_another(world: World) -> None:
    number = world.file().report_no

    said = tells(officer(world, world.district()), "今天去海康考察了")

    assert "没有找到“海康”" in said
    assert notes_of(world, number) == ()


def test_who_has_no_report_cannot_note(world: World) -> None:
    assert "还没有首报" in tells(officer(world, world.district()), "今天去企业考察了")


def test_a_correction_is_another_note(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())
    tells(person, "今天去企业考察了")

    said = tells(person, "更正，是昨天去的")

    newest, oldest = notes_of(world, number)
    assert newest.happened_on == date(2026, 11, 21)
    assert newest.note.startswith("更正上一条")
    assert oldest.happened_on == TODAY
    assert "2026-11-21" in said


def test_a_note_cannot_be_taken_back_and_that_is_said(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())
    tells(person, "今天去企业考察了")

    assert "撤不掉" in person.says("把刚才那条记录撤掉")
    assert len(notes_of(world, number)) == 1


def test_a_correction_of_nothing_is_said_to_be_one(world: World) -> None:
    assert "说一下时间" in tells(officer(world, world.district()), "更正，是昨天去的")


def test_signing_is_noted_and_the_step_put_for_a_yes(world: World) -> None:
    number = filed_in(world, "EXCLUSIVE").report_no
    person = officer(world, world.district())

    asked = tells(person, "已经签约了")
    before = world.registry.reports.view(world.district(), number).state
    done = person.says("确认", Intent.CONFIRM)

    assert "变为“已签约”" in asked
    assert f"日期按今天 {DAY}" in asked
    assert before == "EXCLUSIVE"
    assert "现在是“已签约”" in done
    assert world.registry.reports.view(world.district(), number).state == "SIGNED"
    assert len(notes_of(world, number)) == 1


@pytest.mark.parametrize(
    ("state", "text", "target"),
    [
        ("EXCLUSIVE", "昨天签约了", "SIGNED"),
        ("SIGNED", "项目已经落地了", "LANDED"),
        ("LANDED", "11月20日开工了", "STARTED"),
        ("STARTED", "上周三投产了", "IN_PRODUCTION"),
        ("EXCLUSIVE", "谈不下来了，对方嫌地价高", "FAILED_FIRST_TALK"),
        ("SIGNED", "企业说不来了，首谈失败", "FAILED_FIRST_TALK"),
    ],
)
def test_each_step_of_the_way_is_put_and_taken(
    world: World, state: str, text: str, target: str
) -> None:
    number = filed_in(world, state).report_no
    person = officer(world, world.district())
    tells(person, text)

    person.says("确认", Intent.CONFIRM)

    assert world.registry.reports.view(world.district(), number).state == target


def test_a_bare_yes_at_once_counts_too(world: World) -> None:
    number = filed_in(world, "EXCLUSIVE").report_no
    person = officer(world, world.district())
    tells(person, "昨天签约了")

    person.says("好的", Intent.CONFIRM)

    assert world.registry.reports.view(world.district(), number).state == "SIGNED"


def test_a_step_that_is_not_open_is_only_noted(world: World) -> None:
    number = world.file().report_no

    said = tells(officer(world, world.district()), "已经签约了")

    assert "还不能办“签约”" in said
    assert "已记成进展" in said
    assert len(notes_of(world, number)) == 1


def test_staff_note_what_only_a_lead_can_take(world: World) -> None:
    staff = world.person("余杭区", Role.DISTRICT_STAFF)
    number = world.file(caller=staff).report_no
    for step in ("start_review", "consult", "grant"):
        take(world, number, step)

    said = tells(officer(world, staff), "已经签约了")

    assert "负责人" in said
    assert world.registry.reports.view(staff, number).state == "EXCLUSIVE"
    assert len(world.registry.progress.notes(staff, number).rows) == 1


def test_a_problem_says_whom_to_turn_to(world: World) -> None:
    world.file()

    assert "联系市投资促进局" in tells(officer(world, world.district()), "卡在用地指标上了，要协调")


def test_a_note_of_the_bureau_stays_with_the_bureau(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.reviewer)
    person.says(number)

    said = tells(person, "今天跟余杭通了电话")

    assert "只有市局看得见" in said
    assert notes_of(world, number) == ()
