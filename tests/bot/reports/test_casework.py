"""Acts on a report: offered with what is missing, put in words, bound to the case as it was put."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from bot.conversations.pending import Pending
from bot.reports.case_views import Case
from bot.reports.casework import Casework, read_act
from registry.casework.findings import FindingKind
from registry.errors import Forbidden, InvalidInput, NotFound, StaleVersion
from registry.transactions.members import Caller, Member
from registry.transactions.permissions import Role
from tests.registry.building import World, open_world, rulebook

TODAY = date(2026, 11, 22)
GUIDE = {"conform": True, "edition": "示例", "note": ""}
VIEWS = {"asked_on": "2026-11-20", "opinion": "positive", "summary": "愿意"}


@contextmanager
def opened(folder: Path, settings: Mapping[str, object] | None = None) -> Iterator[World]:
    """A registry in a folder, with local settings."""
    made = open_world(f"sqlite:///{folder}/r.sqlite", folder, rules=rulebook(settings))
    try:
        yield made
    finally:
        made.registry.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A registry with the shipped rules."""
    with opened(tmp_path) as made:
        yield made


def member(world: World, caller: Caller) -> Member:
    """The member behind a caller."""
    found = world.registry.staff.find(caller.account)
    assert found is not None
    return found


def offered(case: Case) -> dict[str, tuple[str, ...]]:
    """What is offered, with what is missing for it."""
    return {offer.action: offer.missing for offer in case.offers}


def test_a_filer_is_offered_steps_of_the_own_role_only(world: World) -> None:
    work, lead = Casework(world.registry, "web"), world.district()
    staff = world.person("余杭区", Role.DISTRICT_STAFF)
    number = world.file(caller=staff).report_no

    assert offered(work.open(member(world, lead), number)) == {"withdraw": ()}
    assert offered(work.open(member(world, staff), number)) == {}
    with pytest.raises(NotFound):
        work.open(member(world, world.district("萧山区")), number)


def test_a_filer_is_shown_nothing_of_the_bureaus(world: World) -> None:
    work, number = Casework(world.registry, "web"), world.file().report_no

    case = work.open(member(world, world.district()), number)

    assert (case.findings, case.candidates, case.guide, case.matches) == ((), (), None, ())
    assert "四（一）" in case.next_text


def test_a_withdrawal_is_put_in_words_and_done(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.district())
    number = world.file().report_no
    act = Pending("withdraw", number, "投资方改了主意")

    put = work.put(who, act)
    told = work.do(who, act, put.mark, "k1")

    assert number in put.text
    assert "投资方改了主意" in put.text
    assert "撤回" in told[0]
    assert work.open(who, number).view.state == "WITHDRAWN"


def test_what_a_role_may_not_is_barred_when_put(world: World) -> None:
    work, number = Casework(world.registry, "web"), world.file().report_no
    staff = member(world, world.person("余杭区", Role.DISTRICT_STAFF))
    other = world.file(caller=world.person("余杭区", Role.DISTRICT_STAFF), project_name="别的")
    reviewer = member(world, world.reviewer)

    assert "负责人" in work.put(staff, Pending("withdraw", other.report_no, "不做了")).barred
    assert "负责人" in work.put(reviewer, Pending("terminate", number, "不做了")).barred


def test_the_bureau_is_told_what_each_step_lacks(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.reviewer)
    number = world.file().report_no
    assert offered(work.open(who, number)) == {"return": (), "start_review": ()}

    act = Pending("start_review", number)
    work.do(who, act, work.put(who, act).mark, "k1")

    case = work.open(who, number)
    assert case.view.state == "UNDER_REVIEW"
    assert [finding.kind for finding in case.findings] == [FindingKind.LIKENESS]
    assert offered(case)["guide"] == ()
    assert offered(case)["consult"] == ("未记录“符合布局导引”的审查意见",)
    assert "grant" not in offered(case)


def test_a_report_behind_another_may_not_be_taken_up(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.reviewer)
    world.file("萧山区")
    number = world.file("余杭区").report_no

    assert offered(work.open(who, number))["start_review"] == ("同一项目有受理序号在先的首报",)


def test_an_act_is_not_done_once_the_case_has_changed(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.reviewer)
    number = world.file().report_no
    act = Pending("start_review", number)
    work.do(who, act, work.put(who, act).mark, "k1")
    before, sent_back = work.open(who, number), Pending("return", number, "补材料")
    put = work.put(who, sent_back)
    world.registry.reviews.record(world.city_lead, number, FindingKind.GUIDE_REVIEW, GUIDE)

    with pytest.raises(StaleVersion):
        work.do(who, sent_back, put.mark, "k2")

    after = work.open(who, number)
    assert after.view.state == "UNDER_REVIEW"
    assert any("导引审查：符合布局导引" in line for line in after.told_since(before))


def test_a_filers_step_is_not_done_once_the_report_has_moved(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.district())
    number = world.file().report_no
    act = Pending("withdraw", number, "不做了")
    put = work.put(who, act)
    world.registry.reviews.take(world.reviewer, number, "return", reason="补材料")

    with pytest.raises(StaleVersion):
        work.do(who, act, put.mark, "k1")


