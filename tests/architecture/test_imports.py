"""Where libraries may be imported, and which way our own packages may look."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "registry", "retrieval", "rules")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# Each of these is imported in one module, or in one folder where one module would be a monster.
HOMES = {
    "chromadb": "retrieval/index/vector_store.py",
    "sentence_transformers": "retrieval/index/embedding.py",
    "telegram": "bot/channels/telegram",
    "nicegui": "bot/channels/web",
    "fastapi": "bot/channels/web",
    "starlette": "bot/channels/web",
    "uvicorn": "bot/channels/web",
    "typer": "bot/channels/cli",
    "mcp": "bot/channels/mcp",
    "mcp_types": "bot/channels/mcp",
    "prometheus_client": "bot/channels/web/serving/metrics.py",
    "pydantic_settings": "bot/settings.py",
    "tantivy": "retrieval/index/lexical.py",
    "sqlalchemy": "registry",
    "torch": "retrieval/fitting",
    "argon2": "bot/identity/passwords.py",
    "zxcvbn": "bot/identity/passwords.py",
    "pyotp": "bot/identity/one_time_codes.py",
    "authlib": "bot/identity/oidc.py",
    "joserfc": "bot/identity/oidc.py",
}
# These cost a cold start dear: they stand inside the functions that need them, or in modules that
# are themselves imported that way.
HEAVY = {"chromadb", "langchain_chroma", "sentence_transformers", "torch", "trafilatura"}
# Run by developers alone, and imported by nothing that answers.
WORKSHOP = "retrieval/fitting/"
# The core computes; whatever reads a clock, a file, a socket or chance stands outside it.
FORBIDDEN_IN_RULES = {
    "asyncio", "http", "io", "os", "random", "secrets", "socket", "sqlite3", "subprocess",
    "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip


def imports_of(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    """The dotted names of the modules a file imports."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name_of(path: Path) -> str:
    """A file as the tables above write it."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_library_is_imported_in_its_home_only(path: Path) -> None:
    strays = {
        library
        for module in imports_of(path)
        if (library := module.partition(".")[0]) in HOMES
        and not (name_of(path) + "/").startswith(HOMES[library].rstrip("/") + "/")
    }

    assert strays == set()


IN_USE = [path for path in SOURCES if not name_of(path).startswith(WORKSHOP)]


@pytest.mark.parametrize("path", IN_USE, ids=name_of)
def test_nothing_in_use_imports_the_workshop(path: Path) -> None:
    assert [m for m in imports_of(path) if m.startswith("retrieval.fitting")] == []


@pytest.mark.parametrize("path", IN_USE, ids=name_of)
def test_nothing_heavy_is_imported_at_the_top_of_a_file(path: Path) -> None:
    heavy = {m.partition(".")[0] for m in imports_of(path, top_level_only=True)} & HEAVY

    assert heavy == set()


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if name_of(path).startswith("retrieval/")], ids=name_of
)
def test_retrieval_sees_of_rules_only_the_clause_type(path: Path) -> None:
    seen = {module for module in imports_of(path) if module.partition(".")[0] == "rules"}

    assert all(module.startswith("rules.clauses") for module in seen)


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if name_of(path).startswith("rules/")], ids=name_of
)
def test_rules_are_pure(path: Path) -> None:
    forbidden = {module.partition(".")[0] for module in imports_of(path)} & FORBIDDEN_IN_RULES

    assert forbidden == set()


def test_the_shells_tests_stand_where_their_sources_stand() -> None:
    """tests/bot/x/test_y.py tests bot/x/y.py."""
    lost = [
        name_of(test)
        for test in (ROOT / "tests" / "bot").rglob("test_*.py")
        if not _is_mirrored(test)
    ]

    assert lost == []


def _is_mirrored(test: Path) -> bool:
    folder = ROOT / test.parent.relative_to(ROOT / "tests")
    subject = test.stem.removeprefix("test_")
    if (folder / f"{subject}.py").exists() or (folder / subject).is_dir():
        return True
    # a module with much to test may have several files: test_answering_refusals.py
    return any(subject.startswith(f"{source.stem}_") for source in folder.glob("*.py"))
