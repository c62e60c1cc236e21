"""What a district sees at the command line and in its exports does not depend on a rival's secrets.

Two homes that differ in nothing but the rival's report; every command the district can give, and
the text of every XLSX and DOCX it can take out, must be the same, digests and times aside.
"""

import io
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.channels.cli.main import main
from registry.casework.findings import FindingKind
from tests.registry.proofs.test_noninterference import differences

MINE, THEIRS = "首报-2026-000002", "首报-2026-000001"
REPORT = {
    "project_name": "功率器件生产基地",
    "investor_name": "同一有限公司",
    "is_new_project": "是",
    "chain": "集成电路",
    "total_investment": "120000万元",
    "intent_evidence": "会谈纪要",
    "investor_contact": "示例联系人",
    "investor_phone": "057100000000",
    "unit_contact": "示例经办人",
}
SECRETS: tuple[Mapping[str, str], ...] = (
    {},
    {"project_name": "金丝雀一号", "total_investment": "987654万元",
     "investor_contact": "金丝雀二号", "investor_phone": "13800000000",
     "unit_contact": "金丝雀三号", "summary": "金丝雀四号", "intent_evidence": "金丝雀五号",
     "appeal": "金丝雀六号"},
    {"project_name": "乙", "total_investment": "1万元", "unit_contact": "丙", "platform": "丁平台"},
)  # fmt: skip
# Digests and ids drawn anew, times of the day, the time since the process began.
_DRAWN = re.compile(
    r'elapsed_ms\\*":\d+|[0-9a-f]{16,}|\d\d:\d\d(:\d\d)?(\.\d+)?Z?|\d{4}-\d\d-\d\dT'
)


class Terminal:
    """A home of its own, and what each command said."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder, self.capsys = folder, capsys
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        patch.setenv("YIPANQI_HOME", str(folder / "home"))
        patch.chdir(folder)
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))

    def run(self, *arguments: str) -> str:
        """Status, output and errors of a command."""
        status = main(arguments)
        captured = self.capsys.readouterr()
        return _DRAWN.sub("#", f"{status}\n{captured.out}\n{captured.err}")

    def file(self, account: str, values: Mapping[str, str]) -> str:
        lines = [f'{name} = "{value}"' for name, value in values.items()]
        Path("report.toml").write_text("\n".join(lines), "utf-8")
        return self.run("report", "file", "report.toml", "--as", account, "--json")

    def exported(self, account: str, suffix: str, *which: str) -> str:
        """What an export holds, as text; empty when it was refused."""
        path = Path(f"export{suffix}")
        path.unlink(missing_ok=True)
        said = self.run("report", "export", *which, "--as", account, "--out", str(path))
        return said + _DRAWN.sub("#", text_of(path) if path.exists() else "")


def text_of(path: Path) -> str:
    """Everything written in a sheet or a document, its properties among it."""
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
        return repr((book.sheetnames, cells, book.properties.creator, book.properties.title))
    document = Document(str(path))
    tables = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    facts = document.core_properties
    said = [paragraph.text for paragraph in document.paragraphs]
    return repr((said, tables, facts.author, facts.title, facts.comments, facts.subject))


def seen(terminal: Terminal, secrets: Mapping[str, str], *, is_granted: bool) -> dict[str, str]:
    """The rival files first, then the district; everything the district is told then."""
    people = {}
    for unit, role in (("萧山区", "district_lead"), ("余杭区", "district_lead"),
                       ("市投资促进局", "city_lead")):  # fmt: skip
        made = terminal.run(
            "staff", "add", "--unit", unit, "--role", role, "--name", "示例", "--json"
        )
        people[unit] = re.search(r'"account": ?"(\w+)"', made)[1]  # type: ignore[index]
    me, city = people["余杭区"], people["市投资促进局"]
    rival = terminal.file(people["萧山区"], {**REPORT, **secrets})
    assert rival.startswith("0"), rival
    found = {"file": terminal.file(me, REPORT)}
    if is_granted:
        grant(terminal, city)
    commands: dict[str, tuple[str, ...]] = {
        "precheck": ("report", "precheck", "--name", "同一有限公司"),
        "list": ("report", "list"), "list json": ("report", "list", "--json"),
        "idle": ("report", "list", "--idle", "1"), "register": ("report", "list", "--register"),
        "stats": ("report", "stats", "--from", "2020-01-01", "--to", "2099-12-31"),
        "queue": ("review", "queue"),
        "holders": ("review", "holders", "--name", "同一有限公司"),
    }  # fmt: skip
    for number in (MINE, THEIRS, "首报-2026-000099"):
        commands |= {
            f"show {number}": ("report", "show", number),
            f"show json {number}": ("report", "show", number, "--json"),
            f"files {number}": ("report", "files", number),
            f"steps {number}": ("review", "steps", number),
            f"likeness {number}": ("review", "likeness", number),
            f"lists {number}": ("review", "lists", number),
            f"receipt {number}": ("receipt", "show", number),
        }
    for name, arguments in commands.items():
        found[name] = terminal.run(*arguments, "--as", me)
    for suffix in (".xlsx", ".docx"):
        for number in (MINE, THEIRS):
            found[f"{number}{suffix}"] = terminal.exported(me, suffix, number)
        found[f"register{suffix}"] = terminal.exported(me, suffix)
    return found


def grant(terminal: Terminal, city: str) -> None:
    """The rival's report is granted."""
    by = ("--as", city)
    sets = {
        FindingKind.GUIDE_REVIEW: ("conform=true", "edition=2026", "note="),
        FindingKind.CONSULTATION: ("asked_on=2026-01-05", "opinion=positive", "summary=愿意"),
    }

    def record(kind: FindingKind) -> None:
        options = [word for given in sets[kind] for word in ("--set", given)]
        terminal.run("review", "record", THEIRS, kind.value, *by, *options)

    terminal.run("review", "likeness", THEIRS, "--record", *by)
    terminal.run("review", "take", THEIRS, "start_review", *by)
    record(FindingKind.GUIDE_REVIEW)
    terminal.run("review", "take", THEIRS, "consult", "--reason", "符合", *by)
    record(FindingKind.CONSULTATION)
    granted = terminal.run("review", "take", THEIRS, "grant", "--reason", "符合", *by)
    assert granted.startswith("0"), granted


@pytest.mark.parametrize("is_granted", [False, True], ids=["pending", "granted"])
def test_no_command_and_no_export_of_a_district_depends_on_a_rivals_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, is_granted: bool
) -> None:
    def play(n: int) -> dict[str, str]:
        terminal = Terminal(tmp_path / "desk", monkeypatch, capsys)
        return seen(terminal, SECRETS[n], is_granted=is_granted)

    first = play(0)

    assert first[f"{MINE}.xlsx"].startswith("0")
    assert "功率器件生产基地" in first[f"{MINE}.docx"]
    assert first[f"{THEIRS}.xlsx"].startswith("2")
    for n in range(1, len(SECRETS)):
        other = play(n)
        assert differences(first, other) == []
        for secret in ("金丝雀", "987654", "萧山", "丁平台"):
            assert not [name for name, text in other.items() if secret in text], secret
