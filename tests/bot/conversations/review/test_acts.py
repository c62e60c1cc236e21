"""Each act of the review: done once confirmed, with the reason and the findings it needs."""

from pathlib import Path

import pytest

from bot.dialogue.messages import Intent
from tests.bot.conversations.reviewing import NUMBER, agree, state_of, tells
from tests.bot.conversations.status_talking import reviewer
from tests.registry.building import World, open_world, rulebook
from tests.registry.walking import filed_in, walk


def test_what_is_missing_of_a_consultation_is_asked_one_by_one(world: World) -> None:
    number = filed_in(world, "CONSULTING").report_no
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{number}")

    opinion = tells(person, "征求过投资者意见了")
    day = tells(person, "有条件，要给地价优惠")
    ahead = tells(person, "下周五")
    wrong = tells(person, "忘了")
    put = tells(person, "11月20日")

    assert "意见是什么" in opinion
    assert "哪天" in day
    assert "哪天" in ahead
    assert "没有看出是哪一天" in wrong
    assert "2026-11-20" in put
    assert "有条件" in put


# Words at the desk, the state they are said in, how they are confirmed, and the state after.
ACTS = (
    ("SUBMITTED", "退回，缺会谈纪要", "RETURNED"),
    ("SUBMITTED", "材料不齐，退回去补正", "RETURNED"),
    ("SUBMITTED", "终止，因为企业已经注销", "TERMINATED"),
    ("UNDER_REVIEW", "转存量流转，现在在滨江区", "REROUTED_STOCK"),
    ("UNDER_REVIEW", "退回，理由：投资额不对", "RETURNED"),
    ("CONSULTING", "终止，投资者不来了", "TERMINATED"),
    ("EXCLUSIVE", "收回首谈资格，因为长期没有进展", "TERMINATED"),
    ("EXCLUSIVE", "首谈失败，因为用地解决不了", "FAILED_FIRST_TALK"),
)


@pytest.mark.parametrize(("state", "text", "after"), ACTS)
def test_each_act_is_done_once_confirmed_and_not_before(
    world: World, state: str, text: str, after: str
) -> None:
    number = filed_in(world, state).report_no
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{number}")

    asked = tells(person, text)
    if "哪个区" in asked:
        tells(person, "滨江区")
    before = state_of(world, number)
    person.says("确认", Intent.CONFIRM)

    assert before == state
    assert state_of(world, number) == after


def test_a_reason_is_asked_for_and_shown_before_it_is_sent(world: World) -> None:
    world.file()
    person = reviewer(world, world.city_lead)
    tells(person, "待审的有哪些")

    asked = tells(person, "退回第一个")
    put = tells(person, "佐证材料没有盖章")
    changed = tells(person, "理由改成会谈纪要没有盖章")
    done = person.says("确认", Intent.CONFIRM)

    assert "理由是什么" in asked
    assert "理由：佐证材料没有盖章" in put
    assert "理由：会谈纪要没有盖章" in changed
    assert "已通知余杭区" in done
    events = world.registry.queries.timeline(world.district(), NUMBER)
    assert events[-1].reason == "会谈纪要没有盖章"


def test_a_reason_is_not_taken_for_a_command(world: World) -> None:
    world.file()
    person = reviewer(world, world.city_lead)
    tells(person, f"退回{NUMBER}")

    put = tells(person, "投资额不符合目标企业名单里的口径，请核对导引")

    assert "理由：投资额不符合目标企业名单里的口径" in put
    assert state_of(world) == "SUBMITTED"


def test_a_rejection_needs_the_recorded_finding_and_offers_it(world: World) -> None:
    filed_in(world, "UNDER_REVIEW")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")

    barred = tells(person, "驳回，不在承载地")
    person.presses("记为不符合导引")
    person.says("确认", Intent.CONFIRM)
    tells(person, "驳回，因为不在承载地")
    person.says("确认", Intent.CONFIRM)

    assert "未记录“不符合布局导引”的审查意见" in barred
    assert state_of(world) == "REJECTED"


