"""Drafts: every slot with its words, its source and what it was before."""

from datetime import timedelta

import pytest

from registry.errors import Forbidden, InvalidInput, NotFound, QuotaExceeded, StaleVersion
from registry.filing.drafts import DraftService, DraftState
from registry.filing.slots import Slot, SlotStatus
from registry.transactions.members import Caller
from tests.registry.building import CONTENT, World, make_slots


def said(value: object, message: str, status: SlotStatus = SlotStatus.PROPOSED) -> Slot:
    return Slot(value, raw=str(value), message_id=message, status=status)


class TestOnBothDatabases:
    def test_a_changed_slot_remembers_what_it_replaced(self, world: World) -> None:
        who, drafts = world.district(), world.registry.drafts
        draft = drafts.open(who, {"chain": said("集成电路", "m1")})
        drafts.change(who, draft.id, 1, {"chain": said("生物医药", "m2")})

        slot = drafts.change(who, draft.id, 2, {"chain": said("新材料", "m3")}).slots["chain"]

        assert (slot.value, slot.message_id) == ("新材料", "m3")
        assert slot.previous is not None
        assert (slot.previous["value"], slot.previous["message_id"]) == ("生物医药", "m2")
        assert "previous" not in slot.previous

    def test_two_changes_of_one_version_do_not_both_win(self, world: World) -> None:
        who, drafts = world.district(), world.registry.drafts
        draft = drafts.open(who)
        drafts.change(who, draft.id, 1, make_slots({"summary": "甲"}))

        with pytest.raises(StaleVersion) as caught:
            drafts.change(who, draft.id, 1, make_slots({"summary": "乙"}))

        assert caught.value.fields == {"expected": 1, "actual": 2}

    def test_what_is_missing_shrinks_as_slots_are_filled(self, world: World) -> None:
        who, drafts = world.district(), world.registry.drafts
        bad = {"total_investment": said("很多", "m", SlotStatus.INVALID)}
        draft = drafts.open(who, make_slots({**CONTENT, "chain": None}) | bad)

        assert draft.missing == ("chain", "total_investment")

    @pytest.mark.parametrize(
        ("slots", "code"),
        [
            ({"surprise": said("x", "m")}, "unknown_slot"),
            ({"summary": said(1.5, "m")}, "bad_value"),
            ({"summary": said("\ud800", "m")}, "bad_value"),
        ],
    )
    def test_what_cannot_be_kept_is_refused(
        self, world: World, slots: dict[str, Slot], code: str
    ) -> None:
        with pytest.raises(InvalidInput) as caught:
            world.registry.drafts.open(world.district(), slots)

        assert caught.value.code == code

    def test_nul_and_invisible_characters_are_kept_and_filed(self, world: World) -> None:
        filed = world.file(project_name="甲\x00乙\u200b")

        view = world.registry.reports.view(world.district(), filed.report_no)

        assert view.content["project_name"] == "甲\x00乙\u200b"

    def test_a_discarded_draft_is_closed(self, world: World) -> None:
        who, drafts = world.district(), world.registry.drafts
        draft = drafts.open(who)

        drafts.discard(who, draft.id, 1)

        assert drafts.get(who, draft.id).state is DraftState.DISCARDED
        assert drafts.list_open(who) == ()
        with pytest.raises(InvalidInput):
            drafts.change(who, draft.id, 2, make_slots({"summary": "x"}))

    def test_drafts_are_their_authors_alone(self, world: World) -> None:
        who, drafts = world.district(), world.registry.drafts
        draft = drafts.open(who)
        world.clock.at = world.clock.at.replace(hour=3)
        later = drafts.open(who)

        assert [d.id for d in drafts.list_open(who)] == [later.id, draft.id]
        assert drafts.list_open(world.district("萧山区")) == ()
        with pytest.raises(NotFound):
            drafts.get(world.district("萧山区"), draft.id)
        with pytest.raises(Forbidden):
            drafts.open(world.reviewer)


def test_a_unit_above_its_hourly_limit_opens_no_draft_but_files_what_it_has(
    sqlite_world: World,
) -> None:
    world, who = sqlite_world, sqlite_world.district()
    drafts = DraftService(world.registry.store, filings_an_hour=2)
    ready = drafts.open(who, make_slots(CONTENT))
    for n in range(2):
        world.file(investor_name=f"示例{n}有限公司")

    with pytest.raises(QuotaExceeded) as caught:
        drafts.open(who)

    assert (caught.value.code, caught.value.fields["limit"]) == ("filing_limit", 2)
    drafts.open(world.district("萧山区"))
    filing = Caller(who.account, "cli", "late")
    assert world.registry.reports.file(filing, ready.id, ready.version).seq == 3
    world.clock.advance(timedelta(minutes=61))
    drafts.open(who)
