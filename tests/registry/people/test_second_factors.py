"""Second factors as rows: a step goes forward only, a recovery code is good once."""

from contextlib import suppress
from threading import Barrier, Thread

import pytest

from registry.errors import Forbidden, InvalidInput, NotFound
from registry.people.second_factors import SecondFactor
from registry.transactions.members import SYSTEM, Caller
from tests.registry.building import World


def turned_on(world: World, caller: Caller | None = None) -> SecondFactor:
    who, store = caller or world.district(), world.registry.second_factors
    store.offer(who, "sealed")
    offered = store.find(who.account)
    assert offered is not None
    store.confirm(who, offered, 100, ["aaaa-bbbb", "cccc-dddd"])
    found = store.find(who.account)
    assert found is not None
    return found


def test_an_offer_is_not_in_use_until_its_first_code(world: World) -> None:
    who, store = world.district(), world.registry.second_factors
    store.offer(who, "sealed-1")
    store.offer(who, "sealed-2")

    offered = store.find(who.account)

    assert offered is not None
    assert (offered.sealed_seed, offered.confirmed_at) == ("sealed-2", None)
    assert not store.use_step(who.account, 5)
    assert "sealed-2" not in repr(offered)


def test_a_step_is_used_once_and_none_before_it(world: World) -> None:
    factor, store = turned_on(world), world.registry.second_factors

    used = [store.use_step(factor.account, step) for step in (100, 99, 101, 101, 100, 102)]

    assert used == [False, False, True, False, False, True]


def test_of_many_with_the_same_code_one_gets_in(world: World) -> None:
    factor, start = turned_on(world), Barrier(8)
    won: list[bool] = []

    def attempt() -> None:
        start.wait()
        won.append(world.registry.second_factors.use_step(factor.account, 101))

    threads = [Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(won) == [False] * 7 + [True]


def test_a_recovery_code_is_good_once_and_for_its_account(world: World) -> None:
    factor, store = turned_on(world), world.registry.second_factors
    other = world.district("萧山区").account

    assert not store.use_recovery(other, "aaaa-bbbb")
    assert store.use_recovery(factor.account, "aaaa-bbbb")
    assert not store.use_recovery(factor.account, "aaaa-bbbb")
    assert store.count_recovery(factor.account) == 1


def test_while_one_is_on_no_other_can_be_offered(world: World) -> None:
    factor = turned_on(world)

    with pytest.raises(InvalidInput) as caught:
        world.registry.second_factors.offer(world.district(), "sealed-2")

    assert caught.value.code == "second_factor_on"
    found = world.registry.second_factors.find(factor.account)
    assert found == factor


def test_an_offer_replaced_meanwhile_cannot_be_confirmed(world: World) -> None:
    who, store = world.district(), world.registry.second_factors
    store.offer(who, "sealed-1")
    offered = store.find(who.account)
    store.offer(who, "sealed-2")

    assert offered is not None
    with pytest.raises(InvalidInput) as caught:
        store.confirm(who, offered, 1, [])
    assert caught.value.code == "no_offer"


@pytest.mark.parametrize("by", ["member", "administrator", "other"])
def test_it_is_taken_away_by_the_member_or_the_administrator(world: World, by: str) -> None:
    factor, store = turned_on(world), world.registry.second_factors
    callers = {
        "member": world.district(),
        "administrator": SYSTEM,
        "other": world.district("萧山区"),
    }

    with suppress(Forbidden):
        store.remove(callers[by], factor.account, reason="手机遗失")

    is_gone = store.find(factor.account) is None
    assert is_gone is (by != "other")
    assert store.count_recovery(factor.account) == (0 if is_gone else 2)


def test_taking_away_what_is_not_there_or_without_a_reason_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        world.registry.second_factors.remove(SYSTEM, world.district().account, reason="x")
    with pytest.raises(InvalidInput):
        world.registry.second_factors.remove(SYSTEM, world.district().account, reason=" ")
