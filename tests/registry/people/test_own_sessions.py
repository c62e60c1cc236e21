"""Whoever has signed in sees where, and ends one session, the others or all."""

from datetime import timedelta

from registry.people.web_sessions import SignInMethod
from registry.transactions.members import Caller
from tests.registry.building import World
from tests.registry.people.test_web_sessions import TIMES, is_over, started


def test_all_sessions_but_one_can_be_ended(world: World) -> None:
    kept, other = started(world), started(world)

    ended = world.registry.own_sessions.end_all(Caller(kept.member.account, "web"), keeping=kept.id)

    assert (ended, is_over(world, kept), is_over(world, other)) == (1, False, True)


def test_signing_out_everywhere_ends_all_of_the_account(world: World) -> None:
    one, two = started(world), started(world)
    other = world.registry.web_sessions.start(world.reviewer.account, SignInMethod.PASSWORD, TIMES)

    ended = world.registry.own_sessions.end_all(Caller(one.member.account, "web"))

    assert ended == 2
    assert is_over(world, one)
    assert is_over(world, two)
    assert not is_over(world, other)


def test_the_list_of_sessions_names_each_and_opens_none(world: World) -> None:
    here, pending = started(world), started(world)
    there = started(world)
    sessions, caller = world.registry.web_sessions, world.district()
    sessions.end(pending.id)
    sessions.note_device(there.id, "Chrome · Windows")
    sessions.note_device(there.id, "另一个")
    world.clock.advance(timedelta(minutes=2))
    sessions.find(there.id, TIMES)

    found = world.registry.own_sessions.open_ones(caller, TIMES, this=here.id)

    assert [(one.device, one.is_this) for one in found] == [("Chrome · Windows", False), ("", True)]
    assert found[0].handle not in there.id
    assert sessions.find(there.id, TIMES).device == "Chrome · Windows"


def test_one_session_is_ended_by_its_handle_and_only_by_its_owner(world: World) -> None:
    here, there = started(world), started(world)
    own, caller = world.registry.own_sessions, world.district()
    handles = {one.is_this: one.handle for one in own.open_ones(caller, TIMES, this=here.id)}

    stranger = own.end_one(world.reviewer, handles[False])
    ended = own.end_one(caller, handles[False])

    assert (stranger, ended, own.end_one(caller, handles[False])) == (False, True, False)
    assert is_over(world, there)
    assert not is_over(world, here)
    world.clock.advance(timedelta(minutes=31))
    assert world.registry.own_sessions.open_ones(caller, TIMES, this=here.id) == ()
