"""Run the command line in this process, on fakes."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import bootstrap
from bot.channels.cli.main import main
from tests.bot.channels.cli.registry_commands import Desk, make_desk
from tests.fakes import FakeAnswering, make_application


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON objects of stdout, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Outcome]


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering()


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answering: FakeAnswering,
) -> Run:
    """A function that runs `yipanqi ARGUMENTS`, with stdin as bytes if need be."""
    application = make_application(tmp_path / "home", answering)
    monkeypatch.setattr(bootstrap, "open_application", lambda *_, **__: application)
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main(arguments)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run_command


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A terminal with a registry of its own and people in it."""
    return make_desk(tmp_path, monkeypatch, capsys)
