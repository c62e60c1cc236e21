"""The MCP server, spoken to with the SDK's own client."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client

from bot.channels.mcp.server import make_server
from bot.channels.mcp.tools import Tools
from registry.transactions.members import Caller
from tests.registry.building import CONTENT, make_slots
from tests.web_parts import add_member, opened_web


@pytest.fixture
def tools(tmp_path: Path) -> Iterator[Tools]:
    with opened_web(tmp_path) as web:
        account = add_member(web)
        caller = Caller(account, "cli", "key")
        draft = web.registry.drafts.open(caller, make_slots(CONTENT))
        web.registry.reports.file(caller, draft.id, draft.version)
        add_member(web, "西湖区")
        yield Tools(web.application, web.registry, account)


def call(tools: Tools, name: str, **arguments: object) -> Any:
    """What a tool answers to a client of the SDK."""

    async def talk() -> Any:
        async with Client(make_server(tools)) as client:
            return await client.call_tool(name, dict(arguments))

    return anyio.run(talk)


def said(result: Any) -> str:
    return "".join(part.text for part in result.content)


def record(result: Any) -> dict[str, Any]:
    assert not result.is_error, said(result)
    found: dict[str, Any] = result.structured_content
    assert json.loads(said(result)) == found
    return found


def test_five_tools_are_offered_and_all_are_marked_as_reading_only(tools: Tools) -> None:
    async def listed() -> Any:
        async with Client(make_server(tools)) as client:
            return (await client.list_tools()).tools

    offered = anyio.run(listed)

    assert {t.name for t in offered} == {
        "ask",
        "check",
        "check_schema",
        "my_reports",
        "report_status",
    }
    assert all(t.annotations.read_only_hint and t.description for t in offered)


def test_a_question_is_answered_with_its_clauses(tools: Tools) -> None:
    answer = record(call(tools, "ask", question="向谁报告？", as_of="2026-11-22"))

    assert answer["status"] == "answered"
    assert answer["citations"][0]["clause"] == "4.1"


def test_a_case_is_judged_and_a_rule_says_what_it_needs(tools: Tools) -> None:
    verdict = record(call(tools, "check", rule="R3", facts={}))
    schema = record(call(tools, "check_schema", rule="R3"))
    rules = record(call(tools, "check_schema"))["rules"]

    assert verdict["verdict"] == "UNDETERMINED"
    assert verdict["missing_facts"]
    assert schema["type"] == "object"
    assert len(rules) >= 10


def test_own_reports_are_listed_and_read(tools: Tools) -> None:
    [line] = record(call(tools, "my_reports"))["items"]
    report = record(call(tools, "report_status", report_no=line["report_no"]))

    assert line["project_name"] == CONTENT["project_name"]
    assert report["state"] == "UNDER_REVIEW"
    assert [event["kind"] for event in report["timeline"]] == ["filed"]
    assert "receipt" not in report


def test_a_report_of_another_unit_is_not_there(tools: Tools) -> None:
    [line] = tools.my_reports()["items"]
    rival = tools.registry.staff.list(Caller("system", "cli"))
    other = next(m.account for m in rival if m.unit == "西湖区")

    result = call(replace(tools, account=other), "report_status", report_no=line["report_no"])

    assert result.is_error
    assert "没有这份首报" in said(result)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("ask", {"question": "坏"}, "磁盘已满"),
        ("ask", {"question": "谁", "as_of": "明天"}, "不是日期"),
        ("ask", {}, "question 没有填"),
        ("ask", {"question": "问" * 2_001}, "question 太长"),
        ("ask", {"question": "谁", "asof": "2026-11-22"}, "没有名为“asof”的参数"),
        ("my_reports", {"limit": 0}, "limit 应不小于 1"),
        ("nothing", {}, "没有名为“nothing”的工具"),
        ("check", {"rule": "R99", "facts": {}}, "没有名为"),
        ("check", {"rule": "R3", "facts": {"nonsense": 1}}, "没有这个事实名"),
        ("my_reports", {}, "--as"),
        ("report_status", {"report_no": "首报-2026-000001"}, "--as"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_in_chinese(
    tools: Tools, name: str, arguments: dict[str, Any], words: str
) -> None:
    result = call(replace(tools, account=None), name, **arguments)

    assert result.is_error
    assert words in said(result)
    assert not {"Traceback", "Error", "validation"} & set(said(result).replace(":", " ").split())


def test_somebody_who_left_sees_nothing_any_more(tools: Tools) -> None:
    assert tools.account is not None
    tools.registry.staff.revoke(Caller("system", "cli"), tools.account, reason="离职")

    result = call(tools, "my_reports")

    assert result.is_error
    assert "停用" in said(result)
