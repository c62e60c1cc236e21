"""Inbox and outbox: once in, at least once out."""

from datetime import timedelta

from registry.messages.mail import KEPT
from registry.transactions.outbox import MAX_ATTEMPTS
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


def test_what_was_said_long_ago_is_forgotten_and_its_outcome_is_not(world: World) -> None:
    mail = world.registry.mail
    mail.take_in("telegram", "7", {"text": "联系人电话"})
    mail.answer("telegram", "7", {"calls": 1}, [("telegram", "telegram:1", {"text": "回复"})])
    mail.take_in("telegram", "8", {"text": "还没有回"})
    (sent,) = mail.heads("telegram")
    mail.mark_sent(sent)
    mail.answer("telegram", "9", {"calls": 1}, [("telegram", "telegram:2", {"text": "等着发"})])
    world.clock.advance(KEPT - timedelta(seconds=1))
    assert mail.forget_old() == 0

    world.clock.advance(timedelta(seconds=2))

    assert mail.forget_old() == 2
    assert mail.forget_old() == 0
    again = mail.take_in("telegram", "7", {"text": "联系人电话"})
    assert (again.body, again.outcome) == ({}, {"calls": 1})
    assert [m.body for m in mail.unhandled("telegram")] == [{"text": "还没有回"}]
    assert [m.body for m in mail.heads("telegram")] == [{"text": "等着发"}]
