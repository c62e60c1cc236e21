"""Tries at guessing: a sliding window, the same for every worker."""

from datetime import timedelta

import pytest

from registry.errors import QuotaExceeded
from registry.people.attempts import Limit, count_attempt, forget_attempts, forget_latest
from registry.transactions.members import SYSTEM
from tests.registry.building import World

LIMIT = Limit("sign_in", 3, timedelta(minutes=15))


def attempt(world: World, subject: str = "S00001") -> None:
    with world.registry.store.write(SYSTEM) as work:
        count_attempt(work, LIMIT, subject)


def test_one_more_than_the_limit_is_refused_and_says_when_to_come_back(world: World) -> None:
    for _ in range(3):
        attempt(world)
        world.clock.advance(timedelta(minutes=1))

    with pytest.raises(QuotaExceeded) as caught:
        attempt(world)

    assert caught.value.code == "too_many_tries"
    assert (caught.value.fields["retry_after_s"], caught.value.fields["minutes"]) == (720, 12)


def test_the_window_slides(world: World) -> None:
    for _ in range(3):
        attempt(world)
        world.clock.advance(timedelta(minutes=5))

    attempt(world)  # the first is fifteen minutes ago

    with pytest.raises(QuotaExceeded):
        attempt(world)


def test_another_subject_has_a_count_of_its_own(world: World) -> None:
    for _ in range(3):
        attempt(world)

    attempt(world, "S00002")


def test_success_starts_counting_anew(world: World) -> None:
    for _ in range(3):
        attempt(world)
    with world.registry.store.write(SYSTEM) as work:
        forget_attempts(work, LIMIT, "S00001")

    for _ in range(3):
        attempt(world)


def test_the_latest_of_many_can_be_taken_back(world: World) -> None:
    for _ in range(3):
        attempt(world)
    with world.registry.store.write(SYSTEM) as work:
        forget_latest(work, LIMIT, "S00001")

    attempt(world)

    with pytest.raises(QuotaExceeded):
        attempt(world)
