"""Bindings: by the channel's lasting id, one person and one account each way."""

from contextlib import suppress
from threading import Barrier, Thread

import pytest

from registry.errors import Forbidden, InvalidInput, NotFound
from registry.transactions.members import SYSTEM, Member
from tests.registry.building import World, bind


def bound(world: World, unit: str, external_id: str) -> Member:
    return bind(world.registry, world.district(unit).account, external_id)


def test_a_member_sees_and_ends_the_own_binding(world: World) -> None:
    staff, who = world.registry.staff, world.district()
    bound(world, "余杭区", "1")

    assert [(b.channel, b.external_id) for b in staff.bindings(who)] == [("telegram", "1")]
    assert staff.unbind(who, "telegram")

    assert staff.find_by_identity("telegram", "1") is None
    assert not staff.unbind(who, "telegram")


def test_a_chat_that_changes_hands_leaves_its_former_member_unbound(world: World) -> None:
    bound(world, "余杭区", "1")

    member = bound(world, "萧山区", "1")

    assert world.registry.staff.find_by_identity("telegram", "1") == member
    assert world.registry.staff.bindings(world.district("余杭区")) == ()
    told = [
        (m.kind, m.recipient)
        for m in world.registry.mail.due()
        if "ended" in m.kind or "replaced" in m.kind
    ]
    assert told == [("binding_replaced", f"account:{world.district('余杭区').account}")]


def test_the_same_id_on_another_channel_is_another_person(world: World) -> None:
    bound(world, "余杭区", "1")

    assert world.registry.staff.find_by_identity("dingtalk", "1") is None


def test_an_administrator_binds_without_a_code(world: World) -> None:
    staff, account = world.registry.staff, world.district().account

    staff.link(SYSTEM, account, channel="sso", external_id="x:1")

    found = staff.find_by_identity("sso", "x:1")
    assert found is not None
    assert found.account == account
    with pytest.raises(Forbidden):
        staff.link(world.district(), account, channel="sso", external_id="x:1")
    with pytest.raises(InvalidInput):
        staff.link(SYSTEM, account, channel="sso", external_id=" ")


@pytest.mark.parametrize("rounds", [12, pytest.param(200, marks=pytest.mark.nightly)])
def test_of_sixteen_with_the_same_code_one_gets_to_wait(world: World, rounds: int) -> None:
    for number in range(rounds):
        code = world.registry.staff.binding_code(world.district(), "telegram").code
        won: list[str] = []
        start = Barrier(16)

        def attempt(
            chat: str, code: str = code, won: list[str] = won, start: Barrier = start
        ) -> None:
            start.wait()
            with suppress(NotFound):
                world.registry.staff.accept(code, channel="telegram", external_id=chat)
                won.append(chat)

        threads = [Thread(target=attempt, args=(f"{number}-{n}",)) for n in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(won) == 1
        waiting = world.registry.binding_requests.own(world.district(), "telegram")
        assert waiting is not None
        assert [waiting.external_id] == won
