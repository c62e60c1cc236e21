"""Leases: of many processes one holds it, and who dies is followed."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from registry.errors import InvalidInput, StaleVersion
from registry.messages.leases import Lease
from tests.registry.building import World

LIFE = timedelta(seconds=30)


def test_one_holds_it_and_the_other_waits(world: World) -> None:
    leases = world.registry.leases

    first = leases.acquire("telegram", "a", LIFE)

    assert first is not None
    assert leases.acquire("telegram", "b", LIFE) is None
    assert leases.current("telegram") == first
    assert leases.acquire("other", "b", LIFE) is not None


def test_the_holder_may_ask_again_and_keeps_its_number(world: World) -> None:
    first = world.registry.leases.acquire("telegram", "a", LIFE)
    world.clock.advance(timedelta(seconds=20))

    again = world.registry.leases.acquire("telegram", "a", LIFE)

    assert first is not None
    assert again is not None
    assert again.number == first.number == 1
    assert again.expires_at == first.expires_at + timedelta(seconds=20)


def test_renewing_holds_it_beyond_its_first_life(world: World) -> None:
    lease = world.registry.leases.acquire("telegram", "a", LIFE)
    for _ in range(4):
        world.clock.advance(timedelta(seconds=20))
        assert lease is not None
        lease = world.registry.leases.renew(lease, LIFE)

    assert world.registry.leases.acquire("telegram", "b", LIFE) is None


def test_an_expired_lease_is_taken_over_with_a_higher_number(world: World) -> None:
    first = world.registry.leases.acquire("telegram", "a", LIFE)
    world.clock.advance(LIFE + timedelta(seconds=4))
    too_early = world.registry.leases.acquire("telegram", "b", LIFE)
    world.clock.advance(timedelta(seconds=1))

    second = world.registry.leases.acquire("telegram", "b", LIFE)

    assert too_early is None
    assert first is not None
    assert second is not None
    assert (second.holder, second.number) == ("b", 2)
    with pytest.raises(StaleVersion) as caught:
        world.registry.leases.renew(first, LIFE)
    assert caught.value.code == "lease_lost"


def test_a_lease_that_is_over_cannot_be_renewed(world: World) -> None:
    lease = world.registry.leases.acquire("telegram", "a", LIFE)
    world.clock.advance(LIFE)

    assert lease is not None
    with pytest.raises(StaleVersion):
        world.registry.leases.renew(lease, LIFE)
    assert world.registry.leases.current("telegram") is None


def test_giving_it_back_lets_the_next_in_at_once(world: World) -> None:
    leases = world.registry.leases
    lease = leases.acquire("telegram", "a", LIFE)
    assert lease is not None

    leases.release(lease)

    second = leases.acquire("telegram", "b", LIFE)
    assert second is not None
    leases.release(lease)  # the former holder's, long lost
    assert leases.current("telegram") == second


def test_of_many_that_start_together_one_holds_it(world: World) -> None:
    won: list[Lease] = []
    start = Barrier(6)

    def attempt(number: int) -> None:
        start.wait()
        lease = world.registry.leases.acquire("telegram", f"p{number}", LIFE)
        if lease is not None:
            won.append(lease)

    threads = [Thread(target=attempt, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) == 1


@pytest.mark.parametrize(
    ("name", "holder", "life"), [("", "a", LIFE), ("x", "", LIFE), ("x", "a", timedelta(0))]
)
def test_a_lease_without_name_holder_or_life_is_refused(
    sqlite_world: World, name: str, holder: str, life: timedelta
) -> None:
    with pytest.raises(InvalidInput):
        sqlite_world.registry.leases.acquire(name, holder, life)
