"""The Chinese manual names every command and every option of the command line."""

from pathlib import Path

import pytest
import typer

from bot.channels.cli.main import app

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "用户手册.md").read_text("utf-8")
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
