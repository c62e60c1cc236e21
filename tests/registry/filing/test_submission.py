"""Filing: one number, one receipt, one place in the queue, whatever is repeated."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from registry.database import tables
from registry.database.engine import reading
from registry.errors import InvalidInput, NotFound, Refused, StaleVersion
from registry.filing.claims import Claim
from registry.filing.reports import KEY_REUSED, ReportView
from registry.filing.slots import IDENTITY_SLOTS, REQUIRED_SLOTS
from registry.ledger.receipts import verify_receipt
from registry.transactions.members import Caller
from tests.registry.building import CONTENT, NOW, World, make_slots


def bureau_view(world: World, report_no: str) -> ReportView:
    return world.registry.reports.view(world.reviewer, report_no)


def claim_of(world: World, report_no: str) -> Claim:
    notes = bureau_view(world, report_no).bureau
    assert notes is not None
    return notes.claim


class TestOnBothDatabases:
    def test_a_filing_gets_number_receipt_and_the_active_claim(self, world: World) -> None:
        filed = world.file()

        assert (filed.report_no, filed.seq, filed.already) == ("首报-2026-000001", 1, False)
        proven = verify_receipt(filed.receipt, trusted_key=world.registry.store.signer.key)
        assert proven.entry["actor"]["unit"] == "余杭区"
        assert claim_of(world, filed.report_no) is Claim.ACTIVE

    def test_numbers_follow_acceptance_without_gaps(self, world: World) -> None:
        with pytest.raises(Refused):
            world.file(project_name=None)

        numbers = [world.file(investor_name=f"示例{n}有限公司").seq for n in range(3)]

        assert numbers == [1, 2, 3]

    def test_the_second_unit_waits_and_is_not_told(self, world: World) -> None:
        first, second = world.file("余杭区"), world.file("萧山区")

        assert claim_of(world, second.report_no) is Claim.WAITING
        own = world.registry.reports.view(world.district("萧山区"), second.report_no)
        assert (own.state, own.notice, own.bureau) == ("UNDER_REVIEW", "", None)
        assert claim_of(world, first.report_no) is Claim.ACTIVE

    def test_the_same_key_gives_the_same_receipt(self, world: World) -> None:
        first = world.file(key="k")

        again = world.file(key="k", investor_name="另一家有限公司")

        assert again.already
        assert again.receipt == first.receipt
        assert (first.notice, again.notice) == ("", KEY_REUSED)

    def test_one_draft_becomes_one_report(self, world: World) -> None:
        who = world.district()
        draft = world.registry.drafts.open(who, make_slots(CONTENT))
        file = world.registry.reports.file

        answers = [
            file(Caller(who.account, channel, channel), draft.id, draft.version)
            for channel in ("cli", "telegram", "web")
        ]

        assert {answer.seq for answer in answers} == {1}
        assert all(answer.receipt == answers[0].receipt for answer in answers)

    def test_the_same_project_of_the_same_unit_is_one_report(self, world: World) -> None:
        first = world.file()

        second, retried = world.file(key="again"), world.file(key="again")

        assert second.already
        assert first.receipt == second.receipt == retried.receipt

    def test_the_same_key_of_another_member_is_another_filing(self, world: World) -> None:
        first = world.file("余杭区", key="k")

        other = world.file("萧山区", key="k")

        assert not other.already
        assert other.seq != first.seq

    def test_a_name_and_a_credit_code_meet_in_one_project(self, world: World) -> None:
        code = "91330000609120272T"
        by_name = world.file("余杭区")
        by_both = world.file("萧山区", uscc=code)
        by_code = world.file("滨江区", uscc=code, investor_name="示例半导体（中国）有限公司")

        claims = [claim_of(world, f.report_no) for f in (by_name, by_both, by_code)]

        assert claims == [Claim.ACTIVE, Claim.WAITING, Claim.WAITING]

    def test_another_chain_is_another_project(self, world: World) -> None:
        world.file("余杭区")

        other = world.file("萧山区", chain="生物医药")

        assert claim_of(world, other.report_no) is Claim.ACTIVE

    def test_reversed_source_times_are_left_to_people(self, world: World) -> None:
        first = world.file("余杭区", sent_at=NOW - timedelta(minutes=1))
        world.clock.advance(timedelta(minutes=2))
        second = world.file("萧山区", sent_at=NOW - timedelta(minutes=3))

        notes = [bureau_view(world, f.report_no).bureau for f in (first, second)]

        assert [n.disputed for n in notes if n] == [True, True]

    def test_source_times_further_apart_than_the_window_are_not(self, world: World) -> None:
        world.file("余杭区", sent_at=NOW)
        world.clock.advance(timedelta(minutes=16))
        second = world.file("萧山区", sent_at=NOW - timedelta(minutes=1))

        notes = bureau_view(world, second.report_no).bureau

        assert notes is not None
        assert not notes.disputed

    def test_an_older_version_of_the_draft_is_not_filed(self, world: World) -> None:
        who = world.district()
        draft = world.registry.drafts.open(who, make_slots(CONTENT))
        world.registry.drafts.change(who, draft.id, 1, make_slots({"summary": "新的简介"}))

        with pytest.raises(StaleVersion):
            world.registry.reports.file(Caller(who.account, "cli", "k"), draft.id, 1)

    def test_somebody_elses_draft_is_not_there(self, world: World) -> None:
        draft = world.registry.drafts.open(world.district("余杭区"), make_slots(CONTENT))
        other = world.district("萧山区")

        with pytest.raises(NotFound):
            world.registry.reports.file(Caller(other.account, "cli", "k"), draft.id, 1)

    def test_a_filing_without_a_key_is_refused(self, world: World) -> None:
        who = world.district()
        draft = world.registry.drafts.open(who, make_slots(CONTENT))

        with pytest.raises(InvalidInput, match="idempotency"):
            world.registry.reports.file(who, draft.id, 1)

    def test_an_existing_project_is_refused_with_the_rules_answer(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            world.file(is_new_project=False)

        assert caught.value.assessment is not None
        assert str(caught.value.assessment.outcome) == "ROUTE_TRANSFER"

    @pytest.mark.parametrize("slot", REQUIRED_SLOTS)
    def test_a_required_slot_left_out_is_named(self, world: World, slot: str) -> None:
        with pytest.raises(Refused) as caught:
            world.file(**{slot: None})

        assert caught.value.fields["slots"] == (slot,)

    def test_a_refused_filing_leaves_nothing_but_the_draft(self, world: World) -> None:
        with pytest.raises(InvalidInput):
            world.file(uscc="913300006091202720")

        with reading(world.registry.store.engine) as connection:
            for table in (tables.filing, tables.inbox, tables.project_alias, tables.outbox):
                assert connection.execute(select(table)).all() == []

    def test_every_filing_is_sent_to_the_bureau(self, world: World) -> None:
        filed = world.file()

        messages = world.registry.mail.due()

        assert [(m.kind, m.recipient) for m in messages] == [("report_filed", "bureau")]
        assert messages[0].body == {"report_no": filed.report_no}


def test_what_identifies_a_project_is_part_of_the_form() -> None:
    assert set(IDENTITY_SLOTS) - {"uscc"} <= set(REQUIRED_SLOTS)
