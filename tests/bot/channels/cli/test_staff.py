"""`yipanqi staff`: people come, change and go."""

import json

from tests.bot.channels.cli.registry_commands import Desk


def test_adding_prints_account_and_invite_and_nothing_else(desk: Desk) -> None:
    made = desk.run(
        "staff", "add", "--unit", "示例园区", "--unit-kind", "platform", "--role",
        "district_staff", "--name", "示例", "--json",
    )  # fmt: skip

    assert set(made.record) == {"account", "invite"}
    assert len(made.record["invite"]) == 22


def test_people_are_listed_renamed_in_role_and_revoked(desk: Desk) -> None:
    changed = desk.run("staff", "role", desk.rival, "district_staff", "--reason", "调岗", "--json")
    revoked = desk.run("staff", "revoke", desk.rival, "--reason", "调离", "--json")
    listed = [json.loads(line) for line in desk.run("staff", "list", "--json").out.splitlines()]

    assert changed.record == {"account": desk.rival, "role": "district_staff"}
    assert revoked.record == {"account": desk.rival, "active": False}
    gone = next(row for row in listed if row["account"] == desk.rival)
    assert (gone["unit"], gone["active"]) == ("萧山区", False)
    assert "（已停用）" in desk.run("staff", "list").out
    assert desk.run("report", "list", "--as", desk.rival).status == 2


def test_a_new_invite_replaces_the_old_one(desk: Desk) -> None:
    first, second = (desk.run("staff", "invite", desk.district, "--json") for _ in range(2))

    assert first.record["invite"] != second.record["invite"]


def test_a_wrong_role_unit_or_account_is_one_line(desk: Desk) -> None:
    base = ("staff", "add", "--unit", "余杭区", "--name", "示例", "--role")

    for arguments, said in (
        ((*base, "king"), "没有“king”这个角色"),
        ((*base, "city_lead"), "不属于该单位"),
        ((*base, "district_staff", "--unit-kind", "moon"), "没有“moon”这类单位"),
        (("staff", "invite", "S99999"), "没有这个在用的账号"),
    ):
        outcome = desk.run(*arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert said in outcome.err
