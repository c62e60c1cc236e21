"""Conversation state: found again anywhere, never overwritten unseen, one message at a time."""

from threading import Event, Thread

import pytest

from registry.errors import StaleVersion
from tests.registry.building import World


class TestOnBothDatabases:
    def test_a_saved_state_is_loaded_again(self, world: World) -> None:
        sessions = world.registry.sessions

        sessions.save("telegram:1", "p", {"form": "首报"}, version=0)
        second = sessions.save("telegram:1", "p", {"form": "审查"}, version=1)

        assert sessions.load("telegram:1") == second
        assert (second.version, second.state) == (2, {"form": "审查"})
        assert sessions.load("telegram:2") is None

    @pytest.mark.parametrize("version", [0, 1, 3])
    def test_a_state_changed_meanwhile_is_not_overwritten(self, world: World, version: int) -> None:
        sessions = world.registry.sessions
        sessions.save("c", "p", {}, version=0)
        sessions.save("c", "p", {"n": 2}, version=1)

        with pytest.raises(StaleVersion):
            sessions.save("c", "p", {"n": 9}, version=version)

        found = sessions.load("c")
        assert found is not None
        assert found.state == {"n": 2}

    def test_a_person_continues_on_another_channel(self, world: World) -> None:
        from datetime import timedelta

        sessions = world.registry.sessions
        sessions.save("web:1", "p", {}, version=0)
        world.clock.advance(timedelta(seconds=1))
        last = sessions.save("telegram:1", "p", {}, version=0)

        assert sessions.latest_of("p") == last
        assert sessions.latest_of("q") is None


def test_messages_of_one_person_are_handled_in_turn(sqlite_world: World) -> None:
    sessions, entered, order = sqlite_world.registry.sessions, Event(), []

    def second() -> None:
        entered.set()
        with sessions.one_at_a_time("p"):
            order.append("second")

    with sessions.one_at_a_time("p"):
        thread = Thread(target=second)
        thread.start()
        entered.wait()
        with sessions.one_at_a_time("somebody else"):
            order.append("first")
    thread.join()

    assert order == ["first", "second"]
    assert sessions._locks._locks == {}
