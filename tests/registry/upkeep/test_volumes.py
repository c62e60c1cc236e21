"""Numbers of the database, by channel."""

from registry.upkeep.volumes import read_volumes
from tests.registry.building import World


def test_messages_and_reports_are_counted_by_channel(world: World) -> None:
    world.file()
    mail = world.registry.mail
    for number in ("1", "2", "3"):
        mail.take_in("telegram", number, {})
    mail.mark_done("telegram", "1", {"calls": 0})

    found = read_volumes(world.registry.store)

    assert (found.handled["telegram"], found.waiting["telegram"]) == (1, 2)
    assert found.waiting["cli"] == 0  # a filing comes in handled
    assert found.reports == {"cli": 1}
