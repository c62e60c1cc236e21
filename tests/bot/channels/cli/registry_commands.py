"""Run the registry's commands in this process, on a registry of their own."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.channels.cli.main import main
from tests.registry.templates import FILE, lay_schema

REPORT = """\
"项目名称" = "功率器件生产基地"
investor_name = "示例半导体有限公司"
"是否新项目" = "是"
chain = "集成电路"
total_investment = "120000万元"
intent_evidence = "会谈纪要"
investor_contact = "示例联系人"
investor_phone = "057100000000"
unit_contact = "示例经办人"
"""


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def record(self) -> dict[str, Any]:
        """The one JSON object of stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class Desk:
    """A terminal in a folder, with accounts to work by."""

    folder: Path
    run: Callable[..., Outcome]
    district: str
    rival: str
    reviewer: str
    lead: str

    def file(self, account: str = "", text: str = REPORT, *options: str) -> Outcome:
        """File a report from a file."""
        path = self.folder / "report.toml"
        path.write_text(text, "utf-8")
        return self.run("report", "file", str(path), "--as", account or self.district, *options)


def make_desk(folder: Path, monkeypatch: Any, capsys: Any) -> Desk:
    """A desk with an empty registry and four people."""
    home = folder / "home"
    lay_schema(home / FILE)
    monkeypatch.setenv("YIPANQI_HOME", str(home))
    monkeypatch.chdir(folder)

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main(arguments)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    def add(unit: str, role: str) -> str:
        made = run("staff", "add", "--unit", unit, "--role", role, "--name", "示例", "--json")
        return str(made.record["account"])

    return Desk(
        folder,
        run,
        add("余杭区", "district_lead"),
        add("萧山区", "district_lead"),
        add("市投资促进局", "city_reviewer"),
        add("市投资促进局", "city_lead"),
    )
