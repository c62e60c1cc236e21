"""One active claim per project, whoever races, and the index that holds it."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text

from registry.database import tables
from registry.database.engine import reading, writing
from registry.errors import StorageUnavailable
from registry.filing.claims import Claim
from registry.filing.submission import Filed
from registry.transactions.members import SYSTEM
from tests.registry.building import World

UNITS = ("余杭区", "萧山区", "滨江区", "临平区", "富阳区", "临安区")


class TestOnBothDatabases:
    def test_of_units_that_file_at_once_one_is_active_and_all_are_numbered(
        self, world: World
    ) -> None:
        for unit in UNITS:
            world.district(unit)
        start = Barrier(len(UNITS))
        filed: list[Filed] = []

        def file(unit: str) -> None:
            start.wait()
            filed.append(world.file(unit, key=unit))

        threads = [Thread(target=file, args=(unit,)) for unit in UNITS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(f.seq for f in filed) == list(range(1, len(UNITS) + 1))
        with reading(world.registry.store.engine) as connection:
            box = tables.filing.c
            rows = connection.execute(select(box.seq, box.claim).order_by(box.seq)).all()
        assert [row.claim for row in rows] == [Claim.ACTIVE] + [Claim.WAITING] * (len(UNITS) - 1)
        assert world.registry.proofs.verify(SYSTEM, [f.receipt for f in filed]).is_whole

    def test_the_index_refuses_a_second_active_claim(self, world: World) -> None:
        world.file("余杭区")
        world.file("萧山区")

        with pytest.raises(StorageUnavailable), writing(world.registry.store.engine) as connection:
            connection.execute(text("UPDATE filing SET claim = 'active' WHERE seq = 2"))
