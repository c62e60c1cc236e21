"""One report as its reader may see it: state, receipt, export, notes."""

import json

import pytest

from registry.casework.progress import NoteKind
from registry.ledger.receipts import verify_receipt
from registry.transactions.permissions import Role
from tests.bot.conversations.reports_on_hand import file_two
from tests.bot.conversations.status_talking import officer
from tests.registry.building import World
from tests.registry.walking import filed_in, take, walk


def test_a_report_is_shown_with_its_state_and_what_comes_next(world: World) -> None:
    file_two(world)

    said = officer(world, world.district()).says("我报的那个封测项目到哪了")

    assert "先进封测基地" in said
    assert "审查中" in said
    assert "2026-11-22 09:00 受理" in said
    assert "征求投资者意见" in said
    assert "一盘棋制度（2019年试行）四（一）" in said
    assert "蛋白药物园" not in said


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("RETURNED", "补正"),
        ("CONSULTING", "征求投资者意见"),
        ("EXCLUSIVE", "抓紧洽谈"),
        ("SIGNED", "落地后告诉我"),
        ("FAILED_FIRST_TALK", "市级统筹"),
    ],
)
def test_each_state_says_what_follows(world: World, state: str, words: str) -> None:
    filed_in(world, state)

    assert words in officer(world, world.district()).says("批下来没有")


def test_the_receipt_comes_again_as_a_file_that_proves(world: World) -> None:
    number = world.file().report_no
    person = officer(world, world.district())

    said = person.says("回执再发我一份")

    file = person.replies[0].file
    assert file is not None
    assert verify_receipt(json.loads(file.content)).report_no == number
    assert "不是首谈资格" in said


def test_a_lead_exports_a_report_and_staff_are_sent_to_the_lead(world: World) -> None:
    staff = world.person("余杭区", Role.DISTRICT_STAFF)
    world.file(caller=staff)
    lead, member = officer(world, world.district()), officer(world, staff)

    lead.says("把这份导出来")
    refused = member.says("导出一份")

    assert lead.replies[0].file is not None
    assert lead.replies[0].file.name.endswith(".xlsx")
    assert member.replies[0].file is None
    assert "负责人" in refused


def test_notes_are_read_back(world: World) -> None:
    number = world.file().report_no
    who = world.district()
    person = officer(world, who)

    before = person.says("进展记录")
    world.registry.progress.add_note(who, number, NoteKind.VISIT, "去了厂里")

    assert "还没有进展记录" in before
    assert "考察走访：去了厂里" in person.says("进展记录")


def test_a_report_held_by_another_unit_is_said_to_be(world: World) -> None:
    world.file("滨江区")
    walk(world, "首报-2026-000001", "SUBMITTED", "滨江区")
    world.file("余杭区")
    for step in ("start_review", "consult", "grant"):
        take(world, "首报-2026-000001", step, "滨江区")

    said = officer(world, world.district()).says("批下来没有")

    assert "请停止洽谈" in said
    assert "滨江" not in said
