"""The Authorization header of the HTTP API."""

import pytest

from bot.identity.bearer_header import authenticate, caller_of
from registry.errors import Unauthenticated
from registry.transactions.members import Caller
from tests.bot.identity.conftest import Door


@pytest.fixture
def secret(door: Door) -> str:
    account, _ = door.invite()
    tokens = door.world.registry.access_tokens
    return tokens.create(Caller(account, "web"), name="x", scopes=["ask"]).secret


@pytest.mark.parametrize("form", ["Bearer {}", "bearer  {} ", " BEARER {}"])
def test_the_token_names_the_caller(door: Door, secret: str, form: str) -> None:
    token = authenticate(door.world.registry, form.format(secret))

    assert caller_of(token, "k") == Caller(token.member.account, "api", "k")


@pytest.mark.parametrize("form", [None, "", "Bearer", "Bearer ", "{}", "Basic {}", "Bearer {}x"])
def test_anything_else_is_nobody(door: Door, secret: str, form: str | None) -> None:
    header = None if form is None else form.format(secret)

    with pytest.raises(Unauthenticated) as caught:
        authenticate(door.world.registry, header)

    assert caught.value.code == "bad_token"
