"""What is taken out: cut to the taker, allowed by the policy, on record."""

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, NotFound
from registry.reading import export
from registry.reading.report_lines import RegisterFilter
from registry.transactions.permissions import Role
from tests.registry.building import World


def kinds(world: World) -> list[str]:
    with reading(world.registry.store.engine) as connection:
        return list(connection.execute(select(tables.ledger.c.kind)).scalars())


class TestOnBothDatabases:
    def test_a_report_is_taken_out_by_its_units_lead(self, world: World) -> None:
        no = world.file().report_no

        made = world.registry.exports.report(world.district(), no)

        assert made.view.bureau is None
        assert made.content["investor_name"] == "示例半导体有限公司"
        assert kinds(world)[-1] == "exported"

    def test_the_register_comes_whole_and_in_order(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export, "_BLOCK", 2)
        for n in range(5):
            world.file(investor_name=f"示例{n}号有限公司")

        made = world.registry.exports.register(world.reviewer, RegisterFilter(unit="余杭区"))

        assert [line.seq for line in made.rows] == [1, 2, 3, 4, 5]
        assert not made.is_cut
        assert kinds(world)[-1] == "register_exported"

    def test_a_register_too_long_is_cut_and_says_so(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(export, "MAX_ROWS", 2)
        for n in range(3):
            world.file(investor_name=f"示例{n}号有限公司")

        made = world.registry.exports.register(world.reviewer, RegisterFilter())

        assert (len(made.rows), made.is_cut) == (2, True)


def test_staff_and_other_units_take_nothing_out(sqlite_world: World) -> None:
    world = sqlite_world
    no = world.file(caller=world.person("余杭区", Role.DISTRICT_STAFF)).report_no

    with pytest.raises(Forbidden):
        world.registry.exports.report(world.person("余杭区", Role.DISTRICT_STAFF), no)
    with pytest.raises(NotFound):
        world.registry.exports.report(world.district("萧山区"), no)
    with pytest.raises(Forbidden):
        world.registry.exports.register(world.district(), RegisterFilter())
