"""From report to right and on: who may hold it, who comes next, and what stops a grant."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from registry.casework.findings import FindingKind
from registry.errors import Forbidden, InvalidInput, NotFound, Refused
from registry.filing.claims import Claim
from registry.filing.reports import HELD_BY_OTHER, BureauNotes
from registry.people.staff import BUREAU
from registry.transactions.members import SYSTEM, Caller
from registry.transactions.permissions import Role
from tests.registry.building import NOW, World, make_slots, open_world, rulebook
from tests.registry.walking import CONSULTATION, GUIDE_REVIEW, filed_in, prepare, take, walk


def notes(world: World, report_no: str) -> BureauNotes:
    found = world.registry.reports.view(world.reviewer, report_no).bureau
    assert found is not None
    return found


def claims(world: World, *numbers: str) -> list[Claim]:
    return [notes(world, number).claim for number in numbers]


def reopen(world: World, folder: Path, settings: Mapping[str, object]) -> World:
    """The same database under other local settings."""
    url = world.registry.store.engine.url.render_as_string(hide_password=False)
    world.registry.close()
    opened = open_world(url, folder, rules=rulebook(settings), clock=world.clock)
    opened.people = world.people
    return opened


class TestOnBothDatabases:
    @pytest.mark.parametrize("step", ["withdraw", "terminate"])
    def test_the_slot_goes_to_the_lowest_number_that_waits(self, world: World, step: str) -> None:
        first = filed_in(world, "EXCLUSIVE", "余杭区")
        second, third = world.file("萧山区"), world.file("滨江区")

        take(world, first.report_no, step)

        found = claims(world, first.report_no, second.report_no, third.report_no)
        assert found == [Claim.NONE, Claim.ACTIVE, Claim.WAITING]

    def test_a_waiting_report_is_not_taken_up(self, world: World) -> None:
        world.file("余杭区")
        second = world.file("萧山区").report_no
        prepare(world, second, "start_review")

        with pytest.raises(Refused) as caught:
            world.registry.reviews.take(world.reviewer, second, "start_review")

        assert caught.value.code == "not_next"

    def test_a_grant_tells_the_others_to_stop_and_nothing_else(self, world: World) -> None:
        first = filed_in(world, "CONSULTING", "余杭区")
        second = world.file("萧山区")
        before = world.registry.reports.view(world.district("萧山区"), second.report_no)
        record = world.registry.reviews.record
        record(world.reviewer, first.report_no, FindingKind.CONSULTATION, CONSULTATION)

        world.registry.reviews.take(world.city_lead, first.report_no, "grant")

        after = world.registry.reports.view(world.district("萧山区"), second.report_no)
        assert (before.notice, after.notice) == ("", HELD_BY_OTHER)
        told = [m for m in world.registry.mail.due() if m.recipient == "unit:萧山区"]
        assert [(m.kind, m.body) for m in told] == [
            ("held_by_other", {"report_no": second.report_no})
        ]
        late = world.file("滨江区")
        assert late.notice == HELD_BY_OTHER

    def test_a_reviewer_does_not_grant(self, world: World) -> None:
        filed = filed_in(world, "CONSULTING")

        with pytest.raises(Forbidden):
            world.registry.reviews.take(world.reviewer, filed.report_no, "grant")

    def test_an_opinion_against_needs_a_ruling(self, world: World) -> None:
        filed = filed_in(world, "CONSULTING")
        reviews, number = world.registry.reviews, filed.report_no
        against = {**CONSULTATION, "opinion": "negative"}
        reviews.record(world.reviewer, number, FindingKind.CONSULTATION, against)
        with pytest.raises(Refused) as caught:
            reviews.take(world.city_lead, number, "grant")
        assert caught.value.code == "not_grantable"
        assert caught.value.assessment == reviews.assess_grant(world.reviewer, number)

        ruling = {"point": "投资者意见", "reason": "会议研究决定"}
        reviews.record(world.city_lead, number, FindingKind.RULING, ruling)

        assert reviews.take(world.city_lead, number, "grant").state == "EXCLUSIVE"

    def test_failed_talks_pass_to_the_place_the_city_names(self, world: World) -> None:
        first = filed_in(world, "CITY_COORDINATION", "余杭区")
        waiting, named = world.file("萧山区"), world.file("淳安县")

        world.registry.reviews.take(
            world.city_lead,
            first.report_no,
            "hand_over",
            reason="向山区县倾斜",
            details={"new_report_no": named.report_no},
        )

        numbers = (first.report_no, waiting.report_no, named.report_no)
        assert claims(world, *numbers) == [Claim.NONE, Claim.WAITING, Claim.ACTIVE]
        view = world.registry.reports.view(world.reviewer, named.report_no)
        assert view.previous_no == first.report_no
        walk(world, named.report_no, "CONSULTING", "淳安县")

    def test_a_dispute_is_settled_for_the_one_that_came_later(self, world: World) -> None:
        first = world.file("余杭区", sent_at=NOW)
        second = world.file("萧山区", sent_at=NOW - timedelta(minutes=5))
        settle = world.registry.reviews.settle_dispute

        settle(world.city_lead, first.report_no, favoured_no=second.report_no, reason="查明")

        assert claims(world, first.report_no, second.report_no) == [Claim.WAITING, Claim.ACTIVE]
        assert not notes(world, first.report_no).disputed
        with pytest.raises(Refused) as caught:
            settle(world.city_lead, first.report_no, favoured_no=second.report_no, reason="再查")
        assert caught.value.code == "not_disputed"

    def test_a_report_ruled_another_project_waits_no_more(self, world: World) -> None:
        first, second = world.file("余杭区"), world.file("萧山区", project_name="二期")
        rule = world.registry.reviews.rule_project

        rule(world.city_lead, second.report_no, same_as=None, reason="不是同一项目")
        assert claims(world, first.report_no, second.report_no) == [Claim.ACTIVE, Claim.ACTIVE]

        rule(world.city_lead, second.report_no, same_as=first.report_no, reason="是同一项目")
        assert claims(world, first.report_no, second.report_no) == [Claim.ACTIVE, Claim.WAITING]
        with pytest.raises(Refused) as caught:
            rule(world.city_lead, second.report_no, same_as=first.report_no, reason="再")
        assert caught.value.code == "already_there"
        assert world.registry.proofs.verify(SYSTEM).is_whole

    def test_a_granted_report_stays_in_its_project(self, world: World) -> None:
        filed = filed_in(world, "EXCLUSIVE")

        with pytest.raises(Refused) as caught:
            world.registry.reviews.rule_project(
                world.city_lead, filed.report_no, same_as=None, reason="x"
            )

        assert caught.value.code == "granted"

    def test_a_repeated_request_moves_nothing_more(self, world: World) -> None:
        filed = filed_in(world, "EXCLUSIVE")
        lead = world.district()
        asking = Caller(lead.account, "web", "press-1")
        details = {"on": NOW.date().isoformat()}

        views = [
            world.registry.reviews.take(asking, filed.report_no, "sign", details=details)
            for _ in range(2)
        ]

        assert [view.state for view in views] == ["SIGNED", "SIGNED"]

    def test_an_amendment_keeps_the_number_and_is_on_record(self, world: World) -> None:
        filed = world.file()
        amend, lead = world.registry.reviews.amend, world.district()

        view = amend(lead, filed.report_no, make_slots({"summary": "改"}), reason="补充")

        assert (view.content["summary"], view.report_no) == ("改", filed.report_no)
        with pytest.raises(InvalidInput, match="identify"):
            amend(lead, filed.report_no, make_slots({"chain": "生物医药"}), reason="改链")

    def test_what_was_found_before_a_return_does_not_count_after_it(self, world: World) -> None:
        filed = filed_in(world, "UNDER_REVIEW")
        number, reviews = filed.report_no, world.registry.reviews
        reviews.record(world.reviewer, number, FindingKind.GUIDE_REVIEW, GUIDE_REVIEW)
        take(world, number, "return")
        take(world, number, "submit")
        take(world, number, "start_review")

        with pytest.raises(Refused) as caught:
            reviews.take(world.reviewer, number, "consult")

        assert caught.value.fields["guards"] == ("guide_conform",)

    def test_another_unit_does_not_see_that_a_report_exists(self, world: World) -> None:
        filed = world.file("余杭区")
        other, reviews = world.district("萧山区"), world.registry.reviews

        for attempt in (
            lambda: world.registry.reports.view(other, filed.report_no),
            lambda: world.registry.reports.receipt(other, filed.report_no),
            lambda: reviews.take(other, filed.report_no, "withdraw", reason="x"),
            lambda: reviews.open_steps(other, filed.report_no),
            lambda: reviews.findings(other, filed.report_no),
            lambda: world.registry.reports.view(other, "首报-2026-999999"),
        ):
            with pytest.raises(NotFound) as caught:
                attempt()
            assert caught.value.code == "no_report"

    def test_open_steps_name_the_guards_still_open(self, world: World) -> None:
        filed = filed_in(world, "CONSULTING")

        steps = {
            s.name: s for s in world.registry.reviews.open_steps(world.reviewer, filed.report_no)
        }

        assert steps["grant"].open_guards == ("investor_consulted",)
        assert steps["grant"].clause == "hz-2019-40#4.1"


def test_a_second_approval_is_asked_where_the_bureau_has_set_it(
    sqlite_world: World, tmp_path: Path
) -> None:
    filed = filed_in(sqlite_world, "CONSULTING")
    world = reopen(sqlite_world, tmp_path, {"grant_second_approval": True})
    reviews, number = world.registry.reviews, filed.report_no
    reviews.record(world.reviewer, number, FindingKind.CONSULTATION, CONSULTATION)
    reviews.record(world.city_lead, number, FindingKind.APPROVAL, {"note": "自己"})
    with pytest.raises(Refused) as caught:
        reviews.take(world.city_lead, number, "grant")
    assert caught.value.code == "second_approval"

    reviews.record(world.reviewer, number, FindingKind.APPROVAL, {"note": "复核"})

    assert reviews.take(world.city_lead, number, "grant").state == "EXCLUSIVE"
    world.registry.close()


def test_near_ties_are_disputed_only_within_the_window_the_bureau_set(
    sqlite_world: World, tmp_path: Path
) -> None:
    world = reopen(sqlite_world, tmp_path, {"tie_window_minutes": 10})
    first = world.file("余杭区")
    world.clock.advance(timedelta(minutes=10))
    second = world.file("萧山区")
    world.clock.advance(timedelta(minutes=1))
    third = world.file("滨江区", project_name="另一名称")

    assert notes(world, second.report_no).disputed
    assert notes(world, third.report_no).disputed  # within the window of the second
    assert notes(world, first.report_no).disputed
    world.registry.close()


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        (FindingKind.GUIDE_REVIEW, {"conform": 1, "edition": "", "note": ""}, "conform"),
        (FindingKind.GUIDE_REVIEW, {"conform": True, "note": ""}, "edition"),
        (FindingKind.APPROVAL, {"note": "x", "more": 1}, "more"),
        (FindingKind.CONSULTATION, {**CONSULTATION, "opinion": "?"}, "opinion"),
        (FindingKind.CONSULTATION, {**CONSULTATION, "asked_on": "昨天"}, "asked_on"),
        (FindingKind.CONSULTATION, {**CONSULTATION, "asked_on": "2027-01-01"}, "asked_on"),
        (FindingKind.RESUBMITTED, {}, "kind"),
    ],
)
def test_a_finding_that_is_not_of_its_form_is_refused(
    sqlite_world: World, kind: FindingKind, body: dict[str, object], field: str
) -> None:
    filed = filed_in(sqlite_world, "CONSULTING")

    with pytest.raises(InvalidInput) as caught:
        sqlite_world.registry.reviews.record(sqlite_world.reviewer, filed.report_no, kind, body)

    assert caught.value.fields["field"] == field


def test_a_finding_out_of_its_state_is_refused(sqlite_world: World) -> None:
    filed = sqlite_world.file()

    with pytest.raises(Refused) as caught:
        sqlite_world.registry.reviews.record(
            sqlite_world.reviewer, filed.report_no, FindingKind.CONSULTATION, CONSULTATION
        )

    assert caught.value.code == "wrong_state"


def test_an_auditor_takes_no_steps_and_reads_no_content(sqlite_world: World) -> None:
    filed = sqlite_world.file()
    auditor = sqlite_world.person(BUREAU, Role.AUDITOR)

    with pytest.raises(NotFound):
        sqlite_world.registry.reports.view(auditor, filed.report_no)
