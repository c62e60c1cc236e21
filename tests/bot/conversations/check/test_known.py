"""What the register says of a case, cut to its teller."""

from bot.conversations.check.known import find_known, known_text
from bot.dialogue.messages import Intent
from registry.transactions.permissions import Role
from tests.bot.conversations.reports_on_hand import file_two
from tests.bot.conversations.status_talking import officer
from tests.registry.building import World
from tests.registry.walking import walk

TEXT = "云岭半导体那个先进封测基地，我们还能谈吗"


def test_ones_own_report_is_known_with_its_state(world: World) -> None:
    file_two(world)
    turn = officer(world, world.district()).turn(TEXT, Intent.CHECK, "", ())

    known = find_known(world.registry, turn)

    assert known is not None
    assert not known.holds
    assert "还没有首谈资格" in known_text(turn, known)


def test_a_right_of_ones_own_is_known(world: World) -> None:
    file_two(world)
    walk(world, "首报-2026-000001", "EXCLUSIVE", "余杭区")
    turn = officer(world, world.district()).turn(TEXT, Intent.CHECK, "", ())

    known = find_known(world.registry, turn)

    assert known is not None
    assert known.holds
    assert "首谈资格在您这边" in known_text(turn, known)


def test_another_units_report_is_unknown_to_a_district_and_known_to_the_bureau(
    world: World,
) -> None:
    file_two(world)
    walk(world, "首报-2026-000001", "EXCLUSIVE", "余杭区")
    rival = world.person("滨江区", Role.DISTRICT_LEAD)
    theirs = officer(world, rival).turn(TEXT, Intent.CHECK, "", ())
    bureau = officer(world, world.reviewer).turn(TEXT, Intent.CHECK, "", ())

    known = find_known(world.registry, bureau)

    assert find_known(world.registry, theirs) is None
    assert known is not None
    assert "余杭区“先进封测基地”" in known_text(bureau, known)


def test_a_case_that_names_no_report_knows_none(world: World) -> None:
    file_two(world)
    words = "我们想招一个12亿的项目，还能谈吗"
    turn = officer(world, world.district()).turn(words, Intent.CHECK, "", ())

    assert find_known(world.registry, turn) is None
