"""R-08: whatever the wall clock does, order stays, nothing expires by it, and it is on record."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.errors import Refused
from registry.transactions.members import SYSTEM
from tests.registry.building import TestClock, World, rulebook
from tests.registry.proofs.places import Place, stored
from tests.registry.walking import filed_in

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


class ClockInUse(TestClock):
    """Stepped by a time service in the middle of a request: each reading is a second earlier."""

    __test__ = False

    def now(self):  # type: ignore[no-untyped-def]
        self.at -= timedelta(seconds=1)
        return self.at


JUMPS: list[tuple[str, Callable[[TestClock, int], None]]] = [
    ("an hour back", lambda clock, n: clock.jump(-HOUR) if n == 3 else None),
    ("a day back", lambda clock, n: clock.jump(-DAY) if n == 3 else None),
    ("a year ahead", lambda clock, n: clock.jump(YEAR) if n == 3 else None),
    ("to and fro", lambda clock, n: clock.jump(YEAR if n % 2 else -YEAR)),
    ("stuck", lambda clock, n: None),
    ("summer time by mistake",
     lambda clock, n: clock.jump(HOUR if n == 2 else -HOUR) if n in (2, 5) else None),
    ("a leap second twice", lambda clock, n: clock.jump(-timedelta(seconds=1)) if n == 4 else None),
    ("stepped while filing", lambda clock, n: None),
]  # fmt: skip


def file_and_end(world: World, jump: Callable[[TestClock, int], None]) -> None:
    """Eight districts file on one project while the clock moves; the first one withdraws."""
    for n in range(8):
        jump(world.clock, n)
        world.file(f"第{n}区", investor_name="同一有限公司")
    first = stored(world)[0]
    world.registry.reviews.take(world.district("第0区"), first.report_no, "withdraw", reason="放弃")


@pytest.mark.parametrize(("name", "jump"), JUMPS, ids=[name for name, _ in JUMPS])
def test_order_is_by_number_whatever_the_clock_says(
    place: Place, name: str, jump: Callable[[TestClock, int], None]
) -> None:
    world = place.open(ClockInUse() if name == "stepped while filing" else TestClock())

    file_and_end(world, jump)

    rows = stored(world)
    assert [row.unit for row in rows] == [f"第{n}区" for n in range(8)]
    assert [row.claim for row in rows] == ["none", "active"] + ["waiting"] * 6
    assert world.registry.proofs.verify(SYSTEM).problems == ()
    if "back" in name or name == "to and fro":
        assert "clock_stepped_back" in kinds(world)
    world.registry.close()


def kinds(world: World) -> set[str]:
    with reading(world.registry.store.engine) as connection:
        rows = connection.execute(select(tables.ledger.c.kind, tables.ledger.c.body)).all()
    for row in rows:
        body = json.loads(row.body)
        assert body["at"]
        assert isinstance(body["elapsed_ms"], int)
    return {row.kind for row in rows}


@pytest.mark.parametrize("jump", [YEAR, -YEAR, timedelta(minutes=6), -timedelta(minutes=6)])
def test_no_right_expires_by_a_jump_until_somebody_confirms_the_clock(
    place: Place, jump: timedelta
) -> None:
    world = place.open(rules=rulebook({"validity_days": 30}))
    held = filed_in(world, "EXCLUSIVE")

    world.clock.jump(jump)

    with pytest.raises(Refused, match="jumped"):
        world.registry.reviews.expire_due(SYSTEM)
    assert stored(world)[0].state == "EXCLUSIVE"
    world.clock.jump(-jump)
    world.clock.advance(timedelta(days=31))
    assert world.registry.reviews.expire_due(SYSTEM) == (held.report_no,)
    world.registry.close()
