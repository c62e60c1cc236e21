"""Access tokens: shown once, within scopes, over the moment they are revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.database.identity_tables import access_token
from registry.errors import Forbidden, InvalidInput, NotFound, QuotaExceeded, Unauthenticated
from registry.ledger import chain as ledger
from registry.people.access_tokens import MOST_TOKENS, NewToken, TokenScope
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import World


def made(world: World, *scopes: str, caller: Caller | None = None) -> NewToken:
    return world.registry.access_tokens.create(
        caller or world.district(), name="周报", scopes=scopes or ("reports:read",)
    )


def test_a_token_names_its_member_and_scopes(world: World) -> None:
    new = made(world, "ask", "reports:write")

    found = world.registry.access_tokens.find(new.secret)

    assert found.member.account == world.district().account
    assert found.scopes == {TokenScope.ASK, TokenScope.REPORTS_WRITE}
    assert new.secret.startswith("yipanqi_")


def test_writing_holds_reading_and_nothing_else(sqlite_world: World) -> None:
    token = made(sqlite_world, "reports:write").token

    assert token.may(TokenScope.REPORTS_READ)
    assert not token.may(TokenScope.REVIEWS_READ)
    with pytest.raises(Forbidden) as caught:
        token.require(TokenScope.ASK)
    assert (caught.value.code, caught.value.fields["scope"]) == ("scope", "ask")
    assert not made(sqlite_world, "reports:read").token.may(TokenScope.REPORTS_WRITE)


def test_the_secret_is_kept_and_shown_nowhere(world: World) -> None:
    new = made(world)

    with reading(world.registry.store.engine) as connection:
        rows = [str(tuple(row)) for row in connection.execute(select(access_token))]
        events = list(connection.execute(select(tables.ledger.c.body)).scalars())
    assert all(new.secret not in text for text in (*rows, *events, repr(new)))


def test_a_token_ends_by_its_own_day(world: World) -> None:
    new = made(world)
    world.clock.advance(timedelta(days=90))

    with pytest.raises(Unauthenticated) as caught:
        world.registry.access_tokens.find(new.secret)

    assert caught.value.code == "bad_token"


def test_a_revoked_token_is_over_in_the_next_request(world: World) -> None:
    new, store = made(world), world.registry.access_tokens

    store.revoke(world.district(), new.token.id)

    with pytest.raises(Unauthenticated):
        store.find(new.secret)
    assert store.list(world.district()) == ()
    with pytest.raises(NotFound):
        store.revoke(world.district(), new.token.id)


def test_the_tokens_of_others_cannot_be_seen_or_revoked_but_by_the_administrator(
    world: World,
) -> None:
    new, store = made(world), world.registry.access_tokens
    other = world.district("萧山区")

    assert store.list(other) == ()
    with pytest.raises(NotFound):
        store.revoke(other, new.token.id)
    store.revoke(SYSTEM, new.token.id)
    with pytest.raises(Unauthenticated):
        store.find(new.secret)


@pytest.mark.parametrize("what", ["revoked", "other role"])
def test_tokens_end_with_the_account_and_with_its_role(world: World, what: str) -> None:
    new, account = made(world), world.district().account

    if what == "revoked":
        world.registry.staff.revoke(SYSTEM, account, reason="离岗")
    else:
        world.registry.staff.change_role(SYSTEM, account, Role.DISTRICT_STAFF, reason="调岗")

    with pytest.raises(Unauthenticated):
        world.registry.access_tokens.find(new.secret)


def test_the_last_use_is_noted_to_the_minute(world: World) -> None:
    new, store = made(world), world.registry.access_tokens
    store.find(new.secret)
    first = store.list(world.district())[0].used_at
    world.clock.advance(timedelta(seconds=30))
    store.find(new.secret)

    again = store.list(world.district())[0].used_at
    world.clock.advance(timedelta(seconds=30))
    store.find(new.secret)

    assert again == first
    assert store.list(world.district())[0].used_at == world.clock.now()


def test_a_token_cannot_make_tokens(sqlite_world: World) -> None:
    with pytest.raises(Forbidden):
        made(sqlite_world, caller=replace(sqlite_world.district(), channel="api"))


def test_there_is_a_most_of_tokens(sqlite_world: World) -> None:
    for _ in range(MOST_TOKENS):
        made(sqlite_world)

    with pytest.raises(QuotaExceeded) as caught:
        made(sqlite_world)

    assert caught.value.code == "too_many_tokens"


@pytest.mark.parametrize(
    ("name", "scopes", "days", "code"),
    [
        (" ", ("ask",), 1, "empty"),
        ("x" * 61, ("ask",), 1, "too_long"),
        ("x", (), 1, "bad_scope"),
        ("x", ("everything",), 1, "bad_scope"),
        ("x", ("ask",), 0, "token_life"),
        ("x", ("ask",), 367, "token_life"),
    ],
)
def test_a_token_without_name_scope_or_end_is_refused(
    sqlite_world: World, name: str, scopes: tuple[str, ...], days: int, code: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        sqlite_world.registry.access_tokens.create(
            sqlite_world.district(), name=name, scopes=scopes, life=timedelta(days=days)
        )

    assert caught.value.code == code


def test_a_token_can_still_be_used_when_nothing_can_be_written(world: World) -> None:
    new = made(world)
    stop_writes(world)

    assert world.registry.access_tokens.find(new.secret).name == "周报"


def stop_writes(world: World) -> None:
    """As verification does after damage."""
    with world.registry.store.write(SYSTEM) as work:
        state = {"name": "read_only", "value": ["x"], "at": work.at}
        work.connection.execute(tables.service_state.insert().values(state))


def test_making_and_revoking_stand_in_the_ledger(world: World) -> None:
    new = made(world)
    world.registry.access_tokens.revoke(world.district(), new.token.id)

    with reading(world.registry.store.engine) as connection:
        kinds = list(connection.execute(select(tables.ledger.c.kind)).scalars())
        assert ledger.read_head(connection).size == len(kinds)
    assert kinds[-2:] == ["token_made", "token_revoked"]
