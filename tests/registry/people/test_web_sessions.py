"""Sessions: a new id each time, two ends, and over at once when they are ended."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.database.identity_tables import web_session
from registry.errors import Forbidden, Unauthenticated
from registry.people.web_sessions import SessionTimes, SignInMethod, WebSession
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.registry.building import World

TIMES = SessionTimes()


def started(world: World, replacing: str | None = None) -> WebSession:
    account = world.district().account
    return world.registry.web_sessions.start(
        account, SignInMethod.PASSWORD, TIMES, replacing=replacing
    )


def is_over(world: World, session: WebSession, *, is_use: bool = True) -> bool:
    try:
        world.registry.web_sessions.find(session.id, TIMES, is_use=is_use)
    except Unauthenticated as error:
        return error.code == "session_over"
    return False


def test_a_session_is_found_by_its_id_with_its_member(world: World) -> None:
    session = started(world)

    assert world.registry.web_sessions.find(session.id, TIMES) == session
    assert session.member.account == world.district().account
    assert len(session.id) == 43


def test_the_id_is_kept_as_a_digest_and_not_shown(world: World) -> None:
    session = started(world)

    with reading(world.registry.store.engine) as connection:
        kept = connection.execute(select(web_session.c.digest)).scalar_one()
    assert kept == hashlib.sha256(session.id.encode()).hexdigest()
    assert session.id not in repr(session)


@pytest.mark.parametrize(("minutes", "over"), [(29, False), (30, True)])
def test_a_session_without_use_ends(world: World, minutes: int, over: bool) -> None:
    session = started(world)
    world.clock.advance(timedelta(minutes=minutes))

    assert is_over(world, session) is over


def test_looking_whether_a_session_holds_does_not_keep_it_alive(world: World) -> None:
    session = started(world)
    for _ in range(2):
        world.clock.advance(timedelta(minutes=15))
        held = not is_over(world, session, is_use=False)

    assert not held


def test_a_session_in_use_ends_after_its_hours(world: World) -> None:
    session = started(world)
    for _ in range(23):  # 7 h 40
        world.clock.advance(timedelta(minutes=20))
        assert not is_over(world, session)

    world.clock.advance(timedelta(minutes=20))

    assert is_over(world, session)


def test_signing_in_again_gives_a_new_id_and_ends_the_old(world: World) -> None:
    first = started(world)

    second = started(world, replacing=first.id)

    assert first.id != second.id
    assert is_over(world, first)
    assert not is_over(world, second)


def test_signing_out_ends_it_and_twice_is_no_error(world: World) -> None:
    session = started(world)

    world.registry.web_sessions.end(session.id)
    world.registry.web_sessions.end(session.id)

    assert is_over(world, session)
    assert kinds(world).count("signed_out") == 1


@pytest.mark.parametrize("what", ["revoked", "other role"])
def test_sessions_end_with_the_account_and_with_its_role(world: World, what: str) -> None:
    session = started(world)

    if what == "revoked":
        world.registry.staff.revoke(SYSTEM, session.member.account, reason="离岗")
    else:
        account = session.member.account
        world.registry.staff.change_role(SYSTEM, account, Role.DISTRICT_STAFF, reason="调岗")

    assert is_over(world, session)


def test_a_revoked_member_cannot_start_one(world: World) -> None:
    account = world.district().account
    world.registry.staff.revoke(SYSTEM, account, reason="离岗")

    with pytest.raises(Forbidden):
        world.registry.web_sessions.start(account, SignInMethod.PASSWORD, TIMES)


def test_a_session_that_waits_for_a_code_is_none_yet_and_short(world: World) -> None:
    account = world.district().account
    pending = world.registry.web_sessions.start(account, SignInMethod.PENDING, TIMES)

    assert is_over(world, pending)
    found = world.registry.web_sessions.find(pending.id, TIMES, pending=True)
    assert found.member.account == account
    with pytest.raises(Unauthenticated):
        world.registry.web_sessions.find(started(world).id, TIMES, pending=True)
    world.clock.advance(timedelta(minutes=5))
    with pytest.raises(Unauthenticated):
        world.registry.web_sessions.find(pending.id, TIMES, pending=True)


@pytest.mark.parametrize("guess", ["", "x" * 43, "\ud800", "' OR 1=1 --"])
def test_a_guess_finds_nobody(sqlite_world: World, guess: str) -> None:
    started(sqlite_world)

    with pytest.raises(Unauthenticated):
        sqlite_world.registry.web_sessions.find(guess, TIMES)


def test_a_session_goes_on_when_nothing_can_be_written(world: World) -> None:
    session = started(world)
    with world.registry.store.write(SYSTEM) as work:
        state = {"name": "read_only", "value": ["x"], "at": work.at}
        work.connection.execute(tables.service_state.insert().values(state))
    world.clock.advance(timedelta(minutes=2))

    assert not is_over(world, session)


def test_old_rows_are_swept_away(world: World) -> None:
    started(world)
    world.clock.advance(timedelta(days=8))

    fresh = started(world)

    with reading(world.registry.store.engine) as connection:
        kept = list(connection.execute(select(web_session.c.created_at)).scalars())
    assert kept == [fresh.created_at]


def kinds(world: World) -> list[str]:
    with reading(world.registry.store.engine) as connection:
        return list(connection.execute(select(tables.ledger.c.kind)).scalars())
