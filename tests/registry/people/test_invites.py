"""One-time codes: for a password or a channel, each good for its purpose and once."""

from datetime import timedelta

import pytest

from registry.errors import NotFound, QuotaExceeded
from registry.people.invites import peek_invite
from registry.people.staff import CODE_TRIES
from registry.people.web_sessions import SessionTimes
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import World


def test_looking_at_an_invite_leaves_it_open(world: World) -> None:
    staff = world.registry.staff
    made = staff.add(SYSTEM, unit="余杭区", role=Role.DISTRICT_STAFF, name="示例")

    with world.registry.store.read(SYSTEM) as work:
        assert peek_invite(work, made.code) == (made.member.account, made.expires_at)
        assert peek_invite(work, made.code) == (made.member.account, made.expires_at)

    accepted = staff.accept(made.code, channel="telegram", external_id="1")
    assert accepted.member == made.member
    with world.registry.store.read(SYSTEM) as work, pytest.raises(NotFound):
        peek_invite(work, made.code)


def test_a_binding_code_is_good_for_ten_minutes(world: World) -> None:
    staff, who = world.registry.staff, world.district()
    made = staff.binding_code(who, "telegram")
    world.clock.advance(timedelta(minutes=9, seconds=59))

    member = staff.accept(made.code, channel="telegram", external_id="1").member

    assert member.account == who.account
    late = staff.binding_code(who, "telegram")
    world.clock.advance(timedelta(minutes=10))
    with pytest.raises(NotFound):
        staff.accept(late.code, channel="telegram", external_id="1")


def test_a_binding_code_is_good_for_nothing_else(world: World) -> None:
    staff = world.registry.staff
    made = staff.binding_code(world.district(), "telegram")

    with pytest.raises(NotFound):
        staff.accept(made.code, channel="dingtalk", external_id="1")
    with pytest.raises(NotFound):
        world.registry.credentials.set_by_invite(made.code, "hash", SessionTimes())
    assert staff.accept(made.code, channel="telegram", external_id="1")


def test_a_binding_code_ends_the_older_one_and_leaves_the_invite(world: World) -> None:
    staff = world.registry.staff
    invite = staff.add(SYSTEM, unit="余杭区", role=Role.DISTRICT_STAFF, name="示例")
    who = Caller(invite.member.account, "web")

    first, second = (staff.binding_code(who, "telegram") for _ in range(2))

    with pytest.raises(NotFound):
        staff.accept(first.code, channel="telegram", external_id="1")
    assert staff.accept(second.code, channel="telegram", external_id="1")
    assert staff.accept(invite.code, channel="dingtalk", external_id="1")


def test_five_tries_an_hour_and_chat(world: World) -> None:
    staff, made = (
        world.registry.staff,
        world.registry.staff.binding_code(world.district(), "telegram"),
    )
    for _ in range(CODE_TRIES.most):
        with pytest.raises(NotFound):
            staff.accept("x" * 22, channel="telegram", external_id="1")

    with pytest.raises(QuotaExceeded):
        staff.accept(made.code, channel="telegram", external_id="1")
    assert staff.accept(made.code, channel="telegram", external_id="2")
    world.clock.advance(timedelta(hours=1))
    with pytest.raises(NotFound):
        staff.accept("x" * 22, channel="telegram", external_id="1")


def test_the_code_is_not_shown_by_accident(sqlite_world: World) -> None:
    made = sqlite_world.registry.staff.binding_code(sqlite_world.district(), "telegram")

    assert made.code not in repr(made)
