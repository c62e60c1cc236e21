"""`yipanqi staff`: people come, change and go."""

import json

import pytest

from bot.channels.cli.registry_access import caller, opened
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


def test_a_binding_waits_in_the_list_until_the_machine_decides(desk: Desk) -> None:
    assert desk.run("staff", "bindings").out == "没有等确认的绑定。\n"
    with opened() as registry:
        for chat, account in (("41", desk.district), ("42", desk.rival)):
            code = registry.staff.binding_code(caller(account), "telegram").code
            registry.staff.accept(code, channel="telegram", external_id=chat)

    listed = desk.run("staff", "bindings", "--json").out.splitlines()
    facts = [json.loads(line) for line in listed]
    assert [(one["account"], one["chat"]) for one in facts] == [
        (desk.district, "41"),
        (desk.rival, "42"),
    ]
    assert "Telegram 编号 41" in desk.run("staff", "bindings").out
    first, second = (str(one["number"]) for one in facts)
    assert desk.run("staff", "confirm", first, "--json").record == {
        "account": desk.district,
        "bound": True,
    }
    assert f"已拒绝 {desk.rival} 的绑定。" in desk.run("staff", "refuse", second).out
    assert desk.run("staff", "bindings", "--json").out == ""
    late = desk.run("staff", "confirm", second)
    assert (late.status, "已经有人处理" in late.err) == (2, True)
    with opened() as registry:
        assert registry.staff.find_by_identity("telegram", "41") is not None
        assert registry.staff.find_by_identity("telegram", "42") is None


def test_a_person_gets_the_link_that_sets_the_password(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIPANQI_PUBLIC_URL", "https://yipanqi.example/")

    shown = desk.run("staff", "invite", desk.district).out

    code = shown.partition("邀请码：")[2].partition("（")[0]
    assert f"设置密码：https://yipanqi.example/invite/{code}\n" in shown


def test_single_sign_on_is_linked_under_its_issuer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = desk.run("staff", "link", desk.district, "--sso", "12345")
    monkeypatch.setenv("YIPANQI_OIDC_ISSUER", "https://issuer.example")

    linked = desk.run("staff", "link", desk.district, "--sso", "12345", "--json")
    said = desk.run("staff", "link", desk.district, "--sso", "12345")

    assert without.status == 2
    assert "YIPANQI_OIDC_ISSUER" in without.err
    assert linked.record == {"account": desk.district, "linked": True}
    assert "可以单点登录" in said.out


def test_a_second_factor_that_is_not_there_cannot_be_taken_away(desk: Desk) -> None:
    outcome = desk.run("staff", "factor-off", desk.district, "--reason", "手机遗失")

    assert (outcome.status, outcome.out) == (2, "")
    assert "没有启用动态验证码" in outcome.err


def test_a_second_factor_is_taken_away(desk: Desk) -> None:
    with opened() as registry:
        who, store = caller(desk.district), registry.second_factors
        outcomes = []
        for option in ((), ("--json",)):
            store.offer(who, "sealed")
            offered = store.find(desk.district)
            assert offered is not None
            store.confirm(who, offered, 1, [])
            command = ("staff", "factor-off", desk.district, "--reason", "手机遗失", *option)
            outcomes.append(desk.run(*command))
    assert outcomes[0].out == f"已取消 {desk.district} 的动态验证码。\n"
    assert outcomes[1].record == {"account": desk.district, "second_factor": False}
