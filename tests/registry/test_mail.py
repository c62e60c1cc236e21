"""Inbox and outbox: once in, at least once out."""

from datetime import timedelta

from registry.outbox import MAX_ATTEMPTS
from tests.registry.building import World


class TestOnBothDatabases:
    def test_a_repeated_message_is_stored_once_and_keeps_its_outcome(self, world: World) -> None:
        mail = world.registry.mail
        first = mail.take_in("telegram", "7", {"text": "a"})
        assert first.outcome is None
        assert [m.source_id for m in mail.unhandled("telegram")] == ["7"]

        mail.mark_done("telegram", "7", {"report_no": "x"})

        again = mail.take_in("telegram", "7", {"text": "b"})
        assert (again.body, again.outcome) == ({"text": "a"}, {"report_no": "x"})
        assert mail.unhandled("telegram") == ()

    def test_a_message_is_due_until_it_was_sent(self, world: World) -> None:
        world.file()
        mail = world.registry.mail
        (message,) = mail.due()

        mail.mark_sent(message)

        assert mail.due() == ()

    def test_a_failed_message_is_due_later_and_dead_at_last(self, world: World) -> None:
        world.file()
        mail = world.registry.mail
        for attempt in range(MAX_ATTEMPTS):
            (message,) = mail.due()
            assert message.attempts == attempt
            mail.mark_failed(message)
            assert mail.due() == ()
            world.clock.advance(timedelta(hours=1))

        assert mail.due() == ()
