"""Bindings that wait: seen by who decides, decided once, and never by the person they are of."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from registry.database.identity_tables import binding_request
from registry.errors import Forbidden, NotFound, RegistryError
from registry.people.binding_requests import KEPT, WAITS, BindingRequest
from registry.people.staff import BUREAU
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import World, bind

STAFF, LEAD = Role.DISTRICT_STAFF, Role.DISTRICT_LEAD
CITY, ADMIN = Role.CITY_LEAD, Role.SYSADMIN


def asked(world: World, who: Caller, external_id: str = "1") -> BindingRequest:
    code = world.registry.staff.binding_code(who, "telegram").code
    accepted = world.registry.staff.accept(code, channel="telegram", external_id=external_id)
    assert accepted.request is not None
    return accepted.request


def officer(world: World, unit: str = "余杭区") -> Caller:
    return world.person(unit, STAFF)


def told(world: World, kind: str) -> list[str]:
    return sorted(m.recipient for m in world.registry.mail.due() if m.kind == kind)


def entries(world: World) -> list[tuple[str, str]]:
    found = [line["entry"] for line in world.registry.proofs.export(SYSTEM)]
    return [(entry["kind"], entry["actor"]["account"]) for entry in found]


class TestOnBothDatabases:
    def test_a_code_binds_nothing_until_the_lead_confirms(self, world: World) -> None:
        lead, who, staff = world.district(), officer(world), world.registry.staff
        requests = world.registry.binding_requests

        waiting = asked(world, who)

        assert staff.find_by_identity("telegram", "1") is None
        assert requests.own(who, "telegram") == waiting == requests.of_chat("telegram", "1")
        assert requests.waiting(lead) == (waiting,)
        assert waiting.deciders == (LEAD,)
        assert told(world, "binding_asked") == [f"account:{lead.account}"]

        member = requests.confirm(lead, waiting.number)

        assert staff.find_by_identity("telegram", "1") == member
        assert member.account == who.account
        assert told(world, "binding_confirmed") == ["channel:telegram"]
        assert requests.waiting(lead) == ()
        assert requests.own(who, "telegram") is None
        with pytest.raises(NotFound):
            requests.confirm(lead, waiting.number)

    def test_a_refused_one_binds_nothing_and_the_chat_is_told(self, world: World) -> None:
        requests, waiting = world.registry.binding_requests, asked(world, officer(world))

        requests.refuse(world.district(), waiting.number)

        assert world.registry.staff.find_by_identity("telegram", "1") is None
        assert requests.of_chat("telegram", "1") is None
        assert told(world, "binding_refused") == ["channel:telegram"]
        with pytest.raises(NotFound):
            requests.confirm(world.district(), waiting.number)

    def test_after_a_day_it_is_over(self, world: World) -> None:
        requests, waiting = world.registry.binding_requests, asked(world, officer(world))

        world.clock.advance(WAITS)

        assert requests.waiting(world.district()) == ()
        with pytest.raises(NotFound):
            requests.confirm(world.district(), waiting.number)
        over = requests.of_chat("telegram", "1")
        assert over is not None
        assert over.is_over

    def test_a_new_one_takes_the_place_of_the_one_before(self, world: World) -> None:
        requests, who = world.registry.binding_requests, officer(world)
        first, second = asked(world, who, "1"), asked(world, who, "2")

        with pytest.raises(NotFound):
            requests.confirm(SYSTEM, first.number)
        third = asked(world, world.person("萧山区", STAFF), "2")

        assert requests.own(who, "telegram") is None
        assert requests.waiting(SYSTEM) == (third,)
        assert second.number != third.number

    def test_who_leaves_or_takes_it_back_is_not_bound(self, world: World) -> None:
        requests, who = world.registry.binding_requests, officer(world)
        first = asked(world, who)
        assert requests.withdraw(who, "telegram")
        assert not requests.withdraw(who, "telegram")
        second = asked(world, who)

        world.registry.staff.revoke(SYSTEM, who.account, reason="离岗")

        for one in (first, second):
            with pytest.raises(NotFound):
                requests.confirm(SYSTEM, one.number)
        assert world.registry.staff.find_by_identity("telegram", "1") is None

    def test_the_former_chat_stays_until_then_and_hears_of_it(self, world: World) -> None:
        who = officer(world)
        bind(world.registry, who.account, "1")

        again = asked(world, who, "2")

        assert world.registry.staff.find_by_identity("telegram", "1") is not None
        waits = [m.body for m in world.registry.mail.due() if m.kind == "binding_waits"]
        assert waits == [{"channel": "telegram", "to": "1"}]
        world.registry.binding_requests.confirm(world.district(), again.number)
        assert world.registry.staff.find_by_identity("telegram", "1") is None
        assert world.registry.staff.find_by_identity("telegram", "2") is not None

    @pytest.mark.parametrize("rounds", [4, pytest.param(200, marks=pytest.mark.nightly)])
    def test_of_many_who_decide_at_once_one_counts(self, world: World, rounds: int) -> None:
        requests, lead = world.registry.binding_requests, world.district()
        for number in range(rounds):
            waiting, start = asked(world, officer(world), str(number)), Barrier(8)
            done: list[str] = []

            def decide(
                act: Callable[[Caller, int], object],
                number: int = waiting.number,
                start: Barrier = start,
                done: list[str] = done,
            ) -> None:
                start.wait()
                with suppress(NotFound):
                    act(lead, number)
                    done.append(act.__name__)

            acts = [requests.confirm, requests.refuse] * 4
            threads = [Thread(target=decide, args=(act,)) for act in acts]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

            bound = world.registry.staff.find_by_identity("telegram", str(number))
            assert len(done) == 1
            assert (bound is not None) == (done == ["confirm"])

    def test_a_confirmation_and_a_departure_at_once_leave_nobody_bound(self, world: World) -> None:
        waiting, start = asked(world, officer(world)), Barrier(2)

        def leave() -> None:
            start.wait()
            world.registry.staff.revoke(SYSTEM, officer(world).account, reason="离岗")

        thread = Thread(target=leave)
        thread.start()
        start.wait()
        with suppress(NotFound):
            world.registry.binding_requests.confirm(SYSTEM, waiting.number)
        thread.join()

        assert world.registry.staff.find_by_identity("telegram", "1") is None


# whose it is, who decides; whether that counts
CASES = [
    (("余杭区", STAFF), ("余杭区", LEAD), True),
    (("余杭区", STAFF), ("萧山区", LEAD), False),
    (("余杭区", STAFF), (BUREAU, CITY), True),
    (("余杭区", STAFF), (BUREAU, ADMIN), True),
    (("余杭区", STAFF), (BUREAU, Role.CITY_REVIEWER), False),
    (("余杭区", STAFF), (BUREAU, Role.AUDITOR), False),
    (("余杭区", STAFF), ("余杭区", STAFF), False),  # the same person
    (("余杭区", LEAD), ("余杭区", LEAD), False),  # the same person
    (("余杭区", LEAD), ("余杭区", STAFF), False),
    (("余杭区", LEAD), (BUREAU, CITY), True),
    (("余杭区", LEAD), (BUREAU, ADMIN), True),
    ((BUREAU, Role.CITY_REVIEWER), (BUREAU, CITY), True),
    ((BUREAU, Role.CITY_REVIEWER), ("余杭区", LEAD), False),
    ((BUREAU, CITY), (BUREAU, CITY), False),  # the same person
    ((BUREAU, CITY), (BUREAU, ADMIN), True),
    ((BUREAU, ADMIN), (BUREAU, CITY), True),
]


@pytest.mark.parametrize(("whose", "who", "may"), CASES)
def test_who_decides_about_whom(
    sqlite_world: World, whose: tuple[str, Role], who: tuple[str, Role], may: bool
) -> None:
    world, requests = sqlite_world, sqlite_world.registry.binding_requests
    decider = world.person(*who)
    waiting = asked(world, world.person(*whose))

    assert requests.waiting(decider) == ((waiting,) if may else ())
    for act in (requests.confirm, requests.refuse):
        if not may:
            with pytest.raises(Forbidden):
                act(decider, waiting.number)
    if may:
        assert requests.confirm(decider, waiting.number) == waiting.member


def test_a_second_lead_of_the_unit_does_not_confirm_the_first(sqlite_world: World) -> None:
    world = sqlite_world
    waiting = asked(world, world.district())
    other = world.registry.staff.add(SYSTEM, unit="余杭区", role=LEAD, name="示例").member

    with pytest.raises(Forbidden):
        world.registry.binding_requests.confirm(Caller(other.account, "web"), waiting.number)


def test_an_administrator_confirms_the_own_one_with_a_fresh_proof(sqlite_world: World) -> None:
    requests, admin = sqlite_world.registry.binding_requests, sqlite_world.person(BUREAU, ADMIN)
    waiting = asked(sqlite_world, admin)
    assert requests.waiting(admin) == ()  # it stands on the own account instead

    with pytest.raises(Forbidden) as caught:
        requests.confirm(admin, waiting.number)
    requests.confirm(admin, waiting.number, is_proved=True)

    assert caught.value.code == "reauthentication"
    assert sqlite_world.registry.staff.find_by_identity("telegram", "1") == waiting.member


@pytest.mark.parametrize(
    ("people", "deciders"),
    [
        ((), ()),
        (((BUREAU, ADMIN),), (ADMIN,)),
        (((BUREAU, ADMIN), (BUREAU, CITY)), (CITY, ADMIN)),
        (((BUREAU, ADMIN), ("余杭区", LEAD)), (LEAD,)),
        (((BUREAU, ADMIN), ("萧山区", LEAD)), (ADMIN,)),
    ],
)
def test_the_nearest_people_are_asked(
    sqlite_world: World, people: tuple[tuple[str, Role], ...], deciders: tuple[Role, ...]
) -> None:
    callers = {role: sqlite_world.person(unit, role) for unit, role in people}

    waiting = asked(sqlite_world, officer(sqlite_world))

    assert waiting.deciders == deciders
    recipients = sorted(f"account:{callers[role].account}" for role in deciders)
    assert told(sqlite_world, "binding_asked") == recipients


def test_a_chat_that_is_bound_to_the_account_already_has_nothing_to_wait_for(
    sqlite_world: World,
) -> None:
    who = officer(sqlite_world)
    member = bind(sqlite_world.registry, who.account, "1")
    code = sqlite_world.registry.staff.binding_code(who, "telegram").code

    accepted = sqlite_world.registry.staff.accept(code, channel="telegram", external_id="1")

    assert (accepted.member, accepted.request) == (member, None)


def test_each_act_is_an_entry_of_the_ledger_by_who_did_it(sqlite_world: World) -> None:
    world, requests = sqlite_world, sqlite_world.registry.binding_requests
    who, lead = officer(world), world.district()
    asked(world, who)
    requests.withdraw(who, "telegram")
    requests.refuse(lead, asked(world, who).number)
    requests.confirm(lead, asked(world, who).number)

    found = [entry for entry in entries(world) if entry[0].startswith(("binding_", "bound"))]

    code, request = ("binding_code", who.account), ("binding_asked", "system")
    assert found == [
        code, request, ("binding_withdrawn", who.account),
        code, request, ("binding_refused", lead.account),
        code, request, ("bound", lead.account),
    ]  # fmt: skip


def test_what_nobody_asked_for_is_not_decided(sqlite_world: World) -> None:
    with pytest.raises(RegistryError) as caught:
        sqlite_world.registry.binding_requests.confirm(SYSTEM, 7)

    assert caught.value.code == "no_binding_request"


def test_what_is_long_over_is_forgotten_when_the_next_is_asked_for(sqlite_world: World) -> None:
    world, requests = sqlite_world, sqlite_world.registry.binding_requests
    requests.refuse(world.district(), asked(world, officer(world), "1").number)
    asked(world, officer(world), "2")
    world.clock.advance(KEPT)
    asked(world, officer(world), "3")
    world.clock.advance(WAITS + timedelta(seconds=1))
    asked(world, officer(world), "4")

    with world.registry.store.engine.connect() as connection:
        kept = connection.execute(select(binding_request.c.external_id)).scalars().all()

    assert kept == ["3", "4"]
