"""The README's examples are run and must print what it shows; `...` stands for anything."""

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[str, str]]:
    """Every command of the README with the output shown under it."""
    for block in _BLOCK.findall(README):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize(("command", "expected"), list(examples()), ids=lambda text: text[:40])
def test_an_example_of_the_readme_prints_what_it_shows(
    command: str,
    expected: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("YIPANQI_HOME", str(home))
    monkeypatch.setenv("YIPANQI_TODAY", "2026-11-22")
    program, *arguments = shlex.split(command)

    status = main(arguments)

    got = capsys.readouterr().out
    checker = doctest.OutputChecker()
    assert program == "yipanqi"
    assert status == 0
    assert checker.check_output(expected, got, doctest.ELLIPSIS), got


def test_the_readme_has_examples() -> None:
    assert len(list(examples())) >= 5


def test_every_link_of_the_documents_leads_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []
