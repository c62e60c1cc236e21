"""`yipanqi review`: a report from the queue to the grant, and the bureau's lists."""

import json
from pathlib import Path

from openpyxl import Workbook

from tests.bot.channels.cli.registry_commands import Desk

NO, SECOND = "首报-2026-000001", "首报-2026-000002"


def write_sheet(path: str, *rows: list[str]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_a_report_is_brought_to_the_grant(desk: Desk) -> None:
    desk.file()
    by = ("--as", desk.lead)

    outcomes = [
        desk.run("review", "likeness", NO, *by, "--record"),
        desk.run("review", "take", NO, "start_review", *by),
        desk.run("review", "record", NO, "guide_review", *by, "--set", "conform=true", "--set",
                 "edition=2026", "--set", "note="),
        desk.run("review", "take", NO, "consult", *by, "--reason", "符合导引"),
        desk.run("review", "record", NO, "consultation", *by, "--set", "asked_on=2026-01-05",
                 "--set", "opinion=positive", "--set", "summary=愿意", "--json"),
        desk.run("review", "take", NO, "grant", *by, "--json"),
    ]  # fmt: skip

    assert [outcome.status for outcome in outcomes] == [0] * 6, [o.err for o in outcomes]
    assert json.loads(outcomes[-1].out)["state"] == "EXCLUSIVE"
    told = desk.file(desk.rival)
    assert "该项目已由其他单位取得首谈资格，请停止洽谈" in told.out


def test_queue_likeness_and_steps(desk: Desk) -> None:
    desk.file()
    desk.file(desk.rival)
    by = ("--as", desk.reviewer)

    queue = desk.run("review", "queue", *by, "--json")
    waiting = desk.run("review", "queue", *by, "--waiting")
    alike = desk.run("review", "likeness", SECOND, *by)
    record = desk.run("review", "likeness", SECOND, *by, "--json").record
    steps = desk.run("review", "steps", NO, *by)

    assert json.loads(queue.out)["report_no"] == NO
    assert waiting.out.startswith(SECOND)
    assert alike.out.startswith("同一（")
    assert record["likeness"] == "same"
    assert "开始审查  需先记录相似首报的核对结果" in steps.out
    assert desk.run("review", "likeness", SECOND, "--as", desk.rival).status == 2


def test_a_step_that_is_not_open_says_why(desk: Desk) -> None:
    desk.file()

    outcome = desk.run("review", "take", NO, "start_review", "--as", desk.reviewer)
    by_wrong_side = desk.run("review", "take", NO, "start_review", "--as", desk.district)
    unknown = desk.run("review", "take", NO, "crown", "--as", desk.reviewer)

    assert outcome.status == by_wrong_side.status == unknown.status == 2
    assert "需先记录相似首报的核对结果" in outcome.err
    assert "没有“crown”这一步" in unknown.err


def test_lists_are_imported_and_matched(desk: Desk) -> None:
    write_sheet("good.xlsx", ["企业名称", "备注"], ["示例半导体有限公司", "重点"])
    write_sheet("bad.xlsx", ["企业名称", "统一社会信用代码"], ["", "1"], ["甲公司", "1"])
    desk.file()
    by = ("--as", desk.reviewer)

    good = desk.run("review", "import", "good.xlsx", *by, "--name", "重点企业", "--json")
    bad = desk.run("review", "import", "bad.xlsx", *by, "--name", "重点企业")
    found = desk.run("review", "lists", NO, *by)

    assert good.record == {"list": "重点企业", "rows": 1, "replaced": 0}
    assert bad.status == 2
    assert "第2行“企业名称”没有填" in bad.err
    assert "第3行“统一社会信用代码”统一社会信用代码不对（1）" in bad.err
    assert found.out == "重点企业：示例半导体有限公司  重点\n"


def test_what_is_typed_wrong_is_one_line(desk: Desk) -> None:
    desk.file()
    by = ("--as", desk.reviewer)
    Path("x.xlsx").write_bytes(b"no workbook")

    for arguments, said in (
        (("review", "record", NO, "guess", *by), "没有“guess”这类审查记录"),
        (("review", "record", NO, "approval", *by, "--set", "note"), "名称=值"),
        (("review", "record", NO, "approval", *by, "--set", "note=[1"), "名称=值"),
        (("review", "import", "x.xlsx", *by, "--name", "甲", "--kind", "moons"), "--kind 须是"),
        (
            ("review", "settle", NO, "--as", desk.lead, "--favoured", SECOND, "--reason", "先报"),
            "没有这份首报",
        ),
    ):
        outcome = desk.run(*arguments)
        assert outcome.status == 2, outcome
        assert said in outcome.err


def granted(desk: Desk) -> None:
    """A report brought to the grant, by the shortest way."""
    desk.file()
    by = ("--as", desk.lead)
    desk.run("review", "likeness", NO, *by, "--record")
    desk.run("review", "take", NO, "start_review", *by)
    guide = ("--set", "conform=true", "--set", "edition=2026", "--set", "note=")
    desk.run("review", "record", NO, "guide_review", *by, *guide)
    desk.run("review", "take", NO, "consult", *by, "--reason", "符合导引")
    asked = ("--set", "asked_on=2026-01-05", "--set", "opinion=positive", "--set", "summary=愿意")
    desk.run("review", "record", NO, "consultation", *by, *asked)
    desk.run("review", "take", NO, "grant", *by, "--reason", "符合条件")


def test_who_holds_a_right_on_a_day(desk: Desk) -> None:
    granted(desk)
    who = ("--as", desk.lead, "--name", "示例半导体有限公司")

    now = desk.run("review", "holders", *who)
    record = desk.run("review", "holders", *who, "--json").record
    before = desk.run("review", "holders", *who, "--on", "2020-01-01")

    assert f"{NO}  余杭区，自 " in now.out
    assert (record["report_no"], record["unit"], record["until"]) == (NO, "余杭区", None)
    assert "没有单位持有" in before.err
    assert desk.run("review", "holders", "--as", desk.district, "--name", "示例").status == 2


def test_without_a_validity_nothing_expires(desk: Desk) -> None:
    granted(desk)

    outcome = desk.run("review", "expire", "--clock-confirmed")

    assert (outcome.status, outcome.out) == (0, "")
    assert "没有到期" in outcome.err
