"""House rules that a machine can check: sizes, clocks, environment, broad excepts, docstrings."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_imports import SOURCES, name_of

MAX_FILE_LINES = 350  # a guide of about 250, with room
MAX_FUNCTION_LINES = 60  # few above 40
MAX_POSITIONAL = 5  # at most four, and self
EDGES = {
    "bot/channels/cli/main.py",
    "bot/channels/cli/ask.py",
    "bot/channels/mcp/server.py",
    "bot/channels/web/chat/sending.py",
    "bot/channels/web/server.py",
    "bot/channels/telegram/intake.py",
    "bot/dialogue/dispatcher.py",
}
CLOCK_HOME = "bot/clock.py"
CLOCK_CALLS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "time.perf_counter",
}
ENVIRONMENT_HOMES = {"bot/settings.py", "bot/channels/cli/doctor.py"}
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py", "manager.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions_of(path: Path) -> Iterator[Function]:
    """Every function and method of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, Function):
            yield node


def dotted_names(path: Path) -> set[str]:
    """Every `a.b` that a file speaks of."""
    return {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_stays_readable(path: Path) -> None:
    long_functions = [
        f"{function.name}: {function.end_lineno - function.lineno + 1} lines"
        for function in functions_of(path)
        if function.end_lineno and function.end_lineno - function.lineno >= MAX_FUNCTION_LINES
    ]

    if "/migrations/versions/" in name_of(path):
        return  # written once, in one piece
    assert path.read_text("utf-8").count("\n") <= MAX_FILE_LINES
    assert long_functions == []
    assert path.name not in BANNED_NAMES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_options_are_keyword_only(path: Path) -> None:
    if name_of(path).startswith("bot/channels/cli/"):
        return  # Typer reads a command's parameters as its options
    wide = [f.name for f in functions_of(path) if len(f.args.args) > MAX_POSITIONAL]

    assert wide == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_the_clock_is_asked_in_one_place(path: Path) -> None:
    if name_of(path) == CLOCK_HOME:
        return
    assert dotted_names(path) & CLOCK_CALLS == set()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_the_environment_is_read_in_one_place(path: Path) -> None:
    if name_of(path) in ENVIRONMENT_HOMES:
        return
    reads = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("YIPANQI_")
        and node.value.replace("_", "").isalnum()
    ]

    assert reads == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_everything_is_caught_only_at_the_edges(path: Path) -> None:
    broad = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]

    assert broad == [] or name_of(path) in EDGES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_what_is_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, (*Function.__args__, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert ast.get_docstring(tree)
    assert silent == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_left_to_do(path: Path) -> None:
    text = path.read_text("utf-8")

    assert "TODO" not in text
    assert "FIXME" not in text
