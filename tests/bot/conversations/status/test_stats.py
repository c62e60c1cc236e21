"""Figures in talk: the period is always said, and nobody sees more than may be seen."""

from datetime import timedelta

import pytest

from bot.dialogue.messages import Intent
from registry.transactions.permissions import Role
from tests.bot.conversations.status_talking import Person, officer
from tests.registry.building import World
from tests.registry.walking import walk


@pytest.fixture
def filed(world: World) -> World:
    """Two of Yuhang, one of them 60 days ago; one of Binjiang."""
    world.clock.advance(timedelta(days=-60))
    world.file("余杭区", investor_name="甲企业有限公司", chain="生物医药")
    world.clock.advance(timedelta(days=60))
    world.file("余杭区", investor_name="乙企业有限公司")
    number = world.file("滨江区", investor_name="丙企业有限公司").report_no
    walk(world, number, "UNDER_REVIEW", "滨江区")
    rival = {"rival_no": "首报-2026-000001"}
    world.registry.reviews.take(world.city_lead, number, "mark_conflict", details=rival)
    return world


def asks(person: Person, text: str) -> str:
    return person.says(text, Intent.STATS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今年一共报了多少个", "2026-01-01 至 2026-11-22（今年），全市共报首报 3 份"),
        ("本月报了几个", "2026-11-01 至 2026-11-22（本月），全市共报首报 2 份"),
        ("上个月", "2026-10-01 至 2026-10-31（上个月），全市共报首报 0 份"),
        ("三季度多少", "2026-07-01 至 2026-09-30（三季度），全市共报首报 1 份"),
        ("各区首报数量", "（没说时间，按今年算）"),
        ("累计报了多少", "（没说时间，算全部）"),
        ("各区首报数量", "按单位：余杭区 2，滨江区 1。"),
        ("按产业链统计", "按产业链：集成电路 2，生物医药 1。"),
        ("今年总投资多少", "总投资合计 36 亿元"),
        ("按投资档次看", "10亿—50亿元 3"),
        ("按状态统计", "与其他首报冲突，待裁定 1"),
        ("余杭今年报了几个", "的首报共 2 份"),
        ("生物医药有几个", "其中生物医药 1 份"),
        ("明年呢", "还没到"),
    ],
)
def test_the_bureau_gets_the_citys_figures(filed: World, text: str, words: str) -> None:
    assert words in asks(officer(filed, filed.reviewer), text)


@pytest.mark.parametrize("text", ["各区首报数量", "全市今年报了多少", "滨江报了几个"])
def test_a_lead_gets_the_units_figures_only(filed: World, text: str) -> None:
    said = asks(officer(filed, filed.district()), text)

    assert "余杭区共报首报 2 份" in said
    assert "滨江区" not in said
    assert "冲突" not in said


def test_a_lead_who_asks_for_all_units_is_told_of_the_limit(filed: World) -> None:
    assert "您只能看本单位的" in asks(officer(filed, filed.district()), "各区首报数量")


def test_staff_get_a_count_of_their_own(filed: World) -> None:
    staff = filed.person("余杭区", Role.DISTRICT_STAFF)
    filed.file(caller=staff, investor_name="丁企业有限公司")

    said = asks(officer(filed, staff), "今年报了多少个")

    assert "您经办的共报首报 1 份" in said


def test_a_conflict_reads_as_any_review_to_its_filer(filed: World) -> None:
    said = asks(officer(filed, filed.district("滨江区")), "按状态统计")

    assert "审查中 1" in said
    assert "冲突" not in said