def test_a_grant_with_open_guards_says_what_is_missing(world: World) -> None:
    filed_in(world, "CONSULTING")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")

    said = tells(person, "授予")

    assert "未记录征求投资者意见的结果" in said
    assert person.talk.floor == ""


def test_a_negative_opinion_needs_a_ruling_before_the_grant(world: World) -> None:
    filed_in(world, "CONSULTING")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")
    agree(person, "投资者不同意，昨天开会说的")

    barred = tells(person, "授予")
    agree(person, "认定可以授予，理由：投资者的条件已另行解决")
    put = tells(person, "授予")
    person.says("确认", Intent.CONFIRM)

    assert "先认定" in barred
    assert "人工认定：可以授予" in put
    assert state_of(world) == "EXCLUSIVE"


@pytest.fixture
def strict(tmp_path: Path) -> World:
    """A bureau that wants a second approval, and rights that last 180 days."""
    rules = rulebook({"grant_second_approval": True, "validity_days": 180})
    return open_world(f"sqlite:///{tmp_path / 'strict.sqlite'}", tmp_path, rules=rules)


def test_a_second_approval_is_by_somebody_else_where_it_is_set(strict: World) -> None:
    filed_in(strict, "CONSULTING")
    lead, other = reviewer(strict, strict.city_lead), reviewer(strict, strict.reviewer)
    tells(lead, f"打开{NUMBER}")
    agree(lead, "投资者同意，昨天电话问的")

    barred = tells(lead, "授予")
    agree(lead, "复核同意")
    by_self = tells(lead, "授予")
    tells(other, f"打开{NUMBER}")
    agree(other, "复核同意")
    put = tells(lead, "授予")
    lead.says("确认", Intent.CONFIRM)

    assert "另一位审查人员复核" in barred
    assert "另一位审查人员复核" in by_self
    assert "180 天（本局设定）" in put
    assert state_of(strict) == "EXCLUSIVE"
    strict.registry.close()


@pytest.mark.parametrize(
    "text", ["授予", "裁定首报-2026-000001在先，因为受理早", "收回首谈资格，因为没有进展"]
)
def test_what_only_the_head_may_do_a_reviewer_is_told(world: World, text: str) -> None:
    filed_in(world, "CONSULTING")
    person = reviewer(world, world.reviewer)
    tells(person, f"打开{NUMBER}")

    assert "市局负责人" in tells(person, text)
    assert state_of(world) == "CONSULTING"


def test_a_failed_project_is_coordinated_and_handed_over(world: World) -> None:
    world.file("余杭区", investor_name="云岭半导体有限公司")
    world.file("淳安县", investor_name="云岭半导体有限公司")
    walk(world, NUMBER, "FAILED_FIRST_TALK")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")

    asked = tells(person, "纳入市级统筹")
    person.presses("是")
    person.says("确认", Intent.CONFIRM)
    tells(person, "移交给首报-2026-000002，因为淳安有地")
    person.says("确认", Intent.CONFIRM)

    assert "重大制造业" in asked
    assert state_of(world) == "HANDED_OVER"


def test_taking_a_report_up_asks_for_no_yes_and_only_what_is_open_is_offered(world: World) -> None:
    world.file()
    person = reviewer(world, world.city_lead)
    tells(person, "待审的有哪些")
    tells(person, "打开第一个")

    early = tells(person, "符合导引")
    taken = person.presses("开始审查")

    assert "不能“导引审查”" in early
    assert "审查中" in taken
    assert state_of(world) == "UNDER_REVIEW"


def test_the_city_takes_the_lead_on_a_stated_instruction(world: World) -> None:
    filed_in(world, "UNDER_REVIEW")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")

    asked = tells(person, "转市级主谈")
    short = tells(person, "有")
    put = tells(person, "分管副市长批示由市级主谈")
    person.says("确认", Intent.CONFIRM)

    assert "谁交办" in asked
    assert "写几个字" in short
    assert "依据：分管副市长批示" in put
    assert state_of(world) == "REROUTED_CITY"
