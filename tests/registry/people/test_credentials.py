"""Passwords as rows: written only over what was read, and ending what they must end."""

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, NotFound, QuotaExceeded, Unauthenticated
from registry.people.credentials import SIGN_IN_LIMITS, Credential
from registry.people.invites import Invited
from registry.people.web_sessions import SessionTimes, SignInMethod, WebSession
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import World

TIMES = SessionTimes()


def invited(world: World) -> Invited:
    return world.registry.staff.add(
        SYSTEM, unit="余杭区", role=Role.DISTRICT_STAFF, name="示例人员"
    )


def with_password(world: World, text: str = "hash-1") -> tuple[Credential, WebSession]:
    made = invited(world)
    session = world.registry.credentials.set_by_invite(made.code, text, TIMES)
    credential = world.registry.credentials.find(made.member.account)
    assert credential is not None
    return credential, session


def holds(world: World, session: WebSession) -> bool:
    try:
        world.registry.web_sessions.find(session.id, TIMES)
    except Unauthenticated:
        return False
    return True


def test_an_invite_sets_the_password_once_and_signs_in(world: World) -> None:
    made, store = invited(world), world.registry.credentials

    session = store.set_by_invite(made.code, "hash-1", TIMES)

    assert holds(world, session)
    assert session.method is SignInMethod.PASSWORD
    credential = store.find(made.member.account)
    assert credential is not None
    assert (credential.hash, credential.has_second_factor) == ("hash-1", False)
    assert "hash-1" not in repr(credential)
    with pytest.raises(NotFound):
        store.set_by_invite(made.code, "hash-2", TIMES)


def test_setting_it_again_by_invite_ends_sessions_and_tokens(world: World) -> None:
    credential, session = with_password(world)
    account = credential.member.account
    token = world.registry.access_tokens.create(Caller(account, "web"), name="x", scopes=["ask"])
    again = world.registry.staff.invite(SYSTEM, account)

    fresh = world.registry.credentials.set_by_invite(again.code, "hash-2", TIMES)

    assert (holds(world, session), holds(world, fresh)) == (False, True)
    with pytest.raises(Unauthenticated):
        world.registry.access_tokens.find(token.secret)
    assert ("password_changed", f"account:{account}") in [
        (m.kind, m.recipient) for m in world.registry.mail.due()
    ]


def test_changing_it_ends_every_session_but_a_new_one(world: World) -> None:
    credential, first = with_password(world)
    second = world.registry.credentials.enter(credential, TIMES, SIGN_IN_LIMITS, address="10.0.0.1")

    fresh = world.registry.credentials.change(second, credential, "hash-2", TIMES)

    assert [holds(world, session) for session in (first, second, fresh)] == [False, False, True]


def test_a_password_changed_meanwhile_lets_nobody_in(world: World) -> None:
    credential, session = with_password(world)
    world.registry.credentials.change(session, credential, "hash-2", TIMES)

    with pytest.raises(Unauthenticated):
        world.registry.credentials.enter(credential, TIMES, SIGN_IN_LIMITS, address="10.0.0.1")
    with pytest.raises(Unauthenticated):
        world.registry.credentials.change(session, credential, "hash-3", TIMES)


def test_a_rehash_never_undoes_a_change(world: World) -> None:
    credential, session = with_password(world)
    store, account = world.registry.credentials, credential.member.account
    store.rehash(credential, "hash-1b")
    rehashed = store.find(account)
    assert rehashed is not None
    store.change(session, rehashed, "hash-2", TIMES)

    store.rehash(rehashed, "hash-1c")

    found = store.find(account)
    assert found is not None
    assert (rehashed.hash, found.hash) == ("hash-1b", "hash-2")


def test_who_is_revoked_has_no_credential_and_no_way_in(world: World) -> None:
    credential, _ = with_password(world)
    account = credential.member.account
    world.registry.staff.revoke(SYSTEM, account, reason="离岗")

    assert world.registry.credentials.find(account) is None
    with pytest.raises(Forbidden):
        world.registry.credentials.enter(credential, TIMES, SIGN_IN_LIMITS, address="10.0.0.1")


def test_tries_are_counted_by_account_and_by_address(world: World) -> None:
    store = world.registry.credentials
    for _ in range(5):
        store.count_try("S00001", "10.0.0.1", SIGN_IN_LIMITS)
    with pytest.raises(QuotaExceeded):
        store.count_try("S00001", "10.0.0.2", SIGN_IN_LIMITS)

    for number in range(25):
        store.count_try(f"N{number}", "10.0.0.1", SIGN_IN_LIMITS)

    with pytest.raises(QuotaExceeded):
        store.count_try("S00002", "10.0.0.1", SIGN_IN_LIMITS)
    store.count_try("S00002", "10.0.0.3", SIGN_IN_LIMITS)


def test_right_passwords_of_an_office_use_nothing_up(world: World) -> None:
    credential, _ = with_password(world)
    store, account = world.registry.credentials, credential.member.account

    for _ in range(40):
        store.count_try(account, "10.0.0.1", SIGN_IN_LIMITS)
        store.enter(credential, TIMES, SIGN_IN_LIMITS, address="10.0.0.1")


def test_wrong_invites_of_an_address_are_stopped_and_right_ones_are_not(world: World) -> None:
    store, made = world.registry.credentials, invited(world)
    for _ in range(30):
        store.look_at_invite(made.code, address="10.0.0.1", limits=SIGN_IN_LIMITS)
    for _ in range(20):
        with pytest.raises(NotFound):
            store.look_at_invite("x" * 22, address="10.0.0.1", limits=SIGN_IN_LIMITS)

    with pytest.raises(QuotaExceeded):
        store.look_at_invite(made.code, address="10.0.0.1", limits=SIGN_IN_LIMITS)
    found, _ = store.look_at_invite(made.code, address="10.0.0.2", limits=SIGN_IN_LIMITS)
    assert found == made.member


def test_the_invite_of_who_is_gone_is_no_invite(world: World) -> None:
    made = invited(world)
    world.registry.staff.revoke(SYSTEM, made.member.account, reason="离岗")

    with pytest.raises(NotFound):
        world.registry.credentials.set_by_invite(made.code, "hash", TIMES)


def test_a_pending_session_is_completed_once(world: World) -> None:
    credential, _ = with_password(world)
    pending = world.registry.web_sessions.start(
        credential.member.account, SignInMethod.PENDING, TIMES
    )

    session = world.registry.credentials.complete(pending, TIMES, SIGN_IN_LIMITS)

    assert session.method is SignInMethod.TWO_FACTORS
    assert session.id != pending.id
    with pytest.raises(Unauthenticated):
        world.registry.credentials.complete(pending, TIMES, SIGN_IN_LIMITS)


def test_what_happened_stands_in_the_ledger_without_a_hash(world: World) -> None:
    credential, _ = with_password(world)
    world.registry.credentials.record_failure(credential.member.account)
    world.registry.credentials.record_failure(None)

    with reading(world.registry.store.engine) as connection:
        rows = connection.execute(select(tables.ledger.c.kind, tables.ledger.c.body)).all()
    assert [row.kind for row in rows][-4:] == [
        "password_set",
        "signed_in",
        "sign_in_failed",
        "sign_in_failed",
    ]
    assert all("hash-1" not in row.body for row in rows)
