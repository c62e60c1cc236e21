"""The second factor: set up by a first code, asked for at sign-in, never twice with one code."""

from datetime import timedelta

import pyotp
import pytest

from bot.identity.service import CodeNeeded
from registry.errors import InvalidInput, NotFound, QuotaExceeded, Unauthenticated
from registry.people.web_sessions import SignInMethod, WebSession
from registry.transactions.members import SYSTEM
from tests.bot.identity.conftest import ADDRESS, GOOD, Door


def code_now(door: Door, seed: str) -> str:
    return pyotp.TOTP(seed).at(door.world.clock.now())


def turned_on(door: Door) -> tuple[WebSession, str, tuple[str, ...]]:
    session = door.enter()
    offer = door.identity.factors.offer(session)
    recovery = door.identity.factors.confirm(session, code_now(door, offer.seed))
    door.world.clock.advance(timedelta(seconds=30))
    return session, offer.seed, recovery


def ticket(door: Door, session: WebSession) -> str:
    outcome = door.identity.sign_in(session.member.account, GOOD, address=ADDRESS)
    assert isinstance(outcome, CodeNeeded)
    return outcome.ticket


def test_the_password_alone_is_then_not_enough(door: Door) -> None:
    session, seed, _ = turned_on(door)
    waiting = ticket(door, session)
    with pytest.raises(Unauthenticated):
        door.identity.resolve(waiting)

    entered = door.identity.finish_sign_in(waiting, code_now(door, seed))

    assert entered.method is SignInMethod.TWO_FACTORS
    assert entered.id != waiting
    assert door.identity.resolve(entered.id) == entered
    with pytest.raises(Unauthenticated):
        door.identity.finish_sign_in(waiting, code_now(door, seed))


def test_a_code_is_good_once(door: Door) -> None:
    session, seed, _ = turned_on(door)
    code = code_now(door, seed)
    door.identity.finish_sign_in(ticket(door, session), code)

    with pytest.raises(Unauthenticated) as caught:
        door.identity.finish_sign_in(ticket(door, session), code)

    assert caught.value.code == "bad_code"


def test_the_code_it_was_set_up_with_is_used_up(door: Door) -> None:
    session = door.enter()
    offer = door.identity.factors.offer(session)
    code = code_now(door, offer.seed)
    door.identity.factors.confirm(session, code)

    with pytest.raises(Unauthenticated):
        door.identity.finish_sign_in(ticket(door, session), code)


def test_a_recovery_code_lets_in_once(door: Door) -> None:
    session, _, recovery = turned_on(door)

    door.identity.finish_sign_in(ticket(door, session), recovery[0].upper())

    with pytest.raises(Unauthenticated):
        door.identity.finish_sign_in(ticket(door, session), recovery[0])
    door.identity.finish_sign_in(ticket(door, session), recovery[1])


def test_five_wrong_codes_and_even_the_right_one_waits(door: Door) -> None:
    session, seed, _ = turned_on(door)
    waiting = ticket(door, session)
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            door.identity.finish_sign_in(waiting, "000000")

    with pytest.raises(QuotaExceeded):
        door.identity.finish_sign_in(waiting, code_now(door, seed))


def test_a_ticket_is_over_after_five_minutes(door: Door) -> None:
    session, seed, _ = turned_on(door)
    waiting = ticket(door, session)
    door.world.clock.advance(timedelta(minutes=5))

    with pytest.raises(Unauthenticated) as caught:
        door.identity.finish_sign_in(waiting, code_now(door, seed))

    assert caught.value.code == "session_over"


def test_a_wrong_first_code_turns_nothing_on(door: Door) -> None:
    session = door.enter()
    offer = door.identity.factors.offer(session)

    with pytest.raises(Unauthenticated):
        door.identity.factors.confirm(session, "000000")

    assert not door.identity.factors.is_on(session.member.account)
    assert offer.seed not in repr(offer)
    door.identity.factors.confirm(session, code_now(door, offer.seed))
    assert door.identity.factors.is_on(session.member.account)


def test_without_an_offer_there_is_nothing_to_confirm(door: Door) -> None:
    session = door.enter()

    with pytest.raises(InvalidInput) as caught:
        door.identity.factors.confirm(session, "000000")

    assert caught.value.code == "no_offer"


def test_proving_again_takes_both(door: Door) -> None:
    session, seed, _ = turned_on(door)
    with pytest.raises(Unauthenticated):
        door.identity.reauthenticate(session, GOOD, address=ADDRESS)

    again = door.identity.reauthenticate(session, GOOD, address=ADDRESS, code=code_now(door, seed))

    assert again.method is SignInMethod.TWO_FACTORS
    assert door.identity.resolve(again.id) == again


def test_a_new_invite_does_not_lead_around_it(door: Door) -> None:
    session, seed, _ = turned_on(door)
    invite = door.world.registry.staff.invite(SYSTEM, session.member.account)

    outcome = door.identity.accept_invite(invite.code, "another quiet sentence", address=ADDRESS)

    assert isinstance(outcome, CodeNeeded)
    door.identity.finish_sign_in(outcome.ticket, code_now(door, seed))


def test_the_member_takes_it_away(door: Door) -> None:
    session, _, _ = turned_on(door)

    door.identity.factors.remove(session)

    assert isinstance(
        door.identity.sign_in(session.member.account, GOOD, address=ADDRESS), WebSession
    )
    with pytest.raises(NotFound):
        door.identity.factors.remove(session)


def test_the_seed_does_not_lie_open_in_the_database(door: Door) -> None:
    _, seed, recovery = turned_on(door)

    stored = (door.folder / "registry.sqlite").read_bytes()

    assert seed.encode() not in stored
    assert all(code.encode() not in stored for code in recovery)
