"""The index of names follows the reports and finds what resembles a name, with or without it."""

import pytest
from sqlalchemy import func, select

from registry.database import case_tables
from registry.database.engine import reading, writing
from registry.likeness import names_index
from registry.likeness.name_forms import form_of
from registry.likeness.names_index import Alike, catch_up, find_alike
from tests.registry.building import World


def names_found(world: World, name: str, *, at_least: float = 0.6) -> tuple[Alike, ...]:
    with reading(world.registry.store.engine) as connection:
        return find_alike(connection, form_of(name), at_least=at_least)


def index(world: World) -> int:
    with writing(world.registry.store.engine) as connection:
        return catch_up(connection)


class TestOnBothDatabases:
    def test_a_variant_is_found_before_and_after_indexing(self, world: World) -> None:
        world.file(investor_name="示例半导体有限公司")
        world.file(investor_name="无关医药有限公司", chain="生物医药")

        fresh = names_found(world, "杭州示例半导体股份有限公司")
        added = index(world)
        indexed = names_found(world, "杭州示例半导体股份有限公司")

        assert [alike.name_key for alike in fresh] == ["示例半导体有限公司"]
        assert fresh == indexed
        assert added == 2

    def test_an_equal_name_scores_one_and_comes_first(self, world: World) -> None:
        world.file(investor_name="示例半导体有限公司")
        world.file(investor_name="示例半导体股份有限公司")
        index(world)

        found = names_found(world, "示例 半导体有限公司")

        assert found[0] == Alike("示例半导体有限公司", 1.0)
        assert len(found) == 2

    def test_catching_up_takes_each_company_once(self, world: World) -> None:
        for unit in ("余杭区", "萧山区"):
            world.file(unit)

        assert (index(world), index(world)) == (1, 0)
        with reading(world.registry.store.engine) as connection:
            count = connection.execute(select(func.count()).select_from(case_tables.company_name))
            assert count.scalar_one() == 1

    def test_a_long_backlog_is_taken_in_blocks(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(names_index, "_BATCH", 2)
        for n in range(5):
            world.file(investor_name=f"示例{n}号有限公司")

        with writing(world.registry.store.engine) as connection:
            first = catch_up(connection, most=2)

        assert (first, index(world)) == (2, 3)
