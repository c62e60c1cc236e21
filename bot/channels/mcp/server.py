"""The MCP server, on the official SDK: the tools described to a model, over stdio.

Does not: give a model anything the member could not see; change anything; show a trace.
"""

from collections.abc import Callable
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field, ValidationError

from bot.channels.mcp.tools import Tools
from bot.rendering.errors import complain
from bot.rendering.fact_errors import rules_error_lines
from bot.rendering.wrong_fields import wrong_fields
from registry.errors import RegistryError
from rules.errors import FactErrors, UnknownRuleError

NAME = "yipanqi"
INSTRUCTIONS = (
    "一盘棋：城市招商引资的助手。ask 的回答逐句注明依据条款，引用时请保留条款；文件没有规定的，"
    "照实转告，不要补充。check 的结论由规则得出，不要改写。所有工具只读。"
)
_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_AsOf = Annotated[str, Field(description="按哪一天的规定，如 2026-11-22；不写即今天")]
_Question = Annotated[
    str, Field(description="要问的政策问题，一次一件事，如 首报向哪个部门报备？", max_length=2_000)
]
_Rule = Annotated[str, Field(description="规则名或编号，如 R3；见 check_schema")]
_ReportNo = Annotated[str, Field(description="首报编号，如 首报-2026-000001", max_length=40)]


class _InChinese(MCPServer[Any]):
    """The SDK's server; what it says of a wrong call itself is said in Chinese instead."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool. Raises ToolError."""
        offered = {tool.name: tool.input_schema["properties"] for tool in await self.list_tools()}
        if name not in offered:
            raise ToolError(f"没有名为“{name}”的工具，有：{'、'.join(offered)}。")
        if unknown := [each for each in arguments if each not in offered[name]]:
            known = "、".join(offered[name])
            raise ToolError(f"没有名为“{'、'.join(unknown)}”的参数，有：{known}。")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            raise _plain(error) from error.__cause__


def _plain(error: ToolError) -> ToolError:
    """Without the words the SDK puts before; a wrong argument by its name."""
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        errors = [{**each, "loc": ("", *each["loc"])} for each in cause.errors()]
        return ToolError("；".join(f"{name} {text}" for name, text in wrong_fields(errors).items()))
    return ToolError(str(cause)) if isinstance(cause, ToolError) else error


def make_server(tools: Tools) -> MCPServer[Any]:
    """The server with its tools, not yet running."""
    server = _InChinese(NAME, instructions=INSTRUCTIONS, log_level="WARNING")

    def offer(call: Callable[..., dict[str, Any]], title: str, description: str) -> None:
        server.tool(
            call.__name__, title=title, description=description, annotations=_READ_ONLY,
            structured_output=True,
        )(call)  # fmt: skip

    def ask(
        question: _Question,
        as_of: _AsOf = "",
        place: Annotated[str, Field(description="只用这个地方的文件，如 杭州")] = "",
        history: Annotated[
            list[str] | None, Field(description="同一段对话里先前的问题，旧的在前")
        ] = None,
    ) -> dict[str, Any]:
        return told(lambda: tools.ask(question, as_of, place, history or ()))

    def check(
        rule: _Rule,
        facts: Annotated[dict[str, Any], Field(description="事实，名称和取值见 check_schema")],
        as_of: _AsOf = "",
    ) -> dict[str, Any]:
        return told(lambda: tools.check(rule, facts, as_of))

    def check_schema(
        rule: Annotated[str, Field(description="规则名或编号；不写则列出全部规则")] = "",
    ) -> dict[str, Any]:
        return told(lambda: tools.check_schema(rule))

    def my_reports(
        after: Annotated[str, Field(description="上一页给出的 next")] = "",
        limit: Annotated[int, Field(description="一页几条", ge=1, le=200)] = 20,
    ) -> dict[str, Any]:
        return told(lambda: tools.my_reports(after, limit))

    def report_status(report_no: _ReportNo) -> dict[str, Any]:
        return told(lambda: tools.report_status(report_no))

    offer(ask, "问政策", "问招商引资政策，得到逐句注明依据条款的回答；文件没有规定的如实说明。")
    offer(
        check,
        "核对案例",
        "按规则判断一个案例：结论、理由、依据条款、缺少的材料、须人工认定的事项。",
    )
    offer(check_schema, "规则的事实", "列出规则，或给出一条规则所需事实的 JSON Schema。")
    offer(my_reports, "我的首报", "列出自己的首报（负责人为本单位的）和它们的状态。")
    offer(report_status, "首报进度", "一份首报的状态、经过和现在能办的步骤；只能看自己有权看的。")
    return server


def told(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a call returns; any failure as one Chinese line. Raises ToolError."""
    try:
        return call()
    except (FactErrors, UnknownRuleError) as error:
        raise ToolError("；".join(rules_error_lines(error))) from None
    except RegistryError as error:
        if error.code == "no_mcp_account":
            text = "没有指定账号：请用 yipanqi mcp --as ACCOUNT 启动，才能看首报。"
            raise ToolError(text) from None
        raise ToolError(complain(error).text) from None
    except Exception as error:  # the edge of this channel
        raise ToolError(complain(error).text) from None
