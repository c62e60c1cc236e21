"""Members and invites: shown once, used once, and over the moment they are revoked."""

import hashlib
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.errors import Forbidden, InvalidInput, NotFound, QuotaExceeded
from registry.people.invites import Invited
from registry.people.staff import BUREAU, CODE_TRIES
from registry.people.web_sessions import SessionTimes
from registry.transactions.members import SYSTEM, Caller, Member
from registry.transactions.permissions import Role, UnitKind
from tests.registry.building import CONTENT, World, bind_by, make_slots


def invited(world: World, unit: str = "余杭区", role: Role = Role.DISTRICT_STAFF) -> Invited:
    return world.registry.staff.add(SYSTEM, unit=unit, role=role, name="示例人员")


class TestOnBothDatabases:
    def test_an_invite_binds_a_channel_to_the_account_once(self, world: World) -> None:
        made, staff = invited(world), world.registry.staff

        member = bind_by(world.registry, made.code, "1001")

        assert member == made.member == staff.find_by_identity("telegram", "1001")
        with pytest.raises(NotFound):
            staff.accept(made.code, channel="telegram", external_id="1002")
        assert staff.find_by_identity("telegram", "1002") is None

    def test_of_many_with_the_same_link_one_gets_in(self, world: World) -> None:
        code, start = invited(world).code, Barrier(6)
        won: list[Member] = []

        def attempt(number: int) -> None:
            start.wait()
            with suppress(NotFound):
                accept = world.registry.staff.accept
                won.append(accept(code, channel="web", external_id=str(number)).member)

        threads = [Thread(target=attempt, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(won) == 1

    def test_the_code_itself_is_not_kept(self, world: World) -> None:
        code = invited(world).code

        with reading(world.registry.store.engine) as connection:
            kept = connection.execute(select(tables.invite.c.digest)).scalar_one()

        assert (kept, len(code)) == (hashlib.sha256(code.encode()).hexdigest(), 22)

    def test_an_invite_is_over_after_a_day(self, world: World) -> None:
        made = invited(world)
        world.clock.advance(timedelta(hours=24))

        with pytest.raises(NotFound):
            world.registry.staff.accept(made.code, channel="web", external_id="1")

    def test_a_fresh_invite_ends_the_older_one(self, world: World) -> None:
        made = invited(world)
        fresh = world.registry.staff.invite(SYSTEM, made.member.account)

        with pytest.raises(NotFound):
            world.registry.staff.accept(made.code, channel="web", external_id="1")
        accepted = world.registry.staff.accept(fresh.code, channel="web", external_id="1")
        assert accepted.member == made.member

    def test_guessing_is_counted_and_stopped(self, world: World) -> None:
        accept = world.registry.staff.accept
        for _ in range(CODE_TRIES.most):
            with pytest.raises(NotFound):
                accept("x" * 22, channel="telegram", external_id="1")

        with pytest.raises(QuotaExceeded):
            accept(invited(world).code, channel="telegram", external_id="1")

    def test_a_revoked_member_can_do_nothing_from_then_on(self, world: World) -> None:
        made, staff = invited(world), world.registry.staff
        who = Caller(made.member.account, "telegram", "k")
        bind_by(world.registry, made.code, "1")
        draft = world.registry.drafts.open(who, make_slots(CONTENT))

        staff.revoke(SYSTEM, who.account, reason="离岗")

        with pytest.raises(Forbidden):
            world.registry.reports.file(who, draft.id, 1)
        assert staff.find_by_identity("telegram", "1") is None
        assert staff.find(who.account) is None
        with pytest.raises(NotFound):
            staff.invite(SYSTEM, who.account)

    def test_a_new_binding_ends_the_old_one_and_tells_the_member(self, world: World) -> None:
        made, staff = invited(world), world.registry.staff
        bind_by(world.registry, made.code, "1")
        again = staff.invite(SYSTEM, made.member.account)

        bind_by(world.registry, again.code, "2")

        assert staff.find_by_identity("telegram", "1") is None
        ended = [
            m for m in world.registry.mail.due() if m.kind in ("binding_replaced", "binding_ended")
        ]
        assert [(m.kind, m.recipient, m.body) for m in ended] == [
            ("binding_replaced", f"account:{made.member.account}", {"channel": "telegram"}),
            ("binding_ended", "channel:telegram", {"channel": "telegram", "to": "1"}),
        ]

    def test_a_new_role_holds_in_the_next_request(self, world: World) -> None:
        account = invited(world).member.account
        filed = world.file(caller=Caller(account, "cli"))
        who = Caller(account, "cli")
        with pytest.raises(Forbidden):
            world.registry.reviews.take(who, filed.report_no, "withdraw", reason="x")

        world.registry.staff.change_role(SYSTEM, account, Role.DISTRICT_LEAD, reason="升任")

        view = world.registry.reviews.take(who, filed.report_no, "withdraw", reason="x")
        assert view.state == "WITHDRAWN"

    @pytest.mark.parametrize(
        ("unit", "role"), [(BUREAU, Role.DISTRICT_LEAD), ("余杭区", Role.CITY_LEAD)]
    )
    def test_a_role_of_the_other_side_is_refused(self, world: World, unit: str, role: Role) -> None:
        with pytest.raises(InvalidInput) as caught:
            invited(world, unit, role)

        assert caught.value.code == "role_of_other_unit"

    def test_there_is_one_first_administrator(self, world: World) -> None:
        staff = world.registry.staff

        first = staff.first_administrator(SYSTEM, "管理员")

        assert first is not None
        assert (first.member.role, first.member.unit_kind) == (Role.SYSADMIN, UnitKind.BUREAU)
        assert staff.first_administrator(SYSTEM, "管理员") is None

    def test_each_start_has_a_fresh_invite_until_an_administrator_can_sign_in(
        self, world: World
    ) -> None:
        staff = world.registry.staff
        first = staff.first_invite(SYSTEM, "管理员")
        together = staff.first_invite(SYSTEM, "管理员")  # another process, started with it
        world.clock.advance(timedelta(minutes=1))

        second = staff.first_invite(SYSTEM, "管理员")

        assert together is None
        assert first is not None
        assert second is not None
        assert first.member == second.member
        with pytest.raises(NotFound):
            world.registry.credentials.set_by_invite(first.code, "hash", SessionTimes())
        world.registry.credentials.set_by_invite(second.code, "hash", SessionTimes())
        world.clock.advance(timedelta(minutes=1))
        assert staff.first_invite(SYSTEM, "管理员") is None

    def test_a_lead_sees_the_own_unit_and_others_see_nobody(self, world: World) -> None:
        lead, staff = world.district("余杭区"), world.registry.staff
        world.district("萧山区")

        assert [m.unit for m in staff.list(lead)] == ["余杭区"]
        assert len(staff.list(SYSTEM)) == 2
        with pytest.raises(Forbidden):
            staff.list(world.reviewer)
        with pytest.raises(Forbidden):
            staff.add(lead, unit="余杭区", role=Role.DISTRICT_STAFF, name="x")

    def test_an_empty_name_is_refused(self, world: World) -> None:
        with pytest.raises(InvalidInput):
            world.registry.staff.add(SYSTEM, unit="余杭区", role=Role.DISTRICT_LEAD, name=" ")
