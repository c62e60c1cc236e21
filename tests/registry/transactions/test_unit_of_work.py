"""One transaction: one writer's time, name and record, and nothing of it when it fails."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Operation
from tests.registry.building import World


def entries(world: World) -> list[dict[str, Any]]:
    with reading(world.registry.store.engine) as connection:
        query = select(tables.ledger.c.body).order_by(tables.ledger.c.seq)
        return [json.loads(body) for body in connection.execute(query).scalars()]


class TestOnBothDatabases:
    @pytest.mark.parametrize(
        "jump", [timedelta(hours=-1), timedelta(days=-1), timedelta(days=-400)]
    )
    def test_a_clock_set_back_is_itself_recorded_and_changes_no_order(
        self, world: World, jump: timedelta
    ) -> None:
        first = world.file("余杭区")
        world.district("萧山区")
        world.clock.jump(jump)

        second = world.file("萧山区")

        assert (first.seq, second.seq) == (1, 2)
        found = [e for e in entries(world) if e["kind"] == "clock_stepped_back"]
        assert len(found) == 1
        assert world.registry.proofs.verify(SYSTEM).is_whole

    def test_small_differences_between_machines_are_no_event(self, world: World) -> None:
        world.file("余杭区")
        world.clock.jump(timedelta(seconds=-5))

        world.file("萧山区")

        assert not [e for e in entries(world) if e["kind"] == "clock_stepped_back"]

    def test_entries_name_actor_channel_and_both_clocks(self, world: World) -> None:
        world.clock.elapsed = 12.5
        world.file()

        filed = entries(world)[-1]

        assert filed["actor"]["role"] == "district_lead"
        assert (filed["channel"], filed["elapsed_ms"]) == ("cli", 12500)
        assert filed["at"] == "2026-11-22T01:00:00.000000Z"

    def test_an_unknown_caller_is_refused(self, world: World) -> None:
        with pytest.raises(Forbidden), world.registry.store.read(Caller("S99999", "cli")):
            pass

    def test_the_system_touches_no_business_data(self, world: World) -> None:
        with world.registry.store.read(SYSTEM) as work:
            for operation in (Operation.FILE, Operation.VIEW_REPORT, Operation.GRANT):
                with pytest.raises(Forbidden):
                    work.require(operation)

    def test_a_checkpoint_of_one_size_is_written_once(self, world: World) -> None:
        world.file()

        first = world.registry.proofs.checkpoint(SYSTEM)
        world.clock.advance(timedelta(days=1))

        assert world.registry.proofs.checkpoint(SYSTEM) == first


def test_a_healthy_registry_says_so(sqlite_world: World) -> None:
    health = sqlite_world.registry.health()

    assert health.is_ready
    assert (health.backend, health.waiting_messages) == ("sqlite", 0)
