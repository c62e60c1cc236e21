"""`yipanqi mcp` as another program starts it: over its stdin and stdout."""

import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from bot.channels.cli.main import main


def test_a_client_of_the_sdk_asks_over_stdio(tmp_path: Path) -> None:
    started = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot.channels.cli.main", "mcp"],
        env={"YIPANQI_HOME": str(tmp_path)},
        cwd=Path(__file__).resolve().parents[4],
    )

    async def talk() -> Any:
        async with Client(stdio_client(started)) as client:
            return await client.call_tool("ask", {"question": "首报向哪个部门报备？"})

    result = anyio.run(talk)

    assert not result.is_error
    assert "投资促进局" in result.structured_content["answer"]


def test_an_account_that_is_none_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIPANQI_HOME", str(tmp_path))

    assert main(["mcp", "--as", "S99999"]) == 2
    assert "没有账户" in capsys.readouterr().err
