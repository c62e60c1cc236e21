"""Which report words mean: numbers, places in a list, nicknames; never one of somebody else."""

from collections.abc import Iterator

import pytest

from bot.conversations import own_projects
from bot.dialogue.messages import Incoming, Intent
from bot.dialogue.talk import Talk, Turn
from registry.transactions.members import Caller
from registry.transactions.permissions import Role
from tests.registry.building import World, open_world

PROJECTS = (
    ("先进封测基地", "云岭半导体有限公司", "集成电路"),
    ("重组蛋白药物产业园", "青禾生物医药有限公司", "生物医药"),
    ("协作机器人整机项目", "铁臂智能装备股份有限公司", "智能机器人"),
    ("固态电池中试线", "远山新能源科技有限公司", "绿色能源"),
    ("功率模块一期", "恒川电子有限公司", "集成电路"),
    ("功率模块二期", "恒川电子有限公司", "集成电路"),
)
FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH = (f"首报-2026-{n:06d}" for n in range(1, 7))


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A unit with six reports, and another one with one; the tests here only read."""
    folder = tmp_path_factory.mktemp("projects")
    world = open_world(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    for project, investor, chain in PROJECTS:
        world.file(project_name=project, investor_name=investor, chain=chain)
    world.file("滨江区", project_name="金丝雀机密厂", investor_name="金丝雀实业有限公司")
    yield world
    world.registry.close()


def turn_of(world: World, caller: Caller, talk: Talk | None = None) -> Turn:
    message = Incoming("cli:x", caller.account, "cli", "m1")
    member = world.registry.staff.find(caller.account)
    today, now = world.clock.today(), world.clock.now()
    return Turn("", Intent.STATUS, message, talk or Talk(), member, today, now)


# Words of a question, and the one report they mean.
NAMED = (
    ("我报的那个封测项目到哪了", FIRST),
    ("封测那个", FIRST),
    ("云岭半导体的审到哪一步了", FIRST),
    ("云岭那家批了没有", FIRST),
    ("请问我们区报的先进封测基地现在什么情况", FIRST),
    ("先进封测那个项目进展如何", FIRST),
    ("云领半导体那个呢", FIRST),
    ("帮我查一下云岭半导体有限公司", FIRST),
    ("看看封测的", FIRST),
    ("重组蛋白批下来没有", SECOND),
    ("青禾那个到哪了", SECOND),
    ("那个做药的怎么样了", SECOND),
    ("医药产业园的情况", SECOND),
    ("生物医药那个", SECOND),
    ("青禾生物的项目", SECOND),
    ("蛋白药物那份", SECOND),
    ("青禾生物医药有限公司", SECOND),
    ("做机器人的那个审完了吗", THIRD),
    ("铁臂的呢", THIRD),
    ("协作机器人", THIRD),
    ("铁臂智能那个", THIRD),
    ("机器人整机的进度", THIRD),
    ("电池那个", FOURTH),
    ("固态电池中试线到哪一步了", FOURTH),
    ("远山新能源", FOURTH),
    ("远山那个项目有消息没", FOURTH),
    ("做储能的那个", FOURTH),
    ("新能源的那个批了吗", FOURTH),
    ("功率模块一期", FIFTH),
    ("恒川一期审得怎么样了", FIFTH),
    ("功率模块二期到哪里了", SIXTH),
    ("二期那个", SIXTH),
    ("2026年第3号什么情况", THIRD),
    ("首报-2026-000002", SECOND),
    ("首报2026-4到哪了", FOURTH),
    ("２０２６年第５号", FIFTH),
    ("第6号呢", SIXTH),
    ("编号4的那个", FOURTH),
)


@pytest.mark.parametrize(("text", "report_no"), NAMED)
def test_a_name_or_number_finds_the_one_report(filed: World, text: str, report_no: str) -> None:
    turn = turn_of(filed, filed.district())

    assert own_projects.pick(filed.registry, turn, text).one == report_no


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("恒川那个", {FIFTH, SIXTH}),
        ("功率模块到哪了", {FIFTH, SIXTH}),
        ("恒川电子的项目", {FIFTH, SIXTH}),
        ("那个做芯片的", {FIRST, FIFTH, SIXTH}),
    ],
)
def test_a_name_of_several_is_asked_about(filed: World, text: str, numbers: set[str]) -> None:
    turn = turn_of(filed, filed.district())

    found = own_projects.pick(filed.registry, turn, text)

    assert {line.report_no for line in found.several} == numbers


@pytest.mark.parametrize(
    "text", ["金丝雀机密厂到哪了", "金丝雀实业批了没有", "火星航天城到哪了", "海洋牧场那个"]
)
def test_a_rivals_project_is_as_unknown_as_a_made_up_one(filed: World, text: str) -> None:
    turn = turn_of(filed, filed.district())

    found = own_projects.pick(filed.registry, turn, text)

    assert found.missed
    assert not found.one
    assert not found.several


@pytest.mark.parametrize(
    "text", ["批下来没有", "到哪了", "现在什么情况", "审到哪一步了", "有进展吗"]
)
def test_a_question_without_a_name_names_none(filed: World, text: str) -> None:
    turn = turn_of(filed, filed.district())

    assert own_projects.pick(filed.registry, turn, text) == own_projects.Pick()


@pytest.mark.parametrize(
    ("text", "report_no"),
    [
        ("第二个呢", FOURTH),
        ("第2个", FOURTH),
        ("打开第一份", THIRD),
        ("最后一个", FIFTH),
        ("第三条怎么样了", FIFTH),
        ("最上面那个", THIRD),
    ],
)
def test_a_place_means_the_list_shown_last(filed: World, text: str, report_no: str) -> None:
    talk = own_projects.listing(Talk(), (THIRD, FOURTH, FIFTH))
    turn = turn_of(filed, filed.district(), talk)

    assert own_projects.pick(filed.registry, turn, text).one == report_no


def test_a_place_beyond_the_list_is_said_to_be_missing(filed: World) -> None:
    talk = own_projects.listing(Talk(), (THIRD,))
    turn = turn_of(filed, filed.district(), talk)

    assert own_projects.pick(filed.registry, turn, "第五个").missed == "第5个"


@pytest.mark.parametrize(("text", "place"), [("2", 2), ("２", 2), ("二", 2), ("第三", 3)])
def test_a_bare_number_is_a_place_where_one_is_asked_for(text: str, place: int) -> None:
    assert own_projects.read_ordinal(text, alone=True) == place


def test_a_number_of_a_report_is_no_place() -> None:
    assert own_projects.read_ordinal("第3号") is None


def test_staff_find_their_own_reports_and_not_a_colleagues(filed: World) -> None:
    staff = filed.person("余杭区", Role.DISTRICT_STAFF)
    filed.file(caller=staff, project_name="光栅传感器线", investor_name="细光科技有限公司")

    turn = turn_of(filed, staff)

    assert own_projects.pick(filed.registry, turn, "光栅那个").one == "首报-2026-000008"
    assert own_projects.pick(filed.registry, turn, "青禾那个").missed == "青禾"


@pytest.mark.parametrize(
    ("text", "report_no"),
    [("余杭那个封测的", FIRST), ("看滨江的金丝雀", "首报-2026-000007"), ("青禾那个", SECOND)],
)
def test_the_bureau_finds_reports_of_all_units(filed: World, text: str, report_no: str) -> None:
    turn = turn_of(filed, filed.reviewer)

    assert own_projects.pick(filed.registry, turn, text).one == report_no


def test_what_was_listed_and_spoken_of_is_remembered_apart() -> None:
    talk = own_projects.speaking_of(own_projects.listing(Talk(), [FIRST, SECOND]), THIRD)

    assert own_projects.shown(talk) == (FIRST, SECOND)
    assert own_projects.last(talk) == THIRD
