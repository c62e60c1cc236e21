"""From an invite to a session and out again, as the web pages go."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import bootstrap
from bot.errors import BadInput
from bot.identity.passwords import HashCost
from bot.identity.service import (
    STEPS_TO_CONFIRM,
    CodeNeeded,
    Identity,
    IdentityOptions,
    caller_of,
)
from bot.settings import Settings
from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, NotFound, QuotaExceeded, Unauthenticated
from registry.people.web_sessions import SignInMethod
from registry.transactions.members import SYSTEM
from registry.transactions.permissions import Role
from tests.bot.identity.conftest import ADDRESS, GOOD, Door, signed_in

OTHER = "another quiet sentence"


def is_over(door: Door, session_id: str) -> bool:
    try:
        door.identity.resolve(session_id)
    except Unauthenticated:
        return True
    return False


class TestInvite:
    def test_the_page_may_look_and_the_password_is_set_once(self, door: Door) -> None:
        account, code = door.invite()
        view = door.identity.look_at_invite(code, address=ADDRESS)

        session = signed_in(door.identity.accept_invite(code, GOOD, address=ADDRESS))

        assert (view.member.account, session.member.account) == (account, account)
        assert door.identity.resolve(session.id) == session
        with pytest.raises(NotFound):
            door.identity.accept_invite(code, OTHER, address=ADDRESS)
        with pytest.raises(NotFound):
            door.identity.look_at_invite(code, address=ADDRESS)

    def test_a_poor_password_leaves_the_invite_open(self, door: Door) -> None:
        _, code = door.invite()
        with pytest.raises(BadInput):
            door.identity.accept_invite(code, "示例人员示例人员示例人员", address=ADDRESS)

        signed_in(door.identity.accept_invite(code, GOOD, address=ADDRESS))

    def test_a_new_invite_resets_a_forgotten_password(self, door: Door) -> None:
        session = door.enter()
        account = session.member.account
        again = door.world.registry.staff.invite(SYSTEM, account)

        signed_in(door.identity.accept_invite(again.code, OTHER, address=ADDRESS))

        assert is_over(door, session.id)
        with pytest.raises(Unauthenticated):
            door.identity.sign_in(account, GOOD, address=ADDRESS)
        signed_in(door.identity.sign_in(account, OTHER, address=ADDRESS))


class TestSignIn:
    def test_the_account_may_be_typed_in_any_case(self, door: Door) -> None:
        account = door.enter().member.account

        session = signed_in(door.identity.sign_in(f" {account.lower()} ", GOOD, address=ADDRESS))

        assert session.member.account == account
        assert caller_of(session, "k").key == "k"
        assert caller_of(session).channel == "web"

    def test_whatever_is_wrong_the_answer_is_the_same(self, door: Door) -> None:
        account = door.enter().member.account
        unset, _ = door.invite()
        answers = set()

        for name, password in ((account, OTHER), ("S99999", GOOD), (unset, GOOD), ("", "")):
            with pytest.raises(Unauthenticated) as caught:
                door.identity.sign_in(name, password, address=ADDRESS)
            answers.add((str(caught.value), caught.value.code))

        assert answers == {("wrong account or password", "bad_credentials")}

    @pytest.mark.parametrize("known", [True, False])
    def test_after_five_wrong_ones_even_the_right_one_waits(self, door: Door, known: bool) -> None:
        account = door.enter().member.account if known else "S99999"
        for number in range(5):
            with pytest.raises(Unauthenticated):
                door.identity.sign_in(account, OTHER, address=f"10.0.0.{number}")

        with pytest.raises(QuotaExceeded) as caught:
            door.identity.sign_in(account, GOOD, address="10.0.0.9")

        assert caught.value.fields["minutes"] == 15
        door.world.clock.advance(timedelta(minutes=15))
        if known:
            signed_in(door.identity.sign_in(account, GOOD, address="10.0.0.9"))

    def test_a_right_one_starts_counting_anew(self, door: Door) -> None:
        account = door.enter().member.account
        for _ in range(3):
            for _ in range(4):
                with pytest.raises(Unauthenticated):
                    door.identity.sign_in(account, OTHER, address=ADDRESS)
            signed_in(door.identity.sign_in(account, GOOD, address=ADDRESS))

    @pytest.mark.parametrize(
        ("first", "second", "same"),
        [
            ("2001:db8::1", "2001:db8::ffff", True),
            ("2001:db8::1", "2001:db8:0:1::1", False),
            ("::ffff:10.0.0.1", "10.0.0.1", True),
            ("testclient", "testclient", True),
        ],
    )
    def test_an_address_is_counted_by_its_network(
        self, door: Door, first: str, second: str, same: bool
    ) -> None:
        limits = door.identity.options.limits
        for number in range(limits.of_address.most):
            with pytest.raises(Unauthenticated):
                door.identity.sign_in(f"N{number}", OTHER, address=first)

        expected = QuotaExceeded if same else Unauthenticated
        with pytest.raises(expected):
            door.identity.sign_in("N", OTHER, address=second)

    def test_signing_in_replaces_the_session_the_browser_had(self, door: Door) -> None:
        old = door.enter()

        new = signed_in(
            door.identity.sign_in(old.member.account, GOOD, address=ADDRESS, replacing=old.id)
        )

        assert is_over(door, old.id)
        assert not is_over(door, new.id)

    def test_a_hash_of_older_parameters_is_renewed_at_sign_in(self, door: Door) -> None:
        account = door.enter().member.account
        find = door.world.registry.credentials.find
        cost = HashCost(memory_kib=16, passes=1)
        later = Identity(door.world.registry, door.folder / "keys", IdentityOptions(cost=cost))

        signed_in(later.sign_in(account, GOOD, address=ADDRESS))

        renewed = find(account)
        assert renewed is not None
        assert "m=16," in renewed.hash
        signed_in(later.sign_in(account, GOOD, address=ADDRESS))
        assert find(account) == renewed


class TestSession:
    def test_role_and_revocation_hold_in_the_next_request(self, door: Door) -> None:
        one, two = door.enter(), door.enter()
        staff = door.world.registry.staff

        staff.change_role(SYSTEM, one.member.account, Role.DISTRICT_LEAD, reason="升任")
        staff.revoke(SYSTEM, two.member.account, reason="离岗")

        assert is_over(door, one.id)
        assert is_over(door, two.id)
        with pytest.raises(Unauthenticated):
            door.identity.sign_in(two.member.account, GOOD, address=ADDRESS)

    def test_signing_out_of_one_or_all(self, door: Door) -> None:
        one = door.enter()
        account = one.member.account
        two, three = (
            signed_in(door.identity.sign_in(account, GOOD, address=ADDRESS)) for _ in range(2)
        )

        door.identity.sign_out(one.id)
        still = is_over(door, two.id)
        ended = door.identity.sign_out_everywhere(two)

        assert (is_over(door, one.id), still, ended) == (True, False, 2)
        assert is_over(door, three.id)

    def test_all_others_are_signed_out_and_this_one_goes_on(self, door: Door) -> None:
        one = door.enter()
        two = signed_in(door.identity.sign_in(one.member.account, GOOD, address=ADDRESS))

        ended = door.identity.sign_out_others(two)

        assert (is_over(door, one.id), is_over(door, two.id), ended) == (True, False, 1)

    @pytest.mark.parametrize("session_id", [None, "", "x" * 43])
    def test_without_a_session_nobody_is_there(self, door: Door, session_id: str | None) -> None:
        with pytest.raises(Unauthenticated) as caught:
            door.identity.resolve(session_id)

        assert caught.value.code == "session_over"

    def test_a_grant_asks_for_the_password_again_after_ten_minutes(self, door: Door) -> None:
        session = door.enter()
        door.identity.require_recent(session)
        door.world.clock.advance(timedelta(minutes=10))
        with pytest.raises(Forbidden) as caught:
            door.identity.require_recent(session)

        again = door.identity.reauthenticate(session, GOOD, address=ADDRESS)

        assert caught.value.code == "reauthentication"
        door.identity.require_recent(door.identity.resolve(again.id))
        assert again.id != session.id
        assert is_over(door, session.id)

    @pytest.mark.parametrize("step", ["grant", "withdraw", "terminate", "hand_over"])
    def test_such_a_step_takes_a_session_proved_lately(self, door: Door, step: str) -> None:
        session = door.enter()
        door.identity.require_step(session, step)
        door.world.clock.advance(timedelta(minutes=10))

        for who in (session, None):
            with pytest.raises(Forbidden):
                door.identity.require_step(who, step)
            door.identity.require_step(who, "start_review")

    def test_the_steps_to_confirm_are_steps_of_the_lifecycle(self, door: Door) -> None:
        transitions = door.world.registry.rules.lifecycle.transitions

        assert {step.name for step in transitions} >= STEPS_TO_CONFIRM

    def test_a_wrong_password_leaves_the_session_as_it_was(self, door: Door) -> None:
        session = door.enter()

        with pytest.raises(Unauthenticated):
            door.identity.reauthenticate(session, OTHER, address=ADDRESS)

        assert door.identity.resolve(session.id) == session

    def test_a_demonstration_has_nothing_to_prove(self, door: Door) -> None:
        session = replace(door.enter(), method=SignInMethod.DEMO)
        door.world.clock.advance(timedelta(hours=1))

        door.identity.require_recent(session)


class TestChangingThePassword:
    def test_it_ends_every_other_session(self, door: Door) -> None:
        one = door.enter()
        account = one.member.account
        two = signed_in(door.identity.sign_in(account, GOOD, address=ADDRESS))

        fresh = door.identity.change_password(one, GOOD, OTHER, address=ADDRESS)

        assert [is_over(door, s.id) for s in (one, two, fresh)] == [True, True, False]
        signed_in(door.identity.sign_in(account, OTHER, address=ADDRESS))

    def test_it_takes_the_old_one_and_a_good_new_one(self, door: Door) -> None:
        session = door.enter()

        with pytest.raises(Unauthenticated):
            door.identity.change_password(session, OTHER, OTHER, address=ADDRESS)
        with pytest.raises(BadInput):
            door.identity.change_password(session, GOOD, "short", address=ADDRESS)

        assert not is_over(door, session.id)


def test_no_secret_is_in_the_database_or_on_show(door: Door) -> None:
    account, code = door.invite()
    session = signed_in(door.identity.accept_invite(code, GOOD, address=ADDRESS))
    with pytest.raises(Unauthenticated):
        door.identity.sign_in(account, "a secret typed wrong", address="192.0.2.77")
    with pytest.raises(Unauthenticated):
        door.identity.sign_in("typed secret as account", "x", address=ADDRESS)

    stored = (door.folder / "registry.sqlite").read_bytes()
    for secret in (
        GOOD, code, session.id, "a secret typed", "typed secret", "TYPED SECRET", "192.0.2.77",
    ):  # fmt: skip
        assert secret.encode() not in stored
        assert secret not in repr(session)


def test_the_settings_say_how_long_a_session_lives(door: Door) -> None:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        home=door.folder,
        session_idle_minutes=5,
        session_hours=1,
        reauthentication_minutes=2,
        port=8123,
    )

    options = bootstrap.identity_options(settings)

    assert (options.times.idle, options.times.absolute, options.recent) == (
        timedelta(minutes=5), timedelta(hours=1), timedelta(minutes=2),
    )  # fmt: skip
    assert bootstrap.public_url(settings) == "http://127.0.0.1:8123"


def test_what_people_did_stands_in_the_ledger(door: Door) -> None:
    session = door.enter()
    door.identity.sign_out(session.id)

    with reading(door.world.registry.store.engine) as connection:
        kinds = list(connection.execute(select(tables.ledger.c.kind)).scalars())
    assert kinds[-3:] == ["password_set", "signed_in", "signed_out"]


def test_a_ticket_is_not_shown_by_accident(door: Door) -> None:
    assert "ticket-1" not in repr(CodeNeeded("ticket-1", door.world.clock.now()))
