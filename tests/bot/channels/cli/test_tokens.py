"""`yipanqi staff token`: made, listed without the secret, revoked."""

import json

import pytest

from tests.bot.channels.cli.registry_commands import Desk


def make(desk: Desk, *options: str) -> dict[str, object]:
    outcome = desk.run(
        "staff", "token", "create", "--as", desk.district, "--name", "周报脚本",
        "--scope", "ask", "--scope", "reports:read", *options, "--json",
    )  # fmt: skip
    assert outcome.status == 0, outcome.err
    return outcome.record


def test_a_token_is_shown_once_and_then_only_named(desk: Desk) -> None:
    made = make(desk, "--days", "30")

    listed = desk.run("staff", "token", "list", "--as", desk.district, "--json")

    assert str(made["token"]).startswith("yipanqi_")
    row = json.loads(listed.out)
    assert (row["id"], row["scopes"]) == (made["id"], ["ask", "reports:read"])
    assert row["used_at"] is None
    assert str(made["token"]) not in listed.out


def test_it_reads_well_for_a_person(desk: Desk) -> None:
    outcome = desk.run(
        "staff", "token", "create", "--as", desk.district, "--name", "周报", "--scope", "ask"
    )
    listed = desk.run("staff", "token", "list", "--as", desk.district)

    assert "只显示这一次" in outcome.out
    assert "周报  ask  至 " in listed.out
    assert "未用过" in listed.out


def test_a_revoked_one_is_gone(desk: Desk) -> None:
    token_id = str(make(desk)["id"])

    revoked = desk.run("staff", "token", "revoke", token_id, "--as", desk.district)
    again = desk.run("staff", "token", "revoke", token_id, "--as", desk.district, "--json")

    assert revoked.out == f"已作废 {token_id}。\n"
    assert desk.run("staff", "token", "list", "--as", desk.district).out == ""
    assert (again.status, again.out) == (2, "")
    assert "没有这个令牌" in again.err
    record = desk.run(
        "staff", "token", "revoke", str(make(desk)["id"]), "--as", desk.district, "--json"
    ).record
    assert record["revoked"] is True


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--scope", "everything"), "没有“everything”这个令牌范围；可用：ask check"),
        (("--scope", "ask", "--days", "0"), "1 到 366 天"),
        (("--scope", "ask", "--days", "367"), "1 到 366 天"),
    ],
)
def test_a_scope_or_life_of_no_use_is_one_line(
    desk: Desk, options: tuple[str, ...], said: str
) -> None:
    outcome = desk.run("staff", "token", "create", "--as", desk.district, "--name", "x", *options)

    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


def test_nobody_has_no_tokens(desk: Desk) -> None:
    assert desk.run("staff", "token", "list", "--as", "S99999").status == 2
