"""The sample registry: filled once through the services, and never on real work."""

import pytest

from bot.identity import demo as module
from bot.identity.demo import Demo
from bot.identity.demo_data import PEOPLE, REPORTS
from registry.errors import Forbidden, Refused
from registry.people.web_sessions import SessionTimes, SignInMethod
from registry.transactions.members import Caller
from registry.transactions.permissions import Role
from tests.bot.identity.conftest import Door


@pytest.fixture
def demo(door: Door) -> Demo:
    return Demo(door.world.registry, SessionTimes())


def states(door: Door, demo: Demo) -> list[str]:
    reviewer = next(a.account for a in demo.accounts() if a.role is Role.CITY_REVIEWER)
    found = demo._marks.find()
    assert found is not None
    view = door.world.registry.reports.view
    return [view(Caller(reviewer, "web"), no).state for no in found.reports.values()]


def test_it_has_every_role_and_reports_in_many_states(door: Door, demo: Demo) -> None:
    assert demo.fill()

    assert {account.role for account in demo.accounts()} == set(Role)
    assert all("示例" in account.name for account in demo.accounts())
    assert len(states(door, demo)) == len(REPORTS) == 11
    assert set(states(door, demo)) == {
        "SUBMITTED", "UNDER_REVIEW", "CONSULTING", "EXCLUSIVE", "SIGNED", "LANDED", "RETURNED",
        "WITHDRAWN", "REJECTED", "FAILED_FIRST_TALK",
    }  # fmt: skip


def test_every_project_and_investor_says_that_it_is_a_sample() -> None:
    assert all("示例" in report.project and "示例" in report.investor for report in REPORTS)


def test_its_ledger_is_whole(door: Door, demo: Demo) -> None:
    demo.fill()
    auditor = next(a.account for a in demo.accounts() if a.role is Role.AUDITOR)

    assert door.world.registry.proofs.verify(Caller(auditor, "cli")).is_whole


def test_filling_again_changes_nothing(door: Door, demo: Demo) -> None:
    demo.fill()
    before = (demo.accounts(), states(door, demo))

    assert demo.fill()

    assert (demo.accounts(), states(door, demo)) == before


@pytest.mark.parametrize("after", [1, 4, 9])
def test_filling_cut_short_goes_on_where_it_stopped(
    door: Door, demo: Demo, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    real, calls = Demo._take, iter(range(100))

    def dying(self: Demo, *args: object) -> None:
        if next(calls) == after:
            raise KeyboardInterrupt
        real(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(module.Demo, "_take", dying)
    with pytest.raises(KeyboardInterrupt):
        demo.fill()
    monkeypatch.setattr(module.Demo, "_take", real)

    assert demo.fill()

    assert len(demo.accounts()) == len(PEOPLE)
    assert len(states(door, demo)) == len(REPORTS)
    assert "LANDED" in states(door, demo)


def test_two_processes_do_not_fill_it_twice(door: Door, demo: Demo) -> None:
    demo._marks.begin()
    held = door.world.registry.leases.acquire("demo", "another", module._LEASE_LIFE)
    assert held is not None

    assert not demo.fill()

    door.world.registry.leases.release(held)
    assert demo.fill()


def test_a_registry_with_real_data_is_refused_and_has_no_clicks(door: Door, demo: Demo) -> None:
    account, _ = door.invite()

    with pytest.raises(Refused) as caught:
        demo.fill()

    assert caught.value.code == "holds_real_data"
    assert demo.accounts() == ()
    with pytest.raises(Forbidden):
        demo.sign_in(account)


def test_one_click_signs_in_and_only_people_of_the_sample(door: Door, demo: Demo) -> None:
    demo.fill()
    lead = next(a for a in demo.accounts() if a.role is Role.CITY_LEAD)

    session = demo.sign_in(lead.account)

    assert door.identity.resolve(session.id).member.role is Role.CITY_LEAD
    assert session.method is SignInMethod.DEMO
    real, _ = door.invite()
    with pytest.raises(Forbidden):
        demo.sign_in(real)
