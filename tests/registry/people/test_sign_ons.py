"""A sign-on under way comes back to its browser, once and soon."""

from datetime import timedelta

import pytest

from registry.errors import Unauthenticated
from tests.registry.building import World


def test_it_comes_back_with_what_was_remembered_once(world: World) -> None:
    started = world.registry.sign_ons.start("/reports")

    assert world.registry.sign_ons.take(started.browser, started.state) == started
    with pytest.raises(Unauthenticated) as caught:
        world.registry.sign_ons.take(started.browser, started.state)
    assert caught.value.code == "sign_on"
    assert all(
        secret not in repr(started)
        for secret in (started.browser, started.state, started.nonce, started.verifier)
    )


def test_another_browser_or_state_finds_nothing_and_uses_it_up(world: World) -> None:
    started, other = (world.registry.sign_ons.start("/") for _ in range(2))

    with pytest.raises(Unauthenticated):
        world.registry.sign_ons.take("", started.state)
    with pytest.raises(Unauthenticated):
        world.registry.sign_ons.take(other.browser, started.state)
    with pytest.raises(Unauthenticated):
        world.registry.sign_ons.take(other.browser, other.state)
    assert world.registry.sign_ons.take(started.browser, started.state)


def test_it_is_over_after_ten_minutes(world: World) -> None:
    started = world.registry.sign_ons.start("/")
    world.clock.advance(timedelta(minutes=10))

    with pytest.raises(Unauthenticated):
        world.registry.sign_ons.take(started.browser, started.state)
