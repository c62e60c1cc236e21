"""Every benchmark runs as a module, says in a line how, and works at the smallest sizes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNNABLE = sorted(
    path.stem
    for path in (ROOT / "bench").glob("*.py")
    if "\nif __name__" in path.read_text("utf-8")
)
TINY = {
    "assessments": ("--seconds", "0.001"),
    "dialogue": (
        *("--projects", "60", "--turns", "9", "--people", "3", "--each", "1", "--think", "0.01"),
    ),
    "likeness": ("--projects", "60", "--queries", "10", "--peer-queries", "3"),
}
NIGHTLY = {"retrieval": ("--articles", "60", "--questions", "5", "--without-peer")}


def _run(name: str, *arguments: str) -> str:
    command = [sys.executable, "-m", f"bench.{name}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_are_benchmarks() -> None:
    assert {*TINY, *NIGHTLY} <= {*RUNNABLE}


@pytest.mark.parametrize("name", RUNNABLE)
def test_its_description_says_how_to_run_it(name: str) -> None:
    text = (ROOT / "bench" / f"{name}.py").read_text("utf-8")

    assert f"python -m bench.{name}" in (ast.get_docstring(ast.parse(text)) or "")


@pytest.mark.parametrize("name", sorted(TINY))
def test_it_prints_figures_with_a_ratio_at_a_tiny_size(name: str) -> None:
    said = _run(name, *TINY[name])

    assert "target" in said
    assert any(word in said for word in ("of bare", "peer / ours"))


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(NIGHTLY))
def test_the_longer_ones_run_at_a_tiny_size_too(name: str) -> None:
    assert "hit@1" in _run(name, *NIGHTLY[name])
