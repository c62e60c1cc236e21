"""The Chinese manual names every command and every option, and its examples work as shown."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
import typer

from bot.channels.cli.main import app, main

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "用户手册.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EVERYWHERE = {"--help", "--json"}


def _commands() -> list[tuple[str, list[str]]]:
    """Every command by its full name with its options."""
    found = []
    root = typer.main.get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        for sub_name, sub in (below or {"": command}).items():
            options = [o for p in sub.params for o in p.opts if o.startswith("--")]
            found.append((f"{name} {sub_name}".strip(), options))
    return found


@pytest.mark.parametrize(("name", "options"), _commands(), ids=lambda value: str(value)[:30])
def test_a_command_and_its_options_are_in_the_manual(name: str, options: list[str]) -> None:
    assert f"yipanqi {name}" in MANUAL
    assert [o for o in options if o not in _EVERYWHERE and o not in MANUAL] == []


def test_the_manual_names_no_command_that_is_not_there() -> None:
    known = {name for name, _ in _commands()}
    said = {part.split("`")[0].strip() for part in MANUAL.split("`yipanqi ")[1:]}

    lost = [line for line in said if line.split()[0] not in {name.split()[0] for name in known}]
    assert lost == []


def test_the_examples_work_in_the_order_of_the_manual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A block with a file name is written; the commands of a console block are run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YIPANQI_HOME", raising=False)
    monkeypatch.setenv("YIPANQI_TODAY", "2026-11-22")
    checker, ran = doctest.OutputChecker(), 0
    for kind, name, content in _BLOCK.findall(MANUAL):
        if name:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        if kind != "console":
            continue
        for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            status = main(shlex.split(command)[1:])
            captured = capsys.readouterr()
            assert status == 0, f"{command}: {captured.err}"
            options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            assert checker.check_output(expected, captured.out, options), (
                f"{command}:\n{captured.out}"
            )
            ran += 1
    assert ran >= 20