def test_what_changed_names_states_and_steps_but_no_looks(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.reviewer)
    number = world.file().report_no
    before = work.open(who, number)
    work.open(who, number)
    assert work.open(who, number).told_since(before) == ()

    world.registry.reviews.take(world.reviewer, number, "return", reason="补材料")

    told = work.open(who, number).told_since(before)
    assert told[0] == "状态由“已报备”变为“退回补正”。"
    assert "补材料" in told[1]


def test_an_act_of_one_key_is_done_once(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.reviewer)
    number = world.file().report_no
    act = Pending("return", number, "补材料")
    put = work.put(who, act)
    work.do(who, act, put.mark, "k1")

    with pytest.raises(StaleVersion):
        work.do(who, act, put.mark, "k1")

    events = world.registry.queries.timeline(world.reviewer, number)
    assert [event.step for event in events].count("return") == 1


def consulted(world: World) -> str:
    """A report whose investor was asked."""
    number, reviews, who = world.file().report_no, world.registry.reviews, world.reviewer
    reviews.record(who, number, FindingKind.LIKENESS, {"candidates": []})
    reviews.take(who, number, "start_review")
    reviews.record(who, number, FindingKind.GUIDE_REVIEW, GUIDE)
    reviews.take(who, number, "consult")
    return number


def test_a_grant_is_offered_to_the_lead_once_the_investor_was_asked(world: World) -> None:
    work, lead = Casework(world.registry, "web"), member(world, world.city_lead)
    number = consulted(world)
    assert offered(work.open(lead, number))["grant"] == ("未记录征求投资者意见的结果",)
    assert "grant" not in offered(work.open(member(world, world.reviewer), number))

    wants = work.wants(lead, work.open(lead, number), "consultation")
    assert wants == ("opinion", "asked_on", "summary")
    asked = read_act("consultation", number, wants, VIEWS, TODAY)
    work.do(lead, asked, work.put(lead, asked).mark, "k1")

    assert offered(work.open(lead, number))["grant"] == ()
    put = work.put(lead, Pending("grant", number))
    assert "排他性首谈资格" in put.text
    assert "四（一）" in put.text


def test_a_second_approval_is_asked_for_where_it_is_set(tmp_path: Path) -> None:
    with opened(tmp_path, {"grant_second_approval": True}) as world:
        work, lead = Casework(world.registry, "web"), member(world, world.city_lead)
        reviewer = member(world, world.reviewer)
        number = consulted(world)
        world.registry.reviews.record(world.reviewer, number, FindingKind.CONSULTATION, VIEWS)
        assert "复核" in offered(work.open(lead, number))["grant"][0]

        approval = Pending("approval", number, "同意")
        work.do(reviewer, approval, work.put(reviewer, approval).mark, "k1")

        assert offered(work.open(lead, number))["grant"] == ()


def test_fields_are_asked_for_only_where_the_report_does_not_say(world: World) -> None:
    work, who = Casework(world.registry, "web"), member(world, world.city_lead)
    plain = work.open(who, world.file().report_no)
    led = work.open(who, world.file("滨江区", project_name="跨区", cross_region=True).report_no)

    assert work.wants(who, plain, "reroute_city") == ("instruction",)
    assert work.wants(who, led, "reroute_city") == ()
    assert work.wants(who, plain, "guide") == ("conform", "note")
    assert work.wants(who, plain, "start_review") == ()


@pytest.mark.parametrize(
    ("action", "wants", "given", "code"),
    [
        ("return", ("reason",), {"reason": "  "}, "empty"),
        ("return", ("reason",), {"reason": "长" * 1001}, "too_long"),
        ("sign", ("on",), {"on": "昨天"}, "bad_day"),
        ("sign", ("on",), {"on": "2026-11-23"}, "bad_day"),
        ("guide", ("conform", "note"), {"note": "好"}, "empty"),
    ],
)
def test_what_cannot_be_read_names_its_field(
    action: str, wants: tuple[str, ...], given: dict[str, str], code: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_act(action, "首报-2026-000001", wants, given, TODAY)

    assert caught.value.code == code


def test_fields_are_read_as_what_they_are() -> None:
    act = read_act("guide", "n", ("conform", "note"), {"conform": "no"}, TODAY)
    assert act.details == {"conform": False, "note": ""}
    act = read_act("sign", "n", ("on",), {"on": "2026-11-22"}, TODAY)
    assert act.details == {"on": "2026-11-22"}
    act = read_act("return", "n", ("reason",), {"reason": " 补材料 "}, TODAY)
    assert (act.reason, act.details) == ("补材料", {})


def test_roles_without_reports_open_none(world: World) -> None:
    work, number = Casework(world.registry, "web"), world.file().report_no
    auditor = member(world, world.person("市投资促进局", Role.AUDITOR))

    with pytest.raises((Forbidden, NotFound)):
        work.open(auditor, number)
