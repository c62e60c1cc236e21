"""Two acts told in one sentence."""

import pytest

from bot.conversations.review.two import with_then
from bot.dialogue.messages import Intent
from bot.dialogue.talk import Talk
from tests.bot.conversations.reviewing import NUMBER, agree, state_of, tells
from tests.bot.conversations.status_talking import reviewer
from tests.registry.building import World
from tests.registry.walking import filed_in


def test_what_waits_is_kept_and_taken_away_again() -> None:
    talk = with_then(Talk(), "食品退回")

    assert talk.of("review")["then"] == "食品退回"
    assert "then" not in with_then(talk, "").of("review")
    assert with_then(Talk(), "") == Talk()


def test_likeness_gives_reasons_and_the_order_of_its_list(world: World) -> None:
    world.file("滨江区", investor_name="云岭半导体有限公司")
    world.file("余杭区", investor_name="云岭半导体有限公司")
    person = reviewer(world, world.reviewer)
    tells(person, "打开首报-2026-000002")

    said = tells(person, "查一下有没有相似的")
    tells(person, "打开第一个")

    assert "同一" in said
    assert "首报-2026-000001" in said
    assert "由人认定" in said
    assert "报备单位：滨江区" in person.replies[0].text


def test_a_report_behind_another_waits_and_that_is_said(world: World) -> None:
    world.file("滨江区", investor_name="云岭半导体有限公司")
    world.file("余杭区", investor_name="云岭半导体有限公司")
    person = reviewer(world, world.city_lead)

    queue, waiting = tells(person, "待审的有哪些"), tells(person, "排队的呢")
    opened = tells(person, "打开第一个")
    barred = tells(person, "开始审查")

    assert "余杭区" not in queue
    assert "余杭区" in waiting
    assert "在排队" in opened
    assert "排在同一项目的另一份首报之后" in barred


def test_two_reports_can_be_ruled_different_and_the_same(world: World) -> None:
    world.file("滨江区", investor_name="云岭半导体有限公司")
    world.file("余杭区", investor_name="云岭半导体有限公司")
    person = reviewer(world, world.city_lead)
    tells(person, "打开首报-2026-000002")

    apart = agree(person, "不是同一项目，因为产品不同")
    queue = tells(person, "待审的有哪些")
    tells(person, "打开首报-2026-000002")
    asked = tells(person, "认定为同一项目，因为实际是一家厂")
    put = tells(person, "首报-2026-000001")
    person.says("确认", Intent.CONFIRM)

    assert "认定为不同项目" in apart
    assert "余杭区" in queue
    assert "与哪一份是同一项目" in asked
    assert "首报-2026-000002 与 首报-2026-000001 是同一项目" in put
    assert "余杭区" not in tells(person, "待审的有哪些")


def test_settling_what_is_no_dispute_is_refused_in_words(world: World) -> None:
    world.file("滨江区", investor_name="甲企业有限公司")
    world.file("余杭区", investor_name="乙企业有限公司")
    person = reviewer(world, world.city_lead)
    tells(person, "打开首报-2026-000002")

    said = agree(person, "裁定首报-2026-000001在先，因为受理更早")

    assert "没有待裁定的争议" in said
    assert person.talk.floor == ""


def test_a_conflict_is_marked_and_settled(world: World) -> None:
    world.file("滨江区", investor_name="甲企业有限公司")
    filed = filed_in(world, "UNDER_REVIEW", investor_name="乙企业有限公司")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{filed.report_no}")

    agree(person, f"与{NUMBER}冲突")
    conflict = state_of(world, filed.report_no)
    agree(person, "冲突已裁定，继续审查，理由：不是一家企业")

    assert conflict == "CONFLICT"
    assert state_of(world, filed.report_no) == "UNDER_REVIEW"


@pytest.mark.parametrize(("answer", "is_one"), [("是的", True), ("不是", False), ("说不好", None)])
def test_a_typed_answer_counts_where_a_button_would(
    world: World, answer: str, is_one: bool | None
) -> None:
    filed_in(world, "FAILED_FIRST_TALK")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")
    tells(person, "纳入市级统筹")

    said = tells(person, answer)

    words = {True: "重大制造业项目：是", False: "重大制造业项目：否", None: "没有看明白"}
    assert words[is_one] in said


def test_an_unnamed_rival_is_asked_for_again(world: World) -> None:
    filed_in(world, "UNDER_REVIEW")
    person = reviewer(world, world.city_lead)
    tells(person, f"打开{NUMBER}")

    asked, again = tells(person, "标记冲突"), tells(person, "就是那一份")

    assert "与哪一份首报冲突" in asked
    assert "没有看出是哪一份" in again
